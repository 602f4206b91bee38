//! A PostgreSQL database as a [`Store`].

use std::collections::HashSet;
use std::time::Duration;

use super::super::entry::{Counts, Entry, LineState};
use super::super::error::JournalError;
use super::super::info::JournalInfo;
use super::super::job::{Job, Next};
use super::super::matching::{FoundCase, Match, UnknownLine};
use super::super::result::SendResult;
use super::super::store::{NewLine, Store};
use super::store::PostgresStore;

impl Store for PostgresStore {
    fn info(&mut self) -> Result<JournalInfo, JournalError> {
        self.read_info()
    }

    fn insert(&mut self, line: &NewLine<'_>) -> Result<(), JournalError> {
        self.add(line);
        if self.has_full_page() {
            self.flush()?;
        }
        Ok(())
    }

    fn set_info(&mut self, info: JournalInfo) -> Result<(), JournalError> {
        self.flush()?;
        self.complete(&info)
    }

    fn counts(&mut self) -> Result<Counts, JournalError> {
        self.count_lines()
    }

    fn visit(&mut self, states: &[LineState], visitor: &mut dyn FnMut(Entry) -> bool) -> Result<(), JournalError> {
        self.visit_lines(states, visitor)
    }

    fn start_run(&mut self, resend: bool) -> Result<(), JournalError> {
        self.prepare_run(resend)
    }

    fn take_next(&mut self) -> Result<Next, JournalError> {
        self.take_line()
    }

    fn record(&mut self, line: u64, result: &SendResult) -> Result<LineState, JournalError> {
        self.record_result(line, result)
    }

    fn unknown_lines(&mut self) -> Result<(Vec<UnknownLine>, u64), JournalError> {
        self.find_unknown_lines()
    }

    fn known_cases(&mut self, ids: &HashSet<i64>) -> Result<HashSet<i64>, JournalError> {
        self.find_known_cases(ids)
    }

    fn record_matches(&mut self, matches: &[Match]) -> Result<u64, JournalError> {
        self.mark_matches(matches)
    }

    fn lines_to_find(&mut self) -> Result<Vec<Job>, JournalError> {
        self.find_lines_to_find()
    }

    fn record_found(&mut self, found: &[FoundCase]) -> Result<u64, JournalError> {
        self.mark_found(found)
    }

    fn reserve_request(&mut self, interval: Duration) -> Result<Duration, JournalError> {
        self.reserve_next_request(interval)
    }

    fn pause(&mut self, length: Duration) -> Result<(), JournalError> {
        self.begin_pause(length)
    }

    fn is_shared(&self) -> bool {
        true
    }
}
