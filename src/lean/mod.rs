//! Substitutes for parts of the standard library that make the WebAssembly smaller.
//!
//! Generic functions of the standard library are compiled anew for each type, and its text functions bring panic messages
//! and Unicode tables. Native-only modules use the standard library instead.
//!
//! What each item saves, in bytes of the modules after gzip, measured by replacing it with the function of the standard
//! library:
//!
//! | item | `core.wasm` | `form.wasm` |
//! | --- | --: | --: |
//! | [`sorted_indices`] | 2,768 | 1,943 |
//! | [`from_utf8_lossy`] | 309 | 368 |
//! | [`concat`] | 210 | 284 |
//! | [`parse_digits`] | 112 | 129 |
//! | [`split_at_any`] | 102 | 106 |

mod sort;
mod text;

pub(crate) use sort::sorted_indices;
pub(crate) use text::{concat, from_utf8_lossy, parse_digits, split_at_any};
