//! The objects of the request, as input and as payload.

use super::super::field_table::SAFE;
use super::{comment, pascal_case, union};
use crate::request::{CASE, CHECK, CUSTOMER, Fallback, Field, Kind, Presence, Table};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Input,
    Payload,
}

pub(super) fn declarations() -> String {
    let mut out = String::new();
    for side in [Side::Input, Side::Payload] {
        for table in [&CASE, &CUSTOMER, &CHECK] {
            out.push_str(&object(table, side));
            out.push('\n');
        }
    }
    for (list, field) in choices() {
        out.push_str(&comment(&format!("The known values of `{}`.", field.name), &[], ""));
        let values: Vec<&str> = list.iter().map(|choice| choice.value).collect();
        out.push_str(&union(&choice_name(field), &values));
        out.push('\n');
    }
    out.push_str(&defaults());
    out
}

fn object(table: &Table, side: Side) -> String {
    let about = match side {
        Side::Input => "The type of the input.",
        Side::Payload => "The type in the payload.",
    };
    let mut out = comment(&format!("{} {about}", table.doc), &[], "");
    out.push_str(&format!("export interface {} {{\n", object_name(table, side)));
    for field in table.fields {
        out.push_str(&member(field, side));
    }
    out.push_str("}\n");
    out
}

fn member(field: &Field, side: Side) -> String {
    let mut text = field.doc.to_owned();
    if side == Side::Payload && field.default.is_some() {
        text.push_str(" Present unless the option `defaults` is \"omit\": see `SparseCasePayload`.");
    }
    let mut type_name = type_of(&field.kind, field, side);
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

fn type_of(kind: &Kind, field: &Field, side: Side) -> String {
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
        Kind::Object(table) => object_name(table, side),
        Kind::List(item) => {
            let item = type_of(item, field, side);
            let readonly = if side == Side::Input { "readonly " } else { "" };
            if item.contains(' ') {
                format!("{readonly}({item})[]")
            } else {
                format!("{readonly}{item}[]")
            }
        }
    }
}

fn object_name(table: &Table, side: Side) -> String {
    let name = if table.name == CASE.name { "Case" } else { table.name };
    format!("{name}{}", if side == Side::Input { "Input" } else { "Payload" })
}

fn choice_name(field: &Field) -> String {
    format!("{}Name", pascal_case(field.name))
}

fn choices() -> impl Iterator<Item = (&'static [crate::request::Choice], &'static Field)> {
    [&CASE, &CUSTOMER, &CHECK]
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
        let type_name = type_of(&field.kind, field, Side::Input);
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
