//! The location of the reader: a chain of steps on the stack, converted to a path only if there is an issue.

use std::borrow::Cow;

use crate::issue::{Path, Segment};
use crate::json::Key;
use crate::request::Field;

/// One step of a location.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step<'a> {
    /// A field of the table, with its index there.
    Field(&'static Field, usize),
    /// A key that is not in the table, with its index among such keys of the object.
    Key(Key<'a>, usize),
    /// The index of an array item.
    Index(usize),
}

/// The location of a value in the request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Location<'a> {
    parent: Option<&'a Location<'a>>,
    step: Option<Step<'a>>,
}

/// The sort key of a location: fields in the order of the table, then other keys in the order of the input, then
/// indices ascending; parents before children.
pub(crate) type Order = Vec<u32>;

/// Added to the index of keys that are not in the table, so that they sort after those that are.
pub(crate) const BEHIND_THE_TABLE: usize = 64;

impl Location<'static> {
    pub(crate) const ROOT: Location<'static> = Location {
        parent: None,
        step: None,
    };
}

impl<'a> Location<'a> {
    pub(crate) fn down(&'a self, step: Step<'a>) -> Location<'a> {
        Location {
            parent: Some(self),
            step: Some(step),
        }
    }

    /// The path and its sort key.
    pub(crate) fn resolve(&self) -> (Path, Order) {
        let mut path = Path(Vec::with_capacity(4));
        let mut order = Order::with_capacity(4);
        let mut at = Some(self);
        while let Some(location) = at {
            if let Some(step) = location.step {
                let (segment, rank) = match step {
                    Step::Field(field, place) => (Segment::Key(Cow::Borrowed(field.name)), place),
                    Step::Key(key, place) => (
                        Segment::Key(Cow::Owned(key.text().into_owned())),
                        place.saturating_add(BEHIND_THE_TABLE),
                    ),
                    Step::Index(index) => (Segment::Index(index), index),
                };
                path.0.push(segment);
                order.push(rank as u32);
            }
            at = location.parent;
        }
        path.0.reverse();
        order.reverse();
        (path, order)
    }
}
