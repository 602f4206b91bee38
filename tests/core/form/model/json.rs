//! The slow form and JSON: the values of a request as texts, and what texts mean.

use super::slow::What::{Extra, Free, Group, List, Number, Text, Truth};
use super::slow::{Numbers, Place, What};
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use sphinx_case::Segment;
use sphinx_case::form::Include;

impl Place {
    /// Takes the value of a JSON text.
    pub fn take_json(&mut self, json: &str, numbers: &mut Numbers) {
        self.given = None;
        self.rejection = None;
        self.sent = None;
        self.include = Include::Auto;
        match self.what {
            Group(_) if json.starts_with('{') => {
                self.clear();
                let pairs: Pairs = serde_json::from_str(json).unwrap();
                if pairs.0.is_empty() {
                    self.include = Include::Always;
                }
                for (key, value) in pairs.0 {
                    match self
                        .members
                        .iter_mut()
                        .find(|(name, place)| *name == key && place.what != Extra)
                    {
                        Some((_, place)) => place.take_json(value.get(), numbers),
                        None => {
                            let value = value.get();
                            let extra = Self::extra(value.into(), Some(value.to_owned()), numbers);
                            self.members.push((key, extra));
                        }
                    }
                }
            }
            List(item) if json.starts_with('[') => {
                let items: Vec<Box<RawValue>> = serde_json::from_str(json).unwrap();
                if items.is_empty() {
                    self.include = Include::Always;
                }
                self.rows.truncate(items.len());
                for (index, value) in items.iter().enumerate() {
                    if index == self.rows.len() {
                        self.rows.push(Self::blank_row(*item, numbers));
                    }
                    self.rows[index].take_json(value.get(), numbers);
                }
            }
            Group(_) | List(_) => {
                self.clear();
                self.given = Some(json.to_owned());
            }
            _ => {
                self.text = shown_text(json);
                let is_same = if json.starts_with('"') {
                    self.what == Text
                        && !self.text.is_empty()
                        && trimmed(&self.text) == self.text
                        && !String::from_utf8_lossy(&self.text).contains('\u{fffd}')
                } else {
                    json != "null" && meaning(self.what, &self.text) == json.as_bytes()
                };
                self.given = (!is_same).then(|| json.to_owned());
            }
        }
    }

    fn clear(&mut self) {
        self.rejection = None;
        self.sent = None;
        self.given = None;
        self.include = Include::Auto;
        self.text.clear();
        self.rows.clear();
        self.members.retain(|(_, place)| place.what != Extra);
        self.members.iter_mut().for_each(|(_, place)| place.clear());
    }

    /// The JSON of the place as part of the request; none when it is no part. Groups on the way to `forced` are part
    /// of it in any case.
    pub fn json(&self, forced: Option<&[Segment]>) -> Option<Vec<u8>> {
        let is_forced = forced.is_some_and(|rest| !rest.is_empty());
        if self.include == Include::Never && !is_forced {
            return None;
        }
        if let Some(given) = &self.given {
            return Some(given.clone().into_bytes());
        }
        let below = |segment: &dyn Fn(&Segment) -> bool| match forced {
            Some([first, rest @ ..]) if segment(first) => Some(rest),
            _ => None,
        };
        let is_kept = is_forced || self.row.is_some() || self.include == Include::Always;
        match self.what {
            Group(_) => {
                let members: Vec<Vec<u8>> = self
                    .members
                    .iter()
                    .filter_map(|(key, place)| {
                        let is_here = |segment: &Segment| matches!(segment, Segment::Key(name) if name == key);
                        let mut member = serde_json::to_vec(key).unwrap();
                        member.push(b':');
                        member.extend(place.json(below(&is_here))?);
                        Some(member)
                    })
                    .collect();
                (is_kept || !members.is_empty()).then(|| [b"{".as_slice(), &members.join(&b','), b"}"].concat())
            }
            List(_) => {
                let rows: Vec<Vec<u8>> = (0..self.rows.len())
                    .filter_map(|at| {
                        let is_here = |segment: &Segment| *segment == Segment::Index(at);
                        self.rows[at].json(below(&is_here))
                    })
                    .collect();
                (is_kept || !rows.is_empty()).then(|| [b"[".as_slice(), &rows.join(&b','), b"]"].concat())
            }
            Extra => Some(meaning(self.what, trimmed(&self.text))),
            _ if trimmed(&self.text).is_empty() => None,
            _ => Some(meaning(self.what, trimmed(&self.text))),
        }
    }
}

pub fn trimmed(text: &[u8]) -> &[u8] {
    match std::str::from_utf8(text) {
        Ok(text) => text
            .trim_matches(|c: char| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c))
            .as_bytes(),
        Err(_) => text.trim_ascii(),
    }
}

pub fn is_json(text: &[u8]) -> bool {
    // A lone surrogate is a matter of its own.
    serde_json::from_str::<&RawValue>(&String::from_utf8_lossy(text)).is_ok()
}

/// The text of an input for a JSON value.
fn shown_text(json: &str) -> Vec<u8> {
    match json {
        "null" => Vec::new(),
        _ if json.starts_with('"') => serde_json::from_str::<String>(&json.replace("\\ud800", "\u{fffd}"))
            .unwrap()
            .into_bytes(),
        _ => json.into(),
    }
}

/// The JSON that a text means.
fn meaning(what: What, text: &[u8]) -> Vec<u8> {
    let words = std::str::from_utf8(text).unwrap_or("\u{fffd}");
    match (what, words) {
        (Truth, "on" | "true" | "1") => return b"true".to_vec(),
        (Truth, "off" | "false" | "0") => return b"false".to_vec(),
        (Free | Extra, _) if is_json(text) => return text.to_vec(),
        (Number, _) => {
            let digits = words.strip_prefix(['+', '-']).unwrap_or(words);
            if !digits.is_empty() && digits.chars().all(|digit| digit.is_ascii_digit()) {
                let digits = digits.trim_start_matches('0');
                let sign = if words.starts_with('-') { "-" } else { "" };
                return match digits {
                    "" => b"0".to_vec(),
                    _ => format!("{sign}{digits}").into_bytes(),
                };
            }
            if words.starts_with(['-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']) && is_json(text) {
                return text.to_vec();
            }
        }
        _ => {}
    }
    // Byte by byte, so that a lone surrogate stays.
    let mut out = vec![b'"'];
    for byte in text {
        match byte {
            b'"' | b'\\' => out.extend([b'\\', *byte]),
            0..0x20 => out.extend(format!("\\u{byte:04x}").bytes()),
            other => out.push(*other),
        }
    }
    out.push(b'"');
    out
}

/// The members of an object in their order.
pub struct Pairs(pub Vec<(String, Box<RawValue>)>);

impl<'de> serde::Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Pairs;
            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Read)
    }
}
