//! A posted form with only some of several fields, one of which is required.

use super::{Form, Include};
use crate::issue::{Path, Problem, Segment};
use crate::request::Kind;

impl Form {
    /// If the request needs one of several fields and the form has only one of them, a group, the group becomes part of the
    /// request: then its required fields are asked for, instead of fields that the form does not have.
    ///
    /// `entries` are all inputs by their names, also the empty ones.
    pub(super) fn include_offered<T>(&mut self, entries: &[(&str, T)]) {
        let mut offered: Vec<&'static str> = Vec::new();
        for shown in &self.cross_field {
            if let Problem::RequiredOneOf { fields } = &shown.issue.problem
                && shown.issue.is_error()
            {
                offered.extend(
                    fields
                        .iter()
                        .filter(|field| entries.iter().any(|(name, _)| is_in(name, field))),
                );
            }
        }
        let [only] = offered.as_slice() else { return };
        let only = Segment::from(*only);
        if let Some(node) = self.root.find_mut(&[only])
            && matches!(node.kind, Kind::Object(_))
        {
            node.include = Include::Always;
            node.mark();
            self.root.mark();
            self.refresh();
        }
    }
}

/// Whether a name is that of a field, or of a field in it.
fn is_in(name: &str, field: &str) -> bool {
    name.parse::<Path>()
        .is_ok_and(|path| matches!(path.0.first(), Some(Segment::Key(key)) if *key == field))
}
