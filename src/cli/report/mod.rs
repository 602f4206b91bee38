//! Reports about the documents: frames for people, records for programs, and a summary.

mod excerpt;
mod frame;
mod human;
mod record;
mod summary;
mod visible;

use sphinx_case::{Issue, Issues};

pub use human::{Human, Shown};
pub use record::{failed_line, record};
pub use summary::Tally;
pub use visible::{shown_name, visible};

/// The result of validating one document.
#[derive(Debug)]
pub struct Verdict {
    /// The issues.
    pub issues: Vec<Issue>,
    /// The number of issues that are not listed.
    pub omitted: usize,
    /// Whether none of them is an error.
    pub is_valid: bool,
}

impl Verdict {
    /// A single error that was found before the core was called.
    pub fn of_error(issue: Issue) -> Self {
        Self {
            issues: vec![issue],
            omitted: 0,
            is_valid: false,
        }
    }
}

impl From<Issues> for Verdict {
    fn from(issues: Issues) -> Self {
        Self {
            omitted: issues.omitted(),
            is_valid: issues.is_valid(),
            issues: issues.into_vec(),
        }
    }
}
