//! What a run reports while it lasts, and how it ended.

use std::time::Duration;

use super::entry::{Counts, LineState};
use crate::client;

/// Receives the events of a run.
pub(super) type Observer = Box<dyn Fn(Event) + Send + Sync>;

/// What happens during a run.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Event {
    /// The result of a line is in the journal.
    Recorded {
        /// The line.
        line: u64,
        /// Its new state.
        state: LineState,
        /// The ID of its case, if one was created.
        case_id: Option<i64>,
    },
    /// The result of a line could not be written to the journal, where its state is still
    /// [`Sending`](LineState::Sending).
    Unrecorded(UnrecordedResult),
    /// No request is sent during a pause.
    Paused {
        /// Its length.
        pause: Duration,
        /// Why.
        reason: String,
    },
    /// The cases of lines with an unknown outcome are looked for in the list of cases.
    Reconciling {
        /// The number of lines with an unknown outcome.
        unknown: u64,
    },
    /// The search has ended.
    Reconciled {
        /// The number of lines whose case was found.
        matched: u64,
    },
    /// The search failed. The outcome of the lines stays unknown.
    ReconciliationFailed {
        /// Why.
        reason: String,
    },
    /// The run was interrupted and waits for the requests in progress.
    Stopping,
}

/// The result of a line that could not be written to the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnrecordedResult {
    /// The line.
    pub line: u64,
    /// The ID of its case, if one was created.
    pub case_id: Option<i64>,
    /// The result in words.
    pub result: String,
}

/// Why a run stopped before its end. Lines that were not accepted are still pending.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum StopReason {
    /// The caller interrupted it.
    Interrupted,
    /// The maximum number of lines was sent; see [`RunOptions::with_limit`](super::RunOptions::with_limit).
    LimitReached,
    /// An error that does not pass by itself, such as refused credentials.
    Api(client::Error),
    /// Too many consecutive failures; see [`RunOptions::with_max_failures`](super::RunOptions::with_max_failures). Contains
    /// the last one.
    TooManyFailures(client::Error),
    /// The API created a case without the `external_id` that was sent, so it does not keep it unique, and sending a line again could
    /// create a second case; see [`BatchOptions::with_exactly_once`](super::BatchOptions::with_exactly_once).
    ExternalIdIgnored,
    /// A line has changed since it was validated. It was not sent.
    InputChanged {
        /// The line.
        line: u64,
    },
}

/// How a run ended.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Summary {
    /// The number of lines in each state after the run.
    pub counts: Counts,
    /// The number of lines that this run sent with a result other than "not accepted".
    pub sent: u64,
    /// The number of lines whose case this run matched in the list of cases.
    pub matched: u64,
    /// Why the run stopped before its end; `None` if it did not.
    pub stop_reason: Option<StopReason>,
}
