//! The path of a value in a request: a list of keys and indices with three spellings.

use std::borrow::Cow;

use crate::json;
use crate::json::{read_parts, string};
use crate::lean::{concat, parse_digits, split_at_any};

/// The largest index of an array in JavaScript. A larger one is not an index anywhere.
const MAX_INDEX: u64 = u32::MAX as u64 - 1;

/// Any index of a list: `[]` in a path of the field table.
pub(crate) const ANY_INDEX: usize = usize::MAX;

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Segment {
    /// The key of an object.
    Key(Cow<'static, str>),
    /// The index of an array item, from 0.
    Index(usize),
}

impl From<&'static str> for Segment {
    fn from(key: &'static str) -> Self {
        Self::Key(Cow::Borrowed(key))
    }
}

impl From<usize> for Segment {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

/// The path from the root of the request to a value. The root is the empty path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Path(pub Vec<Segment>);

impl Path {
    /// The path as an RFC 6901 pointer, such as `/checks/0/check_type`. The root is the empty string.
    #[must_use]
    pub fn pointer(&self) -> String {
        let mut out = String::new();
        self.write_pointer(&mut out);
        out
    }

    /// The path as the name of a form field, such as `checks[0].check_type`. A key with characters other than ASCII letters,
    /// digits, `_`, `-` and `$` is written in brackets as a JSON string: `customer["full name"]`.
    #[must_use]
    pub fn name(&self) -> String {
        let mut out = String::new();
        self.write_name(&mut out);
        out
    }

    /// Appends the pointer.
    pub(super) fn write_pointer(&self, out: &mut String) {
        for segment in &self.0 {
            out.push('/');
            match segment {
                Segment::Index(index) => json::write_count(*index, out),
                Segment::Key(key) if is_word(key) => out.push_str(key),
                Segment::Key(key) => {
                    for character in key.chars() {
                        match character {
                            '~' => out.push_str("~0"),
                            '/' => out.push_str("~1"),
                            other => out.push(other),
                        }
                    }
                }
            }
        }
    }

    /// Appends the form name.
    pub(super) fn write_name(&self, out: &mut String) {
        let start = out.len();
        for segment in &self.0 {
            match segment {
                Segment::Index(ANY_INDEX) => out.push_str("[]"),
                Segment::Index(index) => {
                    out.push('[');
                    json::write_count(*index, out);
                    out.push(']');
                }
                Segment::Key(key) if is_word(key) => {
                    if out.len() > start {
                        out.push('.');
                    }
                    out.push_str(key);
                }
                Segment::Key(key) => {
                    out.push('[');
                    json::write_string(key, out);
                    out.push(']');
                }
            }
        }
    }

    /// Appends the path as a JSON array of strings and numbers.
    pub(crate) fn write_json(&self, out: &mut String) {
        out.push('[');
        for (index, segment) in self.0.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            match segment {
                Segment::Key(key) => json::write_string(key, out),
                Segment::Index(index) => json::write_count(*index, out),
            }
        }
        out.push(']');
    }

    /// The path with another path appended.
    pub(crate) fn joined(&self, rest: &Self) -> Self {
        let mut path = self.clone();
        path.0.extend_from_slice(&rest.0);
        path
    }

    /// Whether `other` is this path or inside of it.
    pub(crate) fn holds(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }
}

impl std::fmt::Display for Path {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.name())
    }
}

fn is_word(key: &str) -> bool {
    !key.is_empty()
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-' || byte == b'$')
}

/// A text that is not a path, or a path that no request can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidPath(String);

impl InvalidPath {
    pub(crate) fn message(&self) -> String {
        self.0.clone()
    }

    /// A text that cannot be read as a path.
    fn unreadable(text: &str) -> Self {
        let expected = "path must be a list of keys and indices, a pointer such as /checks/0/check_type or a name such as checks[0].check_type, not ";
        Self(concat(&[expected, text]))
    }

    /// A path that no request can have.
    pub(super) fn impossible(path: &str, reason: &str) -> Self {
        Self(concat(&["path \"", path, "\" does not exist: ", reason]))
    }
}

impl std::fmt::Display for InvalidPath {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.message())
    }
}

impl std::error::Error for InvalidPath {}

impl std::str::FromStr for Path {
    type Err = InvalidPath;

    /// Reads any of the three spellings: a JSON array, a pointer or a form name. The empty text is the root.
    fn from_str(text: &str) -> Result<Self, InvalidPath> {
        let read = match text.bytes().next() {
            None => Some(Self::default()),
            Some(b'/') => from_pointer(text),
            Some(b'[') => from_json(text).or_else(|| from_name(text)),
            Some(_) => from_name(text),
        };
        read.ok_or_else(|| InvalidPath::unreadable(text))
    }
}

