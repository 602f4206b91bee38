//! The slow form: a plain tree of texts, which knows nothing of `src/form` and keeps nothing that can be worked out.

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use sphinx_case::form::Include;
use sphinx_case::{Issue, Path, Segment};

/// What a place is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Text,
    Number,
    Truth,
    Free,
    /// A key that the API does not document.
    Extra,
    Group(&'static [(&'static str, What)]),
    List(&'static What),
}

use What::{Free, Group, List, Number, Text, Truth};

const CUSTOMER: &[(&str, What)] = &[
    ("full_name", Text),
    ("external_id", Text),
    ("customer_type", Text),
    ("input_details", Free),
    ("delete_after", Number),
];
const CHECK: &[(&str, What)] = &[
    ("check_type", Text),
    ("input_details", Free),
    ("document_ids", List(&Number)),
    ("delete_after", Number),
];
pub const CASE: What = Group(&[
    ("customer_id", Number),
    ("customer", Group(CUSTOMER)),
    ("webhook_url", Text),
    ("checks", List(&Group(CHECK))),
    ("document_ids", List(&Number)),
    ("delete_after", Number),
    ("case_config", Text),
    ("auto_start", Truth),
]);

/// Hands out numbers that were never there before: for rows, and for each state of a place.
#[derive(Debug, Clone, Default)]
pub struct Numbers(u64);

impl Numbers {
    pub fn next(&mut self) -> u64 {
        self.0 += 1;
        self.0
    }
}

#[derive(Debug, Clone)]
pub struct Place {
    pub what: What,
    pub text: Vec<u8>,
    pub given: Option<String>,
    pub include: Include,
    pub left: bool,
    pub revealed: bool,
    /// Another one after every change of the place and every check that begins.
    pub state: u64,
    pub told: Vec<Issue>,
    /// Of a row.
    pub row: Option<u64>,
    /// The fields of a group, then its other keys.
    pub members: Vec<(String, Place)>,
    pub rows: Vec<Place>,
    pub start: Start,
}

/// What "dirty" is told by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Start {
    pub text: Vec<u8>,
    pub given: Option<String>,
    pub rows: Vec<u64>,
    pub extras: Vec<String>,
}

impl Place {
    pub fn blank(what: What, numbers: &mut Numbers) -> Self {
        let members = match what {
            Group(fields) => fields
                .iter()
                .map(|(name, what)| ((*name).to_owned(), Self::blank(*what, numbers)))
                .collect(),
            _ => Vec::new(),
        };
        Self {
            what,
            text: Vec::new(),
            given: None,
            include: Include::Auto,
            left: false,
            revealed: false,
            state: numbers.next(),
            told: Vec::new(),
            row: None,
            members,
            rows: Vec::new(),
            start: Start::default(),
        }
    }

    pub fn blank_row(what: What, numbers: &mut Numbers) -> Self {
        let mut row = Self::blank(what, numbers);
        row.row = Some(numbers.next());
        row
    }

    pub fn extra(text: Vec<u8>, given: Option<String>, numbers: &mut Numbers) -> Self {
        let mut place = Self::blank(What::Extra, numbers);
        place.text = text;
        place.given = given;
        place.revealed = true;
        place
    }

    pub fn is_text(&self) -> bool {
        !matches!(self.what, Group(_) | List(_))
    }

    /// This place and all in it.
    pub fn each(&mut self, act: &mut dyn FnMut(&mut Self)) {
        act(self);
        self.members.iter_mut().for_each(|(_, member)| member.each(act));
        self.rows.iter_mut().for_each(|row| row.each(act));
    }

    pub fn any(&self, is: &dyn Fn(&Self) -> bool) -> bool {
        is(self) || self.members.iter().any(|(_, member)| member.any(is)) || self.rows.iter().any(|row| row.any(is))
    }

    pub fn now(&self) -> Start {
        Start {
            text: self.text.clone(),
            given: self.given.clone(),
            rows: self.rows.iter().filter_map(|row| row.row).collect(),
            extras: self.extras().map(|(key, _)| key.clone()).collect(),
        }
    }

