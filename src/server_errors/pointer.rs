//! Problem details (RFC 9457): errors with a JSON pointer to their path.

use super::{Answer, REQUEST, kept, text};
use crate::issue::unescaped;
use crate::json::Part;
use crate::lean::{parse_digits, split_at_any};
use crate::request::MAX_DEPTH;

impl Answer {
    /// Reads the message of an object about the whole request, at the path it points to. Returns true if it contains nothing else.
    pub(super) fn problem_details(&mut self, value: &str, parts: &[Part<'_>]) -> bool {
        let code = text(parts, "code");
        let detail = text(parts, "detail");
        // The other members of these describe how, not where.
        let mut is_all = detail.is_some() && matches!(self.status, 401 | 403..=405 | 415 | 429 | 500..);
        let mut message = detail;
        // A title only summarizes the arrays and objects beside it.
        if message.is_none()
            && !parts
                .iter()
                .any(|part| part.value.starts_with('[') || part.value.starts_with('{'))
        {
            message = text(parts, "title");
        }
        let mut kind = Some(&REQUEST);
        if let Some(pointer) = text(parts, "pointer") {
            is_all = true;
            message = message.or_else(|| Some(kept(value)));
            let pointer = decoded(&pointer);
            let mut rest = (!pointer.is_empty()).then(|| pointer.strip_prefix('/').unwrap_or(&pointer));
            while let Some(steps) = rest
                && self.path.0.len() < MAX_DEPTH as usize
            {
                let (step, after) = split_at_any(steps, b"/");
                // The number of issues so far is the order of unknown keys.
                kind = self.down(&unescaped(step), self.collector.len(), kind);
                rest = after;
            }
        }
        if let Some(message) = message {
            self.report(message, code, kind);
        }
        while !self.path.0.is_empty() {
            self.leave();
        }
        is_all
    }
}

/// Decodes a pointer that is written as the fragment of a URI: `#/customer/input_details/a%20b`.
#[inline(never)]
fn decoded(pointer: &str) -> String {
    let Some(fragment) = pointer.strip_prefix('#') else {
        return pointer.to_owned();
    };
    let (first, mut rest) = split_at_any(fragment, b"%");
    let mut bytes = first.as_bytes().to_vec();
    while let Some(text) = rest {
        let (piece, after) = split_at_any(text, b"%");
        let (byte, plain) = match piece.get(..2).and_then(|pair| parse_digits(pair, 16)) {
            Some(byte) => (byte as u8, piece.get(2..).unwrap_or_default()),
            None => (b'%', piece),
        };
        bytes.push(byte);
        bytes.extend_from_slice(plain.as_bytes());
        rest = after;
    }
    String::from_utf8(bytes).unwrap_or_else(|_| fragment.to_owned())
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn a_fragment_is_decoded_where_it_can_be() {
        for (pointer, plain) in [
            ("", ""),
            ("#", ""),
            ("/a%20b", "/a%20b"),
            ("#/a%20b%C3%A4", "/a bä"),
            ("#/50%/%zz/%", "/50%/%zz/%"),
            ("#/%ff", "/%ff"),
        ] {
            assert_eq!(decoded(pointer), plain, "{pointer}");
        }
    }
}
