//! The objects of the request, as input and as payload.

use super::super::field_table::SAFE;
use super::{comment, pascal_case, union};
use crate::request::{CASE, Fallback, Field, Kind, Presence, Revision, Table};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Input,
    Payload,
}

pub(super) fn declarations() -> String {
    let mut out = String::new();
    for side in [Side::Input, Side::Payload] {
        for table in CASE.with_inner() {
            for revision in Revision::ALL.iter().filter(|revision| is_changed(table, **revision)) {
                out.push_str(&object(table, side, *revision));
                out.push('\n');
            }
        }
    }
    for (list, field) in choices() {
        out.push_str(&comment(&format!("The known values of `{}`.", field.name), &[], ""));
        let values: Vec<&str> = list.iter().map(|choice| choice.value).collect();
        out.push_str(&union(&choice_name(field), &values));
        out.push('\n');
    }
    out.push_str(&by_revision(
        "The types of the input, by revision of the API.",
        Side::Input,
    ));
    out.push_str(&by_revision(
        "The types of the payload, by revision of the API.",
        Side::Payload,
    ));
    out.push_str(&defaults());
    out
}

fn by_revision(about: &str, side: Side) -> String {
    let members: Vec<String> = Revision::ALL
        .iter()
        .map(|revision| {
            format!(
                "  readonly {}: {};\n",
                revision.as_str(),
                object_name(&CASE, side, *revision)
            )
        })
        .collect();
    let name = if side == Side::Input {
        "CaseInputs"
    } else {
        "CasePayloads"
    };
    format!(
        "{}export interface {name} {{\n{}}}\n\n",
        comment(about, &[], ""),
        members.concat()
    )
}

/// The first revision that has a table.
fn first(table: &Table) -> Option<Revision> {
    table.fields.iter().map(|field| field.since).min()
}

/// Whether a table, or one in it, has fields that the revision before did not document.
fn is_changed(table: &'static Table, revision: Revision) -> bool {
    let mut fields = table.with_inner().into_iter().flat_map(|table| table.fields);
    first(table) <= Some(revision) && fields.any(|field| field.since == revision)
}

/// An interface of a table in a revision: of the first one with all fields, of a later one with what it changes.
fn object(table: &'static Table, side: Side, revision: Revision) -> String {
    let about = match side {
        Side::Input => "The type of the input.",
        Side::Payload => "The type in the payload.",
    };
    let mut out = comment(&format!("{} {about}", table.doc), &[], "");
    let name = object_name(table, side, revision);
    let before = Revision::ALL.iter().rfind(|before| **before < revision);
    let base = before.filter(|before| first(table) <= Some(**before));
    let extends = base.map_or_else(String::new, |base| {
        format!(" extends {}", object_name(table, side, *base))
    });
    out.push_str(&format!("export interface {name}{extends} {{\n"));
    for (_, field) in table.fields_in(revision) {
        if base.is_none() || field.since == revision || inner(field).is_some_and(|inner| is_changed(inner, revision)) {
            out.push_str(&member(field, side, revision));
        }
    }
    out.push_str("}\n");
    out
}

/// The table of the objects that a field has.
fn inner(field: &Field) -> Option<&'static Table> {
    match field.kind {
        Kind::Object(table) | Kind::List(&Kind::Object(table)) => Some(table),
        _ => None,
    }
}

fn member(field: &Field, side: Side, revision: Revision) -> String {
    let mut text = field.doc.to_owned();
    if side == Side::Payload && field.default.is_some() {
        text.push_str(" Present unless the option `defaults` is \"omit\": see `SparseCasePayload`.");
    }
    let mut type_name = type_of(&field.kind, field, side, revision);
    if field.is_nullable() {
        type_name.push_str(" | null");
    }
    let is_required = match side {
        Side::Input => field.presence == Presence::Required,
        Side::Payload => field.presence == Presence::Required || field.default.is_some(),
    };
    if side == Side::Input && !is_required {
        type_name.push_str(" | undefined");
    }
    format!(
        "{}  {}{}: {type_name};\n",
        comment(&text, &tags(field), "  "),
        field.name,
        if is_required { "" } else { "?" },
    )
}

