//! The request types within the types of a program: `#[serde(flatten)]`, and enums with each kind of tag.

use serde::{Deserialize, Serialize};
use serde_json::json;
use sphinx_case::{CreateCase, Details, NewCheck};

const FREE: &str = r#"{"z":[1.5,-3,18446744073709551615,true,null,"é\"\n"],"a":{"b":{}},"big":-9223372036854775808}"#;

fn case_text() -> String {
    let check = format!(r#"{{"check_type":"PEP","input_details":{FREE},"document_ids":[9223372036854775807]}}"#);
    let customer = format!(r#"{{"full_name":"Ada","external_id":null,"input_details":{FREE}}}"#);
    format!(r#""customer":{customer},"webhook_url":null,"checks":[{check}],"delete_after":30"#)
}

#[derive(Debug, Deserialize, Serialize)]
struct Flattened {
    tenant: String,
    #[serde(flatten)]
    case: CreateCase,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Internal {
    Create(Box<CreateCase>),
    Wrapped { case: Box<CreateCase> },
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(tag = "kind", content = "case")]
enum Adjacent {
    Create(CreateCase),
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(untagged)]
enum Untagged {
    Check(NewCheck),
    Create(Box<CreateCase>),
}

#[test]
fn the_request_is_the_same_in_any_container() {
    let case = case_text();
    let plain: CreateCase = serde_json::from_str(&format!("{{{case}}}")).unwrap();
    let body = plain.to_json();
    assert!(body.contains(FREE), "{body}");

    let flattened = format!(r#"{{"tenant":"t1",{case}}}"#);
    let read: Flattened = serde_json::from_str(&flattened).unwrap();
    assert_eq!((read.tenant.as_str(), read.case.to_json()), ("t1", body.clone()));
    assert_eq!(serde_json::to_string(&read).unwrap(), flattened);

    let read: Internal = serde_json::from_str(&format!(r#"{{{case},"kind":"create"}}"#)).unwrap();
    assert!(matches!(read, Internal::Create(case) if case.to_json() == body));
    let read: Internal = serde_json::from_str(&format!(r#"{{"kind":"wrapped","case":{{{case}}}}}"#)).unwrap();
    assert!(matches!(read, Internal::Wrapped { case } if case.to_json() == body));
    // The tag after the content, so that the content is buffered.
    let read: Adjacent = serde_json::from_str(&format!(r#"{{"case":{{{case}}},"kind":"Create"}}"#)).unwrap();
    assert!(matches!(read, Adjacent::Create(case) if case.to_json() == body));
    let read: Untagged = serde_json::from_str(&format!("{{{case}}}")).unwrap();
    assert!(matches!(read, Untagged::Create(case) if case.to_json() == body));
    let read: Vec<CreateCase> = serde_json::from_value(json!([plain])).unwrap();
    assert_eq!(read.len(), 1);
}

#[test]
fn containers_refuse_what_the_request_refuses() {
    for member in [
        r#""chekcs":[]"#,
        r#""delete_after":null"#,
        r#""customer":["Ada"]"#,
        r#""customer":{"full_name":"Ada","input_details":[]}"#,
        r#""customer":{"full_name":"Ada","input_details":null}"#,
        r#""customer":{"full_name":"Ada","input_details":"{}"}"#,
    ] {
        assert!(
            serde_json::from_str::<CreateCase>(&format!("{{{member}}}")).is_err(),
            "{member}"
        );
        assert!(
            serde_json::from_str::<Flattened>(&format!(r#"{{"tenant":"t",{member}}}"#)).is_err(),
            "{member}"
        );
        assert!(
            serde_json::from_str::<Internal>(&format!(r#"{{{member},"kind":"create"}}"#)).is_err(),
            "{member}"
        );
        assert!(
            serde_json::from_str::<Untagged>(&format!("{{{member}}}")).is_err(),
            "{member}"
        );
    }
}

#[test]
fn text_keeps_its_digits_and_values_their_order() {
    let text = r#"{"limit":1.50,"n":12345678901234567890123}"#;
    let details: Details = serde_json::from_str(text).unwrap();
    assert_eq!(details.as_str(), text);
    let details: Details = serde_json::from_reader(text.as_bytes()).unwrap();
    assert_eq!(details.as_str(), text);
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Buffered {
        Details(Details),
    }
    let Buffered::Details(details) = serde_json::from_str(r#"{"limit":1.50,"a":[]}"#).unwrap();
    assert_eq!(details.as_str(), r#"{"limit":1.5,"a":[]}"#);
}
