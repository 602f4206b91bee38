//! A relay that creates each case exactly once: a request with an unknown outcome is sent again with the same external ID.

use std::time::Duration;

use serde_json::{Value, json};
use sphinx_case::relay::RelayOptions;
use sphinx_case::sandbox::{Fault, Sandbox, SandboxOptions};
use sphinx_case::{Options, ResponseMeaning, Revision, map_server_errors};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::relay::replicas::{KEY, outcome};
use crate::relay::setup::{REQUEST, Response, Setup, unlimited};
use crate::support::start_sandbox;

/// A relay that creates each case exactly once.
pub fn exactly_once() -> RelayOptions {
    unlimited()
        .with_request_options(Options::default().with_revision(Revision::Newest))
        .with_exactly_once(true)
}

/// The `external_id` of each case in a sandbox.
pub fn external_ids(sandbox: &Sandbox) -> Vec<String> {
    let id_of = |body: &str| {
        let body: Value = serde_json::from_str(body).unwrap();
        body["external_id"].as_str().unwrap_or_default().to_owned()
    };
    let cases = sandbox.received_cases();
    cases.iter().map(|case| id_of(&case.body)).collect()
}

/// Fails unless a response says that the outcome is unknown, and that the request can be sent again.
#[track_caller]
pub fn assert_repeatable(response: &Response) {
    assert_eq!((response.status, response.problem().as_str()), (504, "outcome-unknown"));
    assert_eq!(response.json()["repeatable"], true, "{response:?}");
    assert!(response.body.contains("there will be no second case"), "{response:?}");
    assert_eq!(
        map_server_errors(504, &response.body).len(),
        1,
        "one issue, at the root"
    );
    let meaning = ResponseMeaning::of_response(504, &response.body);
    assert_eq!(meaning, ResponseMeaning::Unknown);
}

