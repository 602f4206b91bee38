//! The fields as a flat table, for rendering your own form.

use super::document::{Json, Object};
use super::sentences;
use crate::request::{CASE, Choice, DocSource, Fallback, Field, Format, Kind, Presence, Revision, Table};

/// The greatest integer up to which JavaScript numbers are exact. Greater integers are written as a string of digits.
pub(super) const SAFE: i64 = 9_007_199_254_740_991;

/// The names of the kinds of fields.
pub(super) const KINDS: &[&str] = &[
    "integer", "text", "url", "slug", "email", "choice", "boolean", "json", "object", "list",
];

/// The table as a JSON array: a row for each field in the order of the contract, and after each list a row for its items.
#[must_use]
pub fn fields() -> String {
    Json::from(rows().into_iter().map(json).collect::<Vec<_>>()).pretty()
}

/// The paths of all rows.
pub(super) fn paths() -> Vec<String> {
    rows().into_iter().map(|row| row.path).collect()
}

struct Row {
    path: String,
    label: &'static str,
    hint: String,
    presence: Presence,
    kind: Kind,
    default: Option<Fallback>,
    since: Revision,
    source: DocSource,
    limits_source: DocSource,
}

fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    add_object(&CASE, "", &mut rows);
    rows
}

fn add_object(table: &'static Table, holder: &str, rows: &mut Vec<Row>) {
    for field in table.fields {
        let path = format!("{holder}{}", field.name);
        rows.push(Row {
            path: path.clone(),
            label: field.label,
            hint: sentences(field.doc),
            presence: field.presence,
            kind: field.kind,
            default: field.default,
            since: field.since,
            source: field.source,
            limits_source: field.limits,
        });
        match field.kind {
            Kind::Object(inner) => add_object(inner, &format!("{path}."), rows),
            Kind::List(item) => add_item(field, item, &format!("{path}[]"), rows),
            _ => {}
        }
    }
}

fn add_item(list: &'static Field, item: &'static Kind, path: &str, rows: &mut Vec<Row>) {
    let (hint, inner) = match item {
        Kind::Object(table) => (table.doc, Some(*table)),
        _ => (list.doc, None),
    };
    rows.push(Row {
        path: path.to_owned(),
        label: list.label,
        hint: sentences(hint),
        presence: Presence::Optional,
        kind: *item,
        default: None,
        since: list.since,
        source: list.source,
        limits_source: list.limits,
    });
    if let Some(table) = inner {
        add_object(table, &format!("{path}."), rows);
    }
}

fn json(row: Row) -> Object {
    let (kind, limits) = kind(&row.kind);
    Object::new()
        .with("path", row.path)
        .with("kind", kind)
        .with("label", row.label)
        .with("hint", row.hint)
        .with("required", row.presence == Presence::Required)
        .with("nullable", row.presence == Presence::Nullable)
        .with_all(limits)
        .with_some("default", row.default.map(fallback))
        .with("revision", row.since.as_str())
        .with("source", row.source.as_str())
        .with("limitsSource", row.limits_source.as_str())
}

fn kind(kind: &Kind) -> (&'static str, Object) {
    let none = Object::new();
    match kind {
        Kind::Integer { min, max } => ("integer", none.with("min", exact(*min)).with("max", exact(*max))),
        Kind::Text { max, format } => {
            let unit = max.map(|_| "code points");
            let name = match format {
                Format::Plain => "text",
                Format::Url => "url",
                Format::Slug => "slug",
                Format::Email => "email",
            };
            (name, none.with_some("maxLength", *max).with_some("maxLengthUnit", unit))
        }
        Kind::Choice { options, open, empty } => {
            let options: Vec<Object> = options.iter().map(choice).collect();
            let choices = none.with("options", options).with("openOptions", *open);
            ("choice", choices.with("emptyOption", *empty))
        }
        Kind::Boolean => ("boolean", none),
        Kind::Free => ("json", none),
        Kind::Object(_) => ("object", none),
        Kind::List(_) => ("list", none),
    }
}

fn choice(choice: &Choice) -> Object {
    Object::new().with("value", choice.value).with("label", choice.label)
}

fn exact(value: i64) -> Json {
    if (-SAFE..=SAFE).contains(&value) {
        Json::Integer(value)
    } else {
        Json::Text(value.to_string())
    }
}

/// A default as JSON.
pub(super) fn fallback(default: Fallback) -> Json {
    match default {
        Fallback::Integer(value) => Json::Integer(value),
        Fallback::Boolean(value) => Json::Boolean(value),
    }
}
