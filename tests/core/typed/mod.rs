//! The Rust face: the request types, what serde makes of them, and that they cannot drift from the field
//! table, the payload and the issues.

use super::{case, files};
mod containers;
#[cfg(feature = "validator")]
mod validation;

use case::Case;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use sphinx_case::request::{CASE, CHECK, CHECK_TYPES, CUSTOMER, CUSTOMER_TYPES, Field, Format, Kind, Presence, Table};
use sphinx_case::{
    CheckType, CreateCase, CustomerType, DEFAULT_MAX_BYTES, Details, Maybe, NewCheck, NewCustomer, Options,
    UnknownFields, read_json_with,
};

fn corpus() -> Vec<Case> {
    files::FILES.iter().flat_map(|(_, text)| case::read(text)).collect()
}

/// What serde makes of a value and back.
fn round_trip<T: DeserializeOwned + Serialize>(value: &Value) -> Result<Value, serde_json::Error> {
    // From text, as free JSON is kept as it is written.
    let typed: T = serde_json::from_str(&value.to_string())?;
    serde_json::from_str(&serde_json::to_string(&typed)?)
}

#[test]
fn a_request_is_built_in_rust() {
    let case = CreateCase {
        customer: Some(NewCustomer {
            customer_type: CustomerType::Company.into(),
            input_details: Some(Details::from_text("{\"n\": 1.0, \"big\": 12345678901234567890}").unwrap()),
            ..NewCustomer::new("Acme \"One\"")
        }),
        checks: Some(vec![NewCheck::new(CheckType::Pep), NewCheck::new("HOROSCOPE")]),
        webhook_url: Maybe::Null,
        ..CreateCase::default()
    };
    let payload = case.build().unwrap();
    assert_eq!(
        payload.body(),
        r#"{"customer":{"full_name":"Acme \"One\"","customer_type":"COMPANY","input_details":{"n":1.0,"big":12345678901234567890}},"webhook_url":null,"checks":[{"check_type":"PEP"},{"check_type":"HOROSCOPE"}],"delete_after":-1,"auto_start":true}"#
    );
    assert_eq!(payload.defaulted(), ["delete_after", "auto_start"]);
    let warnings: Vec<String> = payload.warnings().iter().map(ToString::to_string).collect();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].starts_with("checks[1].check_type: "), "{warnings:?}");
}

#[test]
fn a_request_with_errors_has_no_payload() {
    let case = CreateCase {
        customer_id: Some(0),
        webhook_url: "example.com".into(),
        document_ids: Some(vec![1, -1]),
        ..CreateCase::default()
    };
    let issues = case.build().unwrap_err();
    let errors = issues.iter().filter(|issue| issue.is_error());
    let errors: Vec<String> = errors
        .map(|issue| format!("{} {}", issue.code().as_str(), issue.path))
        .collect();
    assert_eq!(
        errors,
        [
            "out_of_range customer_id",
            "invalid_url webhook_url",
            "out_of_range document_ids[1]"
        ]
    );
    assert!(
        issues.iter().all(|issue| issue.span.is_none()),
        "what was no text has no place in a text"
    );
}

