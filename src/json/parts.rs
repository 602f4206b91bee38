//! Splits small JSON texts into their members: options, paths, params, catalogues.

use std::borrow::Cow;

use super::Origin;
use super::scanner::Scanner;
use super::string::decode;

/// A member of a JSON object, or an item of a JSON array (with an empty key): the decoded key and the JSON text of the value.
pub(crate) struct Part<'a> {
    pub key: Cow<'a, str>,
    pub value: &'a str,
}

/// The members of a JSON object (`open` is `{`) or the items of a JSON array (`open` is `[`).
pub(crate) fn read_parts(text: &str, open: u8) -> Option<Vec<Part<'_>>> {
    let bytes = text.as_bytes();
    let mut scanner = Scanner::new(bytes, Origin::Text);
    let mut parts = Vec::new();
    scanner.expect(open).ok()?;
    let (is_object, close) = if open == b'{' { (true, b'}') } else { (false, b']') };
    while scanner.next_member(parts.is_empty(), close).ok()? {
        scanner.skip_white_space();
        let mut key = Cow::Borrowed("");
        if is_object {
            key = scanner.string().ok()?.decode(bytes);
            scanner.expect(b':').ok()?;
            scanner.skip_white_space();
        }
        let start = scanner.offset();
        scanner.skip_value().ok()?;
        let value = std::str::from_utf8(scanner.since(start).slice(bytes)).ok()?;
        parts.push(Part { key, value });
    }
    scanner.end().ok()?;
    Some(parts)
}

/// Whether the text is exactly one JSON value.
pub(crate) fn is_json(text: &[u8]) -> bool {
    let mut scanner = Scanner::new(text, Origin::Text);
    scanner.skip_white_space();
    scanner.skip_value().and_then(|()| scanner.end()).is_ok()
}

/// Decodes a JSON string to bytes. A lone surrogate becomes the three bytes that it has in WTF-8. Empty if the value is
/// not a string.
pub(crate) fn string_bytes(value: &str) -> Vec<u8> {
    let mut scanner = Scanner::new(value.as_bytes(), Origin::Text);
    scanner
        .string()
        .map_or_else(|_| Vec::new(), |text| decode(text.key(value.as_bytes()).raw, true))
}

/// Decodes a JSON string. Empty if the value is not a string.
pub(crate) fn string(value: &str) -> Cow<'_, str> {
    if !value.starts_with('"') {
        return Cow::Borrowed("");
    }
    let mut scanner = Scanner::new(value.as_bytes(), Origin::Text);
    match scanner.string() {
        Ok(text) => text.decode(value.as_bytes()),
        Err(_) => Cow::Borrowed(""),
    }
}
