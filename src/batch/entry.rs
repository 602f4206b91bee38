//! One line of a batch, and what has become of it.

use std::fmt;

/// What has become of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// It has errors, and is not sent.
    Invalid,
    /// It has not been taken by the API; it is sent next.
    Pending,
    /// It is being sent. When nobody works with the journal: it was being sent when the process ended.
    Sending,
    /// A case was created.
    Created,
    /// The API rejected it, and created nothing.
    Rejected,
    /// It was sent, and may or may not have been taken.
    Unknown,
}

impl State {
    /// All states, in the order of a line's life.
    pub const ALL: [Self; 6] = [
        Self::Invalid,
        Self::Pending,
        Self::Sending,
        Self::Created,
        Self::Rejected,
        Self::Unknown,
    ];

    /// The state's name, as it is in the journal.
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

    /// The state of that name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

impl fmt::Display for State {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// A line, as the journal has it. Bodies are not in it: they hold personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// The line of the file, from 1; blank lines count.
    pub line: u64,
    /// What has become of it.
    pub state: State,
    /// How often it was sent.
    pub attempts: u32,
    /// How often it was sent although an attempt before may have created a case.
    pub resent: u32,
    /// The case that was created.
    pub case_id: Option<i64>,
    /// Whether the case was found in the list of cases, its answer having been lost.
    pub reconciled: bool,
    /// The status of the last answer.
    pub status: Option<u16>,
    /// The server's id of the last request, if it gave one.
    pub request_id: Option<String>,
    /// What there is to know, in words.
    pub reason: Option<String>,
    /// The issues of a line that is invalid or rejected, as a JSON array.
    pub issues: Option<String>,
    /// When it was last sent, RFC 3339.
    pub sent_at: Option<String>,
    /// When the outcome of that was noticed, RFC 3339.
    pub noticed_at: Option<String>,
}

/// How many lines are in which state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// With errors; not sent.
    pub invalid: u64,
    /// Still to be sent.
    pub pending: u64,
    /// Being sent.
    pub sending: u64,
    /// Created.
    pub created: u64,
    /// Rejected.
    pub rejected: u64,
    /// Of unknown outcome.
    pub unknown: u64,
    /// Of those created: found in the list of cases.
    pub reconciled: u64,
    /// Of all: sent again although an attempt before may have created a case.
    pub resent: u64,
}

impl Counts {
    /// All lines.
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

    pub(super) fn of(&mut self, state: State) -> &mut u64 {
        match state {
            State::Invalid => &mut self.invalid,
            State::Pending => &mut self.pending,
            State::Sending => &mut self.sending,
            State::Created => &mut self.created,
            State::Rejected => &mut self.rejected,
            State::Unknown => &mut self.unknown,
        }
    }
}
