//! The messages of Django REST Framework that are known, and the codes of this library that say the same.

use crate::issue::Problem;
use crate::lean::split_at_any;
use crate::request::Kind;
use crate::rules::invalid_option;

/// What a message means here.
#[derive(Clone, Copy)]
enum Meaning {
    Required,
    Null,
    Blank,
    Choice,
    Slug,
    /// No list was given; the message ends with the type that was, as Python calls it.
    NoList,
    /// The same for an object.
    NoObject,
    /// The message ends with the character, or it is U+0000.
    Character,
    /// The params of the code that would fit are not in the message.
    Other,
}

/// The beginning of each message (of the choice, the end), the server's code for it, and its meaning.
const KNOWN: &[(&str, &str, Meaning)] = &[
    ("This field is required.", "required", Meaning::Required),
    ("This field may not be null.", "null", Meaning::Null),
    ("This field may not be blank.", "blank", Meaning::Blank),
    (" is not a valid choice.", "invalid_choice", Meaning::Choice),
    ("Enter a valid \"slug\" ", "invalid", Meaning::Slug),
    (
        "Expected a list of items but got type \"",
        "not_a_list",
        Meaning::NoList,
    ),
    (
        "Expected a dictionary of items but got type \"",
        "not_a_dict",
        Meaning::NoObject,
    ),
    (
        "Invalid data. Expected a dictionary, but got ",
        "invalid",
        Meaning::NoObject,
    ),
    (
        "Null characters are not allowed.",
        "null_characters_not_allowed",
        Meaning::Character,
    ),
    (
        "Surrogate characters are not allowed: ",
        "surrogate_characters_not_allowed",
        Meaning::Character,
    ),
    ("Enter a valid URL.", "invalid", Meaning::Other),
    ("A valid integer is required.", "invalid", Meaning::Other),
    ("Not a valid string.", "invalid", Meaning::Other),
    ("Must be a valid boolean.", "invalid", Meaning::Other),
    ("Ensure this field has no more than ", "max_length", Meaning::Other),
    ("Ensure this value is greater than ", "min_value", Meaning::Other),
    ("Ensure this value is less than ", "max_value", Meaning::Other),
    ("String value too large.", "max_string_length", Meaning::Other),
];

/// The problem that the server's words and its code, if it gave one, speak of, at a field of the given kind.
pub(super) fn problem(status: u16, text: &str, code: Option<String>, kind: Option<&'static Kind>) -> Problem {
    let given = code.as_deref();
    for (words, theirs, meaning) in KNOWN {
        let is_said = text.starts_with(words) || text.ends_with(words);
        // Words can be in any language, and the first codes mean one thing whatever the words.
        let is_meant = given.map_or(is_said, |given| {
            given == *theirs && (is_said || *meaning as u8 <= Meaning::Choice as u8)
        });
        if is_meant {
            return meaning.problem(text, words, kind).unwrap_or_else(|| Problem::Server {
                status: u64::from(status),
                server_code: Some((*theirs).to_owned()),
            });
        }
    }
    Problem::Server {
        status: u64::from(status),
        server_code: code,
    }
}

impl Meaning {
    /// This library's own, if its params can be known.
    fn problem(self, text: &str, words: &str, kind: Option<&'static Kind>) -> Option<Problem> {
        let (rest, _) = split_at_any(text.get(words.len()..).unwrap_or_default(), b"\".");
        Some(match self {
            Self::Required => Problem::Required {},
            Self::Null => Problem::NotNullable {},
            Self::Blank => Problem::Blank {},
            Self::Slug => Problem::InvalidSlug {},
            Self::Choice => {
                let Some(Kind::Choice {
                    options, open: false, ..
                }) = kind
                else {
                    return None;
                };
                let value = text.strip_prefix('"').and_then(|text| text.strip_suffix(words));
                let value = value.and_then(|text| text.strip_suffix('"')).unwrap_or_default();
                if options.iter().any(|option| option.value == value) {
                    // The server knows another set than the table, so what it allows is not known.
                    return None;
                }
                invalid_option::problem(value, options)
            }
            Self::NoList | Self::NoObject => Problem::InvalidType {
                expected: if matches!(self, Self::NoList) {
                    "array"
                } else {
                    "object"
                },
                received: json_type(rest)?.to_owned(),
            },
            Self::Character => Problem::InvalidUnicode {
                character: if rest.is_empty() { "U+0000" } else { rest }.to_owned(),
            },
            Self::Other => return None,
        })
    }
}

/// JSON's name of a type that Python calls `python`.
#[inline(never)]
fn json_type(python: &str) -> Option<&'static str> {
    Some(match python {
        "str" => "string",
        "int" | "float" => "number",
        "bool" => "boolean",
        "list" => "array",
        "dict" => "object",
        "NoneType" => "null",
        _ => return None,
    })
}
