//! What the server answers, and the issues it becomes: the file of bodies, the limits, and any body at all.

use super::properties::order;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value, json};
use sphinx_case::{Code, Issue, Issues, Path, Problem, Revision, Severity, Source, map_server_errors};

#[derive(serde::Deserialize)]
struct Case {
    name: String,
    status: u16,
    body: String,
    issues: Value,
}

/// An issue as the file has it.
fn shown(issue: &Issue, status: u16) -> Value {
    assert_eq!((issue.severity, issue.source), (Severity::Error, Source::Server));
    assert!(issue.related.is_empty() && issue.span.is_none());
    let whole: Value = serde_json::from_str(&issue.to_json()).unwrap();
    let mut shown = Map::new();
    for key in ["code", "path"] {
        shown.insert(key.to_owned(), whole[key].clone());
    }
    if let Some(said) = &issue.original_message {
        assert_eq!(whole["message"], json!(said), "what was said is the message");
        shown.insert("said".to_owned(), json!(said));
    }
    match &issue.problem {
        Problem::Server {
            status: given,
            server_code,
        } => {
            assert_eq!(*given, u64::from(status));
            if let Some(code) = server_code {
                shown.insert("server_code".to_owned(), json!(code));
            }
        }
        _ if whole["params"] == json!({}) => {}
        _ => {
            shown.insert("params".to_owned(), whole["params"].clone());
        }
    }
    shown.into()
}

#[test]
fn every_body_of_the_file_gives_what_it_says() {
    let file: Value = serde_json::from_str(include_str!("../server-errors.json")).unwrap();
    let cases: Vec<Case> = serde_json::from_value(file["cases"].clone()).unwrap();
    assert!(cases.len() >= 80, "only {} cases", cases.len());
    for case in cases {
        let issues = map_server_errors(case.status, &case.body);
        let shown: Vec<Value> = issues.iter().map(|issue| shown(issue, case.status)).collect();
        assert_eq!(Value::from(shown), case.issues, "{}", case.name);
        assert_eq!(issues.is_valid(), issues.is_empty(), "{}", case.name);
    }
}

#[test]
fn at_most_ten_thousand_are_listed_and_the_rest_is_counted() {
    let body = json!({ "document_ids": vec!["x"; 10_007] }).to_string();
    let issues = map_server_errors(400, &body);
    assert_eq!((issues.len(), issues.omitted()), (10_000, 7));
    assert!(!issues.is_valid());
}

#[test]
fn of_a_long_body_the_first_two_thousand_code_points_are_kept() {
    let said = |body: &str| map_server_errors(500, body)[0].original_message.clone().unwrap();
    assert_eq!(said(&"é".repeat(2_000)), "é".repeat(2_000));
    assert_eq!(said(&"😀".repeat(2_001)), "😀".repeat(2_000) + "…");
    let too_large = format!(r#"{{"customer_id":["{}"]}}"#, "x".repeat(10 << 20));
    assert_eq!(said(&too_large).chars().count(), 2_001);
}

#[test]
fn what_is_nested_deeper_than_128_is_kept_as_it_stands() {
    for (open, close) in [
        ("{\"a\":", "}"),
        ("[", "]"),
        ("{\"non_field_errors\":", "}"),
        ("{\"errors\":", "}"),
        ("{\"checks\":[", "]}"),
    ] {
        let levels = open.matches(['{', '[']).count();
        for depth in [62_usize, 63, 64, 126, 127, 2_000] {
            let body = format!(r#"{{"customer":{}["x"]{}}}"#, open.repeat(depth), close.repeat(depth));
            let issues = map_server_errors(400, &body);
            assert_eq!(issues.len(), 1, "{open} {depth}");
            assert!(issues[0].path.0.len() <= 256, "{open} {depth}");
            assert_eq!(
                issues[0].original_message.as_deref() == Some("x"),
                depth * levels <= 126,
                "{open} {depth}"
            );
        }
    }
    let pointer = "/a".repeat(100_000);
    let issues = map_server_errors(
        400,
        &json!({"errors": [{"detail": "x", "pointer": pointer}]}).to_string(),
    );
    assert_eq!((issues.len(), issues[0].path.0.len()), (1, 128));
}

/// Bodies out of what bodies are made of.
fn body() -> BoxedStrategy<Value> {
    let leaf = prop_oneof![
        select(
            &[
                "This field is required.",
                "\"x\" is not a valid choice.",
                "Expected a list of items but got type \"dict\".",
                "Surrogate characters are not allowed: U+DC00.",
                "#/checks/0/check_type",
                "/customer/input_details/a~1b/0",
                "#/%",
                "invalid_choice",
                "",
            ][..]
        )
        .prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
        Just(Value::Null),
        any::<i32>().prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 60, 5, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec((key(), inner), 0..5).prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
    .boxed()
}

fn key() -> BoxedStrategy<String> {
    let known = "customer_id customer webhook_url checks document_ids delete_after case_config auto_start full_name \
        customer_type input_details check_type 0 1 2 10 01 non_field_errors detail errors pointer message code title status";
    let known: Vec<String> = known.split_whitespace().map(str::to_owned).collect();
    prop_oneof![9 => select(known), 1 => ".{0,3}"].boxed()
}

fn check(status: u16, body: &str) -> Result<Issues, TestCaseError> {
    let issues = map_server_errors(status, body);
    prop_assert_eq!(issues.is_empty(), (200..300).contains(&status));
    for issue in &issues {
        prop_assert_eq!(issue.source, Source::Server);
        prop_assert!(issue.is_error() && issue.path.0.len() <= 256);
        prop_assert!(issue.original_message.as_ref().is_none_or(|said| !said.is_empty()));
    }
    for pair in issues.windows(2) {
        if pair.iter().all(|issue| order::is_known(issue, Revision::LATEST)) {
            prop_assert!(
                order::is_in_order(&pair[0], &pair[1], Revision::LATEST),
                "{} before {}",
                pair[0],
                pair[1]
            );
        }
    }
    Ok(issues)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_body_gives_issues_in_order(status in 100_u16..600, body in body()) {
        check(status, &body.to_string())?;
    }

    #[test]
    fn a_damaged_body_gives_issues(
        body in body(), cuts in vec((any::<Index>(), any::<Index>(), "[\\[\\]{}\",:\\\\a0]{0,3}"), 1..4),
    ) {
        let mut characters: Vec<char> = body.to_string().chars().collect();
        for (from, to, new) in cuts {
            let start = from.index(characters.len() + 1);
            let end = start + to.index(4).min(characters.len() - start);
            characters.splice(start..end, new.chars());
        }
        check(400, &characters.into_iter().collect::<String>())?;
    }

    #[test]
    fn any_text_gives_issues(status in any::<u16>(), text in ".*") {
        check(status, &text)?;
    }

    #[test]
    fn every_message_is_said(texts in vec("[a-z]{1,9}", 1..6)) {
        let body = json!({ "customer": { "input_details": { "a": texts } } }).to_string();
        let issues = check(400, &body)?;
        let original_messages: Vec<_> = issues.iter().map(|issue| issue.original_message.clone().unwrap()).collect();
        prop_assert_eq!(original_messages, texts);
        prop_assert!(issues.iter().all(|issue| issue.code() == Code::Server));
        prop_assert_eq!(&issues[0].path, &"customer.input_details.a".parse::<Path>().unwrap());
    }
}
