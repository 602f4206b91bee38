//! Posted forms: what names and texts mean as a request.

use sphinx_case::form::{Event, Form, FormOptions};

fn posted(entries: &[(&str, &str)]) -> Form {
    let entries: Vec<(&str, &[u8])> = entries.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    Form::posted(FormOptions::default(), &entries)
}

fn json(form: &Form) -> String {
    String::from_utf8(form.to_json()).unwrap()
}

/// The errors of a form.
fn errors(form: &Form) -> Vec<String> {
    let errors = form.issues().into_iter().filter(|issue| issue.is_error());
    errors
        .map(|issue| format!("{} {}", issue.code().as_str(), issue.path))
        .collect()
}

#[test]
fn names_and_texts_mean_a_request() {
    for (entries, expected) in [
        (vec![], "{}"),
        (
            vec![("customer_id", " 7 "), ("auto_start", "on"), ("delete_after", "")],
            r#"{"customer_id":7,"auto_start":true}"#,
        ),
        (
            vec![("customer.full_name", "A"), ("/customer/external_id", "e")],
            r#"{"customer":{"full_name":"A","external_id":"e"}}"#,
        ),
        (
            vec![("customer.input_details", "{\"a\": 1.0}")],
            r#"{"customer":{"input_details":{"a": 1.0}}}"#,
        ),
        // A list's name by itself, or with brackets: a row each time.
        (
            vec![("document_ids", "1"), ("document_ids", "2")],
            r#"{"document_ids":[1,2]}"#,
        ),
        (
            vec![("document_ids[]", "1"), ("document_ids[]", "2")],
            r#"{"document_ids":[1,2]}"#,
        ),
        (
            vec![("document_ids", "3"), ("document_ids[0]", "1"), ("document_ids[]", "4")],
            r#"{"document_ids":[1,3,4]}"#,
        ),
        (
            vec![("checks[0].document_ids", "1"), ("checks[0].document_ids", "2")],
            r#"{"checks":[{"document_ids":[1,2]}]}"#,
        ),
        // Of numbers with gaps only the order counts.
        (
            vec![
                ("checks[7].check_type", "PEP"),
                ("checks[2].check_type", "IDV"),
                ("checks[7].delete_after", "3"),
            ],
            r#"{"checks":[{"check_type":"IDV"},{"check_type":"PEP","delete_after":3}]}"#,
        ),
        // A row is there because it was posted, whatever is in it.
        (vec![("checks[0].check_type", "")], r#"{"checks":[{}]}"#),
        // A box that is ticked, behind the hidden field for when it is not.
        (
            vec![("auto_start", "false"), ("auto_start", "true")],
            r#"{"auto_start":true}"#,
        ),
        (vec![("auto_start", "false")], r#"{"auto_start":false}"#),
    ] {
        let form = posted(&entries);
        assert_eq!(json(&form), expected, "{entries:?}");
    }
}

#[test]
fn what_cannot_be_meant_is_an_issue_at_its_place() {
    for (entries, expected) in [
        (
            vec![("customer_id", "1"), ("customer_id", "2")],
            vec!["duplicate_key customer_id"],
        ),
        (
            vec![("customer_id", "1"), ("customer_id", "2"), ("/customer_id", "3")],
            vec!["duplicate_key customer_id"],
        ),
        (
            vec![
                ("customer_id", "1"),
                ("checks[3].check_type", "PEP"),
                ("checks[3].check_type", "IDV"),
            ],
            vec!["duplicate_key checks[0].check_type"],
        ),
        (
            vec![("customer_id", "1"), ("chekcs", "x")],
            vec!["unknown_field chekcs"],
        ),
        (
            vec![("customer_id", "1"), ("customer_id.x", "x")],
            vec!["unknown_field [\"customer_id.x\"]"],
        ),
        (
            vec![("customer_id", "1"), ("a..b", "x")],
            vec!["unknown_field [\"a..b\"]"],
        ),
        (vec![("customer", "A")], vec!["invalid_type customer"]),
        (
            vec![("customer_id", "1"), ("checks[0]", "PEP")],
            vec!["invalid_type checks[0]"],
        ),
    ] {
        let form = posted(&entries);
        assert_eq!(errors(&form), expected, "{entries:?}");
        assert!(form.build().is_err());
    }
    let field = posted(&[("customer_id", "1"), ("customer_id", "2")])
        .field("customer_id")
        .unwrap();
    assert_eq!(field.value, "2");
}

#[test]
fn an_unknown_name_keeps_its_text_and_gets_a_suggestion() {
    let form = posted(&[
        ("customer_id", "1"),
        ("chekcs", "as typed"),
        ("checks[0].chek_type", "PEP"),
    ]);
    let field = form.field("chekcs").unwrap();
    assert_eq!((field.value.as_str(), field.extra), ("as typed", true));
    assert!(field.issues[0].issue.message().contains("did you mean checks?"));
    let field = form.field("checks[0].chek_type").unwrap();
    assert!(field.issues[0].issue.message().contains("did you mean check_type?"));
    assert!(json(&form).contains(r#""chekcs":"as typed""#));
}

#[test]
fn a_huge_index_is_one_row() {
    for name in [
        "checks[999999999].check_type",
        "checks[2147483646].check_type",
        "/checks/999999999/check_type",
    ] {
        let form = posted(&[("customer_id", "1"), (name, "PEP")]);
        assert_eq!(
            json(&form),
            r#"{"customer_id":1,"checks":[{"check_type":"PEP"}]}"#,
            "{name}"
        );
    }
    // No array has so many items, so it is not the name of a field. In 32 bits, 2^32 would be row 0.
    for index in [
        "2147483647",
        "4294967296",
        "9223372036854775807",
        "99999999999999999999",
    ] {
        let name = format!("checks[{index}].check_type");
        let form = posted(&[("customer_id", "1"), ("checks[0].check_type", "IDV"), (&name, "PEP")]);
        assert_eq!(errors(&form), [format!("unknown_field [\"{name}\"]")]);
    }
    let mut form = Form::new(FormOptions::default());
    let draft = r#"{"version":1,"entries":[{"name":"checks[999999999].check_type","text":"PEP"}]}"#;
    form.apply(Event::Restore { draft }).unwrap();
    assert_eq!(form.field("checks").unwrap().rows.len(), 1);
}

#[test]
fn bytes_that_are_no_text_stay() {
    let form = Form::posted(FormOptions::default(), &[("customer.full_name", b"a\xED\xA0\x80")]);
    assert_eq!(errors(&form), ["invalid_unicode customer.full_name"]);
    assert!(form.to_draft().contains("a\\ud800"));
}

#[test]
fn a_draft_keeps_an_unknown_key_whose_text_was_cleared() {
    let mut form = Form::new(FormOptions::default());
    let json: &[u8] = br#"{"customer":{"full_name":"A","zip":"1"}}"#;
    form.apply(Event::Reset { json: Some(json) }).unwrap();
    form.apply(Event::set("customer.zip", "")).unwrap();
    let before = json_and_issues(&form);
    let draft = form.to_draft();
    form.apply(Event::Restore { draft: &draft }).unwrap();
    assert_eq!(json_and_issues(&form), before);
}

fn json_and_issues(form: &Form) -> (String, Vec<String>) {
    (json(form), errors(form))
}
