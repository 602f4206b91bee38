//! Any deserialized value as JSON text: where a format has no text to keep, such as the values that serde buffers for
//! `#[serde(flatten)]` and enums.

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::json;

/// With the feature `arbitrary_precision`, `serde_json` passes a number as a map with this key and the digits.
const NUMBER: &str = "$serde_json::private::Number";

/// A value as JSON text. Members stay in their order.
pub(super) struct ValueText(String);

impl<'de> Deserialize<'de> for ValueText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor).map(Self)
    }
}

/// Appends a member of an object, after a comma if it is not the first.
pub(super) fn write_member(key: &str, value: &ValueText, out: &mut String) {
    separate(out, '{');
    json::write_string(key, out);
    out.push(':');
    out.push_str(&value.0);
}

fn separate(out: &mut String, open: char) {
    if out.len() > open.len_utf8() {
        out.push(',');
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = String;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<String, E> {
        match serde_json::Number::from_f64(value) {
            Some(number) => Ok(number.to_string()),
            None => Err(E::custom("JSON cannot represent this number")),
        }
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<String, E> {
        let mut text = String::new();
        json::write_string(value, &mut text);
        Ok(text)
    }

    fn visit_unit<E: Error>(self) -> Result<String, E> {
        Ok("null".to_owned())
    }

    fn visit_none<E: Error>(self) -> Result<String, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, value: D) -> Result<String, D::Error> {
        value.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, value: D) -> Result<String, D::Error> {
        value.deserialize_any(self)
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut items: S) -> Result<String, S::Error> {
        let mut text = String::from("[");
        while let Some(item) = items.next_element::<ValueText>()? {
            separate(&mut text, '[');
            text.push_str(&item.0);
        }
        text.push(']');
        Ok(text)
    }

    fn visit_map<M: MapAccess<'de>>(self, mut members: M) -> Result<String, M::Error> {
        let mut text = String::from("{");
        while let Some(key) = members.next_key::<String>()? {
            if key == NUMBER {
                let digits = members.next_value::<String>()?;
                return match digits.parse::<serde_json::Number>() {
                    Ok(_) => Ok(digits),
                    Err(error) => Err(M::Error::custom(error)),
                };
            }
            write_member(&key, &members.next_value::<ValueText>()?, &mut text);
        }
        text.push('}');
        Ok(text)
    }
}
