//! The state of the reader of one text.

use super::collector::IssueCollector;
use crate::issue::Problem;
use crate::json::{Key, Origin, Range, Scanner};
use crate::options::Options;
use crate::request::Revision;

/// Reads one text.
pub(crate) struct Reader<'a, 's> {
    pub(super) scanner: Scanner<'a>,
    pub(super) collector: &'s mut IssueCollector,
    pub(super) depth: u32,
    pub(super) reports_unknown_keys: bool,
    pub(super) revision: Revision,
    /// The keys of the free JSON objects around the cursor, innermost last.
    pub(super) keys: Vec<(Key<'a>, Range)>,
}

impl<'a, 's> Reader<'a, 's> {
    pub(crate) fn new(input: &'a [u8], origin: Origin, options: &Options, collector: &'s mut IssueCollector) -> Self {
        let reports_unknown_keys = options
            .severity(&Problem::UnknownField {
                revision: None,
                suggestion: None,
            })
            .is_some();
        Self {
            scanner: Scanner::new(input, origin),
            collector,
            depth: 0,
            reports_unknown_keys,
            revision: options.revision,
            keys: Vec::new(),
        }
    }
}
