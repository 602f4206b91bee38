//! The options of a call, from the object that a JavaScript caller passes.

use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::imports::{is_array, prototype_of, text_of};
use super::plain::is_plain_object;
use crate::messages::Language;
use crate::options::{InvalidOptions, Options};

/// The member that says only in which language messages are.
const LANGUAGE: &str = "language";
/// Options are nested less deep than this.
const MAX_DEPTH: u32 = 8;

/// Reads options as the functions of the npm package take them: `unknownFields`, `rules`, `defaults`, `maxBytes`.
/// `undefined` gives the defaults. `language` is ignored: see [`language_of`].
///
/// # Errors
/// When it is not an object, or an option is unknown or has a value that is not one of its values.
impl TryFrom<&JsValue> for Options {
    type Error = InvalidOptions;

    fn try_from(value: &JsValue) -> Result<Self, InvalidOptions> {
        if value.is_undefined() {
            return Ok(Self::default());
        }
        if !value.is_object() || is_array(value).unwrap_or(true) || !is_plain_object(value).unwrap_or(false) {
            return Err(InvalidOptions(format!(
                "options must be an object (received: {})",
                name_of(value)
            )));
        }
        let entries = Array::new();
        for entry in Object::entries(value.unchecked_ref()).iter() {
            let entry: Array = entry.unchecked_into();
            let name = entry.get(0).as_string().unwrap_or_default();
            if name != LANGUAGE {
                require_json(&name, &entry.get(1), 0)?;
                entries.push(&entry);
            }
        }
        let json = Object::from_entries(&entries)
            .and_then(|options| JSON::stringify(&options))
            .map_err(|_| InvalidOptions("options cannot be nested".to_owned()))?;
        Self::from_json(&String::from(json))
    }
}

/// The language of the messages, from the same object: `language` is a tag, in which `de-AT` falls back to `de`, or an array of
/// tags in the order of preference. An unknown language, or none, is English.
///
/// # Errors
/// When it is neither a tag nor an array of tags.
pub fn language_of(options: &JsValue) -> Result<Language, InvalidOptions> {
    if !options.is_object() {
        return Ok(Language::default());
    }
    let language = Reflect::get(options, &JsValue::from_str(LANGUAGE)).unwrap_or_default();
    if language.is_undefined() {
        return Ok(Language::default());
    }
    let tags = if is_array(&language).unwrap_or(false) {
        language.unchecked_into::<Array>().to_vec()
    } else {
        vec![language]
    };
    let mut known = None;
    for tag in &tags {
        let tag = tag.as_string().ok_or_else(|| {
            let received = name_of(tag);
            InvalidOptions(format!(
                "language must be a tag such as \"de\", or an array of tags (received: {received})"
            ))
        })?;
        known = known.or_else(|| Language::of_tag(&tag));
    }
    Ok(known.unwrap_or_default())
}

/// Refuses what JSON cannot represent.
fn require_json(name: &str, value: &JsValue, depth: u32) -> Result<(), InvalidOptions> {
    let is_scalar = value.is_undefined() || value.is_null() || value.is_string() || value.as_bool().is_some();
    if is_scalar || value.as_f64().is_some_and(f64::is_finite) {
        return Ok(());
    }
    if value.is_object() && is_plain_object(value).unwrap_or(false) && depth < MAX_DEPTH {
        for entry in Object::entries(value.unchecked_ref()).iter() {
            let entry: Array = entry.unchecked_into();
            let key = entry.get(0).as_string().unwrap_or_default();
            require_json(&format!("{name}.{key}"), &entry.get(1), depth.saturating_add(1))?;
        }
        return Ok(());
    }
    Err(InvalidOptions(format!("{name} cannot be {}", name_of(value))))
}

/// What a value is, for a message.
pub(super) fn name_of(value: &JsValue) -> String {
    if value.is_null() {
        return "null".to_owned();
    }
    if is_array(value).unwrap_or(false) {
        return "an array".to_owned();
    }
    if value.is_object() {
        let class = prototype_of(value)
            .and_then(|prototype| Reflect::get(&prototype, &JsValue::from_str("constructor")))
            .and_then(|constructor| Reflect::get(&constructor, &JsValue::from_str("name")));
        let name = class.ok().and_then(|name| name.as_string());
        return format!("an object of class {}", name.as_deref().unwrap_or("unknown"));
    }
    if value.as_f64().is_some() || value.is_bigint() {
        return text_of(value).as_string().unwrap_or_default();
    }
    format!("a {}", value.js_typeof().as_string().unwrap_or_default())
}
