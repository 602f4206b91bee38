//! The text of an input as the JSON value that it means.

use crate::json::{self, is_json};
use crate::lean::from_utf8_lossy;
use crate::request::Kind;
use crate::rules;

/// The text without the white space around it, which the server would trim too.
pub(crate) fn trimmed(text: &[u8]) -> &[u8] {
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
pub(crate) fn write(kind: &Kind, text: &[u8], out: &mut Vec<u8>) {
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

/// Appends a text as a JSON string; a lone surrogate, which is written as three bytes (WTF-8), as its escape.
pub(crate) fn write_string(text: &[u8], out: &mut Vec<u8>) {
    let mut rest = text;
    out.push(b'"');
    loop {
        match rest {
            [] => break,
            [0xED, second @ 0xA0..=0xBF, third, ..] => {
                write_escape(0xD000 | (u32::from(second & 0x3F) << 6) | u32::from(third & 0x3F), out);
                rest = rest.get(3..).unwrap_or_default();
                continue;
            }
            [byte @ (b'"' | b'\\'), ..] => out.extend_from_slice(&[b'\\', *byte]),
            [byte @ 0..=0x1f, ..] => write_escape(u32::from(*byte), out),
            [byte, ..] => out.push(*byte),
        }
        rest = rest.get(1..).unwrap_or_default();
    }
    out.push(b'"');
}

fn write_escape(unit: u32, out: &mut Vec<u8>) {
    out.extend_from_slice(b"\\u");
    for shift in [12_u32, 8, 4, 0] {
        let digit = (unit >> shift) as usize & 15;
        out.push(b"0123456789abcdef".get(digit).copied().unwrap_or(b'0'));
    }
}

/// The same in UTF-8, in which other bytes that are not text become U+FFFD.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "wasm-form")), allow(dead_code))]
pub(super) fn write_escaped(text: &[u8], out: &mut String) {
    if let Ok(text) = std::str::from_utf8(text) {
        return json::write_string(text, out);
    }
    let mut quoted = Vec::new();
    write_string(text, &mut quoted);
    out.push_str(&from_utf8_lossy(&quoted));
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
