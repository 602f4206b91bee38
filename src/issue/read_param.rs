//! Reads params from their JSON: the opposite of [`Param`](super::param::Param), for issues that come from JavaScript.

use serde_json::Value;

use super::param::Digits;
use crate::messages::known_variant;
use crate::request::{CASE, Kind, Table};

/// A param that can be read.
pub(crate) trait ReadParam: Sized {
    /// The param, or `None` when the value has another type or is a text that this version does not have.
    fn read(value: Option<&Value>) -> Option<Self>;
}

impl ReadParam for Digits {
    fn read(value: Option<&Value>) -> Option<Self> {
        match value? {
            Value::Number(number) => Some(Self(number.to_string())),
            Value::String(digits) => Some(Self(digits.clone())),
            _ => None,
        }
    }
}

impl ReadParam for u64 {
    fn read(value: Option<&Value>) -> Option<Self> {
        value?.as_u64()
    }
}

impl ReadParam for String {
    fn read(value: Option<&Value>) -> Option<Self> {
        value?.as_str().map(str::to_owned)
    }
}

impl<T: ReadParam> ReadParam for Option<T> {
    fn read(value: Option<&Value>) -> Option<Self> {
        match value {
            None => Some(None),
            present => T::read(present).map(Some),
        }
    }
}

impl ReadParam for &'static str {
    fn read(value: Option<&Value>) -> Option<Self> {
        known_text(value?.as_str()?)
    }
}

impl ReadParam for Vec<&'static str> {
    fn read(value: Option<&Value>) -> Option<Self> {
        value?
            .as_array()?
            .iter()
            .map(|item| ReadParam::read(Some(item)))
            .collect()
    }
}

/// A text that only this crate writes: a reason, the name of a type, of a field or of a choice.
fn known_text(text: &str) -> Option<&'static str> {
    known_variant(text).or_else(|| text_in(&CASE, text))
}

fn text_in(table: &'static Table, text: &str) -> Option<&'static str> {
    table.fields.iter().find_map(|field| {
        if field.name == text {
            return Some(field.name);
        }
        let mut kind = &field.kind;
        loop {
            if kind.expected() == text {
                return Some(kind.expected());
            }
            match kind {
                Kind::List(item) => kind = item,
                Kind::Object(inner) => return text_in(inner, text),
                Kind::Choice { options, .. } => {
                    let known = options.iter().find(|choice| choice.value == text);
                    return known.map(|choice| choice.value);
                }
                _ => return None,
            }
        }
    })
}
