//! Which JavaScript values are plain JSON data.

use js_sys::{Array, JsString, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::imports::{Convertible, is_array, object_keys, prototype_of};
use crate::request::MAX_DEPTH;

/// The greatest integer up to which a JavaScript number is exact.
pub(super) const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

/// Whether JSON text has the number as it is.
pub(super) fn is_exact(value: f64) -> bool {
    value.is_finite() && (value.fract() != 0.0 || value.abs() <= MAX_SAFE_INTEGER)
}

/// Whether it is an object literal or an object without a prototype, of this realm or another.
pub(super) fn is_plain_object(value: &JsValue) -> Result<bool, JsValue> {
    let prototype = prototype_of(value)?;
    Ok(prototype.is_null() || prototype_of(&prototype)?.is_null())
}

/// What is left of `budget` after the value: it costs one for each value and for each UTF-16 unit of a string, so never
/// more than its JSON text has units. `None` when the value is not plain JSON data, is nested too deep (as a cycle is), or
/// costs more.
///
/// # Errors
/// What a getter or a proxy throws.
pub(super) fn plain_budget(value: &JsValue, depth: u32, budget: f64) -> Result<Option<f64>, JsValue> {
    let left = budget - 1.0;
    let left = if value.is_string() {
        left - f64::from(value.unchecked_ref::<JsString>().length())
    } else if value.is_null() || value.as_bool().is_some() || value.as_f64().is_some_and(is_exact) {
        left
    } else if value.is_object() && depth < MAX_DEPTH && left >= 0.0 {
        return members_budget(value, depth, left);
    } else {
        return Ok(None);
    };
    Ok((left >= 0.0).then_some(left))
}

fn members_budget(object: &JsValue, depth: u32, budget: f64) -> Result<Option<f64>, JsValue> {
    if object.unchecked_ref::<Convertible>().to_json()?.is_function() {
        return Ok(None);
    }
    let mut left = budget;
    let mut spend = |member: &JsValue| -> Result<bool, JsValue> {
        let rest = plain_budget(member, depth.saturating_add(1), left)?;
        left = rest.unwrap_or_default();
        Ok(rest.is_some())
    };
    if is_array(object)? {
        let items = object.unchecked_ref::<Array>();
        for index in 0..items.length() {
            if !spend(&Reflect::get_u32(items, index)?)? {
                return Ok(None);
            }
        }
    } else if is_plain_object(object)? {
        for key in object_keys(object)?.iter() {
            if !spend(&Reflect::get(object, &key)?)? {
                return Ok(None);
            }
        }
    } else {
        return Ok(None);
    }
    Ok(Some(left))
}
