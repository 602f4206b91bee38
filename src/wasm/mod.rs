//! The JavaScript boundary: text in, text out. No rule lives here.
//!
//! The caller writes the input into the buffer that [`reserve`] gives, so that it is encoded straight into
//! this module's memory. Answers are a few lines of text; the npm package makes them into objects,
//! and adds to each issue what follows from it: pointer, name and message.
//!
//! It comes in two modules: one for whole requests, made for speed, and one for forms and the server's answers, made small.

#[cfg(feature = "wasm-form")]
pub mod form;
#[cfg(feature = "wasm-form")]
mod form_event;
#[cfg(feature = "wasm")]
pub mod request;

use std::cell::Cell;
use std::mem::ManuallyDrop;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::issue::{Issues, write_facts};
use crate::json;

/// Half the size of the standard library's allocator at the same speed: docs/architecture.md has the figures.
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// What stays from call to call. Threads that never end, as here, drop nothing, and a local that is never dropped needs
/// no code that asks whether it is still there.
type Kept<T> = Cell<ManuallyDrop<T>>;

const fn kept<T>(first: T) -> Kept<T> {
    Cell::new(ManuallyDrop::new(first))
}

thread_local! {
    static INPUT: Kept<Vec<u8>> = const { kept(Vec::new()) };
}

/// Bytes that are kept for the next call; a larger input gives its memory back.
const KEPT: usize = 1 << 20;

/// Makes room for an input of so many bytes and says where in the memory it is.
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

/// `{"valid":…,"issues":[…],"omitted":…}`.
#[inline(never)]
fn answer(issues: &Issues) -> String {
    let mut out = String::with_capacity(issues.len().saturating_mul(192).saturating_add(64));
    out.push_str(if issues.is_valid() {
        "{\"valid\":true,\"issues\":"
    } else {
        "{\"valid\":false,\"issues\":"
    });
    write_facts(issues, &mut out);
    out.push_str(",\"omitted\":");
    json::write_count(issues.omitted(), &mut out);
    out.push('}');
    out
}
