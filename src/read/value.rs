//! A parsed request: every field of the table with its value, or the reason why there is none.

use std::borrow::Cow;

use super::location::Step;
use crate::json::{Key, Range};
use crate::request::{Revision, Table};

/// An object of the request.
#[derive(Debug, Clone)]
pub(crate) struct Object<'a> {
    pub table: &'static Table,
    /// The revision whose fields the object can have.
    pub revision: Revision,
    /// One slot for each field of the table, in its order.
    pub slots: Vec<Slot<'a>>,
    /// The keys that the revision does not document, in the order of the input.
    pub extras: Vec<Extra<'a>>,
    /// The opening brace: the span of issues about absent keys.
    pub brace: Range,
}

impl Object<'_> {
    /// An object without members.
    pub(super) fn empty(table: &'static Table, revision: Revision, brace: Range) -> Self {
        let mut slots = Vec::new();
        slots.resize_with(table.fields.len(), || ABSENT);
        Self {
            table,
            revision,
            slots,
            extras: Vec::new(),
            brace,
        }
    }
}

/// A key that the revision does not document.
#[derive(Debug, Clone)]
pub(crate) struct Extra<'a> {
    pub key: Key<'a>,
    pub key_range: Range,
    pub value: FreeValue,
}

/// A JSON value of any shape, sent unchanged.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FreeValue {
    pub range: Range,
    /// Whether there is whitespace between its tokens.
    pub spaced: bool,
}

/// A field or an array item with its value.
#[derive(Debug, Clone, Default)]
pub(crate) struct Slot<'a> {
    pub value: Value<'a>,
    /// Whether the value itself has an error, so that rules that read it do not run.
    pub broken: bool,
    pub key_range: Range,
    pub range: Range,
}

/// The value of a field or an array item.
#[derive(Debug, Clone, Default)]
pub(crate) enum Value<'a> {
    #[default]
    Absent,
    /// Something other than a value of the expected kind.
    Unreadable,
    Null,
    Integer(i64),
    Boolean(bool),
    Text(Cow<'a, str>),
    Free(FreeValue),
    Object(Box<Object<'a>>),
    List(Vec<Slot<'a>>),
}

/// A value as a rule reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Known<T> {
    Absent,
    /// The value has an error; a rule that reads it does not run.
    Broken,
    Null,
    Value(T),
}

impl<T> Known<T> {
    pub(crate) fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    pub(crate) fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Broken | Self::Null => None,
        }
    }
}

const ABSENT: Slot<'static> = Slot {
    value: Value::Absent,
    broken: false,
    key_range: Range { start: 0, end: 0 },
    range: Range { start: 0, end: 0 },
};

impl<'a> Object<'a> {
    /// The slot of the field at index `place` of the table.
    pub(crate) fn slot(&self, place: usize) -> &Slot<'a> {
        self.slots.get(place).unwrap_or(const { &ABSENT })
    }

    /// The step of a location to the field at index `place` of the table.
    pub(crate) fn step(&self, place: usize) -> Step<'static> {
        match self.table.fields.get(place) {
            Some(field) => Step::Field(field, place),
            None => Step::Index(place),
        }
    }
}

impl<'a> Slot<'a> {
    /// Sets the value of an empty slot. Nothing is dropped: to check for that would take longer than to set it.
    #[inline]
    pub(super) fn fill(&mut self, value: Value<'a>) {
        std::mem::forget(std::mem::replace(&mut self.value, value));
    }

    /// Sets the value of an empty slot to a text without bad characters.
    #[inline]
    pub(super) fn fill_text(&mut self, text: Key<'a>) {
        match std::str::from_utf8(text.raw) {
            Ok(plain) if !text.escaped => self.fill(Value::Text(Cow::Borrowed(plain))),
            _ => self.fill(Value::Text(text.text())),
        }
    }
}

impl Slot<'_> {
    /// The slot of a single value without borrowed data. Objects and lists become unreadable.
    pub(crate) fn into_owned(self) -> Slot<'static> {
        let value = match self.value {
            Value::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Value::Integer(integer) => Value::Integer(integer),
            Value::Boolean(boolean) => Value::Boolean(boolean),
            Value::Free(free) => Value::Free(free),
            Value::Null => Value::Null,
            Value::Absent => Value::Absent,
            Value::Unreadable | Value::Object(_) | Value::List(_) => Value::Unreadable,
        };
        Slot {
            value,
            broken: self.broken,
            key_range: self.key_range,
            range: self.range,
        }
    }
}

impl<'a> Slot<'a> {
    fn known<'s, T>(&'s self, pick: impl FnOnce(&'s Value<'a>) -> Option<T>) -> Known<T> {
        match &self.value {
            _ if self.broken => Known::Broken,
            Value::Absent => Known::Absent,
            Value::Null => Known::Null,
            other => pick(other).map_or(Known::Broken, Known::Value),
        }
    }

    /// Whether there is a well-formed value, of any kind.
    pub(crate) fn presence(&self) -> Known<()> {
        self.known(|_| Some(()))
    }

    /// Whether there is a well-formed value other than an empty list.
    pub(crate) fn is_filled(&self) -> bool {
        match self.list() {
            Known::Value(items) => !items.is_empty(),
            _ => matches!(self.presence(), Known::Value(())),
        }
    }

    pub(crate) fn integer(&self) -> Known<i64> {
        self.known(|value| {
            if let Value::Integer(integer) = value {
                Some(*integer)
            } else {
                None
            }
        })
    }

    pub(crate) fn boolean(&self) -> Known<bool> {
        self.known(|value| {
            if let Value::Boolean(boolean) = value {
                Some(*boolean)
            } else {
                None
            }
        })
    }

    pub(crate) fn text(&self) -> Known<&str> {
        self.known(|value| {
            if let Value::Text(text) = value {
                Some(&**text)
            } else {
                None
            }
        })
    }

    pub(crate) fn object(&self) -> Known<&Object<'a>> {
        self.known(|value| {
            if let Value::Object(object) = value {
                Some(&**object)
            } else {
                None
            }
        })
    }

    pub(crate) fn list(&self) -> Known<&[Slot<'a>]> {
        self.known(|value| {
            if let Value::List(items) = value {
                Some(items.as_slice())
            } else {
                None
            }
        })
    }
}
