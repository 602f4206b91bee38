//! `validator::Validate` says what `check` says, in the shape that users of `validator` know.

use std::collections::HashMap;

use sphinx_case::{Path, Segment, check};
use validator::{Validate, ValidationErrors, ValidationErrorsKind};

use super::*;

/// A path in dots and brackets, as `listed` writes it. `validator` knows no lists in lists: what is in
/// the inner one stands at its item of the outer one.
fn plain(path: &Path) -> String {
    let mut name = String::new();
    for segment in &path.0 {
        match segment {
            Segment::Index(_) if name.ends_with(']') => break,
            Segment::Index(index) => name.push_str(&format!("[{index}]")),
            Segment::Key(key) if name.is_empty() => name.push_str(key),
            Segment::Key(key) => name.extend([".", key]),
        }
    }
    name
}

/// The errors as name and code, sorted.
fn listed(errors: &ValidationErrors) -> Vec<String> {
    fn walk(errors: &ValidationErrors, above: &str, all: &mut Vec<String>) {
        for (key, kind) in errors.errors() {
            let name = match (above, &**key) {
                (_, "__all__") => above.to_owned(),
                ("", key) => key.to_owned(),
                (above, key) => format!("{above}.{key}"),
            };
            match kind {
                ValidationErrorsKind::Field(own) => {
                    all.extend(own.iter().map(|error| format!("{name} {}", error.code)))
                }
                ValidationErrorsKind::Struct(inner) => walk(inner, &name, all),
                ValidationErrorsKind::List(items) => {
                    items
                        .iter()
                        .for_each(|(index, inner)| walk(inner, &format!("{name}[{index}]"), all));
                }
            }
        }
    }
    let mut all = Vec::new();
    walk(errors, "", &mut all);
    all.sort();
    all
}

#[test]
fn validate_says_the_errors_that_check_says() {
    let mut count: HashMap<bool, u32> = HashMap::new();
    for case in corpus() {
        let Some(bytes) = case.bytes() else { continue };
        let Ok(typed) = serde_json::from_slice::<CreateCase>(&bytes) else {
            continue;
        };
        let issues = check(&bytes, &Options::default());
        let errors = issues.iter().filter(|issue| issue.is_error());
        let mut expected: Vec<String> = errors
            .map(|issue| format!("{} {}", plain(&issue.path), issue.code().as_str()))
            .collect();
        expected.sort();
        let found = typed.validate().err().as_ref().map(listed).unwrap_or_default();
        assert_eq!(found, expected, "{}", case.name);
        *count.entry(expected.is_empty()).or_default() += 1;
    }
    assert!(
        count.values().all(|count| *count >= 20) && count.len() == 2,
        "too few cases: {count:?}"
    );
}

#[test]
fn an_error_carries_its_params_and_its_message() {
    let customer = NewCustomer::new("ü".repeat(256));
    let errors = customer.validate().unwrap_err();
    let ValidationErrorsKind::Field(errors) = &errors.errors()["full_name"] else {
        panic!("{errors:?}")
    };
    assert_eq!(errors.len(), 1);
    assert_eq!(
        (&errors[0].params["max"], &errors[0].params["actual"]),
        (&json!(255), &json!(256))
    );
    let message = errors[0].message.as_deref().unwrap();
    assert!(message.contains("255") && message.contains("256"), "{message}");
}
