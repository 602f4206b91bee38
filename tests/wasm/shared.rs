//! The tests on wasm32, for Node and for a browser: the corpus through the boundary that the npm package uses.

#[path = "../corpus/case.rs"]
pub mod case;
#[path = "../corpus/files.rs"]
pub mod files;

use js_sys::{Reflect, Uint8Array};
use serde_json::{Value, json};
use sphinx_case::{Code, wasm};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

/// Puts an input where the boundary wants it, as the package does.
fn put(bytes: &[u8]) -> usize {
    let address = wasm::reserve(bytes.len()) as u32;
    let memory = Reflect::get(&wasm_bindgen::memory(), &JsValue::from("buffer")).unwrap();
    Uint8Array::new_with_byte_offset_and_length(&memory, address, bytes.len() as u32).copy_from(bytes);
    bytes.len()
}

/// A result as the package reads it: `[VALID,OMITTED,ISSUE…]`.
struct Answer(Vec<Value>);

impl Answer {
    fn read(text: &str) -> Self {
        Self(serde_json::from_str(text).expect("an answer as JSON"))
    }

    fn is_valid(&self) -> bool {
        self.0[0] == 1
    }

    /// The issues as JSON objects, as `Issue::to_json` has them, without pointer and name.
    fn issues(&self) -> Vec<Value> {
        let mut rest = &self.0[2..];
        let mut issues = Vec::new();
        while !rest.is_empty() {
            issues.push(object(&mut rest));
        }
        issues
    }
}

/// Removes the first issue from the facts and returns it.
fn object(rest: &mut &[Value]) -> Value {
    let mut next = |count: u64| {
        let (facts, others) = rest.split_at(count as usize);
        *rest = others;
        facts
    };
    let code = Code::ALL[number(next(1)) as usize];
    let kinds = number(next(1));
    let steps = number(next(1));
    let path = next(steps).to_vec();
    let names = code.facts().params.iter().map(|param| param.name);
    let params = names
        .clone()
        .zip(next(names.count() as u64))
        .filter(|(_, value)| !value.is_null());
    let params: serde_json::Map<String, Value> = params.map(|(name, value)| (name.to_owned(), value.clone())).collect();
    let rarer = next(kinds / 2);
    let mut issue = json!({
        "severity": if kinds.is_multiple_of(2) { "error" } else { "warning" },
        "code": code.as_str(),
        "path": path,
        "params": params,
        "source": rarer.get(2).unwrap_or(&json!("core")),
    });
    let filled = |place: usize| {
        rarer
            .get(place)
            .filter(|value| value.as_array().is_none_or(|items| !items.is_empty()))
    };
    if let Some(related) = filled(0) {
        issue["related"] = related.clone();
    }
    if let Some(span) = filled(1) {
        issue["span"] = json!({"line": span[0], "column": span[1], "start": span[2], "end": span[3]});
    }
    if let Some(message) = rarer.get(3) {
        issue["message"] = message.clone();
    }
    issue
}

fn number(facts: &[Value]) -> u64 {
    facts[0].as_u64().expect("a number")
}

/// The issues, the payload and the filled-in keys of an input.
fn run(bytes: &[u8], host: bool, options: Option<String>) -> (String, Option<String>, Vec<String>) {
    let length = put(bytes);
    let checked = wasm::request::check(length, host, options.clone());
    let answer = Answer::read(&checked);
    let issues = Value::from(answer.issues()).to_string();
    let built = wasm::request::build(length, host, options);
    if !answer.is_valid() {
        assert_eq!(built, checked, "what is not built has the same issues");
        return (issues, None, Vec::new());
    }
    let mut lines = built.splitn(3, '\n');
    let body = lines.next().unwrap().to_owned();
    let defaulted = serde_json::from_str(lines.next().unwrap()).unwrap();
    assert_eq!(
        lines.next().and_then(|warnings| warnings.strip_prefix('[')),
        checked
            .strip_prefix("[1,0")
            .map(|rest| rest.strip_prefix(',').unwrap_or(rest)),
        "the warnings are the issues of a request that can be built"
    );
    (issues, Some(body), defaulted)
}

