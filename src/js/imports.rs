//! The functions of JavaScript that `js-sys` lacks, or that it imports without catching what they throw: a proxy or a
//! getter of the caller may throw anywhere.

use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// The own enumerable keys that are strings.
    #[wasm_bindgen(catch, js_namespace = Object, js_name = keys)]
    pub(super) fn object_keys(object: &JsValue) -> Result<Array, JsValue>;

    /// The prototype, or null.
    #[wasm_bindgen(catch, js_namespace = Object, js_name = getPrototypeOf)]
    pub(super) fn prototype_of(object: &JsValue) -> Result<JsValue, JsValue>;

    /// Whether it is an array. Throws for a proxy that was revoked.
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    pub(super) fn is_array(value: &JsValue) -> Result<bool, JsValue>;

    /// As `String(value)` writes a number or a `BigInt`.
    #[wasm_bindgen(js_name = String)]
    pub(super) fn text_of(value: &JsValue) -> JsValue;

    /// As in `[object Uint8Array]`: the same in every realm.
    #[wasm_bindgen(js_namespace = ["Object", "prototype", "toString"], js_name = call)]
    pub(super) fn tag_of(value: &JsValue) -> String;

    #[wasm_bindgen(catch, js_namespace = ["Number", "prototype", "valueOf"], js_name = call)]
    pub(super) fn number_value(boxed: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["String", "prototype", "valueOf"], js_name = call)]
    pub(super) fn string_value(boxed: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["Boolean", "prototype", "valueOf"], js_name = call)]
    pub(super) fn boolean_value(boxed: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["BigInt", "prototype", "valueOf"], js_name = call)]
    pub(super) fn bigint_value(boxed: &JsValue) -> Result<JsValue, JsValue>;
}

#[wasm_bindgen]
extern "C" {
    /// Any object, for the one member that JSON asks it for.
    #[derive(Clone)]
    pub(super) type Convertible;

    #[wasm_bindgen(catch, method, getter, js_name = toJSON)]
    pub(super) fn to_json(this: &Convertible) -> Result<JsValue, JsValue>;
}
