//! One document as one line of JSON, for programs.

use sphinx_case::{Issue, Language};

use super::Verdict;
use crate::input::Document;

/// The verdict of a document: `{"file":…,"line":…,"valid":…,"issues":[…],"omitted":0}` and a line end.
pub fn record(document: &Document<'_>, verdict: &Verdict, language: Language) -> String {
    let mut text = "{\"file\":".to_owned();
    // A string can always be written as JSON.
    text.push_str(&serde_json::to_string(document.file).unwrap_or_default());
    if let Some(line) = document.line {
        text.push_str(&format!(",\"line\":{line}"));
    }
    text.push_str(&format!(",\"valid\":{},\"issues\":", verdict.is_valid));
    push_issues(&verdict.issues, language, &mut text);
    text.push_str(&format!(",\"omitted\":{}}}\n", verdict.omitted));
    text
}

/// The output for a line without a payload, as the npm package `sphinx-case/lines` writes it.
pub fn failed_line(line: u64, verdict: &Verdict, language: Language) -> String {
    let mut text = format!("{{\"line\":{line},\"issues\":");
    push_issues(&verdict.issues, language, &mut text);
    if verdict.omitted > 0 {
        text.push_str(&format!(",\"omitted\":{}", verdict.omitted));
    }
    text.push_str("}\n");
    text
}

fn push_issues(issues: &[Issue], language: Language, text: &mut String) {
    text.push('[');
    for (index, issue) in issues.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        text.push_str(&issue.to_json_in(language));
    }
    text.push(']');
}
