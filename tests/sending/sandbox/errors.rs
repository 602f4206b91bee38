//! Errors are identical to those of Django REST Framework, in both formats.

use serde_json::{Value, json};
use sphinx_case::sandbox::{ErrorShape, SandboxOptions};

use crate::sandbox::setup::Setup;

/// A response of a real version of the framework.
fn framework_response(name: &str) -> Value {
    let all: Value = serde_json::from_str(include_str!("../../server-errors.json")).unwrap();
    let cases = all["cases"].as_array().unwrap();
    let case = cases.iter().find(|case| case["name"] == name).unwrap();
    serde_json::from_str(case["body"].as_str().unwrap()).unwrap()
}

async fn setup(error_shape: ErrorShape) -> Setup {
    Setup::new(SandboxOptions::default().with_error_shape(error_shape)).await
}

#[tokio::test]
async fn messages_are_those_of_the_framework() {
    let setup = setup(ErrorShape::Objects).await;
    let long = |count| "x".repeat(count);
    for (name, body) in [
        ("a lone surrogate", json!({ "customer": { "full_name": "SURROGATE" } })),
        ("characters", json!({ "customer": { "full_name": "\0" } })),
        (
            "required, null and blank",
            json!({ "customer": { "external_id": "" }, "webhook_url": "x", "case_config": null }),
        ),
        (
            "limits and formats",
            json!({
                "customer_id": 0,
                "customer": { "full_name": long(256), "customer_type": "PERSON", "delete_after": -2 },
                "webhook_url": long(512),
                "delete_after": 2_147_483_648_i64,
                "case_config": "a b",
            }),
        ),
        (
            "types",
            json!({
                "customer_id": "x",
                "customer": { "full_name": [], "customer_type": {}, "input_details": [], "delete_after": [] },
                "webhook_url": {},
                "document_ids": ["x", 1, null, 0],
                "delete_after": null,
                "auto_start": "perhaps",
            }),
        ),
        (
            "checks: items that are no objects, 3.18.0",
            json!({ "customer_id": 1, "checks": ["x", {}, 5] }),
        ),
        (
            "wrong containers",
            json!({ "customer": "x", "checks": "x", "document_ids": 5 }),
        ),
        (
            "null containers",
            json!({ "customer": null, "checks": null, "document_ids": null }),
        ),
        (
            "an unknown choice in lower case",
            json!({ "customer": { "full_name": "x", "customer_type": "individual" } }),
        ),
        (
            "blank texts",
            json!({ "customer": { "full_name": " ", "external_id": "" }, "webhook_url": "", "case_config": "" }),
        ),
        (
            "a rule between fields",
            json!({ "customer_id": 1, "checks": [{ "check_type": "PEP" }], "case_config": "c" }),
        ),
        ("a root that is a list", json!([])),
        ("a root that is a text", json!("x")),
    ] {
        let body = body.to_string().replace("SURROGATE", "\\ud800");
        assert_eq!(setup.create(body).await, (400, framework_response(name)), "{name}");
    }
    assert_eq!(setup.sandbox.status().cases, 0);
}

#[tokio::test]
async fn both_formats() {
    let body = r#"{"customer_id": 1, "checks": [{}, {"document_ids": [0, 1, "x"]}, {"check_type": "HOROSCOPE"}]}"#;
    let of_second = json!({ "document_ids": {
        "0": ["Ensure this value is greater than or equal to 1."],
        "2": ["A valid integer is required."],
    } });
    let (status, lists) = setup(ErrorShape::Lists).await.create(body).await;
    assert_eq!((status, lists), (400, json!({ "checks": [{}, of_second, {}] })));
    let (_, objects) = setup(ErrorShape::Objects).await.create(body).await;
    assert_eq!(objects, json!({ "checks": { "1": of_second } }));

    let setup = setup(ErrorShape::Lists).await;
    let body = r#" {"customer_id": 1, "checks": [{"input_details": {"n": 1e400}}, {"input_details": 1.5}]} "#;
    let (_, lists) = setup.create(body).await;
    let of_second = json!({ "input_details": ["Expected a dictionary of items but got type \"float\"."] });
    assert_eq!(lists, json!({ "checks": [{}, of_second] }));
    let (_, lists) = setup.create(r#"{"customer_id": 1, "checks": ["x", {}, 5]}"#).await;
    assert_eq!(lists, framework_response("checks: items that are no objects, 3.17.1"));
    let (_, whole) = setup
        .create(r#"{"customer": "x", "checks": "x", "document_ids": 5}"#)
        .await;
    assert_eq!(whole, framework_response("wrong containers"));
}

#[tokio::test]
async fn bodies_that_cannot_be_parsed() {
    let setup = setup(ErrorShape::Objects).await;
    for body in ["", "{", "nul", r#"{"customer_id": }"#] {
        let (status, response) = setup.create(body).await;
        assert_eq!(status, 400);
        assert!(
            response["detail"].as_str().unwrap().starts_with("JSON parse error - "),
            "{response}"
        );
    }
    let deep = format!(
        r#"{{"customer_id": 1, "x": {}1{}}}"#,
        "[".repeat(200_000),
        "]".repeat(200_000)
    );
    let (status, response) = setup.create(deep).await;
    assert_eq!(status, 400, "{response}");
    let (status, response) = setup.create(r#"{"customer_id": 1, "customer_id": 2}"#).await;
    assert_eq!(status, 400);
    assert!(response["customer_id"].is_array(), "{response}");
    let large = setup.post("x".repeat(11 << 20)).send().await;
    assert!(large.is_err() || large.is_ok_and(|response| response.status() == 413));
}
