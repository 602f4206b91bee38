//! Substitutes for parts of the standard library that make the WebAssembly smaller.
//!
//! Generic functions of the standard library are compiled anew for each type, and its text functions bring panic messages
//! and Unicode tables. Only code that is compiled to WebAssembly uses this module; native-only code uses the standard
//! library.

mod sort;
mod text;

pub(crate) use sort::sorted_indices;
pub(crate) use text::{concat, from_utf8_lossy, parse_digits, split_at_any};
