//! Tokens; creating, starting, completing and listing cases; and requests that are not part of the API.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use sphinx_case::sandbox::{Fault, SandboxOptions};

use crate::sandbox::setup::{CASE, Setup, read};

#[tokio::test]
async fn tokens() {
    let setup = Setup::new(SandboxOptions::default().with_token_lifetime(Duration::from_millis(59_001))).await;
    let response = read(setup.ask_token(&setup.credentials()).await).await;
    assert_eq!(
        (response.0, &response.1["token_type"], &response.1["expires_in"]),
        (200, &json!("Bearer"), &json!(60))
    );
    assert_eq!(setup.create(CASE).await.0, 201);

    setup.sandbox.advance(Duration::from_secs(60));
    let response = setup.post(CASE).send().await.unwrap();
    let challenge = response.headers()["www-authenticate"].to_str().unwrap().to_owned();
    assert!(
        challenge.starts_with("Bearer") && challenge.contains("invalid_token"),
        "{challenge}"
    );
    let detail = json!({ "detail": "Authentication credentials were not provided." });
    assert_eq!(read(response).await, (401, detail.clone()));
    let response = setup.bare(Method::GET, "/api/cases/1/").send().await.unwrap();
    assert_eq!(response.headers()["www-authenticate"], "Bearer realm=\"api\"");
    assert_eq!(read(response).await, (401, detail));

    for (member, value, status, code) in [
        ("client_secret", json!("other"), 401, "invalid_client"),
        ("client_id", Value::Null, 401, "invalid_client"),
        ("grant_type", json!("password"), 400, "unsupported_grant_type"),
        ("grant_type", Value::Null, 400, "invalid_request"),
    ] {
        let mut credentials = setup.credentials();
        credentials[member] = value;
        let response = read(setup.ask_token(&credentials).await).await;
        assert_eq!(response, (status, json!({ "error": code })));
    }
}

#[tokio::test]
async fn a_case_from_creation_to_completion() {
    let setup = Setup::new(SandboxOptions::default()).await;
    let body = r#"{"customer": {"full_name": "James Torres", "external_id": "j-1", "customer_type": "INDIVIDUAL"},
        "checks": [{"check_type": "ADVERSE_MEDIA", "input_details": {"n": 12345678901234567890123, "z": 1.0}}],
        "auto_start": false, "delete_after": 30, "not_a_key": 1}"#;
    let response = setup.post(body).send().await.unwrap();
    assert!(response.headers().contains_key("date") && response.headers().contains_key("x-request-id"));
    let text = response.text().await.unwrap();
    let details = r#""input_details":{"n":12345678901234567890123,"z":1.0}"#;
    assert!(text.contains(details), "{text}");
    let list = setup.request(Method::GET, "/api/cases/").send().await.unwrap();
    assert!(list.text().await.unwrap().contains(details));
    let case: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(case["customer"]["full_name"], "James Torres");
    assert_eq!(
        (&case["is_complete"], &case["outcome"], &case["delete_after"]),
        (&json!(false), &Value::Null, &json!(30))
    );
    assert_eq!(case["checks"][0]["status"], "PENDING");
    assert_eq!(case["checks"][0]["title"], "Adverse Media");

    setup.sandbox.advance(Duration::from_secs(60));
    let path = format!("/api/cases/{}/", case["id"]);
    assert_eq!(
        setup.get(&path).await.1["is_complete"],
        false,
        "the case was not started"
    );
    let (status, started) = setup.start(&case["id"]).await;
    assert_eq!(status, 200);
    let (status, again) = setup.start(&case["id"]).await;
    assert_eq!((status, &again["updated_at"]), (200, &started["updated_at"]));
    setup.sandbox.advance(Duration::from_secs(2));
    let (_, case) = setup.get(&path).await;
    assert_eq!(case["is_complete"], true);
    assert_eq!(case["checks"][0]["status"], "DECIDED");
    assert!(case["risk_score"].is_number() && case["outcome"].is_string());
    assert_eq!(setup.start(&case["id"]).await.0, 200, "a complete case stays as it is");
}

