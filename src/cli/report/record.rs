//! One document as one line of JSON, for programs.

use sphinx_case::{Issue, Language};

use super::Verdict;
use crate::input::Document;

/// The verdict of a document: `{"file":…,"line":…,"valid":…,"issues":[…],"omitted":0}` and a line end. A row of a table has `row` instead of
/// `line`, and its issues have `column` (from 1) and `heading`.
pub fn record(document: &Document<'_>, verdict: &Verdict, language: Language) -> String {
    let mut text = "{\"file\":".to_owned();
    // A string can always be written as JSON.
    text.push_str(&serde_json::to_string(document.file).unwrap_or_default());
    if let Some(line) = document.line {
        text.push_str(&format!(",\"{}\":{line}", unit_of(document)));
    }
    text.push_str(&format!(",\"valid\":{},\"issues\":", verdict.is_valid));
    push_issues(document, &verdict.issues, language, &mut text);
    text.push_str(&format!(",\"omitted\":{}}}\n", verdict.omitted));
    text
}

/// The output for a line without a payload, as the npm package `sphinx-case/lines` writes it.
pub fn failed_line(document: &Document<'_>, verdict: &Verdict, language: Language) -> String {
    let line = document.line.unwrap_or_default();
    let mut text = format!("{{\"{}\":{line},\"issues\":", unit_of(document));
    push_issues(document, &verdict.issues, language, &mut text);
    if verdict.omitted > 0 {
        text.push_str(&format!(",\"omitted\":{}", verdict.omitted));
    }
    text.push_str("}\n");
    text
}

/// What the number of a document counts.
fn unit_of(document: &Document<'_>) -> &'static str {
    if document.table.is_some() { "row" } else { "line" }
}

fn push_issues(document: &Document<'_>, issues: &[Issue], language: Language, text: &mut String) {
    text.push('[');
    for (index, issue) in issues.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        text.push_str(&issue.to_json_in(language));
        if let Some(cell) = document.cell(issue) {
            text.pop();
            let heading = serde_json::to_string(&cell.heading).unwrap_or_default();
            text.push_str(&format!(",\"column\":{},\"heading\":{heading}}}", cell.column));
        }
    }
    text.push(']');
}