    pub fn extras(&self) -> impl Iterator<Item = &(String, Self)> {
        self.members.iter().filter(|(_, place)| place.what == What::Extra)
    }

    pub fn at(&self, path: &[Segment]) -> Option<&Self> {
        let Some((first, rest)) = path.split_first() else {
            return Some(self);
        };
        match first {
            Segment::Key(key) => self.members.iter().find(|(name, _)| name == key)?.1.at(rest),
            Segment::Index(index) => self.rows.get(*index)?.at(rest),
        }
    }

    pub fn at_mut(&mut self, path: &[Segment]) -> Option<&mut Self> {
        let Some((first, rest)) = path.split_first() else {
            return Some(self);
        };
        match first {
            Segment::Key(key) => self.members.iter_mut().find(|(name, _)| name == key)?.1.at_mut(rest),
            Segment::Index(index) => self.rows.get_mut(*index)?.at_mut(rest),
        }
    }

    /// All places with their paths, each before what is in it.
    pub fn all(&self) -> Vec<(Path, &Self)> {
        fn walk<'p>(place: &'p Place, path: &Path, all: &mut Vec<(Path, &'p Place)>) {
            all.push((path.clone(), place));
            let below = |segment| Path(path.0.iter().cloned().chain([segment]).collect());
            for (key, member) in &place.members {
                walk(member, &below(Segment::Key(key.clone().into())), all);
            }
            for (index, row) in place.rows.iter().enumerate() {
                walk(row, &below(Segment::Index(index)), all);
            }
        }
        let mut all = Vec::new();
        walk(self, &Path::default(), &mut all);
        all
    }

    /// Takes the value of a JSON text.
    pub fn take_json(&mut self, json: &str, numbers: &mut Numbers) {
        self.given = None;
        self.include = Include::Auto;
        match self.what {
            Group(_) if json.starts_with('{') => {
                self.clear(numbers);
                let pairs: Pairs = serde_json::from_str(json).unwrap();
                if pairs.0.is_empty() {
                    self.include = Include::Always;
                }
                for (key, value) in pairs.0 {
                    match self
                        .members
                        .iter_mut()
                        .find(|(name, place)| *name == key && place.what != What::Extra)
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
                self.clear(numbers);
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

    fn clear(&mut self, numbers: &mut Numbers) {
        self.given = None;
        self.include = Include::Auto;
        self.text.clear();
        self.rows.clear();
        self.members.retain(|(_, place)| place.what != What::Extra);
        self.members.iter_mut().for_each(|(_, place)| place.clear(numbers));
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
            What::Extra => Some(meaning(self.what, trimmed(&self.text))),
            _ if trimmed(&self.text).is_empty() => None,
            _ => Some(meaning(self.what, trimmed(&self.text))),
        }
    }

    /// From a path in the request to the path in the form, where rows that are not sent have places too; and the part
    /// of it that is a place of the form.
    pub fn in_form(&self, path: &Path, forced: Option<&[Segment]>) -> (Path, Path) {
        let (mut found, mut place, mut rest) = (Path::default(), self, path.0.as_slice());
        while let [first, below @ ..] = rest {
            let next = match first {
                Segment::Index(index) => (0..place.rows.len())
                    .filter(|at| {
                        let is_forced = forced.is_some_and(|forced| {
                            forced.len() > found.0.len() + 1 && forced[found.0.len()] == Segment::Index(*at)
                        });
                        is_forced || place.rows[*at].json(None).is_some()
                    })
                    .nth(*index)
                    .map(Segment::Index),
                key => Some(key.clone()),
            };
            let Some(next) = next.filter(|next| place.at(std::slice::from_ref(next)).is_some()) else {
                break;
            };
            place = place.at(std::slice::from_ref(&next)).unwrap();
            found.0.push(next);
            rest = below;
        }
        (Path(found.0.iter().chain(rest).cloned().collect()), found)
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
        (Free | What::Extra, _) if is_json(text) => return text.to_vec(),
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
