//! The objects in a list of errors: problem details (RFC 9457), JSON:API and drf-standardized-errors; and the message in a body of
//! any other structure.

use super::{Answer, REQUEST, full_details, is_field, kept, text};
use crate::json::{Part, read_parts};

/// The keys at which bodies of other structures have their message, or several.
const MESSAGE_KEYS: [&str; 9] = [
    "message",
    "detail",
    "error_description",
    "error",
    "title",
    "reason",
    "messages",
    "details",
    "errors",
];

/// Whether a key holds messages about the whole request.
pub(super) fn is_message_key(key: &str) -> bool {
    MESSAGE_KEYS.contains(&key)
}

impl Answer {
    /// Reads an object in a list about the whole request. Returns false if it is not an object, or contains errors by field.
    pub(super) fn listed_error(&mut self, value: &str) -> bool {
        let Some(parts) = read_parts(value, b'{') else {
            return false;
        };
        if full_details(&parts).is_some()
            || parts
                .iter()
                .any(|part| is_field(&part.key) || part.key == "non_field_errors")
        {
            return false;
        }
        let source = parts.iter().find(|part| part.key == "source");
        let source = source.and_then(|part| read_parts(part.value, b'{'));
        let message = text(&parts, "detail").or_else(|| text(&parts, "title"));
        let kind = if let Some(pointer) = text(&parts, "pointer") {
            self.pointer(&pointer)
        } else if let Some(pointer) = source.as_deref().and_then(|source| text(source, "pointer")) {
            self.pointer(below_the_document(&pointer))
        } else if let Some(attr) = text(&parts, "attr") {
            self.steps(&attr, b".[", Some(&REQUEST))
        } else if message.is_some() {
            Some(&REQUEST)
        } else {
            // An object without a message and a place is not an error that is read; an empty one says nothing.
            self.is_understood = self.is_understood && parts.is_empty();
            return true;
        };
        self.report(message.unwrap_or_else(|| kept(value)), text(&parts, "code"), kind);
        while !self.path.0.is_empty() {
            self.leave();
        }
        true
    }
}

/// A pointer of JSON:API, which points into the document, as a pointer into the request: `/data/attributes/customer`.
fn below_the_document(pointer: &str) -> &str {
    let Some(rest) = pointer.strip_prefix('/').unwrap_or(pointer).strip_prefix("data") else {
        return pointer;
    };
    let members = rest.strip_prefix("/attributes");
    members.or_else(|| rest.strip_prefix("/relationships")).unwrap_or(rest)
}

/// The message in a body of unknown structure: its own, or that of the object at one of the keys.
pub(super) fn message_in(body: &str) -> Option<String> {
    let parts = read_parts(body, b'{')?;
    message(&parts).or_else(|| {
        let mut inner = None;
        for part in &parts {
            if inner.is_none() && is_message_key(&part.key) {
                inner = read_parts(part.value, b'{').and_then(|parts| message(&parts));
            }
        }
        inner
    })
}

fn message(parts: &[Part<'_>]) -> Option<String> {
    for key in MESSAGE_KEYS {
        if let Some(message) = text(parts, key)
            && !message.is_empty()
        {
            return Some(message);
        }
    }
    None
}
