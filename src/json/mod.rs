//! The grammar of JSON: scanning and writing. Knows nothing of requests or issues.
//!
//! The text is JSON as a user wrote it, or JSON written from a JavaScript value, in which two more tokens represent values
//! that JSON cannot express (see [`Origin::Host`]).

mod bytes;
mod number;
mod parts;
mod scanner;
mod string;
mod write;

#[cfg_attr(target_arch = "wasm32", allow(unused_imports))]
pub(crate) use bytes::position;
pub(crate) use bytes::{are_same, are_within};
pub(crate) use number::{Foreign, Whole};
pub(crate) use parts::{Part, is_json, read_parts, string, string_bytes};
pub(crate) use scanner::{Range, Scan, Scanner, Stop, Token};
pub(crate) use string::{Key, Text, code_point_name};
pub(crate) use write::{MAX_INTEGER, integer, write_count, write_integer, write_quoted, write_string};

/// The byte order mark of UTF-8.
pub(crate) const BOM: &[u8] = b"\xEF\xBB\xBF";

/// Whether a line has only whitespace.
#[cfg_attr(
    not(any(feature = "batch", all(target_arch = "wasm32", feature = "wasm"))),
    allow(dead_code)
)]
pub(crate) fn is_blank(line: &[u8]) -> bool {
    line.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r'))
}

/// Where a text comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A user's text: plain JSON. Issues have spans.
    Text,
    /// Written from a JavaScript value. `!"NaN"` is a value that JSON cannot express, `!u"1e300"` a number that is an
    /// integer beyond ±(2^53-1). Issues have no spans.
    #[cfg_attr(not(any(test, target_arch = "wasm32")), allow(dead_code))]
    Host,
}
