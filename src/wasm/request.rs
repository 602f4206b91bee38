//! The boundary for whole requests: issues, payload.

use wasm_bindgen::prelude::wasm_bindgen;

use super::{answer, read_options, with_input};
use crate::draft::Draft;
use crate::issue::Path;
use crate::json::Origin;
use crate::lean::concat;
use crate::options::Options;

/// An operation on an input.
enum Question<'q> {
    Check,
    Field(&'q str),
    Build,
}

/// The result of an operation, or `!` and the reason why its options or its path are invalid.
fn ask(length: usize, host: bool, options: Option<&str>, question: &Question<'_>) -> String {
    let options = match read_options(options.unwrap_or_default().as_bytes()) {
        Ok(options) => options,
        Err(error) => return error,
    };
    let origin = if host { Origin::Host } else { Origin::Text };
    with_input(length, |input| result(input, origin, &options, question))
}

fn result(input: &[u8], origin: Origin, options: &Options, question: &Question<'_>) -> String {
    let draft = Draft::read(input, origin, options);
    match question {
        Question::Check => answer(draft.issues()),
        Question::Field(path) => match path.parse::<Path>() {
            Ok(path) if draft.has_place(&path) => {
                let mut issues = draft.into_issues();
                crate::rules::keep_concerning(&mut issues, &path);
                answer(&issues)
            }
            Ok(_) => concat(&["!a case request has no field \"", path, "\""]),
            Err(error) => concat(&["!", &error.message()]),
        },
        Question::Build => match draft.build() {
            Ok(payload) => payload.into_answer(),
            Err(issues) => answer(&issues),
        },
    }
}

/// The issues of the input, as JSON: `[VALID,OMITTED,ISSUE…]`.
///
/// A result that begins with `!` is the reason why the options are invalid.
#[wasm_bindgen]
#[must_use]
pub fn check(length: usize, host: bool, options: Option<String>) -> String {
    ask(length, host, options.as_deref(), &Question::Check)
}

/// The issues of the input that concern one value. The path is a JSON array, a pointer or a form name. A path that cannot exist
/// is refused with `!`.
#[wasm_bindgen]
#[must_use]
pub fn check_field(length: usize, host: bool, path: &str, options: Option<String>) -> String {
    ask(length, host, options.as_deref(), &Question::Field(path))
}

/// The payload: the body, the defaulted keys as JSON and the warnings as JSON, one line each;
/// or the result of [`check`].
#[wasm_bindgen]
#[must_use]
pub fn build(length: usize, host: bool, options: Option<String>) -> String {
    ask(length, host, options.as_deref(), &Question::Build)
}
