//! The lines of a batch and their states, as recorded in the journal.

use std::fmt;

/// The state of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineState {
    /// The line has errors and is not sent.
    Invalid,
    /// The line will be sent: it has not been sent yet, or the API did not accept it.
    Pending,
    /// The line is being sent. If no process uses the journal, it was being sent when the process ended.
    Sending,
    /// The case was created.
    Created,
    /// The API rejected the line and created nothing.
    Rejected,
    /// The line was sent, and the case may or may not exist.
    Unknown,
}

impl LineState {
    /// All states.
    pub const ALL: [Self; 6] = [
        Self::Invalid,
        Self::Pending,
        Self::Sending,
        Self::Created,
        Self::Rejected,
        Self::Unknown,
    ];

    /// The name of the state, as in the journal and in reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Invalid => "invalid",
            Self::Pending => "pending",
            Self::Sending => "sending",
            Self::Created => "created",
            Self::Rejected => "rejected",
            Self::Unknown => "unknown",
        }
    }

    /// The state with this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

impl fmt::Display for LineState {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// A line as recorded in the journal. The journal contains no request bodies, because they contain personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// The number of the line in the file, from 1, including blank lines.
    pub line: u64,
    /// Its state.
    pub state: LineState,
    /// How many times it was sent.
    pub attempts: u32,
    /// How many times it was sent, without an `external_id`, after an attempt that may have created a case.
    pub resent: u32,
    /// The `external_id` of its case; `None` if the batch does not create cases exactly once.
    pub external_id: Option<String>,
    /// Whether there was a case with this `external_id` before the line was sent first.
    pub existed: bool,
    /// The ID of its case.
    pub case_id: Option<i64>,
    /// Whether the case was found in the list of cases, because its response was lost.
    pub reconciled: bool,
    /// The HTTP status of the last response.
    pub status: Option<u16>,
    /// The server's ID of the last request, if the response had one.
    pub request_id: Option<String>,
    /// Why the line is in its state, in words.
    pub reason: Option<String>,
    /// The issues of an invalid or rejected line, as a JSON array.
    pub issues: Option<String>,
    /// When it was last sent (RFC 3339).
    pub sent_at: Option<String>,
    /// When the result of that was known (RFC 3339).
    pub noticed_at: Option<String>,
}

/// The number of lines in each state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// See [`LineState::Invalid`].
    pub invalid: u64,
    /// See [`LineState::Pending`].
    pub pending: u64,
    /// See [`LineState::Sending`].
    pub sending: u64,
    /// See [`LineState::Created`].
    pub created: u64,
    /// See [`LineState::Rejected`].
    pub rejected: u64,
    /// See [`LineState::Unknown`].
    pub unknown: u64,
    /// The created lines whose case was found in the list of cases.
    pub reconciled: u64,
    /// The lines that were sent, without an `external_id`, after an attempt that may have created a case.
    pub resent: u64,
    /// The created lines whose case existed before the line was sent first.
    pub existed: u64,
}

impl Counts {
    /// The number of all lines.
    #[must_use]
    pub fn lines(&self) -> u64 {
        [
            self.invalid,
            self.pending,
            self.sending,
            self.created,
            self.rejected,
            self.unknown,
        ]
        .into_iter()
        .fold(0, u64::saturating_add)
    }

    pub(super) fn count_mut(&mut self, state: LineState) -> &mut u64 {
        match state {
            LineState::Invalid => &mut self.invalid,
            LineState::Pending => &mut self.pending,
            LineState::Sending => &mut self.sending,
            LineState::Created => &mut self.created,
            LineState::Rejected => &mut self.rejected,
            LineState::Unknown => &mut self.unknown,
        }
    }
}
