//! The request types, issues and payloads to and from JavaScript values.

use super::shared::{case, files};
use js_sys::{BigInt, JSON, Reflect};
use sphinx_case::js::{self, to_js};
use sphinx_case::{
    Code, CreateCase, CustomerType, Details, Issues, Language, Maybe, NewCheck, NewCustomer, Options, Severity,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

/// The value of a JavaScript expression.
fn value(expression: &str) -> JsValue {
    js_sys::eval(&format!("({expression})")).unwrap()
}

fn member(object: &JsValue, path: &[&str]) -> JsValue {
    path.iter().fold(object.clone(), |object, key| {
        Reflect::get(&object, &JsValue::from_str(key)).unwrap()
    })
}

/// The issues as `path code expected received`, a line each.
fn summary(issues: &Issues) -> String {
    let lines = issues.iter().map(|issue| {
        let json: serde_json::Value = serde_json::from_str(&issue.to_json()).unwrap();
        let param = |name: &str| {
            json["params"][name]
                .as_str()
                .map_or(String::new(), |text| format!(" {text}"))
        };
        let code = issue.code().as_str();
        format!("{} {code}{}{}", issue.path, param("expected"), param("received"))
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn full() -> CreateCase {
    CreateCase {
        customer_id: Some(9_007_199_254_740_993),
        customer: Some(NewCustomer {
            external_id: Maybe::Null,
            customer_type: CustomerType::Company.into(),
            input_details: Some(Details::from_text(r#"{"b":[1,{"a":null}],"a":"ü"}"#).unwrap()),
            ..NewCustomer::new("Ada")
        }),
        webhook_url: "https://example.com/".into(),
        checks: Some(vec![
            NewCheck::new("PEP"),
            NewCheck {
                document_ids: Some(vec![1, i64::MAX]),
                ..NewCheck::default()
            },
        ]),
        delete_after: Some(-1),
        auto_start: Some(false),
        ..CreateCase::default()
    }
}

#[wasm_bindgen_test]
fn a_request_comes_back_as_it_was() {
    let case = full();
    let object = to_js(&case).unwrap();
    assert_eq!(CreateCase::try_from(&object), Ok(case));
    assert!(member(&object, &["customer_id"]).is_bigint());
    assert_eq!(member(&object, &["delete_after"]).as_f64(), Some(-1.0));
    assert!(member(&object, &["customer", "external_id"]).is_null());
    assert!(member(&object, &["checks", "0"]).is_object());
    let details = member(&object, &["customer", "input_details"]);
    assert_eq!(JSON::stringify(&details).unwrap(), r#"{"b":[1,{"a":null}],"a":"ü"}"#);
}

#[wasm_bindgen_test]
fn absent_and_null_are_kept_apart() {
    let check = NewCheck::try_from(&value("{ check_type: null, document_ids: undefined }")).unwrap();
    assert_eq!((check.check_type, check.document_ids), (Maybe::Null, None));
    let check = NewCheck::try_from(&value("{ check_type: undefined }")).unwrap();
    assert_eq!(check, NewCheck::default());
    assert_eq!(JSON::stringify(&to_js(&check).unwrap()).unwrap(), "{}");

    let issues = NewCheck::try_from(&value("{ document_ids: null }")).unwrap_err();
    assert_eq!(issues[0].code(), Code::NotNullable);
}

#[wasm_bindgen_test]
fn integers_are_exact_or_refused() {
    for (expression, id) in [
        ("7", 7),
        ("7.0", 7),
        ("9007199254740991", 9_007_199_254_740_991),
        ("9007199254740993n", 9_007_199_254_740_993),
        ("2n ** 63n - 1n", i64::MAX),
        ("Object(8)", 8),
        ("{ toJSON: () => 9n }", 9),
    ] {
        let case = CreateCase::try_from(&value(&format!("{{ customer_id: {expression} }}"))).unwrap();
        assert_eq!(case.customer_id, Some(id), "{expression}");
        let back = member(&to_js(&case).unwrap(), &["customer_id"]);
        assert_eq!(back.is_bigint(), id > 9_007_199_254_740_991, "{expression}");
    }
    for (expression, expected) in [
        ("9007199254740992", "customer_id unsafe_integer 9007199254740992"),
        ("2n ** 63n", "customer_id out_of_range"),
        ("0", "customer_id out_of_range"),
        ("1.5", "customer_id invalid_type integer number"),
        ("NaN", "customer_id not_json NaN"),
        ("'1'", "customer_id invalid_type integer string"),
    ] {
        let issues = CreateCase::try_from(&value(&format!("{{ customer_id: {expression} }}"))).unwrap_err();
        assert_eq!(summary(&issues), expected, "{expression}");
    }
    let issues = NewCustomer::try_from(&value("{ full_name: 'Ada', delete_after: 2 ** 40 }")).unwrap_err();
    assert_eq!(summary(&issues), "delete_after out_of_range");
}

#[wasm_bindgen_test]
fn errors_name_path_expected_and_received() {
    let case = CreateCase::try_from(&value(
        "{ customer: { input_details: new Map() }, checks: [{ check_type: 1, document_ids: [1, '2'] }, null], chekcs: 1,
           auto_start: () => true }",
    ));
    assert_eq!(
        summary(&case.unwrap_err()),
        "customer.full_name required
customer.input_details not_json Map
checks[0].check_type invalid_type string number
checks[0].document_ids[1] invalid_type integer string
checks[1] not_nullable
auto_start not_json function
chekcs unknown_field"
    );
    for (expression, expected) in [
        ("null", " invalid_type object null"),
        ("undefined", " invalid_type object undefined"),
        ("[]", " invalid_type object array"),
        // A string is a value here, not JSON text.
        ("'{}'", " invalid_type object string"),
    ] {
        assert_eq!(summary(&NewCheck::try_from(&value(expression)).unwrap_err()), expected);
    }
}

#[wasm_bindgen_test]
fn rules_about_values_are_left_to_the_check() {
    let case = CreateCase::try_from(&value("{ customer_id: 1, case_config: 'no slug', checks: [{}] }")).unwrap();
    assert_eq!(case.case_config.as_deref(), Some("no slug"));
    let customer = NewCustomer::try_from(&value("{ full_name: '', customer_type: 'X' }")).unwrap();
    assert_eq!(customer.full_name, "");
}

#[wasm_bindgen_test]
fn free_json_keeps_what_javascript_can_hold() {
    let text = r#"{"big":12345678901234567890123,"safe":9007199254740991,"key":[1,0.5,-0.0,true,null,""],"__proto__":{"a":1},"x y":{}}"#;
    let details = Details::from_text(text).unwrap();
    let object = to_js(&details).unwrap();
    let digits = BigInt::new(&JsValue::from_str("12345678901234567890123")).unwrap();
    assert_eq!(member(&object, &["big"]), JsValue::from(digits));
    assert_eq!(member(&object, &["safe"]).as_f64(), Some(9_007_199_254_740_991.0));
    let keys: Vec<String> = js_sys::Object::keys(object.unchecked_ref::<js_sys::Object>())
        .iter()
        .filter_map(|key| key.as_string())
        .collect();
    assert_eq!(keys, ["big", "safe", "key", "__proto__", "x y"]);
    assert_eq!(Details::try_from(&object).unwrap().as_str(), text.replace("-0.0", "0"));
}

#[wasm_bindgen_test]
fn numbers_that_javascript_spells_in_another_way_keep_their_value() {
    let details = Details::from_text(r#"{"a":1.0,"b":1e2,"c":0.10,"d":1e-7}"#).unwrap();
    let object = to_js(&details).unwrap();
    assert_eq!(
        Details::try_from(&object).unwrap().as_str(),
        r#"{"a":1,"b":100,"c":0.1,"d":1e-7}"#
    );
    // Rounded once it was a number with an exponent: it is not taken back silently.
    let object = to_js(&Details::from_text(r#"{"a":1e30}"#).unwrap()).unwrap();
    assert_eq!(
        summary(&Details::try_from(&object).unwrap_err()),
        "a unsafe_integer 1e+30"
    );
    let deep = format!("{}1{}", r#"{"a":"#.repeat(500), "}".repeat(500));
    let error = to_js(&Details::from_text(deep).unwrap()).unwrap_err().to_string();
    assert!(error.ends_with("nested more than 128 levels deep"), "{error}");
    let error = to_js(&Details::from_text(r#"{"a":[{"b":-1e400}]}"#).unwrap()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Error: a[0].b: expected a number that JavaScript can hold, received -1e400"
    );
}

#[wasm_bindgen_test]
fn free_json_is_an_object_that_json_can_express() {
    for (expression, expected) in [
        ("[]", " invalid_type object array"),
        ("{ a: { b: [undefined] } }", "a.b[0] not_json undefined"),
        ("{ a: '\\ud800' }", "a invalid_unicode"),
        ("(() => { const a = {}; a.a = a; return a; })()", "a not_json cycle"),
        ("{ get a() { throw 1; } }", "a not_json getter that throws"),
    ] {
        let issues = Details::try_from(&value(expression)).unwrap_err();
        assert!(
            summary(&issues).starts_with(expected),
            "{expression}: {}",
            summary(&issues)
        );
    }
}

#[wasm_bindgen_test]
fn own_types_that_hold_a_request_are_converted_too() {
    #[derive(serde::Serialize)]
    struct Page {
        case: CreateCase,
        counts: std::collections::BTreeMap<String, u64>,
        pair: (i64, Option<bool>),
        state: State,
    }
    #[derive(serde::Serialize)]
    enum State {
        Sent { at: i64 },
    }
    let page = Page {
        case: full(),
        counts: [("a".to_owned(), u64::MAX)].into(),
        pair: (1 << 60, None),
        state: State::Sent { at: -(1 << 60) },
    };
    let object = to_js(&page).unwrap();
    assert_eq!(CreateCase::try_from(&member(&object, &["case"])), Ok(page.case));
    for path in [&["counts", "a"][..], &["pair", "0"], &["state", "Sent", "at"]] {
        assert!(member(&object, path).is_bigint(), "{path:?}");
    }
    assert!(member(&object, &["pair", "1"]).is_null());
}

#[wasm_bindgen_test]
fn issues_have_the_members_of_the_npm_package() {
    let issues = js::check(&value("{ customer_id: 0, case_config: 'kyb' }"), &Options::default());
    let expected = serde_json::to_string(&issues).unwrap();
    for array in [
        JsValue::from(&issues),
        to_js(&issues).unwrap(),
        js::issues_to_js(&issues, Language::En),
    ] {
        assert_eq!(JSON::stringify(&array).unwrap(), expected);
    }
    let german = js::issues_to_js(&issues, Language::De);
    assert_eq!(
        member(&german, &["0", "message"]).as_string(),
        Some(issues[0].message_in(Language::De))
    );
}

/// Every issue of the corpus, and so every code with its params.
#[wasm_bindgen_test]
fn issues_come_back_as_they_were() {
    let mut codes = std::collections::BTreeSet::new();
    for (file, text) in files::FILES {
        for case in case::read(text) {
            let issues = match &case.input {
                case::Input::Text(bytes) => sphinx_case::check(bytes, &case.options()),
                case::Input::JavaScript(expression) => js::check(&value(expression), &case.options()),
                case::Input::None => continue,
            };
            if issues.omitted() > 0 || issues.len() > 100 {
                continue;
            }
            codes.extend(issues.iter().map(|issue| issue.code()));
            let back = Issues::try_from(&JsValue::from(&issues)).unwrap();
            assert_eq!(back, issues, "{file}: {}", case.name);
        }
    }
    assert_eq!(codes.len(), Code::ALL.len() - 1, "all codes but `server`");
    let text = r#"{"checks":[{"check_type":["Not allowed here."]}]}"#;
    let issues = sphinx_case::map_server_errors(400, text);
    assert!(!issues.is_empty());
    assert_eq!(Issues::try_from(&JsValue::from(&issues)).unwrap(), issues);
}

#[wasm_bindgen_test]
fn issues_that_others_have_found_can_be_read() {
    let issues = Issues::try_from(&value(
        "[{ path: ['checks', 0, 'check_type'], message: 'Not here', code: 'custom', severity: 'warning', status: 400 },
          { path: [], message: 'No', more: 1 }]",
    ))
    .unwrap();
    assert_eq!(issues[0].path.name(), "checks[0].check_type");
    assert_eq!(
        (issues[0].severity, issues[0].message()),
        (Severity::Warning, "Not here".to_owned())
    );
    assert_eq!((issues[1].severity, issues[1].code()), (Severity::Error, Code::Server));
    assert!(!issues.is_valid());
    assert_eq!(issues[0].source, sphinx_case::Source::Server);
    for expression in ["{}", "[{ message: 'x' }]", "[{ path: [true], message: 'x' }]", "null"] {
        assert!(Issues::try_from(&value(expression)).is_err(), "{expression}");
    }
}

#[wasm_bindgen_test]
fn a_payload_is_built_from_a_value_and_read_as_one() {
    let options = Options::try_from(&value("{ defaults: 'omit', language: 'de' }")).unwrap();
    let payload = js::build(&value("{ customer_id: 2n ** 60n, case_config: 'kyb' }"), &options).unwrap();
    assert_eq!(
        payload.body(),
        r#"{"customer_id":1152921504606846976,"case_config":"kyb"}"#
    );
    let object = JsValue::from(&payload);
    assert_eq!(member(&object, &["ok"]).as_bool(), Some(true));
    assert_eq!(member(&object, &["body"]).as_string().as_deref(), Some(payload.body()));
    assert!(member(&object, &["payload", "customer_id"]).is_bigint());
    assert!(js::build(&JsValue::from_str("{}"), &options).is_err());
    assert_eq!(
        Options::try_from(&value("{ maxBytes: 5n }")).unwrap_err().message(),
        "maxBytes cannot be 5"
    );
}
