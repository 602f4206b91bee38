//! Writes any JavaScript value as text for the reader, with a token in place of each value that JSON cannot express:
//! [`crate::json::Origin::Host`] describes them.
//!
//! The text for a value is the one that the npm package writes (`npm/src/values/walk.ts`), so that both find the same issues.

use js_sys::{Array, Function, JSON, JsString, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::imports::{
    Convertible, bigint_value, boolean_value, is_array, number_value, object_keys, prototype_of, string_value, text_of,
};
use super::plain::{is_exact, is_plain_object};
use crate::request::MAX_DEPTH;

/// A little deeper than the reader accepts, so that it meets the value that is too deep.
const WRITTEN_DEPTH: usize = MAX_DEPTH as usize + 2;
/// The longest name of a class that is shown, in UTF-16 units.
const MAX_CLASS_NAME: u32 = 100;
const THROWING_GETTER: &str = "getter that throws";

/// The replacement of a member: the value that JSON uses for it, or a description of the value.
enum Member {
    Value(JsValue),
    Unreadable(&'static str),
}

pub(super) struct ValueWriter {
    text: String,
    /// The length of the text in UTF-16 units.
    units: f64,
    /// The text may end after more units than this: the reader only has to see that it is too long.
    limit: f64,
    /// The objects around the place that is being written. A value among them closes a cycle.
    open: Vec<JsValue>,
}

impl ValueWriter {
    pub(super) fn new(limit: f64) -> Self {
        Self {
            text: String::new(),
            units: 0.0,
            limit,
            open: Vec::new(),
        }
    }

    /// Writes one value. Never fails: what cannot be read is named in the text.
    pub(super) fn write(mut self, root: &JsValue) -> String {
        let member = resolve(root, &JsValue::from_str(""));
        self.member(&member);
        self.text
    }

    fn is_full(&self) -> bool {
        self.units > self.limit
    }

    /// Appends ASCII text.
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.units += text.len() as f64;
    }

    /// Appends what `JSON.stringify` writes for a number or a string. A lone surrogate is escaped in it.
    fn push_json(&mut self, value: &JsValue) {
        if let Ok(json) = JSON::stringify(value) {
            self.units += f64::from(json.length());
            self.text.push_str(&String::from(json));
        }
    }

    /// Appends the token for a value that JSON cannot express.
    fn token(&mut self, received: &JsValue) {
        self.push("!");
        self.push_json(received);
    }

    fn member(&mut self, member: &Member) {
        match member {
            Member::Value(value) => self.value(value),
            Member::Unreadable(name) => self.token(&JsValue::from_str(name)),
        }
    }

    fn value(&mut self, value: &JsValue) {
        if value.is_string() {
            self.string(value.unchecked_ref());
        } else if let Some(number) = value.as_f64() {
            self.number(number, value);
        } else if let Some(boolean) = value.as_bool() {
            self.push(if boolean { "true" } else { "false" });
        } else if value.is_null() {
            self.push("null");
        } else if value.is_object() {
            self.object(value);
        } else if value.is_bigint() {
            self.push(&text_of(value).as_string().unwrap_or_default());
        } else {
            self.token(&value.js_typeof()); // undefined, function, symbol
        }
    }

    fn string(&mut self, value: &JsString) {
        // A string that alone is over the limit need not be escaped whole.
        if f64::from(value.length()) > self.limit {
            self.push_json(&value.slice(0, self.limit as u32 + 1));
        } else {
            self.push_json(value);
        }
    }

    fn number(&mut self, number: f64, value: &JsValue) {
        if is_exact(number) {
            return self.push_json(value);
        }
        let digits = text_of(value);
        if number.is_finite() {
            self.push("!u");
            self.push_json(&digits);
        } else {
            self.token(&digits);
        }
    }

    fn object(&mut self, value: &JsValue) {
        if self.open.contains(value) {
            return self.token(&JsValue::from_str("cycle"));
        }
        if self.open.len() >= WRITTEN_DEPTH {
            return self.push("null"); // the reader reports the object two levels above as too deep
        }
        let (length, units) = (self.text.len(), self.units);
        self.open.push(value.clone());
        if self.contents(value).is_err() {
            // A proxy whose traps throw.
            self.text.truncate(length);
            self.units = units;
            self.token(&JsValue::from_str(THROWING_GETTER));
        }
        self.open.pop();
    }

    fn contents(&mut self, value: &JsValue) -> Result<(), JsValue> {
        if is_array(value)? {
            self.array(value.unchecked_ref());
        } else if is_plain_object(value)? {
            self.members(value)?;
        } else {
            self.token(&class_name(value)?);
        }
        Ok(())
    }

    fn array(&mut self, items: &Array) {
        self.push("[");
        for index in 0..items.length() {
            if self.is_full() {
                break;
            }
            if index > 0 {
                self.push(",");
            }
            let key = JsValue::from_str(&index.to_string());
            self.member(&read(items, &key));
        }
        self.push("]");
    }

    fn members(&mut self, object: &JsValue) -> Result<(), JsValue> {
        let mut separator = "";
        self.push("{");
        for key in object_keys(object)?.iter() {
            if self.is_full() {
                break;
            }
            let member = read(object, &key);
            if matches!(&member, Member::Value(value) if value.is_undefined()) {
                continue; // absent
            }
            self.push(separator);
            separator = ",";
            self.string(key.unchecked_ref());
            self.push(":");
            self.member(&member);
        }
        self.push("}");
        Ok(())
    }
}

/// The member of an object.
fn read(holder: &JsValue, key: &JsValue) -> Member {
    match Reflect::get(holder, key) {
        Ok(value) => resolve(&value, key),
        Err(_) => Member::Unreadable(THROWING_GETTER),
    }
}

/// What `JSON.stringify` serializes in place of a value: what its `toJSON` returns, or what a boxed primitive holds.
fn resolve(value: &JsValue, key: &JsValue) -> Member {
    if !value.is_object() && !value.is_function() {
        return Member::Value(value.clone());
    }
    let resolved = match value.unchecked_ref::<Convertible>().to_json() {
        Err(_) => return Member::Unreadable(THROWING_GETTER),
        Ok(method) if method.is_function() => match method.unchecked_ref::<Function>().call1(value, key) {
            Err(_) => return Member::Unreadable("toJSON that throws"),
            Ok(returned) => returned,
        },
        Ok(_) => value.clone(),
    };
    if !resolved.is_object() {
        return Member::Value(resolved);
    }
    // As `npm/src/values/walk.ts` does, which catches all that is thrown from `toJSON` on in one place.
    unboxed(resolved).map_or(Member::Unreadable("toJSON that throws"), Member::Value)
}

/// What a Number, String, Boolean or BigInt object holds; any other value as it is.
fn unboxed(value: JsValue) -> Result<JsValue, JsValue> {
    if is_array(&value)? || is_plain_object(&value)? {
        return Ok(value);
    }
    Ok(number_value(&value)
        .or_else(|_| string_value(&value))
        .or_else(|_| boolean_value(&value))
        .or_else(|_| bigint_value(&value))
        .unwrap_or(value))
}

/// The name of the object's class, by which a reader recognizes it.
fn class_name(value: &JsValue) -> Result<JsValue, JsValue> {
    let prototype = prototype_of(value)?;
    let constructor = Reflect::get(&prototype, &JsValue::from_str("constructor"))?;
    let name = if constructor.is_object() || constructor.is_function() {
        Reflect::get(&constructor, &JsValue::from_str("name"))?
    } else {
        JsValue::UNDEFINED
    };
    Ok(match name.as_string().as_deref() {
        None | Some("") => JsValue::from_str("object without a class name"),
        Some("Object") => JsValue::from_str("object with a prototype"),
        Some(_) => name.unchecked_ref::<JsString>().slice(0, MAX_CLASS_NAME).into(),
    })
}
