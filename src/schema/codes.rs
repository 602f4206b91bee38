//! The table of codes: as JSON and as Markdown.

use super::document::{Json, Object};
use super::sentences;
use crate::issue::{Code, CodeFacts};

/// The line before the table of codes in a Markdown file.
pub const CODES_BEGIN: &str = "<!-- codes:begin -->";
/// The line after the table of codes in a Markdown file.
pub const CODES_END: &str = "<!-- codes:end -->";

/// Every code as a JSON array: severity, meaning, params, and whether `rules` can change the severity.
#[must_use]
pub fn codes() -> String {
    Json::from(facts().map(|facts| json(&facts)).collect::<Vec<_>>()).pretty()
}

/// Every code as a Markdown table between the two markers.
#[must_use]
pub fn codes_table() -> String {
    let mut table = format!("{CODES_BEGIN}\n| code | severity | when | params |\n| --- | --- | --- | --- |\n");
    for facts in facts() {
        let severity = match facts.adjustable {
            true => format!("{} (can be set)", facts.severity.as_str()),
            false => facts.severity.as_str().to_owned(),
        };
        let params: Vec<String> = facts
            .params
            .iter()
            .map(|param| format!("`{}{}`", param.name, if param.optional { "?" } else { "" }))
            .collect();
        let cells = [
            format!("`{}`", facts.code.as_str()),
            severity,
            sentences(facts.doc).replace('|', "\\|"),
            params.join(", "),
        ];
        table.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    table.push_str(CODES_END);
    table.push('\n');
    table
}

fn facts() -> impl Iterator<Item = CodeFacts> {
    Code::ALL.iter().map(|code| code.facts())
}

fn json(facts: &CodeFacts) -> Object {
    let params = facts.params.iter().map(|param| {
        Object::new()
            .with("name", param.name)
            .with("type", param.type_name)
            .with("optional", param.optional)
            .with("description", sentences(param.doc))
    });
    Object::new()
        .with("code", facts.code.as_str())
        .with("severity", facts.severity.as_str())
        .with("adjustable", facts.adjustable)
        .with("description", sentences(facts.doc))
        .with("params", params.collect::<Vec<_>>())
}
