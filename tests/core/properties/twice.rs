//! Whether a JSON text is sound: it is JSON, and no object in it names a key twice.

use std::collections::HashSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// Whether the text is JSON in which no object names a key twice.
pub fn names_no_key_twice(text: &str) -> bool {
    serde_json::from_str::<Sound>(text).is_ok()
}

struct Sound;

impl<'de> Deserialize<'de> for Sound {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Numbers beyond a float are JSON too, so scalars are only passed over.
        let raw = <&RawValue>::deserialize(deserializer)?.get();
        let mut inner = serde_json::Deserializer::from_str(raw);
        match raw.as_bytes() {
            [b'{' | b'[', ..] => inner.deserialize_any(Container),
            _ => IgnoredAny::deserialize(&mut inner).map(|_| Sound),
        }
        .map_err(D::Error::custom)
    }
}

struct Container;

impl<'de> Visitor<'de> for Container {
    type Value = Sound;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object or a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Sound, A::Error> {
        let mut keys = HashSet::new();
        while let Some((key, Sound)) = map.next_entry::<String, Sound>()? {
            if !keys.insert(key) {
                return Err(A::Error::custom("a key is named twice"));
            }
        }
        Ok(Sound)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Sound, A::Error> {
        while let Some(Sound) = list.next_element()? {}
        Ok(Sound)
    }
}
