//! The response to every outcome, with each fault of the sandbox; and that none contains a secret.

use std::time::Duration;

use sphinx_case::relay::RelayOptions;
use sphinx_case::sandbox::{Fault, Sandbox, SandboxOptions};
use sphinx_case::{Options, Revision, Source, map_server_errors};

use crate::relay::setup::{REQUEST, Response, Setup};

#[tokio::test]
async fn a_case_is_created_and_completes() {
    let setup = Setup::new().await;
    let case = setup.create(REQUEST, &[]).await;
    assert_eq!(case.status, 201);
    assert_eq!(case.json()["customer"]["full_name"], "Ada Lovelace");
    let path = format!("/cases/{}", case.json()["id"]);
    assert_eq!(setup.get(&path).await.json()["is_complete"], false);
    setup.sandbox.advance(Duration::from_secs(2));
    assert_eq!(setup.get(&path).await.json()["is_complete"], true);
    for unknown in ["/cases/999", "/cases/x", "/cases/-1", "/cases/1e3"] {
        let response = setup.get(unknown).await;
        assert_eq!(
            (response.status, response.problem().as_str()),
            (404, "not-found"),
            "{unknown}"
        );
    }
}

#[tokio::test]
async fn validation_errors_are_mapped_to_the_same_issues() {
    let setup = Setup::new().await;
    let body =
        r#"{"customer": {"full_name": ""}, "checks": [{"check_type": "PEP"}, {"document_ids": [0]}], "chekcs/~": 1}"#;
    let response = setup.create(body, &[]).await;
    assert_eq!((response.status, response.problem().as_str()), (422, "invalid-request"));
    let ours = sphinx_case::read_json(body).into_issues();
    let errors: Vec<_> = ours.iter().filter(|issue| issue.is_error()).collect();
    let mapped = map_server_errors(response.status, &response.body);
    assert_eq!(mapped.len(), errors.len(), "{mapped}");
    for (mapped, ours) in mapped.iter().zip(errors) {
        assert_eq!(mapped.path, ours.path);
        assert_eq!(mapped.message(), ours.message());
        assert_eq!(mapped.source, Source::Server);
    }
    let german = setup.create(body, &[("Accept-Language", "xx, de-AT;q=0.9, en")]).await;
    assert!(german.body.contains("darf nicht leer sein"), "{german:?}");
    assert_eq!(setup.cases(), 0);
}

#[tokio::test]
async fn errors_of_the_api_are_mapped_to_their_fields_in_both_formats() {
    let setup = Setup::new().await;
    for fault in [Fault::BadFieldsLists, Fault::BadFieldsObjects, Fault::BadRequest] {
        setup.sandbox.push_next(fault);
        let response = setup.create(REQUEST, &[]).await;
        assert_eq!((response.status, response.problem().as_str()), (400, "rejected"));
        let mapped = map_server_errors(response.status, &response.body);
        let names: Vec<_> = mapped.iter().map(|issue| issue.path.name()).collect();
        if fault == Fault::BadRequest {
            assert_eq!(names, [""]);
        } else {
            assert_eq!(names, ["webhook_url", "checks[0].check_type"]);
        }
        assert!(
            mapped
                .iter()
                .all(|issue| issue.message().contains("rejected by a fault"))
        );
    }
    assert_eq!(setup.cases(), 0);
}

#[tokio::test]
async fn each_fault_has_its_problem_details() {
    let setup = Setup::new().await;
    let wait = Duration::from_secs(7);
    for (faults, status, problem, created) in [
        (vec![Fault::Slow(Duration::from_millis(50))], 201, "", 1),
        (vec![Fault::Fail500], 504, "outcome-unknown", 0),
        (vec![Fault::Fail503(wait)], 504, "outcome-unknown", 0),
        (vec![Fault::TooMany(wait)], 503, "rate-limited", 0),
        (vec![Fault::DropBefore], 504, "outcome-unknown", 0),
        (vec![Fault::DropAfter], 504, "outcome-unknown", 1),
        (vec![Fault::Garbage], 504, "outcome-unknown", 0),
        (vec![Fault::GarbageAfter], 504, "outcome-unknown", 1),
        // A token that is rejected once is renewed.
        (vec![Fault::Unauthorized], 201, "", 1),
        (
            vec![Fault::Unauthorized, Fault::Unauthorized],
            502,
            "credentials-refused",
            0,
        ),
    ] {
        let before = setup.cases();
        faults.iter().for_each(|fault| setup.sandbox.push_next(*fault));
        let response = setup.create(REQUEST, &[]).await;
        assert_eq!(response.status, status, "{faults:?}: {response:?}");
        if status != 201 {
            assert_eq!(response.problem(), problem, "{faults:?}");
            assert_eq!(
                map_server_errors(status, &response.body).len(),
                1,
                "one issue, at the root"
            );
        }
        assert_eq!(
            response.header("retry-after"),
            (problem == "rate-limited").then_some("7")
        );
        assert_eq!(setup.cases() - before, created, "{faults:?}");
    }
    assert_no_secrets(&setup);
}

