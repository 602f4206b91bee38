//! Errors come word for word as Django REST Framework writes them, in both shapes.

use serde_json::{Value, json};
use sphinx_case::sandbox::{ErrorShape, Settings};

use crate::sandbox::stand::Stand;

/// What real versions of the framework answered.
fn written_by_framework(name: &str) -> Value {
    let all: Value = serde_json::from_str(include_str!("../../server-errors.json")).unwrap();
    let cases = all["cases"].as_array().unwrap();
    let case = cases.iter().find(|case| case["name"] == name).unwrap();
    serde_json::from_str(case["body"].as_str().unwrap()).unwrap()
}

async fn stand(error_shape: ErrorShape) -> Stand {
    Stand::new(Settings {
        error_shape,
        ..Settings::default()
    })
    .await
}

#[tokio::test]
async fn word_for_word() {
    let stand = stand(ErrorShape::Objects).await;
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
        assert_eq!(stand.create(body).await, (400, written_by_framework(name)), "{name}");
    }
    assert_eq!(stand.sandbox.facts().await.unwrap().cases, 0);
}

#[tokio::test]
async fn both_shapes() {
    let body = r#"{"customer_id": 1, "checks": [{}, {"document_ids": [0, 1, "x"]}, {"check_type": "HOROSCOPE"}]}"#;
    let of_second = json!({ "document_ids": {
        "0": ["Ensure this value is greater than or equal to 1."],
        "2": ["A valid integer is required."],
    } });
    let (status, lists) = stand(ErrorShape::Lists).await.create(body).await;
    assert_eq!((status, lists), (400, json!({ "checks": [{}, of_second, {}] })));
    let (_, objects) = stand(ErrorShape::Objects).await.create(body).await;
    assert_eq!(objects, json!({ "checks": { "1": of_second } }));

    let stand = stand(ErrorShape::Lists).await;
    let body = r#" {"customer_id": 1, "checks": [{"input_details": {"n": 1e400}}, {"input_details": 1.5}]} "#;
    let (_, lists) = stand.create(body).await;
    let of_second = json!({ "input_details": ["Expected a dictionary of items but got type \"float\"."] });
    assert_eq!(lists, json!({ "checks": [{}, of_second] }));
    let (_, lists) = stand.create(r#"{"customer_id": 1, "checks": ["x", {}, 5]}"#).await;
    assert_eq!(lists, written_by_framework("checks: items that are no objects, 3.17.1"));
    let (_, whole) = stand
        .create(r#"{"customer": "x", "checks": "x", "document_ids": 5}"#)
        .await;
    assert_eq!(whole, written_by_framework("wrong containers"));
}

#[tokio::test]
async fn unreadable() {
    let stand = stand(ErrorShape::Objects).await;
    for body in ["", "{", "nul", r#"{"customer_id": }"#] {
        let (status, answer) = stand.create(body).await;
        assert_eq!(status, 400);
        assert!(
            answer["detail"].as_str().unwrap().starts_with("JSON parse error - "),
            "{answer}"
        );
    }
    let deep = format!(
        r#"{{"customer_id": 1, "x": {}1{}}}"#,
        "[".repeat(200_000),
        "]".repeat(200_000)
    );
    let (status, answer) = stand.create(deep).await;
    assert_eq!(status, 400, "{answer}");
    let (status, answer) = stand.create(r#"{"customer_id": 1, "customer_id": 2}"#).await;
    assert_eq!(status, 400);
    assert!(answer["customer_id"].is_array(), "{answer}");
    let large = stand.post("x".repeat(11 << 20)).send().await;
    assert!(large.is_err() || large.is_ok_and(|answer| answer.status() == 413));
}
