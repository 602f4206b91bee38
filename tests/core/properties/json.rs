//! JSON as it is written: a tree whose leaves are exact tokens, so that every spelling can be made.

use std::collections::HashSet;

use proptest::collection::vec;
use proptest::prelude::*;

/// A JSON value with the spelling of its strings, numbers and keys.
#[derive(Debug, Clone)]
pub enum Json {
    /// A string, a number or a literal, exactly as it is written.
    Token(String),
    List(Vec<Json>),
    /// The keys are tokens too, in the order of the text.
    Object(Vec<(String, Json)>),
}

impl Json {
    pub fn token(text: impl ToString) -> Self {
        Self::Token(text.to_string())
    }

    /// The text without white space between the tokens.
    pub fn compact(&self) -> String {
        self.spaced(&[0])
    }

    /// The text with white space between the tokens: each gap picks the next, over and over.
    pub fn spaced(&self, gaps: &[u8]) -> String {
        const WHITE_SPACE: [&str; 6] = ["", " ", "\n", "\t", "\r\n", "  \n "];
        let mut out = String::new();
        let mut gaps = gaps.iter().cycle();
        let mut gap = |out: &mut String| {
            let pick = gaps.next().copied().unwrap_or_default();
            out.push_str(WHITE_SPACE[usize::from(pick) % WHITE_SPACE.len()]);
        };
        self.write(&mut out, &mut gap);
        out
    }

    fn write(&self, out: &mut String, gap: &mut dyn FnMut(&mut String)) {
        gap(out);
        match self {
            Self::Token(token) => out.push_str(token),
            Self::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    out.push_str(if index > 0 { "," } else { "" });
                    item.write(out, gap);
                }
                gap(out);
                out.push(']');
            }
            Self::Object(members) => {
                out.push('{');
                for (index, (key, value)) in members.iter().enumerate() {
                    out.push_str(if index > 0 { "," } else { "" });
                    gap(out);
                    out.push_str(key);
                    gap(out);
                    out.push(':');
                    value.write(out, gap);
                }
                gap(out);
                out.push('}');
            }
        }
        gap(out);
    }

    /// Whether `fits` holds for every number in the tree.
    pub fn numbers_are(&self, fits: &dyn Fn(&str) -> bool) -> bool {
        match self {
            Self::Token(token) => {
                !token.starts_with(|first: char| first == '-' || first.is_ascii_digit()) || fits(token)
            }
            Self::List(items) => items.iter().all(|item| item.numbers_are(fits)),
            Self::Object(members) => members.iter().all(|(_, value)| value.numbers_are(fits)),
        }
    }
}

/// What a string token says, unless it has a lone surrogate.
pub fn decoded(token: &str) -> Option<String> {
    serde_json::from_str(token).ok()
}

/// A string token of a text: with escapes that need not be there.
pub fn spelled(text: impl Strategy<Value = String> + 'static) -> BoxedStrategy<String> {
    (text, vec(0_u8..8, 1..6))
        .prop_map(|(text, picks)| {
            let mut token = String::from("\"");
            for (character, pick) in text.chars().zip(picks.iter().cycle()) {
                let mut units = [0; 2];
                let units = character.encode_utf16(&mut units);
                match (pick, character) {
                    (5, '/') => token.push_str("\\/"),
                    (6, _) => token.extend(units.iter().map(|unit| format!("\\u{unit:04x}"))),
                    (7, _) => token.extend(units.iter().map(|unit| format!("\\u{unit:04X}"))),
                    _ => {
                        let plain = serde_json::to_string(&character).unwrap();
                        token.push_str(&plain[1..plain.len() - 1]);
                    }
                }
            }
            token + "\""
        })
        .boxed()
}

/// A string token that has no text, or one that may not be sent.
pub fn bad_string() -> BoxedStrategy<String> {
    let tokens = [
        r#""\ud800""#,
        r#""\uDC00x""#,
        r#""a\ud83d\u0041""#,
        r#""\u0000""#,
        r#""é\ud800\ud83d\ude00""#,
    ];
    proptest::sample::select(tokens.to_vec())
        .prop_map(str::to_owned)
        .boxed()
}

/// A number in any spelling.
pub fn number() -> BoxedStrategy<String> {
    let odd = [
        "-0",
        "-0.0",
        "0e99999999999999999999",
        "1e400",
        "-1E+400",
        "1e-400",
        "9223372036854775807",
    ];
    let more = [
        "9223372036854775808",
        "-9223372036854775808",
        "12345678901234567890",
        "9007199254740993",
        "1.0",
        "30e-1",
    ];
    prop_oneof![
        3 => (-1000_i64..1000).prop_map(|number| number.to_string()),
        1 => any::<i64>().prop_map(|number| number.to_string()),
        2 => "-?(0|[1-9][0-9]{0,18})(\\.[0-9]{1,4})?([eE][+-]?[0-9]{1,3})?",
        1 => proptest::sample::select([odd.as_slice(), more.as_slice()].concat()).prop_map(str::to_owned),
    ]
    .boxed()
}

/// Some text: letters, signs, controls, characters beyond the first plane.
pub fn text() -> BoxedStrategy<String> {
    prop_oneof![4 => "[a-z]{0,4}", 2 => "\\PC{0,6}", 1 => "[\\x01-\\x7f]{0,8}", 1 => "[\u{7f}-\u{10ffff}]{0,4}"].boxed()
}

/// Any JSON value. A tidy one has nothing that is an error in free JSON.
pub fn free(tidy: bool) -> BoxedStrategy<Json> {
    let string = move || match tidy {
        true => spelled(text()),
        false => prop_oneof![20 => spelled(text()), 1 => bad_string()].boxed(),
    };
    let literal = proptest::sample::select(vec!["null", "true", "false"]);
    let leaf = prop_oneof![
        literal.prop_map(Json::token),
        number().prop_map(Json::Token),
        string().prop_map(Json::Token)
    ];
    let value = leaf.prop_recursive(4, 24, 12, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Json::List),
            object_of(string(), inner, tidy)
        ]
    });
    let deepest = if tidy { 60..=110_usize } else { 110..=140 };
    prop_oneof![
        30 => value.clone(),
        1 => (value, deepest).prop_map(|(value, levels)| (0..levels).fold(value, |value, _| Json::List(vec![value]))),
    ]
    .boxed()
}

/// A JSON object of any shape.
pub fn free_object(tidy: bool) -> BoxedStrategy<Json> {
    object_of(spelled(text()), free(tidy), tidy)
}

fn object_of(key: BoxedStrategy<String>, value: BoxedStrategy<Json>, tidy: bool) -> BoxedStrategy<Json> {
    let few = vec((key.clone(), value.clone()), 0..4);
    // More than a few keys are looked through in another way.
    let many = vec((key, value), 9..12);
    prop_oneof![9 => few, 1 => many]
        .prop_map(move |members| Json::Object(if tidy { distinct(members) } else { members }))
        .boxed()
}

/// The members without those whose key was there before.
pub fn distinct(mut members: Vec<(String, Json)>) -> Vec<(String, Json)> {
    let mut seen = HashSet::new();
    members.retain(|(key, _)| decoded(key).is_some_and(|key| seen.insert(key)));
    members
}
