//! What is derived from the declarations says everything that they say: each field with its meaning and
//! limits, each code with its params, each option.
use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use sphinx_case::request::{
    CASE, CHECK, CUSTOMER, Choice, Fallback, Field, Format, Kind, Presence, Revision, SYNC_PLATFORM, Table,
};
use sphinx_case::schema::{self, Dialect, Side};
use sphinx_case::{Code, Options};

mod field_table;
mod headings;
mod json_schema;
mod typescript;

const TABLES: [&Table; 4] = [&CASE, &CUSTOMER, &CHECK, &SYNC_PLATFORM];

fn sentences(doc: &str) -> String {
    doc.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn default(field: &Field) -> Option<Value> {
    field.default.map(|default| match default {
        Fallback::Integer(value) => json!(value),
        Fallback::Boolean(value) => json!(value),
    })
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

#[test]
fn codes_have_their_meaning_and_params() {
    let codes = parsed(&schema::codes());
    let table = schema::codes_table();
    assert!(table.starts_with(schema::CODES_BEGIN) && table.trim_end().ends_with(schema::CODES_END));
    for (facts, row) in Code::ALL.iter().map(|code| code.facts()).zip(codes.as_array().unwrap()) {
        let code = facts.code.as_str();
        assert_eq!(
            (&row["code"], &row["severity"]),
            (&json!(code), &json!(facts.severity.as_str()))
        );
        assert_eq!(
            (&row["adjustable"], &row["description"]),
            (&json!(facts.adjustable), &json!(sentences(facts.doc)))
        );
        let names: Vec<&Value> = row["params"]
            .as_array()
            .unwrap()
            .iter()
            .map(|param| &param["name"])
            .collect();
        assert_eq!(names, facts.params.iter().map(|param| param.name).collect::<Vec<_>>());
        let line = table
            .lines()
            .find(|line| line.starts_with(&format!("| `{code}` |")))
            .unwrap();
        assert!(line.contains(&sentences(facts.doc)) && line.contains(facts.severity.as_str()));
        assert!(
            facts
                .params
                .iter()
                .all(|param| line.contains(&format!("`{}", param.name)))
        );
    }
}

/// The README has the table of codes between its markers.
#[test]
fn the_exported_table_of_codes_in_the_readme_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(path).unwrap();
    let (before, rest) = readme.split_once(schema::CODES_BEGIN).unwrap();
    let (_, after) = rest.split_once(schema::CODES_END).unwrap();
    let fresh = format!("{before}{}{after}", schema::codes_table().trim_end());
    if std::env::var_os("RENEW").is_some() {
        std::fs::write(path, &fresh).unwrap();
    }
    assert!(
        std::fs::read_to_string(path).unwrap() == fresh,
        "README.md is stale: run `RENEW=1 cargo test --test core exported`"
    );
}
