//! Builds the canonical request body. Only a draft without errors has one.

use std::borrow::Cow;

use crate::issue::Issue;
use crate::json::{self, MAX_INTEGER, Range};
use crate::lean::from_utf8_lossy;
use crate::options::{Defaults, Options, UnknownFields};
use crate::read::{Extra, FreeValue, Known, Object, Slot, Value};
use crate::request::{CASE, CasePlace, EXCLUSIVE, Fallback};

/// The exact body of a request. Only a request without errors has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payload {
    body: String,
    defaulted: Vec<&'static str>,
    warnings: Vec<Issue>,
    external_id: Option<String>,
}

impl Payload {
    /// The body: compact JSON, keys in the order of the contract.
    #[must_use]
    pub fn body(&self) -> &str {
        &self.body
    }

    /// The body as an owned string.
    #[must_use]
    pub fn into_body(self) -> String {
        self.body
    }

    /// The body, the defaulted keys and the warnings, one line each, for the JavaScript boundary.
    #[cfg_attr(
        not(all(target_arch = "wasm32", any(feature = "wasm", feature = "wasm-form"))),
        allow(dead_code)
    )]
    pub(crate) fn into_answer(self) -> String {
        let mut out = self.body;
        out.push_str("\n[");
        for (index, key) in self.defaulted.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            json::write_string(key, &mut out);
        }
        out.push_str("]\n[");
        crate::issue::write_facts(&self.warnings, &mut out);
        out.push(']');
        out
    }

    /// The keys for which the default value was written.
    #[must_use]
    pub fn defaulted(&self) -> &[&'static str] {
        &self.defaulted
    }

    /// The `external_id` of the case, as it is sent. Only revisions of the API that document the field have one; a payload with it
    /// can be sent again without creating a second case.
    #[must_use]
    pub fn external_id(&self) -> Option<&str> {
        self.external_id.as_deref()
    }

    /// The warnings about the request.
    #[must_use]
    pub fn warnings(&self) -> &[Issue] {
        &self.warnings
    }
}

