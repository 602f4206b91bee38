//! Known messages of Django REST Framework and the corresponding codes of this library.

use crate::issue::Problem;
use crate::lean::split_at_any;
use crate::request::{Choice, Kind};
use crate::rules::invalid_option;

/// The meaning of a known message.
#[derive(Clone, Copy)]
enum Meaning {
    Required,
    Null,
    Blank,
    Choice,
    Slug,
    /// Not a list. The message ends with the Python name of the received type.
    NotAList,
    /// Not an object. The message ends with the Python name of the received type.
    NotAnObject,
    /// A character that cannot be sent: the one at the end of the message, or U+0000.
    Character,
    /// The message does not contain the params of the corresponding code.
    Other,
}

/// The beginning of each message (the end for choices), the code of Django REST Framework, and the meaning.
const KNOWN: &[(&str, &str, Meaning)] = &[
    ("This field is required.", "required", Meaning::Required),
    ("This field may not be null.", "null", Meaning::Null),
    ("This field may not be blank.", "blank", Meaning::Blank),
    (" is not a valid choice.", "invalid_choice", Meaning::Choice),
    ("Enter a valid \"slug\" ", "invalid", Meaning::Slug),
    (
        "Expected a list of items but got type \"",
        "not_a_list",
        Meaning::NotAList,
    ),
    (
        "Expected a dictionary of items but got type \"",
        "not_a_dict",
        Meaning::NotAnObject,
    ),
    (
        "Invalid data. Expected a dictionary, but got ",
        "invalid",
        Meaning::NotAnObject,
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

/// The problem that a message, and its code if there is one, describe at a field of the given kind.
pub(super) fn problem(status: u16, text: &str, code: Option<String>, kind: Option<&'static Kind>) -> Problem {
    if let Some((pattern, server_code, meaning)) = known(text, code.as_deref()) {
        return meaning.problem(text, pattern, kind).unwrap_or_else(|| Problem::Server {
            status: u64::from(status),
            server_code: Some((*server_code).to_owned()),
        });
    }
    Problem::Server {
        status: u64::from(status),
        server_code: code,
    }
}

/// Whether a message, or its code, is one of those listed here.
#[cfg(feature = "client")]
pub(super) fn is_known(text: &str, code: Option<&str>) -> bool {
    known(text, code).is_some()
}

/// The row of a message.
fn known(text: &str, code: Option<&str>) -> Option<&'static (&'static str, &'static str, Meaning)> {
    KNOWN.iter().find(|(pattern, server_code, meaning)| {
        let matches = text.starts_with(pattern) || text.ends_with(pattern);
        // Messages can be in any language. The first codes have one meaning regardless of the message.
        code.map_or(matches, |code| {
            code == *server_code && (matches || *meaning as u8 <= Meaning::Choice as u8)
        })
    })
}

impl Meaning {
    /// The corresponding problem of this library, if its params can be determined.
    fn problem(self, text: &str, pattern: &str, kind: Option<&'static Kind>) -> Option<Problem> {
        let (rest, _) = split_at_any(text.get(pattern.len()..).unwrap_or_default(), b"\".");
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
                let value = text.strip_prefix('"').and_then(|text| text.strip_suffix(pattern));
                let value = value.and_then(|text| text.strip_suffix('"')).unwrap_or_default();
                if Choice::has(options, value) {
                    // The API has other options than the table, so the allowed ones are unknown.
                    return None;
                }
                invalid_option::problem(value, options)
            }
            Self::NotAList | Self::NotAnObject => Problem::InvalidType {
                expected: if matches!(self, Self::NotAList) {
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

/// The JSON name of a Python type.
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
