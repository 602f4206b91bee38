//! What kind of text the body of a response is, whatever its media type says.

use super::text;
use crate::json::{is_json, read_parts};

/// The prefix of the problem types of the relay, before the name of the problem.
pub(crate) const RELAY_PROBLEM: &str = "urn:sphinx-case:relay:";

/// What kind of text a body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Body {
    /// White space or nothing.
    Empty,
    /// One JSON value.
    Json,
    /// Any other text.
    Text,
    /// Markup, half a JSON value, or bytes that are not text: not written by the API for a person.
    Unreadable,
}

impl Body {
    pub(super) fn of(text: &str) -> Self {
        let text = trimmed(text);
        match text.as_bytes().first() {
            None => Self::Empty,
            Some(_) if is_json(text.as_bytes()) => Self::Json,
            Some(b'{' | b'[' | b'"') => Self::Unreadable,
            Some(_) if !is_readable(text) => Self::Unreadable,
            Some(_) => Self::Text,
        }
    }
}

/// A text without white space and a byte order mark around it.
pub(super) fn trimmed(text: &str) -> &str {
    let text = text.trim_ascii();
    text.strip_prefix('\u{FEFF}').unwrap_or(text).trim_ascii()
}

/// Tags by which a document is recognized that does not begin with a tag.
const DOCUMENT_TAGS: [&[u8]; 4] = [b"!doctype", b"html", b"body", b"?xml"];

/// Whether a text is HTML or XML: it begins with a tag, or contains one that only documents have.
#[inline(never)]
pub(super) fn is_markup(text: &str) -> bool {
    let text = trimmed(text).as_bytes();
    for (place, byte) in text.iter().enumerate() {
        if *byte != b'<' {
            continue;
        }
        let rest = text.get(place.saturating_add(1)..).unwrap_or_default();
        let begins = rest
            .first()
            .is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'!' | b'?' | b'/'));
        if place == 0 && begins {
            return true;
        }
        for tag in DOCUMENT_TAGS {
            if rest.get(..tag.len()).is_some_and(|name| name.eq_ignore_ascii_case(tag)) {
                return true;
            }
        }
    }
    false
}

/// Whether a text contains characters that no text has: it is compressed, for example.
#[inline(never)]
fn is_binary(text: &str) -> bool {
    text.bytes().any(|byte| byte < b' ' && !byte.is_ascii_whitespace())
}

/// Whether a text can be shown to a person: it is neither markup, of which even one end tag is a sign, nor bytes.
pub(crate) fn is_readable(text: &str) -> bool {
    !is_markup(text) && !is_binary(text) && !has_end_tag(text.as_bytes())
}

fn has_end_tag(text: &[u8]) -> bool {
    text.windows(3)
        .any(|bytes| matches!(bytes, [b'<', b'/', letter] if letter.is_ascii_alphabetic()))
}

/// The name of the relay's problem that a body is, if it is one.
pub(super) fn relay_problem(body: &str) -> Option<String> {
    let problem_type = text(&read_parts(body, b'{')?, "type")?;
    problem_type.strip_prefix(RELAY_PROBLEM).map(ToOwned::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{is_binary, is_markup, is_readable};

    #[test]
    fn markup_is_recognized() {
        for text in [
            "<html>",
            " <p>x",
            "<!-- x -->",
            "</p>",
            "<svg/>",
            "502\n<HTML lang=en>",
            "x <!DOCTYPE html",
        ] {
            assert!(is_markup(text), "{text}");
        }
        for text in [
            "",
            "5 < 6",
            "< 5",
            "\"<b>\" is not a valid choice.",
            "a <b> c",
            "<",
            "<3",
            "x < html",
        ] {
            assert!(!is_markup(text), "{text}");
        }
    }

    #[test]
    fn a_body_with_an_end_tag_is_not_shown() {
        assert!(!is_readable("Forbidden <b>now</b>") && !is_readable("x</P>"));
        assert!(is_readable("Forbidden") && is_readable("5 </ 6") && is_readable("a <b> c"));
    }

    #[test]
    fn bytes_that_are_no_text_are_recognized() {
        assert!(is_binary("\u{1f}\u{fffd}\u{8}\0"));
        assert!(!is_binary("a\t\r\n\u{c}ä\u{fffd}"));
    }
}
