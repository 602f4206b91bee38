//! JSON whose keys keep their order, from which the artifacts are built.

use crate::json::{write_integer, write_string};

/// A JSON value.
#[derive(Debug, Clone)]
pub(super) enum Json {
    Null,
    Boolean(bool),
    Integer(i64),
    Text(String),
    List(Vec<Json>),
    Object(Object),
}

/// A JSON object.
#[derive(Debug, Clone, Default)]
pub(super) struct Object(Vec<(String, Json)>);

impl Object {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Appends a member.
    pub(super) fn with(mut self, key: &str, value: impl Into<Json>) -> Self {
        self.0.push((key.to_owned(), value.into()));
        self
    }

    /// Appends a member if there is a value.
    pub(super) fn with_some(self, key: &str, value: Option<impl Into<Json>>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// Appends the members of another object.
    pub(super) fn with_all(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<i64> for Json {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<u64> for Json {
    fn from(value: u64) -> Self {
        Self::Integer(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

impl From<&str> for Json {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Json {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<Object> for Json {
    fn from(value: Object) -> Self {
        Self::Object(value)
    }
}

impl<T: Into<Json>> From<Vec<T>> for Json {
    fn from(values: Vec<T>) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

impl Json {
    /// The text in the layout of `JSON.stringify(value, null, 2)`, with a line feed at the end.
    pub(super) fn pretty(&self) -> String {
        let mut out = String::new();
        self.write(0, &mut out);
        out.push('\n');
        out
    }

    fn write(&self, depth: usize, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Boolean(value) => out.push_str(if *value { "true" } else { "false" }),
            Self::Integer(value) => write_integer(*value, out),
            Self::Text(text) => write_visibly(text, out),
            Self::List(items) => {
                write_members(items, ['[', ']'], depth, out, |item, out| {
                    item.write(depth.saturating_add(1), out);
                });
            }
            Self::Object(Object(members)) => {
                write_members(members, ['{', '}'], depth, out, |(key, value), out| {
                    write_string(key, out);
                    out.push_str(": ");
                    value.write(depth.saturating_add(1), out);
                });
            }
        }
    }
}

/// A string, with escapes for all invisible characters.
fn write_visibly(text: &str, out: &mut String) {
    let mut quoted = String::new();
    write_string(text, &mut quoted);
    for character in quoted.chars() {
        let is_invisible = character != ' ' && (character.is_whitespace() || character.is_control());
        match is_invisible {
            true => out.push_str(&format!("\\u{:04x}", u32::from(character))),
            false => out.push(character),
        }
    }
}

fn write_members<T>(
    members: &[T],
    [open, close]: [char; 2],
    depth: usize,
    out: &mut String,
    write: impl Fn(&T, &mut String),
) {
    out.push(open);
    for (index, member) in members.iter().enumerate() {
        out.push_str(if index == 0 { "\n" } else { ",\n" });
        out.push_str(&"  ".repeat(depth.saturating_add(1)));
        write(member, out);
    }
    if !members.is_empty() {
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
    }
    out.push(close);
}

#[cfg(test)]
mod tests {
    use super::{Json, Object};

    #[test]
    fn what_nobody_sees_is_escaped() {
        let json = Json::from("\u{1} ä\u{7f}\u{3000}");
        assert_eq!(json.pretty(), "\"\\u0001 ä\\u007f\\u3000\"\n");
    }

    #[test]
    fn keys_keep_their_order() {
        let empty = Object::new().with_some("none", None::<i64>);
        let json = Json::from(
            Object::new()
                .with("b", vec![1_i64, i64::MAX])
                .with("a", empty)
                .with("c", Json::Null),
        );
        assert_eq!(
            json.pretty(),
            "{\n  \"b\": [\n    1,\n    9223372036854775807\n  ],\n  \"a\": {},\n  \"c\": null\n}\n"
        );
    }
}
