//! How a batch is run, what it tells on the way, and how it ended.

use std::time::Duration;

use super::entry::{Counts, State};
use crate::client;

/// How a batch is run.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Plan {
    /// How many requests are under way at once: 4 unless set.
    pub concurrency: usize,
    /// At most so many requests in a second; no bound unless set, since none is documented.
    pub rate: Option<f64>,
    /// Send at most so many lines in this run.
    pub limit: Option<u64>,
    /// Send lines again whose outcome is unknown. Their case may exist: a second one is then made.
    pub resend_unknown: bool,
    /// Look for the cases of unknown lines in the list of cases: before and after sending. On unless set.
    pub reconcile: bool,
    /// Read at most so many pages of that list: 1,000 unless set.
    pub pages: u64,
    /// What the client's timeout is: 60 seconds unless set. A request is not under way for longer.
    pub timeout: Duration,
    /// Stop after so many failures in a row, without a success in between: 10 unless set.
    pub patience: u32,
    /// The longest pause that the server may ask for: 5 minutes unless set. When it asks for a longer one, the batch stops.
    pub longest_pause: Duration,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            concurrency: 4,
            rate: None,
            limit: None,
            resend_unknown: false,
            reconcile: true,
            pages: 1_000,
            timeout: Duration::from_secs(60),
            patience: 10,
            longest_pause: Duration::from_secs(300),
        }
    }
}

/// What happens while a batch runs.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Event {
    /// What came of a line is in the journal.
    Settled {
        /// The line.
        line: u64,
        /// Its state.
        state: State,
        /// The case that was created.
        case_id: Option<i64>,
    },
    /// Nothing is sent for a while.
    Paused {
        /// How long.
        pause: Duration,
        /// Why.
        reason: String,
    },
    /// Unknown lines are looked for in the list of cases.
    Reconciling {
        /// How many.
        unknown: u64,
    },
    /// That is done.
    Reconciled {
        /// How many were found.
        found: u64,
    },
    /// That could not be done; the lines stay unknown.
    NotReconciled {
        /// Why.
        reason: String,
    },
    /// Sending stops; what is under way is waited for.
    Stopping,
    /// What came of a line could not be written to the journal, where the line stays as being sent.
    Unrecorded(Unrecorded),
}

/// What came of a line, in case the journal cannot be written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unrecorded {
    /// The line.
    pub line: u64,
    /// The case that was created, if one was.
    pub case_id: Option<i64>,
    /// What came of it, in words.
    pub outcome: String,
}

/// Why a batch stopped before its end. Lines that were not taken are still to be sent.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Stop {
    /// It was asked to.
    Asked,
    /// As many lines were sent as it was asked to.
    Limit,
    /// The API answered, or did not, in a way that does not pass by itself.
    Api(client::Error),
    /// Many requests in a row failed; this was the last.
    Patience(client::Error),
    /// The line is no longer what it was when it was checked. It was not sent.
    Changed {
        /// The line.
        line: u64,
    },
}

/// How a run ended.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Summary {
    /// How many lines are in which state now.
    pub counts: Counts,
    /// How many lines this run has settled by sending them.
    pub sent: u64,
    /// How many this run has found in the list of cases.
    pub found: u64,
    /// Why it stopped before its end, if it did.
    pub stop: Option<Stop>,
}
