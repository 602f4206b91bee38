//! The input of a call as the reader takes it.

use js_sys::{ArrayBuffer, JSON, JsString, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

use super::imports::tag_of;
use super::plain::plain_budget;
use super::writer::ValueWriter;
use crate::json::Origin;
use crate::options::Options;

/// The bytes of a request, and whether a user or this module wrote them.
pub(super) struct Input {
    pub(super) bytes: Vec<u8>,
    pub(super) origin: Origin,
}

impl Input {
    /// Takes a string as JSON text, a `Uint8Array` as JSON text in UTF-8, and anything else as the value it is.
    pub(super) fn of(value: &JsValue, options: &Options) -> Self {
        if value.is_string() {
            Self {
                bytes: wtf8(value.unchecked_ref()),
                origin: Origin::Text,
            }
        } else if ArrayBuffer::is_view(value) && tag_of(value) == "[object Uint8Array]" {
            Self {
                bytes: Uint8Array::new(value).to_vec(),
                origin: Origin::Text,
            }
        } else {
            Self::of_value(value, options)
        }
    }

    /// Takes the value as it is: a string is a string here, not JSON text.
    ///
    /// Nearly every input is plain JSON data, which is left to `JSON.stringify`.
    pub(super) fn of_value(value: &JsValue, options: &Options) -> Self {
        let limit = options.max_bytes.min(u64::from(u32::MAX >> 1)) as f64;
        let plain = match plain_budget(value, 0, limit) {
            Ok(Some(_)) => JSON::stringify(value).ok().map(String::from),
            // A getter or a proxy threw: the writer names it.
            Ok(None) | Err(_) => None,
        };
        Self {
            bytes: plain
                .unwrap_or_else(|| ValueWriter::new(limit).write(value))
                .into_bytes(),
            origin: Origin::Host,
        }
    }
}

/// A string in UTF-8, in which a lone surrogate is the three bytes it would have (WTF-8): the reader reports it.
fn wtf8(text: &JsString) -> Vec<u8> {
    if text.is_valid_utf16() {
        return String::from(text).into_bytes();
    }
    let mut bytes = Vec::with_capacity(text.length() as usize);
    for unit in char::decode_utf16(text.iter()) {
        match unit {
            Ok(character) => bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
            Err(error) => {
                let unit = error.unpaired_surrogate();
                let last_bits = |bits: u16| 0x80 | (bits & 0x3F) as u8;
                bytes.extend_from_slice(&[0xED, last_bits(unit >> 6), last_bits(unit)]);
            }
        }
    }
    bytes
}
