//! Free JSON: an object of any shape that is sent unchanged.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};
use serde_json::{Value, value::RawValue};

use super::value_text::{ValueText, write_member};

/// A JSON object of any shape, kept as text so that digits and key order are preserved.
///
/// `#[serde(flatten)]`, tagged and untagged enums and formats other than JSON text deserialize from values instead of text: then
/// key order is preserved, but numbers are those of the value (`1.50` is `1.5`, and integers beyond 64 bits are floating-point
/// numbers). Deserialize the request by itself if its digits matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Details(String);

impl Details {
    /// Creates details from the text of a JSON object.
    ///
    /// # Errors
    /// If the text is not valid JSON or not an object.
    pub fn from_text(text: impl Into<String>) -> Result<Self, serde_json::Error> {
        let text = text.into();
        let raw: &RawValue = serde_json::from_str(&text)?;
        if !raw.get().starts_with('{') {
            return Err(<serde_json::Error as de::Error>::custom("free JSON must be an object"));
        }
        Ok(Self(raw.get().to_owned()))
    }

    /// The JSON text of the object.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Details {
    fn default() -> Self {
        Self("{}".to_owned())
    }
}

impl From<serde_json::Map<String, Value>> for Details {
    fn from(map: serde_json::Map<String, Value>) -> Self {
        Self(Value::Object(map).to_string())
    }
}

impl Serialize for Details {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &RawValue = serde_json::from_str(&self.0).map_err(ser::Error::custom)?;
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Details {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(RAW_VALUE, ObjectVisitor)
    }
}

/// The name by which [`RawValue`] asks `serde_json` for the text: it returns a map with this key and the text. Others ignore it.
const RAW_VALUE: &str = "$serde_json::private::RawValue";

/// Visits the text of an object, or its members.
struct ObjectVisitor;

impl<'de> de::Visitor<'de> for ObjectVisitor {
    type Value = Details;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a JSON object")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Details, D::Error> {
        deserializer.deserialize_map(self)
    }

    fn visit_map<M: de::MapAccess<'de>>(self, mut members: M) -> Result<Details, M::Error> {
        let mut text = String::from("{");
        while let Some(key) = members.next_key::<String>()? {
            if key == RAW_VALUE {
                return Details::from_text(members.next_value::<String>()?).map_err(de::Error::custom);
            }
            write_member(&key, &members.next_value::<ValueText>()?, &mut text);
        }
        text.push('}');
        Ok(Details(text))
    }
}