#[tokio::test]
async fn checks_are_deciding_before_they_are_decided() {
    let setup = Setup::new(SandboxOptions::default().with_decision_time(Duration::from_secs(1_000))).await;
    let (_, case) = setup.create(CASE).await;
    assert_eq!(case["checks"][0]["status"], "PENDING");
    for status in ["DECIDING", "DECIDED"] {
        setup.sandbox.advance(Duration::from_secs(600));
        let (_, case) = setup.get(&format!("/api/cases/{}/", case["id"])).await;
        assert_eq!(case["checks"][0]["status"], status);
    }
}

#[tokio::test]
async fn customers() {
    let setup = Setup::new(SandboxOptions::default()).await;
    let customer = |rest: &str| format!(r#"{{"customer": {{"full_name": "A"{rest}}}, "case_config": "kyc"}}"#);
    let (_, first) = setup
        .create(customer(r#", "external_id": "x", "customer_type": "COMPANY""#))
        .await;
    let (_, second) = setup.create(customer(r#", "external_id": "x""#)).await;
    assert_eq!(first["customer"]["id"], second["customer"]["id"]);
    assert_eq!(
        second["customer"]["customer_type"],
        Value::Null,
        "what is omitted becomes null"
    );
    assert_eq!(
        first["checks"].as_array().unwrap().len(),
        2,
        "a configuration makes checks"
    );
    let (_, third) = setup.create(customer("")).await;
    assert_ne!(first["customer"]["id"], third["customer"]["id"]);

    // New customers get none of the IDs that requests have named.
    let next = third["customer"]["id"].as_i64().unwrap() + 1;
    for id in [next, i64::MAX] {
        let (status, case) = setup.create(format!(r#"{{"customer_id": {id}}}"#)).await;
        assert_eq!((status, &case["customer"]["id"]), (201, &json!(id)));
    }
    let (_, case) = setup.create(customer("")).await;
    assert_eq!(case["customer"]["id"], json!(next + 1));
}

#[tokio::test]
async fn a_case_without_checks_cannot_be_started() {
    let setup = Setup::new(SandboxOptions::default()).await;
    let (status, case) = setup.create(r#"{"customer_id": 1}"#).await;
    assert_eq!(
        (status, &case["checks"], &case["delete_after"]),
        (201, &json!([]), &json!(-1))
    );
    assert_eq!(
        setup.start(&case["id"]).await,
        (400, json!(["The case has no checks to start."]))
    );
    assert_eq!(setup.start(&json!(999)).await, (404, json!({ "detail": "Not found." })));
}

#[tokio::test]
async fn lists() {
    let setup = Setup::new(SandboxOptions::default()).await;
    for _ in 0..105 {
        assert_eq!(setup.create(CASE).await.0, 201);
    }
    setup.create(r#"{"customer_id": 8}"#).await;
    let (_, list) = setup.get("/api/cases/?customer_id=7").await;
    let results = list["results"].as_array().unwrap();
    assert_eq!((list["count"].as_i64(), results.len()), (Some(105), 100));
    assert_eq!(
        (&results[0]["id"], &results[99]["id"]),
        (&json!(105), &json!(6)),
        "newest first"
    );
    assert_eq!(list["previous"], Value::Null);
    let next = list["next"].as_str().unwrap();
    assert_eq!(
        next,
        format!("http://{}/api/cases/?customer_id=7&page=2", setup.address)
    );
    let next = setup.client.get(next).bearer_auth(&setup.token).send().await.unwrap();
    let (_, list) = read(next).await;
    assert_eq!(
        (list["results"].as_array().unwrap().len(), &list["next"]),
        (5, &Value::Null)
    );
    assert!(list["previous"].as_str().unwrap().ends_with("page=1"));

    let (_, list) = setup.get("/api/cases/").await;
    assert_eq!(
        (&list["count"], &list["results"][0]["customer"]["id"]),
        (&json!(106), &json!(8))
    );
    let (_, list) = setup.get("/api/cases/?customer_id=404").await;
    assert_eq!(
        list,
        json!({ "count": 0, "next": null, "previous": null, "results": [] })
    );
    for (query, status) in [
        ("page=3", 404),
        ("page=0", 404),
        ("page=x", 404),
        ("customer_id=x", 400),
    ] {
        assert_eq!(setup.get(&format!("/api/cases/?{query}")).await.0, status, "{query}");
    }
}

#[tokio::test]
async fn requests_that_the_api_does_not_have() {
    let setup = Setup::new(SandboxOptions::default()).await;
    for (method, path, status) in [
        (Method::POST, "/api/cases", 404),
        (Method::GET, "/api/cases/1", 404),
        (Method::GET, "/api/cases/1/", 404),
        (Method::GET, "/api/cases/x/", 404),
        (Method::GET, "/api/cases/+1/", 404),
        (Method::GET, "/api/cases/99999999999999999999/", 404),
        (Method::GET, "/api/", 404),
        (Method::GET, "/", 404),
        (Method::PUT, "/api/cases/", 405),
        (Method::DELETE, "/api/cases/1/", 405),
        (Method::GET, "/api/cases/1/start/", 405),
        (Method::GET, "/api/oauth/token/", 405),
        (Method::HEAD, "/api/cases/", 200),
    ] {
        let response = setup.request(method.clone(), path).send().await.unwrap();
        assert_eq!(response.status().as_u16(), status, "{method} {path}");
        assert_eq!(response.headers().contains_key("allow"), status == 405);
    }
    let (_, body) = read(setup.request(Method::PUT, "/api/cases/").send().await.unwrap()).await;
    assert_eq!(body, json!({ "detail": "Method \"PUT\" not allowed." }));
    let text = setup
        .request(Method::POST, "/api/cases/")
        .header("content-type", "text/plain")
        .body(CASE);
    let detail = json!({ "detail": "Unsupported media type \"text/plain\" in request." });
    assert_eq!(read(text.send().await.unwrap()).await, (415, detail));
    let bare = setup.request(Method::POST, "/api/cases/").body(CASE);
    assert_eq!(bare.send().await.unwrap().status(), 415);
    let with_charset = setup
        .request(Method::POST, "/api/cases/")
        .header("content-type", "application/json; charset=utf-8");
    assert_eq!(with_charset.body(CASE).send().await.unwrap().status(), 201);
    assert_eq!(setup.sandbox.status().cases, 1);
}

#[tokio::test]
async fn requests_in_progress_finish_before_shutdown() {
    let setup = Setup::new(SandboxOptions::default()).await;
    setup.sandbox.push_next(Fault::Slow(Duration::from_millis(500)));
    let in_progress = tokio::spawn(setup.post(CASE).send());
    while !setup.sandbox.status().next.is_empty() || setup.sandbox.status().create_requests == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let sandbox = setup.sandbox.clone();
    setup.stop().await;
    assert_eq!(in_progress.await.unwrap().unwrap().status(), 201);
    assert_eq!(sandbox.status().cases, 1);
}

#[tokio::test]
async fn an_external_id_belongs_to_one_case() {
    let setup = Setup::new(SandboxOptions::default()).await;
    let case = |id: &str| json!({"customer_id": 7, "case_config": "kyb", "external_id": id}).to_string();
    let (status, first) = setup.create(case("a")).await;
    assert_eq!((status, &first["external_id"]), (201, &json!("a")));
    let error = json!({"external_id": ["case with this external id already exists."]});
    assert_eq!(setup.create(case(" a ")).await, (400, error));
    assert_eq!(setup.create(case("b")).await.0, 201);
    // Without one it gets a UUID.
    let (_, third) = setup.create(CASE).await;
    assert_eq!(third["external_id"].as_str().map(str::len), Some(36));
    let list = setup.get("/api/cases/").await.1;
    let ids: Vec<_> = list["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|case| &case["external_id"])
        .collect();
    assert_eq!(ids, [&third["external_id"], &json!("b"), &json!("a")]);
    setup.stop().await;
}