fn tags(field: &Field) -> Vec<String> {
    let mut tags = Vec::new();
    match &field.kind {
        Kind::Integer { min, max } => tags.extend([format!("@minimum {min}"), format!("@maximum {max}")]),
        Kind::List(Kind::Integer { min, max }) => {
            tags.extend([format!("@minimum {min} (each)"), format!("@maximum {max} (each)")]);
        }
        Kind::Text { max: Some(max), .. } => tags.push(format!("@maxLength {max} (in Unicode code points)")),
        _ => {}
    }
    tags.extend(field.default.map(|default| format!("@default {}", shown(default))));
    tags
}

fn type_of(kind: &Kind, field: &Field, side: Side, revision: Revision) -> String {
    match kind {
        // In a payload, BigInts are used only for integers that a number cannot represent exactly.
        Kind::Integer { min, max } if side == Side::Payload && *min >= -SAFE && *max <= SAFE => "number".to_owned(),
        Kind::Integer { .. } => "number | bigint".to_owned(),
        Kind::Text { .. } => "string".to_owned(),
        Kind::Choice { open, empty, .. } => {
            let others = if *open { " | (string & {})" } else { "" };
            let none = if *empty && !*open { " | \"\"" } else { "" };
            format!("{}{none}{others}", choice_name(field))
        }
        Kind::Boolean => "boolean".to_owned(),
        Kind::Free if side == Side::Input => "JsonObject".to_owned(),
        Kind::Free => "{ [key: string]: unknown }".to_owned(),
        Kind::Object(table) => object_name(table, side, revision),
        Kind::List(item) => {
            let item = type_of(item, field, side, revision);
            let readonly = if side == Side::Input { "readonly " } else { "" };
            if item.contains(' ') {
                format!("{readonly}({item})[]")
            } else {
                format!("{readonly}{item}[]")
            }
        }
    }
}

/// The name of the interface of a table in a revision, which is that of the revision that changed it last.
fn object_name(table: &'static Table, side: Side, revision: Revision) -> String {
    let name = if table.name == CASE.name { "Case" } else { table.name };
    let mut changes = Revision::ALL.iter().filter(|change| is_changed(table, **change));
    let last = changes.rfind(|change| **change <= revision);
    let prefix = last
        .filter(|last| Some(**last) != first(table))
        .map(|last| pascal_case(last.as_str()));
    let side = if side == Side::Input { "Input" } else { "Payload" };
    format!("{}{name}{side}", prefix.unwrap_or_default())
}

fn choice_name(field: &Field) -> String {
    format!("{}Name", pascal_case(field.name))
}

fn choices() -> impl Iterator<Item = (&'static [crate::request::Choice], &'static Field)> {
    CASE.with_inner()
        .into_iter()
        .flat_map(|table| table.fields)
        .filter_map(|field| match field.kind {
            Kind::Choice { options, .. } => Some((options, field)),
            _ => None,
        })
}

fn defaults() -> String {
    let defaulted = || CASE.fields.iter().filter(|field| field.default.is_some());
    let names: Vec<&str> = defaulted().map(|field| field.name).collect();
    let mut out = comment("The fields with a default.", &[], "");
    out.push_str(&union("DefaultedField", &names));
    out.push('\n');
    out.push_str(&comment("The fields with a default, with their values.", &[], ""));
    out.push_str("export interface CaseDefaults {\n");
    for field in defaulted() {
        out.push_str(&comment(field.doc, &tags(field), "  "));
        let type_name = type_of(&field.kind, field, Side::Input, field.since);
        out.push_str(&format!("  {}: {type_name};\n", field.name));
    }
    out.push_str("}\n");
    out
}

fn shown(default: Fallback) -> String {
    match default {
        Fallback::Integer(value) => value.to_string(),
        Fallback::Boolean(value) => value.to_string(),
    }
}
