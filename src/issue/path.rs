//! The path of a value in a request: a list of keys and indices with three spellings.

use std::borrow::Cow;

use crate::json;
use crate::json::{read_parts, string};
use crate::lean::{concat, parse_digits, split_at_any};
use crate::request::{CASE, Kind};

/// The greatest index: an input in WebAssembly has less than 2^31 bytes, so no array has more items.
const MAX_INDEX: u64 = (1 << 31) - 2;
/// The index that stands for all items: `[]` in a name, as in the field table.
const ANY_INDEX: usize = usize::MAX;

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Segment {
    /// The key of an object.
    Key(Cow<'static, str>),
    /// The index of an array item, from 0.
    Index(usize),
}

impl Segment {
    /// Whether it is the same step. In free JSON a pointer does not tell an index from a key of digits, and [`ANY_INDEX`] is
    /// every index.
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Key(key), Self::Index(index)) | (Self::Index(index), Self::Key(key)) => {
                parse_index(key) == Some(*index)
            }
            (Self::Index(one), Self::Index(other)) => one == other || *one == ANY_INDEX || *other == ANY_INDEX,
            _ => self == other,
        }
    }

    /// Appends the step as a JSON string or number.
    pub(super) fn write_json(&self, out: &mut String) {
        match self {
            Self::Key(key) => json::write_string(key, out),
            Self::Index(index) => json::write_count(*index, out),
        }
    }
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
                Segment::Index(index) => {
                    out.push('[');
                    if *index != ANY_INDEX {
                        json::write_count(*index, out);
                    }
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
            segment.write_json(out);
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
        self.0.len() <= other.0.len() && self.0.iter().zip(&other.0).all(|(one, other)| one.is_same(other))
    }

    /// Whether it has `[]` for all items of a list.
    pub(crate) fn is_pattern(&self) -> bool {
        self.0.contains(&Segment::Index(ANY_INDEX))
    }

    /// Makes steps that are digits indices of lists and keys of objects, as far as the request declares which they are.
    fn resolve(&mut self) {
        let mut kind = &Kind::Object(&CASE);
        for segment in &mut self.0 {
            kind = match (kind, &*segment) {
                (Kind::Object(table), Segment::Key(key)) => {
                    let field = table.position(key.as_bytes()).and_then(|place| table.fields.get(place));
                    let Some(field) = field else { return };
                    &field.kind
                }
                (Kind::List(item), Segment::Index(_)) => item,
                (Kind::List(item), Segment::Key(key)) => {
                    let Some(index) = parse_index(key) else { return };
                    *segment = Segment::Index(index);
                    item
                }
                _ => return,
            };
        }
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

/// A text that is not a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidPath(String);

impl InvalidPath {
    pub(crate) fn message(&self) -> String {
        let expected = "path must be a list of keys and indices, a pointer such as /checks/0/check_type or a name such as checks[0].check_type, not ";
        concat(&[expected, &self.0])
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

    /// Reads any of the three spellings: a JSON array, a pointer or a form name. The empty text is the root. In a list, digits
    /// are an index also without brackets (`checks.0.check_type`), and `[]` stands for all items.
    fn from_str(text: &str) -> Result<Self, InvalidPath> {
        let read = match text.bytes().next() {
            None => Some(Self::default()),
            Some(b'/') => Some(from_pointer(text)),
            Some(b'[') => from_json(text).or_else(|| from_name(text)),
            Some(_) => from_name(text),
        };
        let mut path = read.ok_or_else(|| InvalidPath(text.to_owned()))?;
        path.resolve();
        Ok(path)
    }
}

fn from_pointer(text: &str) -> Path {
    let mut path = Path::default();
    let (_, mut rest) = split_at_any(text, b"/");
    while let Some(text) = rest {
        let (part, after) = split_at_any(text, b"/");
        path.0.push(Segment::Key(Cow::Owned(unescaped(part))));
        rest = after;
    }
    path
}

/// An index without leading zeros; `None` if no array has so many items.
fn parse_index(text: &str) -> Option<usize> {
    if text.len() > 1 && text.starts_with('0') {
        return None;
    }
    match parse_digits(text, 10) {
        Some(index) if index <= MAX_INDEX => Some(index as usize),
        _ => None,
    }
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

fn from_json(text: &str) -> Option<Path> {
    let mut path = Path::default();
    for item in read_parts(text, b'[')? {
        path.0.push(match parse_index(item.value) {
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
        if let Some(after) = rest.strip_prefix("[]") {
            path.0.push(Segment::Index(ANY_INDEX));
            rest = after;
        } else if rest.starts_with('[') {
            let end = bracket_end(rest)?;
            path.0.append(&mut from_json(rest.get(..end)?)?.0);
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
            "checks[2147483647]",
            "checks[4294967296].check_type",
            r#"["checks",18446744073709551615]"#,
            "checks[01]",
        ] {
            assert!(text.parse::<Path>().is_err(), "{text}");
        }
    }

    #[test]
    fn digits_are_an_index_in_lists_and_a_key_in_objects() {
        let read = |text: &str| text.parse::<Path>().map(|path| path.0);
        let check_type = || Ok(vec!["checks".into(), 0.into(), "check_type".into()]);
        for text in [
            "checks.0.check_type",
            "/checks/0/check_type",
            r#"["checks","0","check_type"]"#,
        ] {
            assert_eq!(read(text), check_type(), "{text}");
        }
        assert_eq!(read("/0"), Ok(vec!["0".into()]));
        assert_eq!(read("/customer/0"), Ok(vec!["customer".into(), "0".into()]));
        for text in ["/checks/01", "/checks/4294967296", "checks.2147483647"] {
            assert!(
                read(text).is_ok_and(|path| matches!(path.get(1), Some(Segment::Key(_)))),
                "{text}"
            );
        }
    }

    #[test]
    fn a_name_of_the_field_table_holds_every_row() {
        let path = |text: &str| text.parse::<Path>().unwrap_or_default();
        let all = path("checks[].document_ids[]");
        assert_eq!(all.name(), "checks[].document_ids[]");
        assert!(all.holds(&path("checks[7].document_ids[1]")));
        assert!(!all.holds(&path("checks[7].check_type")));
        let details = path("/customer/input_details/0/a");
        assert!(details.holds(&path("customer.input_details[0].a")));
        assert!(details.holds(&path("customer.input_details.0.a")));
        assert!(!details.holds(&path("customer.input_details.1.a")));
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