#[tokio::test]
async fn an_unknown_outcome_is_settled_by_the_same_key() {
    for fault in [
        Fault::DropAfter,
        Fault::GarbageAfter,
        Fault::DropBefore,
        Fault::Fail503(Duration::ZERO),
    ] {
        for setup in Setup::with_each_store(exactly_once()).await {
            setup.sandbox.push_next(fault);
            assert_repeatable(&setup.create(REQUEST, &[KEY]).await);
            let before = setup.cases();
            assert_repeatable(&outcome(&setup).await);
            assert_eq!(setup.cases(), before, "reading the outcome sends nothing");
            let created = setup.create(REQUEST, &[KEY]).await;
            assert_eq!(created.status, 201, "{fault:?}: {created:?}");
            assert_eq!(created.json()["customer"]["full_name"], "Ada Lovelace");
            assert_eq!(setup.create(REQUEST, &[KEY]).await.body, created.body);
            assert_eq!(outcome(&setup).await.body, created.body);
            let path = format!("/cases/{}", created.json()["id"]);
            assert_eq!(setup.get(&path).await.status, 200, "the page can follow it");
            let ids = external_ids(&setup.sandbox);
            assert_eq!(ids.len(), 1, "{fault:?}");
            assert_eq!(ids[0].len(), 36, "a UUID: {ids:?}");
            assert_eq!(created.json()["external_id"], ids[0]);
            let other = setup
                .create(r#"{"customer_id": 1, "case_config": "kyb"}"#, &[KEY])
                .await;
            assert_eq!(other.problem(), "key-reused");
        }
    }
}

#[tokio::test]
async fn an_outcome_stays_unknown_until_the_case_is_found() {
    for setup in Setup::with_each_store(exactly_once()).await {
        setup.sandbox.push_next(Fault::DropAfter);
        assert_repeatable(&setup.create(REQUEST, &[KEY]).await);
        for fault in [
            Fault::TooMany(Duration::from_secs(7)),
            Fault::BadFieldsLists,
            Fault::DropBefore,
        ] {
            setup.sandbox.push_next(fault);
            // None of these answers is about the earlier attempt.
            assert_repeatable(&setup.create(REQUEST, &[KEY]).await);
        }
        assert_eq!(setup.create(REQUEST, &[KEY]).await.status, 201);
        assert_eq!(setup.cases(), 1);
    }
}

#[tokio::test]
async fn what_certainly_created_no_case_is_reported_as_before() {
    for setup in Setup::with_each_store(exactly_once()).await {
        for (fault, problem) in [
            (Fault::TooMany(Duration::from_secs(7)), "rate-limited"),
            (Fault::BadFieldsLists, "rejected"),
        ] {
            setup.sandbox.push_next(fault);
            let response = setup.create(REQUEST, &[KEY]).await;
            assert_eq!(response.problem(), problem);
            assert!(!response.body.contains("repeatable"), "{response:?}");
        }
        assert_eq!(setup.create(REQUEST, &[KEY]).await.status, 201);
        assert_eq!(setup.cases(), 1);
    }
}

#[tokio::test]
async fn the_external_id_depends_on_key_and_body_alone() {
    let api = start_sandbox(SandboxOptions::default()).await;
    let start = || {
        Setup::for_api(
            api.sandbox.clone(),
            &api.base_url,
            SandboxOptions::CLIENT_SECRET,
            exactly_once(),
        )
    };
    let before = start().await;
    api.sandbox.push_next(Fault::DropAfter);
    assert_repeatable(&before.create(REQUEST, &[KEY]).await);
    // It knows nothing of the keys of the first one, which are in memory.
    let after = start().await;
    let created = after.create(REQUEST, &[KEY]).await;
    assert_eq!(created.status, 201, "{created:?}");
    assert_eq!(after.cases(), 1);
    for (key, body) in [
        ("another", REQUEST),
        (KEY.1, r#"{"customer_id": 1, "case_config": "kyb"}"#),
    ] {
        let other = start().await.create(body, &[("Idempotency-Key", key)]).await;
        assert_eq!(other.status, 201, "{other:?}");
    }
    let mut ids = external_ids(&api.sandbox);
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 3, "{ids:?}");
}

#[tokio::test]
async fn a_request_for_a_relay_before_a_restart_is_sent_again() {
    let api = start_sandbox(SandboxOptions::default()).await;
    let start = |options: RelayOptions| {
        Setup::for_api(
            api.sandbox.clone(),
            &api.base_url,
            SandboxOptions::CLIENT_SECRET,
            options,
        )
    };
    let instance_of = async |setup: &Setup| {
        setup.get("/relay").await.json()["instance"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let before = start(exactly_once()).await;
    api.sandbox.push_next(Fault::DropAfter);
    assert_repeatable(&before.create(REQUEST, &[KEY]).await);
    let instance = instance_of(&before).await;
    let headers = [KEY, ("Relay-Instance", instance.as_str())];

    let after = start(exactly_once()).await;
    let lost = after.send("GET", "/cases/outcome", &headers, "").await;
    assert_eq!((lost.status, lost.problem().as_str()), (409, "other-instance"));
    assert_eq!(lost.json()["repeatable"], true, "{lost:?}");
    api.sandbox.push_next(Fault::TooMany(Duration::from_secs(7)));
    assert_repeatable(&after.create(REQUEST, &headers).await);
    assert_eq!(after.create(REQUEST, &headers).await.status, 201);
    assert_eq!(after.cases(), 1);

    // One of the two relays did not create cases exactly once, or not this one.
    let without = || exactly_once().with_exactly_once(false);
    let other = instance_of(&start(without()).await).await;
    let reference = exactly_once().with_request_options(Options::default());
    for (options, instance) in [(without(), &instance), (exactly_once(), &other), (reference, &instance)] {
        let headers = [KEY, ("Relay-Instance", instance.as_str())];
        let refused = start(options).await.create(REQUEST, &headers).await;
        assert_eq!((refused.status, refused.problem().as_str()), (409, "other-instance"));
        assert!(!refused.body.contains("repeatable"), "{refused:?}");
    }
    assert_eq!(after.cases(), 1);
}

#[tokio::test]
async fn without_a_key_or_the_field_a_request_is_not_sent_again() {
    let reference = exactly_once().with_request_options(Options::default());
    for (options, query, headers) in [
        (exactly_once(), "", vec![]),
        (reference, "", vec![KEY]),
        (exactly_once().with_page_options(true), "?revision=reference", vec![KEY]),
    ] {
        for setup in Setup::with_each_store(options.clone()).await {
            setup.sandbox.push_next(Fault::DropAfter);
            let mut all = vec![("Content-Type", "application/json")];
            all.extend(&headers);
            let path = format!("/cases/{query}");
            for _ in 0..2 {
                let response = setup.send("POST", &path, &all, REQUEST).await;
                assert_eq!(response.problem(), "outcome-unknown");
                assert!(!response.body.contains("repeatable"), "{response:?}");
                if headers.is_empty() {
                    break;
                }
            }
            assert_eq!(external_ids(&setup.sandbox), [""]);
        }
    }
}

#[tokio::test]
async fn an_api_that_ignores_the_field_gets_nothing_twice() {
    let api = MockServer::start().await;
    let token = json!({"access_token": "some-token", "expires_in": 600});
    Mock::given(path("/api/oauth/token/"))
        .respond_with(ResponseTemplate::new(200).set_body_json(token))
        .mount(&api)
        .await;
    let answers = |response: ResponseTemplate| {
        Mock::given(method("POST"))
            .and(path("/api/cases/"))
            .respond_with(response)
            .up_to_n_times(1)
            .mount(&api)
    };
    answers(ResponseTemplate::new(201).set_body_json(json!({"id": 7}))).await;
    answers(ResponseTemplate::new(503)).await;
    let sandbox = Sandbox::new(SandboxOptions::default());
    let setup = Setup::for_api(sandbox, &api.uri(), "some-secret", exactly_once()).await;
    let created = setup.create(REQUEST, &[("Idempotency-Key", "first")]).await;
    assert_eq!((created.status, created.json()["id"].as_i64()), (201, Some(7)));
    for _ in 0..2 {
        let response = setup.create(REQUEST, &[KEY]).await;
        assert_eq!(response.problem(), "outcome-unknown");
        assert!(!response.body.contains("repeatable"), "{response:?}");
    }
    let requests = api.received_requests().await.unwrap();
    let sent = requests.iter().filter(|request| request.url.path() == "/api/cases/");
    assert_eq!(sent.count(), 2);
}
