//! Where the reader is: a chain of steps on the stack, made into a path only when there is an issue.

use std::borrow::Cow;

use crate::issue::{Path, Segment};
use crate::json::Key;
use crate::request::Field;

/// One step down.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step<'a> {
    /// A field of the table, with its place there.
    Field(&'static Field, usize),
    /// A key that is in no table, with its place in the input.
    Key(Key<'a>, usize),
    /// An item of a list.
    Index(usize),
}

/// A place in the request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Location<'a> {
    parent: Option<&'a Location<'a>>,
    step: Option<Step<'a>>,
}

/// A place as issues are sorted by it: fields in the order of the table, then other keys in the order of
/// the input, then indices ascending; parents before children.
pub(crate) type Order = Vec<u32>;

/// Keys that are in no table come behind those that are.
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

    /// The path, and where it sorts.
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