#[wasm_bindgen_test]
fn every_case_gives_what_it_says() {
    let mut failures = Vec::new();
    let mut count = 0;
    for (file, text) in files::FILES {
        for case in case::read(text) {
            let Some(bytes) = case.bytes() else { continue };
            let (issues, payload, defaulted) = run(&bytes, false, case.options.clone());
            count += 1;
            if let Some(difference) = case.difference(&issues, payload.as_deref(), &defaulted) {
                failures.push(format!("{file} / {}: {difference}", case.name));
            }
        }
    }
    assert!(count >= 300, "only {count} cases");
    assert!(
        failures.is_empty(),
        "{} of {count} cases differ:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[wasm_bindgen_test]
fn tokens_of_javascript_values_are_known_only_as_such() {
    let text = br#"{"customer_id":!u"9007199254740993","customer":!"Map","case_config":"c","auto_start":!"NaN"}"#;
    let (issues, _, _) = run(text, true, None);
    for code in ["unsafe_integer", "not_json"] {
        assert!(issues.contains(code), "{issues}");
    }
    assert!(!issues.contains("span"), "a JavaScript value has no lines: {issues}");
    assert!(run(text, false, None).0.contains("invalid_json"));
}

#[wasm_bindgen_test]
fn a_refusal_names_the_option_or_the_path() {
    let length = put(b"{}");
    assert!(wasm::request::check(length, false, Some(r#"{"maxBytes":-1}"#.to_owned())).starts_with("!maxBytes"));
    assert!(wasm::request::check_field(length, false, "a..b", None).starts_with("!path"));
    assert!(wasm::request::check_field(length, false, "checks[4294967296]", None).starts_with("!path"));
    assert!(wasm::request::check_field(length, false, "chekcs", None).contains("no field \"chekcs\""));
    assert!(
        wasm::request::check(length, false, Some(r#"{"language":"en"}"#.to_owned())).starts_with("!unknown option")
    );
}

#[wasm_bindgen_test]
fn one_field_and_the_rules_that_read_it() {
    let length = put(br#"{"customer_id":1,"case_config":"c","delete_after":0,"chekcs":1}"#);
    let answer = wasm::request::check_field(length, false, "webhook_url", None);
    let codes: Vec<Value> = Answer::read(&answer)
        .issues()
        .iter()
        .map(|issue| issue["code"].clone())
        .collect();
    assert_eq!(codes, ["results_deleted_unseen"]);
}

#[wasm_bindgen_test]
fn what_the_server_said_becomes_issues() {
    let file: serde_json::Value = serde_json::from_str(include_str!("../server-errors.json")).unwrap();
    for case in file["cases"].as_array().unwrap() {
        let length = put(case["body"].as_str().unwrap().as_bytes());
        let answer = wasm::form::server_errors(length, case["status"].as_u64().unwrap() as u16);
        let (issues, expected) = (Answer::read(&answer).issues(), case["issues"].as_array().unwrap());
        assert_eq!(issues.len(), expected.len(), "{}", case["name"]);
        for (issue, expected) in issues.iter().zip(expected) {
            assert_eq!(issue["code"], expected["code"], "{}", case["name"]);
            assert_eq!(issue["path"], expected["path"], "{}", case["name"]);
            if let Some(said) = expected.get("said") {
                assert_eq!(&issue["message"], said, "{}", case["name"]);
            }
        }
    }
}

#[wasm_bindgen_test]
fn posted_forms_become_payloads_or_issues() {
    let file: serde_json::Value = serde_json::from_str(include_str!("../posted-forms.json")).unwrap();
    for case in file["cases"].as_array().unwrap() {
        let mut input = String::from("\n");
        for entry in case["entries"].as_array().unwrap() {
            let (name, text) = (entry[0].as_str().unwrap(), entry[1].as_str().unwrap());
            input.push_str(&format!("{name}\n{}\n{text}", text.len()));
        }
        let answer = wasm::form::form_posted(put(input.as_bytes()));
        if let Some(body) = case["body"].as_str() {
            assert_eq!(answer.lines().next(), Some(body), "{}", case["name"]);
            continue;
        }
        let (issues, expected) = (Answer::read(&answer).issues(), case["issues"].as_array().unwrap());
        assert_eq!(issues.len(), expected.len(), "{}", case["name"]);
        for (issue, expected) in issues.iter().zip(expected) {
            let code = issue["code"].as_str().unwrap();
            assert!(expected.as_str().unwrap().ends_with(code), "{}: {code}", case["name"]);
        }
    }
}
