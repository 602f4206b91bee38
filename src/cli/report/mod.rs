//! What is said about the documents: frames for people, records for programs, and a summary.

mod excerpt;
mod frame;
mod human;
mod record;
mod summary;
mod visible;

use sphinx_case::{Issue, Issues};

pub use frame::shown_name;
pub use human::{Human, Shown};
pub use record::{failed_line, record};
pub use summary::Tally;
pub use visible::visible;

/// What the core says of one document.
#[derive(Debug)]
pub struct Verdict {
    /// Everything that is wrong, and all advice.
    pub issues: Vec<Issue>,
    /// How many more there are than are listed.
    pub omitted: usize,
    /// Whether there is no error among them.
    pub is_valid: bool,
}

impl Verdict {
    /// A single error, which the core did not see.
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
