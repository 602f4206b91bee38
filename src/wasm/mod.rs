//! The JavaScript boundary: text in, text out. No rule lives here.
//!
//! The caller writes the input into the buffer that [`reserve`] gives, so that it is encoded straight into
//! this module's memory. Answers are a few lines of text; the npm package makes them into objects,
//! and adds to each issue what follows from it: pointer, name and message.

#[cfg(feature = "wasm-form")]
pub mod form;

use std::cell::Cell;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::draft::Draft;
use crate::issue::{Issues, Path, write_facts};
use crate::json;
use crate::options::Options;
use crate::read::Origin;

/// Half the size of the standard library's allocator at the same speed: docs/architecture.md has the figures.
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

thread_local! {
    static INPUT: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Bytes that are kept for the next call; a larger input gives its memory back.
const KEPT: usize = 1 << 20;

/// Makes room for an input of so many bytes and says where in the memory it is.
#[wasm_bindgen]
#[must_use]
pub fn reserve(bytes: usize) -> *mut u8 {
    let mut input = INPUT.take();
    if input.len() < bytes || (input.len() > KEPT && bytes < KEPT) {
        drop(input);
        input = vec![0; bytes.max(4096)];
    }
    let address = input.as_mut_ptr();
    INPUT.set(input);
    address
}

fn with_input<R>(length: usize, then: impl FnOnce(&[u8]) -> R) -> R {
    let input = INPUT.take();
    let answer = then(input.get(..length).unwrap_or_default());
    INPUT.set(input);
    answer
}

/// What is asked about an input.
enum Question<'q> {
    Check,
    Field(&'q str),
    Build,
    Defaults,
}

/// The answer to a question, or what makes no sense about its options or its path: behind a `!`.
#[inline(never)]
fn ask(length: usize, host: bool, options: Option<&str>, question: &Question<'_>) -> String {
    let options = match options.map_or_else(|| Ok(Options::default()), Options::from_json) {
        Ok(options) => options,
        Err(error) => return ["!", error.message()].concat(),
    };
    let origin = if host { Origin::Host } else { Origin::Text };
    with_input(length, |input| {
        let draft = Draft::read(input, origin, &options);
        match question {
            Question::Check => answer(draft.issues()),
            Question::Field(path) => match path.parse::<Path>() {
                Ok(path) => {
                    let mut issues = draft.into_issues();
                    issues.keep_concerning(&path);
                    answer(&issues)
                }
                Err(error) => ["!", &error.message()].concat(),
            },
            Question::Build => match draft.build() {
                Ok(payload) => payload.into_answer(),
                Err(issues) => answer(&issues),
            },
            Question::Defaults => draft.missing_defaults().unwrap_or_default(),
        }
    })
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

/// The issues of the input, as JSON: `{"valid":…,"issues":[…],"omitted":…}`.
///
/// Every answer of this module that begins with `!` says instead what makes no sense about the options.
#[wasm_bindgen]
#[must_use]
pub fn check(length: usize, host: bool, options: Option<String>) -> String {
    ask(length, host, options.as_deref(), &Question::Check)
}

/// The issues of the input that concern one value. The path is a JSON array, a pointer or a form name.
#[wasm_bindgen]
#[must_use]
pub fn check_field(length: usize, host: bool, path: &str, options: Option<String>) -> String {
    ask(length, host, options.as_deref(), &Question::Field(path))
}

/// The payload: the body, the keys that were filled in as JSON, and the warnings as JSON, a line each;
/// or the answer of [`check`].
#[wasm_bindgen]
#[must_use]
pub fn build(length: usize, host: bool, options: Option<String>) -> String {
    ask(length, host, options.as_deref(), &Question::Build)
}

/// The defaults that the input does not give, as a JSON object. Empty when the input is no object.
#[wasm_bindgen]
#[must_use]
pub fn apply_defaults(length: usize, host: bool, options: Option<String>) -> String {
    ask(length, host, options.as_deref(), &Question::Defaults)
}
