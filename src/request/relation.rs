//! Relations between fields of the case.

use super::{CasePlace, DocSource, EXCLUSIVE};

/// Two fields of which only one can be present.
#[derive(Debug)]
pub(crate) struct Exclusive {
    /// The fields in the order of the table. An issue is reported at the second.
    pub fields: [CasePlace; 2],
    /// Where the exclusion is documented. Only a decision of this project can be changed by the option `rules`.
    pub source: DocSource,
}

impl Exclusive {
    /// The keys of the two fields.
    pub(crate) fn names(&self) -> [&'static str; 2] {
        let [first, second] = self.fields;
        [first.name(), second.name()]
    }

    /// The place of the other field, if the field at `place` is one of the two.
    pub(crate) fn other(&self, place: usize) -> Option<usize> {
        let [first, second] = self.fields;
        if place == first as usize {
            Some(second as usize)
        } else if place == second as usize {
            Some(first as usize)
        } else {
            None
        }
    }
}

/// Whether the severity of the exclusion of these fields can be changed by the option `rules`.
pub(crate) fn is_adjustable(names: &[&str]) -> bool {
    for pair in EXCLUSIVE {
        if *names == pair.names() {
            return pair.source == DocSource::Decision;
        }
    }
    false
}
