//! The functions of the module that `wasm-pack build` makes: the npm package's functions of these names, with the same
//! results. No rule lives here.

use js_sys::{Array, Object, TypeError};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use super::convert::{build, check, issues_to_js, payload_to_js};
use super::imports::{Convertible, is_array, tag_of};
use super::options::language_of;
use super::serializer::to_js;
use crate::draft::Draft;
use crate::issue::Issue;
use crate::json::{self, Origin};
use crate::messages::Language;
use crate::options::{InvalidOptions, Options};

/// The types of the arguments and results. `schema::typescript_of_exports` derives them from the Rust declarations, and a test
/// fails when the file is stale.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("exports.d.ts");

/// What `validate` returns.
#[derive(Serialize)]
struct ValidationResult {
    valid: bool,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    issues: JsValue,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    errors: JsValue,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    warnings: JsValue,
    omitted: usize,
}

/// What `buildPayload` returns when there is an error.
#[derive(Serialize)]
struct BuildFailure {
    ok: bool,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    issues: JsValue,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    errors: JsValue,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    warnings: JsValue,
    omitted: usize,
}

/// Finds all issues of a request at once.
///
/// @param input an object (see `CaseInput`), JSON text, or JSON text as UTF-8 bytes. Never changed.
/// @throws TypeError when an option is invalid. An invalid request is never thrown: it has issues.
#[wasm_bindgen(unchecked_return_type = "ValidationResult")]
pub fn validate(
    #[wasm_bindgen(unchecked_param_type = "RequestInput")] input: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "CaseOptions")] options: &JsValue,
) -> Result<JsValue, JsValue> {
    let (options, language) = read_options(options)?;
    let issues = check(input, &options);
    let all = issues_to_js(&issues, language);
    let (errors, warnings) = by_severity(&issues, &all);
    Ok(to_js(&ValidationResult {
        valid: issues.is_valid(),
        issues: all,
        errors,
        warnings,
        omitted: issues.omitted(),
    })?)
}

/// Builds the request body, or returns all issues.
///
/// @param input an object (see `CaseInput`), JSON text, or JSON text as UTF-8 bytes. Never changed.
/// @throws TypeError when an option is invalid. An invalid request is never thrown: it has issues.
#[wasm_bindgen(js_name = buildPayload, unchecked_return_type = "BuildResult")]
pub fn build_payload(
    #[wasm_bindgen(unchecked_param_type = "RequestInput")] input: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "CaseOptions")] options: &JsValue,
) -> Result<JsValue, JsValue> {
    let (options, language) = read_options(options)?;
    match build(input, &options) {
        Ok(payload) => Ok(payload_to_js(&payload, language)),
        Err(issues) => {
            let all = issues_to_js(&issues, language);
            let (errors, warnings) = by_severity(&issues, &all);
            Ok(to_js(&BuildFailure {
                ok: false,
                issues: all,
                errors,
                warnings,
                omitted: issues.omitted(),
            })?)
        }
    }
}

/// The errors and the warnings among the issues, as arrays of the same objects.
fn by_severity(issues: &[Issue], all: &JsValue) -> (JsValue, JsValue) {
    let (errors, warnings) = (Array::new(), Array::new());
    for (issue, value) in issues.iter().zip(all.unchecked_ref::<Array>().iter()) {
        if issue.is_error() { &errors } else { &warnings }.push(&value);
    }
    (errors.into(), warnings.into())
}

/// Copies a request and fills in the defaults of the fields that are absent. Its types are in the section above, because it is generic.
#[wasm_bindgen(js_name = applyDefaults, skip_typescript)]
pub fn apply_defaults(input: &JsValue, options: &JsValue) -> Result<JsValue, JsValue> {
    let (options, _) = read_options(options)?;
    let request = request_of(input)?;
    let entries = Object::entries(&request);
    // Only which keys are there matters.
    let mut keys = String::from("{");
    for entry in entries.iter() {
        let entry: Array = entry.unchecked_into();
        if !entry.get(1).is_undefined() {
            if keys.len() > 1 {
                keys.push(',');
            }
            json::write_string(&entry.get(0).as_string().unwrap_or_default(), &mut keys);
            keys.push_str(":null");
        }
    }
    keys.push('}');
    let missing = Draft::read(keys.as_bytes(), Origin::Host, &options).missing_defaults();
    let added = js_sys::JSON::parse(&missing.unwrap_or_default())?;
    let copy = Object::from_entries(&entries)?;
    Ok(Object::assign(&copy, added.unchecked_ref()).into())
}

/// The object that holds the request: the input, or what its `toJSON` returns.
fn request_of(input: &JsValue) -> Result<Object, JsValue> {
    let mut request = input.clone();
    if request.is_object() {
        let method = request.unchecked_ref::<Convertible>().to_json()?;
        if method.is_function() {
            request = method
                .unchecked_ref::<js_sys::Function>()
                .call1(input, &JsValue::from_str(""))?;
        }
    }
    let received = if request.is_null() {
        "null".to_owned()
    } else if is_array(&request)? {
        "array".to_owned()
    } else if tag_of(&request) == "[object FormData]" {
        "FormData".to_owned()
    } else if request.is_object() {
        return Ok(request.unchecked_into());
    } else {
        request.js_typeof().as_string().unwrap_or_default()
    };
    Err(type_error(&format!(
        "applyDefaults takes an object (received: {received})"
    )))
}

fn read_options(options: &JsValue) -> Result<(Options, Language), JsValue> {
    let refuse = |error: InvalidOptions| type_error(error.message());
    let read = Options::try_from(options).map_err(refuse)?;
    Ok((read, language_of(options).map_err(refuse)?))
}

fn type_error(message: &str) -> JsValue {
    TypeError::new(message).into()
}
