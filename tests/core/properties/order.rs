//! The order of issues once more, from the words of the contract: fields as in the table, parents before
//! children, indices ascending, unknown keys last and as in the input, and errors first at each path.

use std::cmp::Ordering;

use sphinx_case::request::{CASE, Kind};
use sphinx_case::{Issue, Revision, Segment};

/// Whether `one` may stand right before `other`, of a request with the fields of a revision. Neither is at a key that is given twice.
pub fn is_in_order(one: &Issue, other: &Issue, revision: Revision) -> bool {
    let mut level = Some(Kind::Object(&CASE));
    let mut steps = one.path.0.iter().zip(&other.path.0);
    let by_path = loop {
        match steps.next() {
            None => break one.path.0.len().cmp(&other.path.0.len()),
            Some((left, right)) if left == right => level = below(level, left, revision),
            Some((Segment::Index(left), Segment::Index(right))) => break left.cmp(right),
            Some((left, right)) => {
                let place = |segment: &Segment| position(level, segment, revision).unwrap_or(usize::MAX);
                // Of two unknown keys the one that comes first in the text is first.
                let start = |issue: &Issue| issue.span.map(|span| span.start);
                break place(left).cmp(&place(right)).then(start(one).cmp(&start(other)));
            }
        }
    };
    by_path.then(one.severity.cmp(&other.severity)) != Ordering::Greater
}

/// Whether every step of the path is a field of the table or an index of a list.
pub fn is_known(issue: &Issue, revision: Revision) -> bool {
    let mut level = Some(Kind::Object(&CASE));
    issue.path.0.iter().all(|segment| {
        level = below(level, segment, revision);
        level.is_some()
    })
}

fn position(level: Option<Kind>, segment: &Segment, revision: Revision) -> Option<usize> {
    match (level, segment) {
        (Some(Kind::Object(table)), Segment::Key(key)) => {
            let mut fields = table.fields_in(revision);
            fields.find(|(_, field)| field.name == &**key).map(|(place, _)| place)
        }
        _ => None,
    }
}

fn below(level: Option<Kind>, segment: &Segment, revision: Revision) -> Option<Kind> {
    match (level, segment) {
        (Some(Kind::Object(table)), Segment::Key(_)) => Some(table.fields[position(level, segment, revision)?].kind),
        (Some(Kind::List(item)), Segment::Index(_)) => Some(*item),
        _ => None,
    }
}