fn from_pointer(text: &str) -> Option<Path> {
    let mut path = Path::default();
    let (_, mut rest) = split_at_any(text, b"/");
    while let Some(text) = rest {
        let (part, after) = split_at_any(text, b"/");
        // Digits can also be a key: see `Path::normalized`.
        path.0
            .push(if part.bytes().all(|byte| byte.is_ascii_digit()) && !part.is_empty() {
                Segment::Index(index(part)?)
            } else {
                Segment::Key(Cow::Owned(unescaped(part)))
            });
        rest = after;
    }
    Some(path)
}

/// Decodes the escapes of a pointer segment.
pub(crate) fn unescaped(part: &str) -> String {
    let (plain, mut rest) = split_at_any(part, b"~");
    let mut key = plain.to_owned();
    while let Some(after) = rest {
        let (piece, more) = split_at_any(after, b"~");
        key.push(if piece.starts_with('1') { '/' } else { '~' });
        key.push_str(piece.get(1..).unwrap_or_default());
        rest = more;
    }
    key
}

/// Digits as an index.
pub(super) fn index(digits: &str) -> Option<usize> {
    parse_digits(digits, 10)
        .filter(|index| *index <= MAX_INDEX)
        .and_then(|index| usize::try_from(index).ok())
}

fn from_json(text: &str) -> Option<Path> {
    let mut path = Path::default();
    for item in read_parts(text, b'[')? {
        path.0.push(match index(item.value) {
            Some(index) => Segment::Index(index),
            None if item.value.starts_with('"') => Segment::Key(Cow::Owned(string(item.value).into_owned())),
            None => return None,
        });
    }
    Some(path)
}

fn from_name(text: &str) -> Option<Path> {
    let mut path = Path::default();
    let mut rest = text;
    while !rest.is_empty() {
        if rest.starts_with('[') {
            let end = bracket_end(rest)?;
            match rest.get(..end)? {
                "[]" => path.0.push(Segment::Index(ANY_INDEX)),
                bracket => path.0.append(&mut from_json(bracket)?.0),
            }
            rest = rest.get(end..)?;
        } else {
            let word = if path.0.is_empty() {
                rest
            } else {
                rest.strip_prefix('.')?
            };
            let (key, _) = split_at_any(word, b".[");
            if key.is_empty() {
                return None;
            }
            path.0.push(Segment::Key(Cow::Owned(key.to_owned())));
            rest = word.get(key.len()..)?;
        }
    }
    Some(path)
}

/// The end of the bracket at the start of `text`: after the first `]` where the text so far is an array and another
/// step can follow.
fn bracket_end(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    for (place, byte) in bytes.iter().enumerate() {
        let end = place.saturating_add(1);
        if *byte == b']'
            && matches!(bytes.get(end), None | Some(b'[' | b'.'))
            && text.get(..end).and_then(from_json).is_some()
        {
            return Some(end);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Path, Segment};

    #[test]
    fn every_spelling_is_read_back() {
        for segments in [
            vec![],
            vec![Segment::from("checks"), 0.into(), "check_type".into()],
            vec!["customer".into(), "input_details".into(), "a].b".into(), "".into()],
            vec!["a/b~c".into()],
        ] {
            let path = Path(segments);
            let mut json = String::new();
            path.write_json(&mut json);
            assert_eq!(json.parse(), Ok(path.clone()), "{json}");
            assert_eq!(path.pointer().parse(), Ok(path.clone()));
            assert_eq!(path.name().parse(), Ok(path.clone()), "{}", path.name());
        }
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for text in [
            "a..b",
            "checks[x]",
            "checks[0",
            "[true]",
            "[-1]",
            "a[0]b",
            ".a",
            "checks[4294967295]",
            "checks[4294967296]",
            "/checks/4294967296",
            "[\"checks\",4294967296]",
            "checks[18446744073709551616]",
        ] {
            assert!(text.parse::<Path>().is_err(), "{text}");
        }
    }

    #[test]
    fn three_spellings_of_one_path() {
        let path = Path(vec!["checks".into(), 0.into(), "check_type".into()]);
        assert_eq!(path.pointer(), "/checks/0/check_type");
        assert_eq!(path.name(), "checks[0].check_type");
        assert_eq!(Path::default().pointer(), "");
        assert_eq!(Path::default().name(), "");
    }

    #[test]
    fn odd_keys_are_quoted_or_escaped() {
        let path = Path(vec![Segment::from("a/b~c"), Segment::from("")]);
        assert_eq!(path.pointer(), "/a~1b~0c/");
        assert_eq!(path.name(), r#"["a/b~c"][""]"#);
    }
}
