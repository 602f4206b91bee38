//! The JavaScript boundary: text in, text out. It contains no rules.
//!
//! The caller writes the input into the buffer that [`reserve`] returns, so that it is encoded directly into
//! the memory of this module. Results are a few lines of text; the npm package converts them to objects
//! and adds pointer, name and message to each issue.
//!
//! It is built as three modules: one for whole requests and one for tables, optimized for speed, and one for forms and API errors, optimized for size.

#[cfg(feature = "wasm-form")]
pub mod form;
#[cfg(feature = "wasm-form")]
mod form_event;
#[cfg(feature = "wasm")]
pub mod lines;
#[cfg(feature = "wasm")]
pub mod request;
#[cfg(feature = "wasm-table")]
pub mod table;

use std::cell::Cell;
use std::mem::ManuallyDrop;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::issue::{Issues, write_facts};
use crate::json;
use crate::lean::concat;
use crate::options::Options;

/// Half the size of the standard library's allocator at the same speed: see docs/decisions/.
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// The state between calls. This thread never ends, and a thread-local that is never dropped needs no code that checks
/// whether it still exists.
type Kept<T> = Cell<ManuallyDrop<T>>;

const fn kept<T>(first: T) -> Kept<T> {
    Cell::new(ManuallyDrop::new(first))
}

thread_local! {
    static INPUT: Kept<Vec<u8>> = const { kept(Vec::new()) };
}

/// The size of the buffer that is kept for the next call; the memory of a larger input is freed.
const KEPT: usize = 1 << 20;

/// Reserves a buffer of `length` bytes for an input and returns its address.
#[wasm_bindgen]
#[must_use]
pub fn reserve(bytes: usize) -> *mut u8 {
    let mut input = ManuallyDrop::into_inner(INPUT.take());
    if input.len() < bytes || (input.len() > KEPT && bytes < KEPT) {
        drop(input);
        input = vec![0; bytes.max(4096)];
    }
    let address = input.as_mut_ptr();
    INPUT.set(ManuallyDrop::new(input));
    address
}

fn with_input<R>(length: usize, then: impl FnOnce(&[u8]) -> R) -> R {
    let input = ManuallyDrop::into_inner(INPUT.take());
    let answer = then(input.get(..length).unwrap_or_default());
    INPUT.set(ManuallyDrop::new(input));
    answer
}

/// The text before the first line break, and the text after it.
fn line(text: &[u8]) -> (&[u8], &[u8]) {
    let end = json::position(b'\n', text).unwrap_or(text.len());
    let (line, rest) = text.split_at_checked(end).unwrap_or((text, &[]));
    (line, rest.get(1..).unwrap_or_default())
}

/// Reads options as JSON; an empty text means the default values. An error begins with `!`.
fn read_options(json: &[u8]) -> Result<Options, String> {
    if json.is_empty() {
        return Ok(Options::default());
    }
    Options::from_json(std::str::from_utf8(json).unwrap_or_default()).map_err(|error| concat(&["!", error.message()]))
}

/// `[VALID,OMITTED,ISSUE…]`: 1 or 0, the number of issues left out, and the issues as [`write_facts`] writes them.
#[inline(never)]
fn answer(issues: &Issues) -> String {
    write_answer(issues.is_valid(), issues.omitted(), &mut |out| {
        out.reserve(issues.len().saturating_mul(64));
        write_facts(issues, out);
    })
}

/// The same, with a function that writes the issues.
fn write_answer(is_valid: bool, omitted: usize, write_issues: &mut dyn FnMut(&mut String)) -> String {
    let mut out = String::with_capacity(256);
    out.push_str(if is_valid { "[1," } else { "[0," });
    json::write_count(omitted, &mut out);
    write_issues(&mut out);
    out.push(']');
    out
}
