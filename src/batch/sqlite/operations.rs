//! A SQLite file as a [`Store`].

use std::collections::HashSet;

use super::super::entry::{Counts, Entry, LineState};
use super::super::error::JournalError;
use super::super::info::JournalInfo;
use super::super::job::{Job, Next};
use super::super::matching::{FoundCase, Match, UnknownLine};
use super::super::result::SendResult;
use super::super::store::{NewLine, Store};
use super::store::SqliteStore;

impl Store for SqliteStore {
    fn info(&mut self) -> Result<JournalInfo, JournalError> {
        Self::info(self)
    }

    fn insert(&mut self, line: &NewLine<'_>) -> Result<(), JournalError> {
        Self::insert(self, line)
    }

    fn set_info(&mut self, info: JournalInfo) -> Result<(), JournalError> {
        Self::set_info(self, info)
    }

    fn counts(&mut self) -> Result<Counts, JournalError> {
        Self::counts(self)
    }

    fn visit(&mut self, states: &[LineState], visitor: &mut dyn FnMut(Entry) -> bool) -> Result<(), JournalError> {
        Self::visit(self, states, visitor)
    }

    fn start_run(&mut self, resend: bool) -> Result<(), JournalError> {
        Self::start_run(self, resend)
    }

    fn take_next(&mut self) -> Result<Next, JournalError> {
        Self::take_next(self)
    }

    fn record(&mut self, line: u64, result: &SendResult) -> Result<LineState, JournalError> {
        Self::record(self, line, result)
    }

    fn unknown_lines(&mut self) -> Result<(Vec<UnknownLine>, u64), JournalError> {
        Self::unknown_lines(self)
    }

    fn known_cases(&mut self, ids: &HashSet<i64>) -> Result<HashSet<i64>, JournalError> {
        Self::known_cases(self, ids)
    }

    fn record_matches(&mut self, matches: &[Match]) -> Result<u64, JournalError> {
        Self::record_matches(self, matches)
    }

    fn lines_to_find(&mut self) -> Result<Vec<Job>, JournalError> {
        Self::lines_to_find(self)
    }

    fn record_found(&mut self, found: &[FoundCase]) -> Result<u64, JournalError> {
        Self::record_found(self, found)
    }
}
