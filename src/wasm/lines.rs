//! Payloads of many requests, one per line (NDJSON), in one call.

use std::mem::ManuallyDrop;

use wasm_bindgen::prelude::wasm_bindgen;

use super::{Kept, answer, kept, line, read_options, with_input};
use crate::draft::Draft;
use crate::json::{Origin, is_blank, write_count};

thread_local! {
    /// The bodies of the last call.
    static BODIES: Kept<Vec<u8>> = const { kept(Vec::new()) };
}

/// Builds the payloads of all lines of the input, which has only complete lines; blank ones are skipped. The bodies, each with a
/// line break, are in the memory from [`bodies`] on.
///
/// Returns, for each line that has no payload, its number in the input (from 1), the length of the bodies before it, and the
/// result of [`check`](super::request::check); then the number of lines and the length of the bodies. Each is followed by a line
/// break.
#[wasm_bindgen]
#[must_use]
pub fn build_lines(length: usize, options: Option<String>) -> String {
    let options = match read_options(options.unwrap_or_default().as_bytes()) {
        Ok(options) => options,
        Err(error) => return error,
    };
    let mut bodies = ManuallyDrop::into_inner(BODIES.take());
    bodies.clear();
    let mut failures = String::new();
    let mut count: usize = 0;
    with_input(length, |input| {
        let mut rest = input;
        while !rest.is_empty() {
            let (line, after) = line(rest);
            rest = after;
            count = count.saturating_add(1);
            if is_blank(line) {
                continue;
            }
            let draft = Draft::read(line.strip_suffix(b"\r").unwrap_or(line), Origin::Text, &options);
            if draft.append_body(&mut bodies) {
                bodies.push(b'\n');
            } else {
                push_count(count, &mut failures);
                push_count(bodies.len(), &mut failures);
                failures.push_str(&answer(draft.issues()));
                failures.push('\n');
            }
        }
    });
    push_count(count, &mut failures);
    push_count(bodies.len(), &mut failures);
    BODIES.set(ManuallyDrop::new(bodies));
    failures
}

#[inline(never)]
fn push_count(count: usize, out: &mut String) {
    write_count(count, out);
    out.push('\n');
}

/// The address of the bodies of the last call of [`build_lines`].
#[wasm_bindgen]
#[must_use]
pub fn bodies() -> *const u8 {
    let bodies = ManuallyDrop::into_inner(BODIES.take());
    let address = bodies.as_ptr();
    BODIES.set(ManuallyDrop::new(bodies));
    address
}
