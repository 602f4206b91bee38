//! Posted forms, natively: the cases of `tests/posted-forms.json`.

use serde_json::Value;
use sphinx_case::form::{Form, FormOptions};
use sphinx_case::{Issue, Payload};

fn said<'i>(issues: impl IntoIterator<Item = &'i Issue>) -> Vec<String> {
    let say = |issue: &Issue| format!("{} {}", issue.path, issue.code().as_str());
    issues.into_iter().map(say).collect()
}

fn strings(value: &Value) -> Vec<String> {
    value
        .as_array()
        .into_iter()
        .flatten()
        .map(|text| text.as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn each_case_says_and_builds_what_the_file_says() {
    let file: Value = serde_json::from_str(include_str!("../../posted-forms.json")).unwrap();
    let cases = file["cases"].as_array().unwrap();
    assert!(cases.len() >= 50);
    for case in cases {
        let entries: Vec<(&str, &[u8])> = case["entries"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| (entry[0].as_str().unwrap(), entry[1].as_str().unwrap().as_bytes()))
            .collect();
        let built = Form::posted(FormOptions::default(), &entries).build();
        match case["body"].as_str() {
            Some(body) => {
                let payload = built.unwrap_or_else(|issues| panic!("{}: {issues}", case["name"]));
                assert_eq!(payload.body(), body, "{}", case["name"]);
                assert_eq!(warnings(&payload, case), strings(&case["warnings"]), "{}", case["name"]);
            }
            None => assert_eq!(said(&built.unwrap_err()), strings(&case["issues"]), "{}", case["name"]),
        }
    }
}

/// The advice about a payload, for cases that say which there is.
fn warnings(payload: &Payload, case: &Value) -> Vec<String> {
    if case["warnings"].is_null() {
        return Vec::new();
    }
    said(payload.warnings())
}
