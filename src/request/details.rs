//! Free JSON: an object of any shape that is sent unchanged.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};
use serde_json::{Value, value::RawValue};

/// A JSON object of any shape, kept as text so that digits and key order are preserved.
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
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Self::from_text(raw.get()).map_err(de::Error::custom)
    }
}
