//! What a batch needs of the store of its journal. Each store is a module with all of its SQL.

use std::collections::HashSet;
use std::fmt;
use std::time::Duration;

use super::entry::{Counts, Entry, LineState};
use super::error::JournalError;
use super::group_commit::Transactional;
use super::info::JournalInfo;
use super::job::{Hash, Job, Next};
use super::matching::{FoundCase, Match, UnknownLine};
use super::result::SendResult;

/// The reason of a created line that was sent again without an external ID.
pub(super) const RESENT: &str = "resent after an attempt with an unknown outcome: a second case may exist";

/// What precedes the reason of a rejected line that was sent again.
pub(super) const REJECTED_WHEN_RESENT: &str = "rejected when resent: ";

/// The reason of a line whose case was found.
pub(super) const FOUND: &str = "found in the list of cases";

/// The same, if the case is not that of an attempt.
pub(super) const FOUND_EARLIER: &str = "the case existed before this line was sent first";

/// The reason of a line whose external ID belongs to another case: the text before and after the ID of that case.
pub(super) const OTHER_VALUES: [&str; 2] = ["case ", " has this external_id, but other values than this line"];

/// The reason of a line that was being sent when a process ended.
pub(super) const INTERRUPTED: &str = "the process ended before a response was received";

/// A line of a new journal.
#[derive(Debug)]
pub(super) struct NewLine<'a> {
    pub line: u64,
    pub offset: u64,
    pub length: u64,
    /// `None` for an invalid line.
    pub payload: Option<Hash>,
    pub identity: Option<Hash>,
    /// If the batch creates cases exactly once.
    pub external_id: Option<&'a str>,
    /// The issues of an invalid line, as a JSON array.
    pub issues: Option<String>,
}

impl NewLine<'_> {
    /// The state that it begins with.
    pub fn state(&self) -> LineState {
        match self.payload {
            Some(_) => LineState::Pending,
            None => LineState::Invalid,
        }
    }
}

/// The store of a journal. What writes is called within a transaction.
pub(super) trait Store: Transactional<Error = JournalError> + fmt::Debug {
    /// What the journal is for.
    fn info(&mut self) -> Result<JournalInfo, JournalError>;

    /// Adds a line to a new journal.
    fn insert(&mut self, line: &NewLine<'_>) -> Result<(), JournalError>;

    /// Completes a new journal: what it is for.
    fn set_info(&mut self, info: JournalInfo) -> Result<(), JournalError>;

    fn counts(&mut self) -> Result<Counts, JournalError>;

    /// Calls a visitor with each line in one of the states, in their order, until it returns false.
    fn visit(&mut self, states: &[LineState], visitor: &mut dyn FnMut(Entry) -> bool) -> Result<(), JournalError>;

    /// Prepares a run: it starts with the first line, and sends lines with an unknown outcome again if they have an external ID or
    /// `resend` is set.
    fn start_run(&mut self, resend: bool) -> Result<(), JournalError>;

    /// The next line to send, marked as being sent: a pending one, or else one that is sent again. None during a [`Store::pause`].
    fn take_next(&mut self) -> Result<Next, JournalError>;

    /// Records the result of a line. Returns its new state.
    fn record(&mut self, line: u64, result: &SendResult) -> Result<LineState, JournalError>;

    /// The lines with an unknown outcome whose case can be found, and the number of all lines with an unknown outcome.
    fn unknown_lines(&mut self) -> Result<(Vec<UnknownLine>, u64), JournalError>;

    /// Which of the cases belong to a line of the journal.
    fn known_cases(&mut self, ids: &HashSet<i64>) -> Result<HashSet<i64>, JournalError>;

    /// Marks lines as created if their case cannot belong to another line. Returns their number.
    fn record_matches(&mut self, matches: &[Match]) -> Result<u64, JournalError>;

    /// The lines with an unknown outcome and an external ID.
    fn lines_to_find(&mut self) -> Result<Vec<Job>, JournalError>;

    /// Records the cases that were found by their external ID. Returns the number of created lines.
    fn record_found(&mut self, found: &[FoundCase]) -> Result<u64, JournalError>;

    /// Reserves the next request of all processes that share the journal, if several can, and returns how long to wait for it.
    /// `interval` is the time between two requests.
    fn reserve_request(&mut self, interval: Duration) -> Result<Duration, JournalError> {
        let _ = interval;
        Ok(Duration::ZERO)
    }

    /// Lets all processes that share the journal take no lines for so long, if several can.
    fn pause(&mut self, length: Duration) -> Result<(), JournalError> {
        let _ = length;
        Ok(())
    }

    /// Whether several processes can share the journal.
    fn is_shared(&self) -> bool {
        false
    }
}

/// A store of any kind.
#[derive(Debug)]
pub(super) struct AnyStore(pub Box<dyn Store>);

impl Transactional for AnyStore {
    type Error = JournalError;

    fn begin(&mut self) -> Result<(), JournalError> {
        self.0.begin()
    }

    fn commit(&mut self) -> Result<(), JournalError> {
        self.0.commit()
    }

    fn rollback(&mut self) {
        self.0.rollback();
    }
}
