//! The JavaScript boundary: text in, text out. No rule lives here.
//!
//! The caller writes the input into the buffer that [`reserve`] gives, so that it is encoded straight into
//! this module's memory. Answers are a few lines of text; the npm package makes them into objects.

use std::cell::Cell;

use wasm_bindgen::prelude::{JsError, wasm_bindgen};

use crate::draft::Draft;
use crate::issue::{Issues, Path};
use crate::options::Options;
use crate::read::{Origin, Sink, read};
use crate::{json, messages, payload};

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
        input = Vec::new();
        input.resize(bytes.max(4096), 0);
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

fn origin(host: bool) -> Origin {
    if host { Origin::Host } else { Origin::Text }
}

fn options(text: Option<&str>) -> Result<Options, JsError> {
    match text {
        Some(text) => Options::from_json(text).map_err(|error| JsError::new(error.message())),
        None => Ok(Options::default()),
    }
}

/// `OMITTED`, a line feed, and the issues as a JSON array.
fn answer(issues: &Issues) -> String {
    let mut out = String::new();
    json::write_count(issues.omitted(), &mut out);
    out.push('\n');
    issues.write_json(&mut out);
    out
}

/// The issues of the input.
///
/// # Errors
/// When an option makes no sense; the message names it.
#[wasm_bindgen]
pub fn check(length: usize, host: bool, options_text: Option<String>) -> Result<String, JsError> {
    let options = options(options_text.as_deref())?;
    Ok(with_input(length, |input| {
        answer(Draft::read(input, origin(host), &options).issues())
    }))
}

/// The issues of the input that concern one value. The path is a JSON array, a pointer or a form name.
///
/// # Errors
/// When an option makes no sense, or the path cannot be read.
#[wasm_bindgen]
pub fn check_field(length: usize, host: bool, path: &str, options_text: Option<String>) -> Result<String, JsError> {
    let options = options(options_text.as_deref())?;
    let path: Path = path
        .parse()
        .map_err(|error: crate::issue::InvalidPath| JsError::new(&error.message()))?;
    Ok(with_input(length, |input| {
        let mut issues = Draft::read(input, origin(host), &options).into_issues();
        issues.keep_concerning(&path);
        answer(&issues)
    }))
}

/// The payload: `+`, the keys that were filled in, the warnings and the body, a line each; or `-` and the
/// answer of [`check`].
///
/// # Errors
/// When an option makes no sense; the message names it.
#[wasm_bindgen]
pub fn build(length: usize, host: bool, options_text: Option<String>) -> Result<String, JsError> {
    let options = options(options_text.as_deref())?;
    Ok(with_input(length, |input| {
        match Draft::read(input, origin(host), &options).build() {
            Ok(payload) => {
                let mut out = String::with_capacity(payload.body().len().saturating_add(64));
                out.push('+');
                for (index, key) in payload.defaulted().iter().enumerate() {
                    out.push(if index == 0 { '[' } else { ',' });
                    json::write_string(key, &mut out);
                }
                out.push_str(if payload.defaulted().is_empty() { "[]\n" } else { "]\n" });
                crate::issue::write_list(payload.warnings(), &mut out);
                out.push('\n');
                out.push_str(payload.body());
                out
            }
            Err(issues) => ["-", &answer(&issues)].concat(),
        }
    }))
}

/// The defaults that the input does not give, as a JSON object. Empty text when the input is no object.
#[wasm_bindgen]
#[must_use]
pub fn apply_defaults(length: usize, host: bool) -> String {
    let mut options = Options::default();
    options.max_bytes = u64::MAX;
    with_input(length, |input| {
        let mut out = String::new();
        if let Some(case) = read(input, origin(host), &options, &mut Sink::new(&options)) {
            out.push('{');
            for (key, fallback) in payload::missing_defaults(&case) {
                if out.len() > 1 {
                    out.push(',');
                }
                json::write_string(key, &mut out);
                out.push(':');
                payload::write_fallback(fallback, &mut out);
            }
            out.push('}');
        }
        out
    })
}

/// The message of a code with params as JSON text, in a language.
///
/// # Errors
/// When there is no catalogue for the language.
#[wasm_bindgen]
pub fn render(code: &str, params: &str, language: &str) -> Result<String, JsError> {
    if language != "en" {
        return Err(JsError::new(
            &["language must be \"en\", not \"", language, "\""].concat(),
        ));
    }
    Ok(messages::render_from_json(code, params))
}
