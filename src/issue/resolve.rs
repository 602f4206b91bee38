//! Paths and the declaration: digits that are an index or a key, and paths that no request can have.

use std::borrow::Cow;

use super::path::{ANY_INDEX, InvalidPath, Path, Segment, index};
use crate::json;
use crate::lean::concat;
use crate::request::{CASE, Field, Kind};

static REQUEST: Kind = Kind::Object(&CASE);

/// What a request can have at a path.
enum Step {
    /// A value of this kind.
    Known(&'static Kind),
    /// A key that the table does not have, or anything in free JSON.
    Open,
}

impl Path {
    /// The path with digits as an index where the request has a list, and as a key where it has an object: a pointer and the
    /// notation `checks.0.check_type` do not distinguish them.
    pub(crate) fn normalized(mut self) -> Self {
        let mut kind = Some(&REQUEST);
        for segment in &mut self.0 {
            match (kind, &*segment) {
                (Some(Kind::Object(_)), Segment::Index(index)) if *index != ANY_INDEX => {
                    let mut key = String::new();
                    json::write_count(*index, &mut key);
                    *segment = Segment::Key(Cow::Owned(key));
                }
                (Some(Kind::List(_)), Segment::Key(key)) => {
                    if let Some(index) = index(key) {
                        *segment = Segment::Index(index);
                    }
                }
                _ => {}
            }
            kind = match kind.map(|kind| step(kind, segment)) {
                Some(Ok(Step::Known(kind))) => Some(kind),
                _ => None,
            };
        }
        self
    }

    /// The path with the indices of another path in place of `[]`, and its keys in place of the same digits: in free JSON, only
    /// the value itself shows whether the digits of a pointer are a key.
    pub(crate) fn with_indices_of(&self, other: &Self) -> Self {
        let mut path = self.clone();
        for (segment, known) in path.0.iter_mut().zip(&other.0) {
            let is_same = match (&*segment, known) {
                (Segment::Index(ANY_INDEX), Segment::Index(_)) => true,
                (Segment::Index(number), Segment::Key(digits)) => index(digits) == Some(*number),
                _ => false,
            };
            if is_same {
                segment.clone_from(known);
            }
        }
        path
    }

    /// The number of leading segments that a request can have: all of them unless the path is impossible.
    pub(crate) fn possible_length(&self) -> usize {
        let mut kind = &REQUEST;
        for (place, segment) in self.0.iter().enumerate() {
            match step(kind, segment) {
                Ok(Step::Known(next)) => kind = next,
                Ok(Step::Open) => break,
                Err(_) => return place,
            }
        }
        self.0.len()
    }

    /// Checks that a request can have the path. A key that the tables do not have is possible.
    ///
    /// # Errors
    /// When it goes into a value that is not an object or array, or has a key where a list has indices.
    pub(crate) fn require_possible(&self) -> Result<(), InvalidPath> {
        let length = self.possible_length();
        let Some(segment) = self.0.get(length) else {
            return Ok(());
        };
        let holder = Self(self.0.get(..length).unwrap_or_default().to_vec());
        let mut kind = &REQUEST;
        for segment in &holder.0 {
            if let Ok(Step::Known(next)) = step(kind, segment) {
                kind = next;
            }
        }
        let reason = match (kind, segment) {
            (Kind::List(_), _) => concat(&[
                &holder.name(),
                " is a list: expected an index, as in ",
                &holder.name(),
                "[0]",
            ]),
            _ => concat(&[&holder.name(), " is not an object or a list"]),
        };
        Err(InvalidPath::impossible(&self.name(), &reason))
    }

    /// The error for a key that neither the tables nor the request have; `None` if the tables have the path.
    pub(crate) fn unknown_key(&self) -> Option<InvalidPath> {
        let mut kind = &REQUEST;
        for (place, segment) in self.0.iter().enumerate() {
            match (kind, step(kind, segment)) {
                (_, Ok(Step::Known(next))) => kind = next,
                (Kind::Object(table), Ok(Step::Open)) => {
                    let holder = Self(self.0.get(..place).unwrap_or_default().to_vec());
                    let mut names = String::new();
                    for Field { name, .. } in table.fields {
                        names.push_str(if names.is_empty() { "" } else { ", " });
                        names.push_str(name);
                    }
                    let subject = if place == 0 {
                        "the request".to_owned()
                    } else {
                        holder.name()
                    };
                    let reason = concat(&[&subject, " has no such field; its fields are ", &names]);
                    return Some(InvalidPath::impossible(&self.name(), &reason));
                }
                _ => return None,
            }
        }
        None
    }
}

fn step(kind: &'static Kind, segment: &Segment) -> Result<Step, ()> {
    match (kind, segment) {
        (Kind::Object(table), Segment::Key(key)) => Ok(table
            .position(key.as_bytes())
            .and_then(|place| table.fields.get(place))
            .map_or(Step::Open, |field| Step::Known(&field.kind))),
        (Kind::List(item), Segment::Index(_)) => Ok(Step::Known(item)),
        (Kind::Free, _) => Ok(Step::Open),
        _ => Err(()),
    }
}