#[tokio::test]
async fn an_api_that_is_unreachable_or_rejects_the_credentials() {
    let sandbox = || Sandbox::new(SandboxOptions::default());
    let nowhere = Setup::for_api(
        sandbox(),
        "http://127.0.0.1:9",
        "some-secret-of-ours",
        RelayOptions::default(),
    )
    .await;
    let response = nowhere.create(REQUEST, &[]).await;
    assert_eq!((response.status, response.problem().as_str()), (502, "never-sent"));
    assert!(response.body.contains("No case was created"));

    let other = Setup::new().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let api = format!("http://{}", listener.local_addr().unwrap());
    let running = other.sandbox.clone();
    tokio::spawn(async move { running.serve(listener, std::future::pending()).await });
    let wrong = Setup::for_api(sandbox(), &api, "some-secret-of-ours", RelayOptions::default()).await;
    let response = wrong.create(REQUEST, &[]).await;
    assert_eq!(
        (response.status, response.problem().as_str()),
        (502, "credentials-refused")
    );
    assert!(
        !response.body.contains("invalid_client"),
        "what the API says about credentials: {response:?}"
    );
    for setup in [nowhere, wrong] {
        assert_no_secrets(&setup);
    }
}

#[tokio::test]
async fn options_that_a_page_can_choose() {
    let kept = r#"{"customer_id": 1, "case_config": "kyb", "own": 1}"#;
    let strict = Setup::new().await;
    let post = async |setup: &Setup, query: &str| -> Response {
        setup
            .send(
                "POST",
                &format!("/cases/?{query}"),
                &[("Content-Type", "application/json")],
                kept,
            )
            .await
    };
    assert_eq!(post(&strict, "unknown_fields=keep").await.problem(), "bad-query");
    let open = Setup::with(RelayOptions::default().with_page_options(true)).await;
    assert_eq!(post(&open, "unknown_fields=reject").await.problem(), "invalid-request");
    assert_eq!(post(&open, "unknown_fields=other").await.problem(), "bad-query");
    assert_eq!(post(&open, "unknown_fields=keep&defaults=omit").await.status, 201);
}

#[tokio::test]
async fn the_revision_of_a_relay_is_the_latest_that_a_page_can_choose() {
    let with_id = r#"{"customer_id": 1, "case_config": "kyb", "external_id": "order-7"}"#;
    for (revision, choices) in [
        (
            Revision::Reference,
            [
                ("", "invalid-request"),
                ("?revision=reference", "invalid-request"),
                ("?revision=newest", "bad-query"),
            ],
        ),
        (
            Revision::Newest,
            [
                ("?revision=reference", "invalid-request"),
                ("?revision=other", "bad-query"),
                ("?revision=newest", ""),
            ],
        ),
    ] {
        let request_options = Options::default().with_revision(revision);
        let options = RelayOptions::default()
            .with_request_options(request_options)
            .with_page_options(true);
        let setup = Setup::with(options).await;
        let described = setup.send("GET", "/relay", &[], "").await;
        assert!(described.body.contains(&format!(
            r#""revision":"{revision_name}""#,
            revision_name = revision.as_str()
        )));
        for (query, problem) in choices {
            let headers = [("Content-Type", "application/json")];
            let response = setup.send("POST", &format!("/cases/{query}"), &headers, with_id).await;
            if problem.is_empty() {
                assert_eq!(response.status, 201, "{}", response.body);
                assert!(
                    response.body.contains(r#""external_id":"order-7""#),
                    "{}",
                    response.body
                );
            } else {
                assert_eq!(response.problem(), problem, "{revision:?} {query}");
            }
        }
    }
}

fn assert_no_secrets(setup: &Setup) {
    let received = setup.received();
    for secret in [
        SandboxOptions::CLIENT_SECRET,
        "some-secret-of-ours",
        "access_token",
        "Bearer",
    ] {
        assert!(!received.contains(secret), "{secret}");
    }
    assert!(
        !received.contains("HTTP/1.1 401"),
        "the credentials are not those of the browser"
    );
}

#[tokio::test]
async fn a_page_of_a_gateway_is_never_shown() {
    let page = "<!DOCTYPE html><html><body>Blocked by the gateway</body></html>";
    for (status, problem) in [
        (413, "rejected"),
        (502, "outcome-unknown"),
        (200, "outcome-unknown"),
        (403, "credentials-refused"),
    ] {
        let api = wiremock::MockServer::start().await;
        let on = |place: &str, response: wiremock::ResponseTemplate| {
            wiremock::Mock::given(wiremock::matchers::path(place))
                .respond_with(response)
                .mount(&api)
        };
        let token = serde_json::json!({"access_token": "some-token", "expires_in": 60});
        on(
            "/api/oauth/token/",
            wiremock::ResponseTemplate::new(200).set_body_json(token),
        )
        .await;
        on(
            "/api/cases/",
            wiremock::ResponseTemplate::new(status).set_body_raw(page, "text/html"),
        )
        .await;
        let options = RelayOptions::default();
        let setup = Setup::for_api(
            Sandbox::new(SandboxOptions::default()),
            &api.uri(),
            "some-secret",
            options,
        )
        .await;
        let response = setup.create(REQUEST, &[]).await;
        assert_eq!(response.problem(), problem, "{response:?}");
        assert!(
            !response.body.contains("Blocked") && !response.body.contains('<'),
            "{response:?}"
        );
        // The form reads the relay's responses by the same table.
        let meaning = sphinx_case::ResponseMeaning::of_response(response.status, &response.body);
        let is_unknown = meaning == sphinx_case::ResponseMeaning::Unknown;
        assert_eq!(is_unknown, problem == "outcome-unknown", "{response:?}");
    }
}