#[test]
fn options_hold_for_typed_requests_too() {
    let case = CreateCase {
        customer_id: Some(1),
        auto_start: Some(true),
        ..CreateCase::default()
    };
    let omit = Options::from_json(r#"{"defaults":"omit","rules":{"nothing_to_start":"off"}}"#).unwrap();
    let payload = case.build_with(&omit).unwrap();
    assert_eq!(payload.body(), r#"{"customer_id":1}"#);
    assert_eq!(payload.warnings(), []);
    let strict = Options::from_json(r#"{"rules":{"nothing_to_start":"error"}}"#).unwrap();
    assert!(case.build_with(&strict).is_err());
}

#[test]
fn absent_null_and_a_value_are_three_things() {
    for (text, expected) in [
        ("{}", Maybe::Absent),
        (r#"{"webhook_url":null}"#, Maybe::Null),
        (
            r#"{"webhook_url":"https://a.example"}"#,
            Maybe::from("https://a.example"),
        ),
    ] {
        let case: CreateCase = serde_json::from_str(text).unwrap();
        assert_eq!(case.webhook_url, expected);
        assert_eq!(case.to_json(), text);
    }
}

#[test]
fn check_types_that_are_not_on_the_list_are_kept() {
    let text = r#"{"checks":[{"check_type":"PEP"},{"check_type":"pep"},{"check_type":""}]}"#;
    let case: CreateCase = serde_json::from_str(text).unwrap();
    let types: Vec<&CheckType> = case
        .checks
        .iter()
        .flatten()
        .filter_map(|check| check.check_type.value())
        .collect();
    assert_eq!(
        types,
        [
            &CheckType::Pep,
            &CheckType::Other("pep".to_owned()),
            &CheckType::Other(String::new())
        ]
    );
    assert_eq!(case.to_json(), text);
}

#[test]
fn every_value_on_a_list_has_its_variant() {
    for choice in CHECK_TYPES {
        let typed = CheckType::from(choice.value);
        assert!(!matches!(typed, CheckType::Other(_)), "{}", choice.value);
        assert_eq!((typed.as_str(), typed.label()), (choice.value, choice.label));
    }
    for choice in CUSTOMER_TYPES {
        let typed = CustomerType::from(choice.value);
        assert!(!matches!(typed, CustomerType::Other(_)), "{}", choice.value);
        assert_eq!((typed.as_str(), typed.label()), (choice.value, choice.label));
    }
}

#[test]
fn free_json_keeps_its_spelling() {
    let details = r#"{"z":1.0,"a":12345678901234567890,"e":1e400,"u":"\u00e9\ud83d\ude00","a":-0}"#;
    let text = format!(r#"{{"checks":[{{"input_details":{details}}}]}}"#);
    let case: CreateCase = serde_json::from_str(&text).unwrap();
    assert_eq!(
        case.checks.as_ref().unwrap()[0]
            .input_details
            .as_ref()
            .unwrap()
            .as_str(),
        details
    );
    assert_eq!(case.to_json(), text);
}

#[test]
fn free_json_is_an_object() {
    for text in ["[]", "1", "null", "\"{}\"", "", "{", "{}{}", "{\"a\":01}"] {
        assert!(Details::from_text(text).is_err(), "{text}");
        assert!(serde_json::from_str::<Details>(text).is_err(), "{text}");
    }
    assert_eq!(Details::from_text(" {\"a\": 1}\n").unwrap().as_str(), "{\"a\": 1}");
    assert_eq!(Details::default().as_str(), "{}");
}

/// Values at the limits of a kind.
fn at_the_limits(kind: &Kind) -> Vec<Value> {
    match kind {
        Kind::Integer { min, max } => vec![json!(min), json!(max)],
        Kind::Text {
            format: Format::Url, ..
        } => vec![json!("https://example.com/hook")],
        Kind::Text { max, format } => {
            let longest = max.map_or(40, |max| max as usize);
            vec![
                json!("a"),
                json!(if *format == Format::Slug { "-" } else { "😀" }.repeat(longest)),
            ]
        }
        Kind::Choice { options, open, empty } => {
            let mut values: Vec<Value> = options.iter().map(|option| json!(option.value)).collect();
            values.extend(open.then(|| json!("SOMETHING_NEW")));
            values.extend(empty.then(|| json!("")));
            values
        }
        Kind::Boolean => vec![json!(true), json!(false)],
        Kind::Free => vec![json!({}), json!({"a": [null, {"b": 1}]})],
        Kind::Object(table) => vec![required(table)],
        Kind::List(item) => vec![json!([]), Value::Array(at_the_limits(item))],
    }
}

/// A value that no kind but the free one would take for its own.
fn of_another_kind(kind: &Kind) -> Value {
    match kind {
        Kind::Text { .. } | Kind::Choice { .. } => json!(7),
        _ => json!("7"),
    }
}

/// The object with nothing but what it must have.
fn required(table: &Table) -> Value {
    let fields = table.fields.iter().filter(|field| field.presence == Presence::Required);
    fields
        .map(|field| (field.name.to_owned(), at_the_limits(&field.kind).remove(0)))
        .collect()
}

fn with(table: &Table, field: &Field, value: Value) -> Value {
    let mut object = required(table);
    object[field.name] = value;
    object
}

fn types_fit<T: DeserializeOwned + Serialize>(table: &Table) {
    assert_eq!(
        round_trip::<T>(&required(table)).unwrap(),
        required(table),
        "{}",
        table.name
    );
    for field in table.fields {
        let name = format!("{}.{}", table.name, field.name);
        for value in at_the_limits(&field.kind) {
            let object = with(table, field, value);
            assert_eq!(round_trip::<T>(&object).unwrap(), object, "{name}");
        }
        let null = with(table, field, Value::Null);
        match field.presence {
            Presence::Nullable => assert_eq!(round_trip::<T>(&null).unwrap(), null, "{name}"),
            Presence::Required | Presence::Optional => assert!(round_trip::<T>(&null).is_err(), "{name} takes null"),
        }
        let other = with(table, field, of_another_kind(&field.kind));
        assert!(round_trip::<T>(&other).is_err(), "{name} takes {other}");
        if field.presence == Presence::Required {
            let mut without = required(table);
            without.as_object_mut().unwrap().remove(field.name);
            assert!(round_trip::<T>(&without).is_err(), "{name} can be absent");
        }
    }
    let mut more = required(table);
    more["no_such_field"] = json!(1);
    assert!(
        round_trip::<T>(&more).is_err(),
        "{} takes a key that it does not know",
        table.name
    );
}

#[test]
fn the_types_fit_the_table() {
    types_fit::<CreateCase>(&CASE);
    types_fit::<NewCustomer>(&CUSTOMER);
    types_fit::<NewCheck>(&CHECK);
}

#[test]
fn every_payload_of_the_corpus_is_a_typed_request() {
    let mut count = 0;
    for case in corpus() {
        let (Some(bytes), Some(_)) = (case.bytes(), &case.payload) else {
            continue;
        };
        // What is not documented is in no type.
        let options = case
            .options()
            .with_unknown_fields(UnknownFields::Strip)
            // The body can be longer than the text that it is made of.
            .with_max_bytes(DEFAULT_MAX_BYTES);
        let Ok(payload) = read_json_with(&bytes, &options).build() else {
            continue;
        };
        let typed: CreateCase = serde_json::from_str(payload.body())
            .unwrap_or_else(|error| panic!("{}: {error} in {}", case.name, payload.body()));
        assert_eq!(typed.to_json(), payload.body(), "{}", case.name);
        assert_eq!(
            typed.build_with(&options).unwrap().body(),
            payload.body(),
            "{}",
            case.name
        );
        count += 1;
    }
    assert!(count >= 100, "only {count} payloads");
}
