//! What the npm package may accept without a call of the core: the tables, and the conditions under which no rule reports
//! anything. `scripts/pkg/acceptor.mjs` makes JavaScript from it.

use super::document::{Json, Object};
use super::field_table::{SAFE, fallback};
use crate::issue::Code;
use crate::request::{CASE, EXCLUSIVE, Field, Kind, MAX_DEPTH, Presence, Revision, Table};
use crate::rules::{
    Condition, ValueCondition, acceptance_of_advice, acceptance_of_format, acceptance_of_rule, cross_field_codes,
};

/// The revision whose requests are accepted without a call. Requests of other revisions go to the core, which costs no code.
const ACCEPTED: Revision = Revision::Reference;

/// The revisions, the tables with their fields, the pairs of exclusive fields, and the rules about several fields, as JSON. `null` as a
/// condition means that the core must be called.
#[must_use]
pub fn acceptance() -> String {
    let mut tables = Vec::new();
    add_table(&CASE, &mut tables);
    let pairs: Vec<Vec<Json>> = EXCLUSIVE
        .iter()
        .map(|pair| pair.names().into_iter().map(Json::from).collect())
        .collect();
    let revisions: Vec<&str> = Revision::ALL.iter().map(|revision| revision.as_str()).collect();
    Json::from(
        Object::new()
            .with("revisions", revisions)
            .with("revision", ACCEPTED.as_str())
            .with("root", CASE.name)
            .with("maxDepth", i64::from(MAX_DEPTH))
            .with("tables", tables.iter().map(|table| json(table)).collect::<Vec<_>>())
            .with("exclusive", pairs)
            .with("rules", cross_field_codes().map(rule).collect::<Vec<_>>()),
    )
    .pretty()
}

/// Adds a table after those that its fields hold.
fn add_table(table: &'static Table, tables: &mut Vec<&'static Table>) {
    for (_, field) in table.fields_in(ACCEPTED) {
        let mut kind = &field.kind;
        while let Kind::List(item) = kind {
            kind = item;
        }
        if let Kind::Object(inner) = kind {
            add_table(inner, tables);
        }
    }
    if tables.iter().all(|known| known.name != table.name) {
        tables.push(table);
    }
}

fn json(table: &Table) -> Object {
    Object::new().with("name", table.name).with(
        "fields",
        table.fields_in(ACCEPTED).map(|(_, of)| field(of)).collect::<Vec<_>>(),
    )
}

fn field(field: &Field) -> Object {
    let conditions: Vec<Json> = field
        .advice
        .iter()
        .map(|advice| acceptance_of_advice(*advice).map_or(Json::Null, |condition| value_condition(&condition).into()))
        .collect();
    Object::new()
        .with("name", field.name)
        .with("required", field.presence == Presence::Required)
        .with("nullable", field.presence == Presence::Nullable)
        .with_some("default", field.default.map(fallback))
        .with("kind", kind(&field.kind))
        .with("conditions", conditions)
}

fn kind(of: &Kind) -> Object {
    let named = |name: &str| Object::new().with("name", name);
    match of {
        // A JavaScript number is exact up to this limit.
        Kind::Integer { min, max } => named("integer")
            .with("min", (*min).max(-SAFE))
            .with("max", (*max).min(SAFE)),
        Kind::Text { max, format } => {
            let conditions: Vec<Object> = acceptance_of_format(*format).iter().map(value_condition).collect();
            named("text").with_some("max", *max).with("conditions", conditions)
        }
        Kind::Choice { options, empty, .. } => {
            let values: Vec<&str> = options.iter().map(|option| option.value).collect();
            named("choice").with("options", values).with("empty", *empty)
        }
        Kind::Boolean => named("boolean"),
        Kind::Free => named("json"),
        Kind::Object(table) => named("object").with("table", table.name),
        Kind::List(item) => named("list").with("item", kind(item)),
    }
}

fn value_condition(condition: &ValueCondition) -> Object {
    match condition {
        ValueCondition::Text(pattern) => Object::new().with("text", *pattern),
        ValueCondition::AtMost(max) => Object::new().with("atMost", *max),
        ValueCondition::Value => Object::new().with("value", true),
    }
}

fn rule(code: Code) -> Object {
    let (table, condition) = match (code, acceptance_of_rule(code)) {
        (Code::Exclusive, _) => {
            let pairs = EXCLUSIVE.iter().map(|pair| {
                let [first, second] = pair.names();
                let empty = [first, second].map(|field| condition(&Condition::Empty(field)));
                Object::new().with("any", empty.to_vec())
            });
            (CASE.name, Object::new().with("all", pairs.collect::<Vec<_>>()).into())
        }
        (_, Some((table, accepts))) => (table.name, condition(&accepts).into()),
        (_, None) => (CASE.name, Json::Null),
    };
    Object::new()
        .with("code", code.as_str())
        .with("table", table)
        .with("condition", condition)
}

fn condition(of: &Condition) -> Object {
    let all = |conditions: &[Condition]| conditions.iter().map(condition).collect::<Vec<_>>();
    match of {
        Condition::Present(field) => Object::new().with("present", *field),
        Condition::Filled(field) => Object::new().with("filled", *field),
        Condition::Empty(field) => Object::new().with("empty", *field),
        Condition::False(field) => Object::new().with("false", *field),
        Condition::NotZero(field) => Object::new().with("notZero", *field),
        Condition::Any(conditions) => Object::new().with("any", all(conditions)),
        Condition::All(conditions) => Object::new().with("all", all(conditions)),
        Condition::Distinct(paths) => {
            let paths: Vec<String> = paths.iter().map(|path| path.join(".")).collect();
            Object::new().with("distinct", paths)
        }
    }
}
