//! The bodies of responses with status 400, in the format and with the messages of Django REST Framework.

use serde_json::{Map, Value, json};

use super::ErrorShape;
use crate::issue::{Issue, Problem, Segment};
use crate::json::{read_parts, string};

/// The key of messages about an object or a list of objects as a whole.
const WHOLE: &str = "non_field_errors";

/// The body of the response to a request with these issues.
pub(super) fn error_body(issues: &[Issue], received: &[u8], shape: ErrorShape) -> Value {
    let mut errors = Map::new();
    for issue in issues.iter().filter(|issue| issue.is_error()) {
        if let Some(reason) = parse_error(issue) {
            return json!({ "detail": reason });
        }
        put(&mut errors, &keys(issue), message(issue, value(issue, received)));
    }
    if shape == ErrorShape::Lists
        && let Some(Value::Object(checks)) = errors.get_mut("checks")
        && !checks.contains_key(WHOLE)
    {
        let count = count_of_checks(received);
        let items = (0..count).map(|index| checks.remove(&index.to_string()).unwrap_or_else(|| json!({})));
        let items: Vec<Value> = items.collect();
        errors.insert("checks".to_owned(), Value::Array(items));
    }
    Value::Object(errors)
}

/// The message about a body that cannot be parsed.
fn parse_error(issue: &Issue) -> Option<String> {
    let reason = match &issue.problem {
        Problem::InvalidJson { reason } => reason.replace('_', " "),
        Problem::TooDeep { .. } => "nesting too deep".to_owned(),
        _ => return None,
    };
    let position = issue.span.map_or_else(String::new, |span| {
        format!(": line {} column {} (char {})", span.line, span.column, span.start)
    });
    Some(format!("JSON parse error - {reason}{position}"))
}

/// The text of the value with an issue.
fn value<'r>(issue: &Issue, received: &'r [u8]) -> &'r str {
    let text = issue
        .span
        .and_then(|span| received.get(span.start as usize..span.end as usize));
    text.and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default()
}

fn count_of_checks(received: &[u8]) -> usize {
    let text = std::str::from_utf8(received).unwrap_or_default();
    let members = read_parts(text.trim_ascii(), b'{').unwrap_or_default();
    let checks = members.iter().find(|member| member.key == "checks");
    checks
        .and_then(|checks| read_parts(checks.value, b'['))
        .map_or(0, |items| items.len())
}

/// The keys below which a message is placed.
fn keys(issue: &Issue) -> Vec<String> {
    // A cross-field rule concerns the object that has the fields.
    if matches!(issue.problem, Problem::Exclusive { .. } | Problem::RequiredOneOf { .. }) {
        return vec![WHOLE.to_owned()];
    }
    let mut keys: Vec<String> = issue.path.0.iter().map(segment_text).collect();
    let is_serializer = match keys.last().map(String::as_str) {
        None | Some("customer" | "checks") => true,
        Some(_) => issue.path.0.len() == 2 && matches!(issue.path.0.last(), Some(Segment::Index(_))) && is_check(issue),
    };
    if keys.is_empty() || (is_serializer && matches!(issue.problem, Problem::InvalidType { .. })) {
        keys.push(WHOLE.to_owned());
    }
    keys
}

fn is_check(issue: &Issue) -> bool {
    matches!(issue.path.0.first(), Some(Segment::Key(key)) if key == "checks")
}

fn segment_text(segment: &Segment) -> String {
    match segment {
        Segment::Key(key) => key.clone().into_owned(),
        Segment::Index(index) => index.to_string(),
    }
}

fn message(issue: &Issue, value: &str) -> String {
    match &issue.problem {
        Problem::Required {} => "This field is required.".to_owned(),
        Problem::NotNullable {} => "This field may not be null.".to_owned(),
        Problem::Blank {} => "This field may not be blank.".to_owned(),
        Problem::RequiredOneOf { fields } | Problem::Exclusive { fields } => {
            format!("Give either {}.", fields.join(" or "))
        }
        Problem::TooLong { max, .. } => format!("Ensure this field has no more than {max} characters."),
        Problem::InvalidUrl { .. } => "Enter a valid URL.".to_owned(),
        Problem::InvalidSlug {} => {
            "Enter a valid \"slug\" consisting of letters, numbers, underscores or hyphens.".to_owned()
        }
        Problem::InvalidOption { .. } => not_a_choice(value),
        Problem::OutOfRange { min, max, actual } => {
            if actual.0.starts_with('-') || actual.0 == "0" {
                format!("Ensure this value is greater than or equal to {}.", min.0)
            } else {
                format!("Ensure this value is less than or equal to {}.", max.0)
            }
        }
        Problem::InvalidUnicode { character } if character == "U+0000" => "Null characters are not allowed.".to_owned(),
        Problem::InvalidUnicode { character } => format!("Surrogate characters are not allowed: {character}."),
        Problem::InvalidType { expected, .. } => wrong_type(issue, expected, value),
        // The framework has no such check: the message of this library.
        _ => issue.message(),
    }
}

fn not_a_choice(value: &str) -> String {
    let text = if value.starts_with('"') {
        string(value)
    } else {
        value.into()
    };
    format!("\"{text}\" is not a valid choice.")
}

fn wrong_type(issue: &Issue, expected: &str, value: &str) -> String {
    let name = issue.path.0.last().map(segment_text).unwrap_or_default();
    match expected {
        "integer" => "A valid integer is required.".to_owned(),
        "boolean" => "Must be a valid boolean.".to_owned(),
        "array" => format!("Expected a list of items but got type \"{}\".", python_type(value)),
        "object" if name == "input_details" => {
            format!(
                "Expected a dictionary of items but got type \"{}\".",
                python_type(value)
            )
        }
        "object" => format!("Invalid data. Expected a dictionary, but got {}.", python_type(value)),
        _ if name == "webhook_url" => "Enter a valid URL.".to_owned(),
        _ if name == "customer_type" => not_a_choice(value),
        _ => "Not a valid string.".to_owned(),
    }
}

/// The name of the type of a value in Python.
fn python_type(value: &str) -> &'static str {
    match value.as_bytes().first() {
        Some(b'"') => "str",
        Some(b'[') => "list",
        Some(b'{') => "dict",
        Some(b't' | b'f') => "bool",
        Some(b'n') | None => "NoneType",
        Some(_) if value.contains(['.', 'e', 'E']) => "float",
        Some(_) => "int",
    }
}

/// Adds a message below its keys, in addition to those that are already there.
fn put(place: &mut Map<String, Value>, keys: &[String], message: String) {
    let Some((key, rest)) = keys.split_first() else { return };
    let empty = if rest.is_empty() { json!([]) } else { json!({}) };
    match place.entry(key).or_insert(empty) {
        Value::Array(messages) => messages.push(Value::String(message)),
        Value::Object(below) if rest.is_empty() => put(below, &[WHOLE.to_owned()], message),
        Value::Object(below) => put(below, rest, message),
        _ => {}
    }
}
