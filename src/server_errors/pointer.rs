//! Problem details (RFC 9457): errors with a JSON pointer to their path.

use super::{Answer, Known, REQUEST, kept, text};
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
            kind = self.pointer(&pointer);
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

impl Answer {
    /// Moves the path to the place that a pointer names.
    pub(super) fn pointer(&mut self, pointer: &str) -> Known {
        let pointer = decoded(pointer);
        self.steps(pointer.strip_prefix('/').unwrap_or(&pointer), b"/", Some(&REQUEST))
    }

    /// Moves the path along the steps of a pointer, or of a path such as `checks.0.check_type` or `checks[0].check_type`.
    pub(super) fn steps(&mut self, steps: &str, separators: &[u8], kind: Known) -> Known {
        let mut kind = kind;
        let mut rest = (!steps.is_empty()).then_some(steps);
        while let Some(steps) = rest
            && self.path.0.len() < MAX_DEPTH as usize
        {
            let (step, after) = split_at_any(steps, separators);
            // The number of issues so far is the order of unknown keys.
            let place = self.collector.len();
            kind = match separators {
                b"/" => self.down(&unescaped(step), place, kind),
                _ if step == "non_field_errors" => kind,
                _ => self.down(step.strip_suffix(']').unwrap_or(step), place, kind),
            };
            rest = after;
        }
        kind
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
