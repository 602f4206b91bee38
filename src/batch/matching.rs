//! Lines, and the cases in the list of cases that may be theirs.

use super::job::{Hash, Job};

/// A line with an unknown outcome. Times are in milliseconds.
pub(super) struct UnknownLine {
    pub job: Job,
    pub identity: Hash,
    /// The first attempt that may have created a case.
    pub first_sent: i64,
    pub last_sent: i64,
    /// `None` if the process ended before there was a result.
    pub noticed: Option<i64>,
}

/// A line and a case that may belong to it.
#[derive(Debug, Clone)]
pub(super) struct Match {
    pub line: u64,
    pub case_id: i64,
    /// The identities of the lines that the case could belong to.
    pub identities: Vec<Hash>,
}

/// A case with the external ID of a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct FoundCase {
    pub line: u64,
    pub case_id: i64,
    /// Whether it is the case of the line, not one of another request with the same external ID.
    pub is_equal: bool,
}