/// Appends the body of a case that has no errors. Returns the defaulted keys.
pub(crate) fn write_body(input: &[u8], case: &Object<'_>, options: &Options, out: &mut Vec<u8>) -> Vec<&'static str> {
    let mut writer = Writer {
        input,
        options,
        out,
        defaulted: Vec::new(),
    };
    writer.object(case);
    writer.defaulted
}

/// Builds the payload of a case that has no errors.
pub(crate) fn build(input: &[u8], case: &Object<'_>, options: &Options, warnings: Vec<Issue>) -> Payload {
    let mut out = Vec::with_capacity(input.len().saturating_add(64));
    let defaulted = write_body(input, case, options, &mut out);
    // All text from the input has been scanned as UTF-8, so nothing is replaced here.
    let body = String::from_utf8(out).unwrap_or_else(|error| from_utf8_lossy(error.as_bytes()));
    Payload {
        body,
        defaulted,
        warnings,
        external_id: case
            .slot(CasePlace::external_id as usize)
            .text()
            .value()
            .map(str::to_owned),
    }
}

/// The default values of the absent fields, as a JSON object.
#[cfg_attr(not(all(feature = "js-exports", target_arch = "wasm32")), allow(dead_code))]
pub(crate) fn missing_defaults(case: &Object<'_>) -> String {
    let mut out = String::from("{");
    for (place, field) in case.table.fields_in(case.revision) {
        if let (Some(default), Value::Absent) = (field.default, &case.slot(place).value) {
            if out.len() > 1 {
                out.push(',');
            }
            json::write_string(field.name, &mut out);
            out.push(':');
            match default {
                Fallback::Integer(value) => json::write_integer(value, &mut out),
                Fallback::Boolean(value) => out.push_str(boolean(value)),
            }
        }
    }
    out.push('}');
    out
}

const fn boolean(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

struct Writer<'o, 'a> {
    input: &'a [u8],
    options: &'o Options,
    out: &'o mut Vec<u8>,
    defaulted: Vec<&'static str>,
}

impl<'a> Writer<'_, 'a> {
    fn object(&mut self, object: &Object<'_>) {
        let mut separator = b'{';
        for ((place, field), slot) in object.table.fields.iter().enumerate().zip(&object.slots) {
            match (&slot.value, field.default) {
                (Value::Absent, None) => {}
                (Value::Absent, Some(default))
                    if self.options.defaults == Defaults::Explicit && field.is_in(object.revision) =>
                {
                    self.key(&mut separator, field.name);
                    match default {
                        Fallback::Integer(value) => self.integer(value),
                        Fallback::Boolean(value) => self.text(boolean(value)),
                    }
                    self.defaulted.push(field.name);
                }
                (Value::Absent, Some(_)) => {}
                (value, Some(default)) if self.options.defaults == Defaults::Omit && is_default(value, default) => {}
                (Value::List(items), _) if items.is_empty() && is_left_out(object, place) => {}
                _ => self.member(&mut separator, field.name, slot),
            }
        }
        if self.options.unknown_fields != UnknownFields::Strip {
            for Extra { key, value, .. } in &object.extras {
                self.out.push(separator);
                separator = b',';
                self.string(&key.text());
                self.out.push(b':');
                self.free(*value);
            }
        }
        if separator == b'{' {
            self.out.push(b'{');
        }
        self.out.push(b'}');
    }

    fn key(&mut self, separator: &mut u8, name: &str) {
        self.out.push(*separator);
        *separator = b',';
        self.quoted(name);
        self.out.push(b':');
    }

    fn member(&mut self, separator: &mut u8, name: &str, slot: &Slot<'_>) {
        // The module with forms is small rather than fast.
        let is_small = cfg!(all(target_arch = "wasm32", feature = "wasm-form"));
        let unchanged = if is_small { None } else { self.unchanged(name, slot) };
        match unchanged {
            Some(member) => {
                self.out.push(*separator);
                *separator = b',';
                self.out.extend_from_slice(member);
            }
            None => {
                self.key(separator, name);
                self.value(&slot.value);
            }
        }
    }

    /// The key and the value of a member as they are in the input, if that is how they are sent: most members are.
    fn unchanged(&self, name: &str, slot: &Slot<'_>) -> Option<&'a [u8]> {
        let Range { start, end } = slot.key_range;
        let value = slot.range.slice(self.input);
        let is_unchanged = match &slot.value {
            Value::Text(Cow::Borrowed(_)) | Value::Boolean(_) | Value::Null => true,
            Value::Integer(_) => value != b"-0" && value.iter().all(|byte| matches!(byte, b'-' | b'0'..=b'9')),
            Value::Free(value) => !value.spaced,
            _ => false,
        };
        // A key with escapes is longer than its name.
        let has_plain_key = end.wrapping_sub(start) as usize == name.len().wrapping_add(2);
        let member = Range {
            start,
            end: slot.range.end,
        };
        (is_unchanged && has_plain_key && slot.range.start == end.wrapping_add(1)).then(|| member.slice(self.input))
    }

    fn value(&mut self, value: &Value<'_>) {
        match value {
            Value::Null | Value::Absent | Value::Unreadable => self.text("null"),
            Value::Integer(value) => self.integer(*value),
            Value::Boolean(value) => self.text(boolean(*value)),
            // A string without escapes in the input needs none in the output.
            Value::Text(Cow::Borrowed(text)) => self.quoted(text),
            Value::Text(Cow::Owned(text)) => self.string(text),
            Value::Free(value) => self.free(*value),
            Value::Object(object) => self.object(object),
            Value::List(items) => {
                self.out.push(b'[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        self.out.push(b',');
                    }
                    self.value(&item.value);
                }
                self.out.push(b']');
            }
        }
    }

    fn text(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    fn integer(&mut self, value: i64) {
        self.out.extend_from_slice(json::integer(value, &mut [0; MAX_INTEGER]));
    }

    /// Writes a text that needs no escapes.
    fn quoted(&mut self, text: &str) {
        self.out.push(b'"');
        self.text(text);
        self.out.push(b'"');
    }

    fn string(&mut self, text: &str) {
        let mut quoted = String::with_capacity(text.len().saturating_add(2));
        json::write_string(text, &mut quoted);
        self.out.extend_from_slice(quoted.as_bytes());
    }

    /// Copies free JSON without the whitespace between its tokens.
    fn free(&mut self, value: FreeValue) {
        let raw = value.range.slice(self.input);
        if !value.spaced {
            self.out.extend_from_slice(raw);
            return;
        }
        let (mut in_string, mut escaped) = (false, false);
        for &byte in raw {
            if in_string {
                in_string = escaped || byte != b'"';
                escaped = !escaped && byte == b'\\';
            } else if byte == b'"' {
                in_string = true;
            } else if matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                continue;
            }
            self.out.push(byte);
        }
    }
}

fn is_default(value: &Value<'_>, default: Fallback) -> bool {
    match (value, default) {
        (Value::Integer(value), Fallback::Integer(default)) => *value == default,
        (Value::Boolean(value), Fallback::Boolean(default)) => *value == default,
        _ => false,
    }
}

/// Whether an empty list excludes another field which is present: it would add nothing, and the API could take the two for a
/// contradiction.
fn is_left_out(object: &Object<'_>, place: usize) -> bool {
    if object.table.name != CASE.name {
        return false;
    }
    for pair in EXCLUSIVE {
        if let Some(other) = pair.other(place)
            && matches!(object.slot(other).presence(), Known::Value(()))
        {
            return true;
        }
    }
    false
}
