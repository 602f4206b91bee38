//! What was typed, as the JSON that it means; and the checks of one field.

use super::Include;
use super::node::{Holds, Node};
use crate::json::{Origin, Range, is_json};
use crate::options::Options;
use crate::read::{IssueCollector, Location, Slot, read_value};
use crate::request::Kind;
use crate::rules;

/// Reads a field, `depth` levels below the root, and applies the rules about it alone.
pub(super) fn check(node: &mut Node, slot: &mut Slot<'static>, depth: u32, options: &Options) {
    let Holds::Text(text) = &node.holds else { return };
    let mut collector = IssueCollector::new(options);
    let mut written = Vec::new();
    // Where a text is JSON itself, issues say where in it they stand.
    let mut spans_in = None;
    let read = match &node.exact_json {
        _ if node.include == Include::Never => None,
        Some(json) => Some((json.as_slice(), Origin::Host)),
        None => match (node.kind, trimmed(text)) {
            (_, []) => None,
            (Kind::Free, _) => {
                spans_in = Some(text.as_slice());
                Some((text.as_slice(), Origin::Text))
            }
            (kind, text) => {
                write(kind, text, &mut written);
                Some((written.as_slice(), Origin::Host))
            }
        },
    };
    *slot = read.map_or_else(Slot::default, |(input, origin)| {
        read_value(
            node.kind,
            node.is_nullable(),
            depth,
            input,
            origin,
            options,
            &mut collector,
        )
        .into_owned()
    });
    // A field that is left out is absent, which may be wrong too.
    if let Some(field) = node.field {
        rules::check_field(field, slot, &Location::ROOT, Range::default(), &mut collector);
    }
    node.issues = collector.finish(spans_in).into_vec();
}

/// Reads what stands in the place of a group or list and is none.
pub(super) fn check_exact_json(node: &mut Node, slot: &mut Slot<'static>, depth: u32, options: &Options) {
    let mut collector = IssueCollector::new(options);
    *slot = Slot::default();
    if let Some(json) = &node.exact_json
        && node.include != Include::Never
    {
        *slot = read_value(
            node.kind,
            node.is_nullable(),
            depth,
            json,
            Origin::Host,
            options,
            &mut collector,
        )
        .into_owned();
    }
    node.issues = collector.finish(None).into_vec();
}

/// The text without the white space around it, which the server would trim too.
pub(super) fn trimmed(text: &[u8]) -> &[u8] {
    let Ok(text) = std::str::from_utf8(text) else {
        // There is a lone surrogate in it.
        return text.trim_ascii();
    };
    // Not by `trim_matches`, which is four times this.
    let mut rest = text.chars();
    let mut ahead = rest.clone();
    while ahead.next().is_some_and(rules::is_white_space) {
        rest = ahead.clone();
    }
    let mut ahead = rest.clone();
    while ahead.next_back().is_some_and(rules::is_white_space) {
        rest = ahead.clone();
    }
    rest.as_str().as_bytes()
}

/// Appends the JSON that a text means in a field of a kind; a text that means none there as a JSON string, which
/// the reader then reports. The text is trimmed and not empty.
pub(super) fn write(kind: &Kind, text: &[u8], out: &mut Vec<u8>) {
    match (kind, text) {
        (Kind::Integer { .. }, _) => match whole_number(text) {
            Some((sign, digits)) => {
                out.extend_from_slice(sign);
                out.extend_from_slice(digits);
            }
            None if is_number(text) => out.extend_from_slice(text),
            None => write_string(text, out),
        },
        (Kind::Boolean, b"on" | b"true" | b"1") => out.extend_from_slice(b"true"),
        (Kind::Boolean, b"off" | b"false" | b"0") => out.extend_from_slice(b"false"),
        (Kind::Free | Kind::Object(_) | Kind::List(_), _) if is_json(text) => out.extend_from_slice(text),
        _ => write_string(text, out),
    }
}

/// Sign and digits as JSON has them: without a plus and without zeros in front.
fn whole_number(text: &[u8]) -> Option<(&'static [u8], &[u8])> {
    let (sign, digits) = match text {
        [b'-', digits @ ..] => (b"-".as_slice(), digits),
        [b'+', digits @ ..] => (b"".as_slice(), digits),
        digits => (b"".as_slice(), digits),
    };
    let zeros = digits.iter().take_while(|digit| **digit == b'0').count();
    let is_whole = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    is_whole.then(|| match digits.get(zeros..) {
        Some([]) | None => (b"".as_slice(), b"0".as_slice()),
        Some(digits) => (sign, digits),
    })
}

fn is_number(text: &[u8]) -> bool {
    matches!(text, [b'-' | b'0'..=b'9', ..]) && is_json(text)
}

/// Appends a JSON string of bytes that may hold lone surrogates, as they stand.
pub(super) fn write_string(text: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    for byte in text {
        match byte {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', *byte]),
            0..=0x1f => {
                let digit = |half: u8| b"0123456789abcdef".get(usize::from(half)).copied().unwrap_or(b'0');
                out.extend_from_slice(b"\\u00");
                out.extend_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
            }
            _ => out.push(*byte),
        }
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::{trimmed, write};
    use crate::request::Kind;

    fn meant(kind: &Kind, text: &str) -> String {
        let mut out = Vec::new();
        write(kind, trimmed(text.as_bytes()), &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn digits_become_integers_and_nothing_else_does() {
        let integer = Kind::Integer { min: 0, max: 9 };
        for (text, json) in [
            (" 30\t", "30"),
            ("+7", "7"),
            ("007", "7"),
            ("-1", "-1"),
            ("-0", "0"),
            ("000", "0"),
            ("12345678901234567890", "12345678901234567890"),
            ("30.0", "30.0"),
            ("1.5", "1.5"),
            ("3e1", "3e1"),
            ("1,000", "\"1,000\""),
            ("1 0", "\"1 0\""),
            ("abc", "\"abc\""),
            ("-", "\"-\""),
            ("0x10", "\"0x10\""),
            ("true", "\"true\""),
            ("٣", "\"٣\""),
        ] {
            assert_eq!(meant(&integer, text), json, "{text}");
        }
    }

    #[test]
    fn words_become_booleans() {
        for (text, json) in [
            ("on", "true"),
            ("true", "true"),
            (" 1 ", "true"),
            ("off", "false"),
            ("0", "false"),
        ] {
            assert_eq!(meant(&Kind::Boolean, text), json);
        }
        assert_eq!(meant(&Kind::Boolean, "yes"), "\"yes\"");
    }

    #[test]
    fn texts_are_quoted_whatever_is_in_them() {
        let kind = Kind::Text {
            max: None,
            format: crate::request::Format::Plain,
        };
        assert_eq!(
            meant(&kind, "\u{a0}a \"b\"\\\n\u{1}ü\u{2003}"),
            "\"a \\\"b\\\"\\\\\\u000a\\u0001ü\""
        );
    }
}
