//! The conversions between the types of this crate and JavaScript values.

use js_sys::JSON;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use super::input::Input;
use super::parse::{BigIntegers, parse};
use super::serializer::to_js;
use crate::draft::Draft;
use crate::issue::{Issue, Issues};
use crate::json::Origin;
use crate::messages::Language;
use crate::options::Options;
use crate::payload::Payload;
use crate::read::{IssueCollector, read_as, read_value};
use crate::request::{
    CASE, CHECK, CUSTOMER, CreateCase, Details, Kind, NewCheck, NewCustomer, Revision, SYNC_PLATFORM, SyncPlatform,
    Table,
};
use crate::rules;

/// The issues of a request: an object, JSON text as a string, or JSON text in UTF-8 as a `Uint8Array`.
///
/// The same as [`crate::check`] for JavaScript values, and the same as `validate` of the npm package.
#[must_use]
pub fn check(request: &JsValue, options: &Options) -> Issues {
    let input = Input::of(request, options);
    Draft::read(&input.bytes, input.origin, options).into_issues()
}

/// Builds the payload of a request: an object, JSON text as a string, or JSON text in UTF-8 as a `Uint8Array`.
///
/// ```
/// use sphinx_case::{Options, js};
/// use wasm_bindgen::JsValue;
///
/// let request = JsValue::from_str(r#"{"customer_id": 1, "case_config": "kyb"}"#);
/// let payload = js::build(&request, &Options::default()).unwrap();
/// assert!(payload.body().starts_with(r#"{"customer_id":1"#));
/// ```
///
/// # Errors
/// All issues, when there is an error among them.
pub fn build(request: &JsValue, options: &Options) -> Result<Payload, Issues> {
    let input = Input::of(request, options);
    Draft::read(&input.bytes, input.origin, options).build()
}

/// The issues as an array, with the members that the npm package gives them, and their messages in a language.
#[must_use]
pub fn issues_to_js(issues: &[Issue], language: Language) -> JsValue {
    let mut json = String::from("[");
    for issue in issues {
        if json.len() > 1 {
            json.push(',');
        }
        json.push_str(&issue.to_json_in(language));
    }
    json.push(']');
    // It is JSON that was written just now.
    JSON::parse(&json).unwrap_or_default()
}

macro_rules! from_js {
    ($($type:ident, $table:ident;)+) => {
        $(
            #[doc = concat!("Reads a [`", stringify!($type), "`] from an object. `undefined` is absent, and null is kept apart from absent.")]
            ///
            /// # Errors
            /// The errors that [`check`] finds in such an object, each with path, expected and received: another JSON type, an
            /// integer out of its range, null where it is not documented, a missing required key, an unknown key, and what
            /// JSON cannot express. Limits of texts and rules between fields are not applied: see [`CreateCase::build`].
            impl TryFrom<&JsValue> for $type {
                type Error = Issues;

                fn try_from(value: &JsValue) -> Result<Self, Issues> {
                    object(value, &$table)
                }
            }
        )+
    };
}

from_js! {
    CreateCase, CASE;
    NewCustomer, CUSTOMER;
    NewCheck, CHECK;
    SyncPlatform, SYNC_PLATFORM;
}

fn object<T: DeserializeOwned>(value: &JsValue, table: &'static Table) -> Result<T, Issues> {
    // The types have the fields of every revision; building checks which of them are documented.
    let options = Options::default().with_revision(Revision::LATEST);
    let input = Input::of_value(value, &options);
    let mut collector = IssueCollector::new(&options);
    let mut object = read_as(table, &input.bytes, Origin::Host, &options, &mut collector);
    if collector.is_empty()
        && let Ok(typed) = serde_json::from_slice(&input.bytes)
    {
        return Ok(typed);
    }
    // The shape is right, but a key is missing.
    if let Some(object) = &mut object {
        rules::check(object, &mut collector);
    }
    Err(errors(collector))
}

/// The issues without the advice, which does not keep a value from being read.
fn errors(collector: IssueCollector) -> Issues {
    let mut issues = collector.finish(None);
    issues.list.retain(Issue::is_error);
    issues
}

/// Reads free JSON from an object of any shape. A `BigInt` gives all its digits.
///
/// # Errors
/// Issues that say where, what was expected and what was received: also for what JSON cannot express, such as a `Map` or
/// `NaN`, and for a number beyond ±(2^53-1) that is not a `BigInt`, because it may have been rounded.
impl TryFrom<&JsValue> for Details {
    type Error = Issues;

    fn try_from(value: &JsValue) -> Result<Self, Issues> {
        let options = Options::default();
        let input = Input::of_value(value, &options);
        let mut collector = IssueCollector::new(&options);
        read_value(
            &Kind::Free,
            false,
            0,
            &input.bytes,
            Origin::Host,
            &options,
            &mut collector,
        );
        let text = String::from_utf8_lossy(&input.bytes);
        match Self::from_text(text) {
            Ok(details) if collector.is_empty() => Ok(details),
            _ => Err(errors(collector)),
        }
    }
}

impl From<&Issues> for JsValue {
    /// As [`issues_to_js`] does, with the messages in English.
    fn from(issues: &Issues) -> Self {
        issues_to_js(issues, Language::En)
    }
}

impl From<&Payload> for JsValue {
    /// As `buildPayload` of the npm package returns it: `{ ok: true, body, payload, defaulted, errors, warnings }`.
    fn from(payload: &Payload) -> Self {
        payload_to_js(payload, Language::En)
    }
}

/// The members of a payload in JavaScript.
#[derive(serde::Serialize)]
struct BuiltPayload<'a> {
    ok: bool,
    body: &'a str,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    payload: JsValue,
    defaulted: &'a [&'static str],
    errors: [(); 0],
    #[serde(with = "serde_wasm_bindgen::preserve")]
    warnings: JsValue,
}

/// A payload as `buildPayload` of the npm package returns it, with the messages of its warnings in a language.
///
/// `payload` is the body as data. An integer field that a JavaScript number cannot hold is a `BigInt`; in free JSON such
/// integers are rounded, as `JSON.parse` does: `body` is exact.
#[must_use]
pub fn payload_to_js(payload: &Payload, language: Language) -> JsValue {
    let built = BuiltPayload {
        ok: true,
        body: payload.body(),
        // A body is JSON, and nothing in it is too large to be rounded.
        payload: parse(payload.body(), BigIntegers::InFields(&CASE)).unwrap_or_default(),
        defaulted: payload.defaulted(),
        errors: [],
        warnings: issues_to_js(payload.warnings(), language),
    };
    to_js(&built).unwrap_or_default()
}
