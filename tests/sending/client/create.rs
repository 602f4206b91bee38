//! Creating cases: what each response means, and that no request that may have arrived is sent again.

use std::error::Error as _;
use std::time::Duration;

use serde_json::json;
use sphinx_case::Code;
use sphinx_case::client::{ErrorKind, NotSentReason};
use wiremock::matchers::{body_string, header, method, path};
use wiremock::{Mock, ResponseTemplate};

use super::{CASES, TOKENS, case, client, client_with, count, create_error, on, options, payload, server};

#[tokio::test]
async fn the_exact_body_is_sent_with_the_token() {
    let server = server().await;
    Mock::given(method("POST"))
        .and(path(CASES))
        .and(header("authorization", "Bearer access-t0ken-of-tests"))
        .and(header("content-type", "application/json"))
        .and(body_string(payload().body()))
        .respond_with(ResponseTemplate::new(201).set_body_json(case(41)))
        .expect(1)
        .mount(&server)
        .await;
    let client = client_with(options(&server.uri()).with_user_agent("onboarding/2.1"));
    let created = client.create_case(&payload()).await.unwrap();
    assert_eq!(created.id, 41);
    let requests = server.received_requests().await.unwrap();
    let agent = requests[1].headers["user-agent"].to_str().unwrap();
    assert!(agent.starts_with("onboarding/2.1 sphinx-case/"), "{agent}");
    assert_eq!(client.server_clock_offset().map(i64::abs).unwrap_or(99), 0);
}

#[tokio::test]
async fn a_rejected_request_has_issues_on_our_paths() {
    for body in [
        json!({"checks": [{"check_type": ["\"X\" is not a valid choice."]}], "customer_id": ["Invalid pk \"5\" - object does not exist."]}),
        json!({"checks": {"0": {"check_type": ["\"X\" is not a valid choice."]}}, "customer_id": ["Invalid pk \"5\" - object does not exist."]}),
    ] {
        let server = server().await;
        Mock::given(method("POST"))
            .and(path(CASES))
            .respond_with(
                ResponseTemplate::new(400)
                    .insert_header("x-request-id", "r-77")
                    .set_body_json(body),
            )
            .expect(1)
            .mount(&server)
            .await;
        let error = create_error(&server).await;
        let ErrorKind::Rejected(issues) = error.kind() else {
            panic!("{error}");
        };
        let paths: Vec<String> = issues.iter().map(|issue| issue.path.to_string()).collect();
        assert_eq!(paths, ["customer_id", "checks[0].check_type"]);
        assert!(issues.iter().all(|issue| issue.code() == Code::Server));
        assert_eq!(error.status(), Some(400));
        assert_eq!(error.request_id(), Some("r-77"));
        assert!(error.to_string().contains("[request r-77]"), "{error}");
        assert!(error.to_string().contains("checks[0].check_type: "), "{error}");
        assert!(!error.may_have_created() && !error.is_retryable());
    }
}

#[tokio::test]
async fn a_request_that_may_have_arrived_is_never_sent_again() {
    for status in [408, 500, 502, 503, 504, 520, 303] {
        let server = server().await;
        on(
            &server,
            "POST",
            CASES,
            ResponseTemplate::new(status).insert_header("retry-after", "0"),
        )
        .await;
        let error = create_error(&server).await;
        assert!(error.may_have_created(), "{status}: {error}");
        assert_eq!(count(&server, CASES).await, 1, "{status}");
    }
}

#[tokio::test]
async fn a_success_whose_body_is_not_a_case_has_an_unknown_outcome() {
    for body in ["<html>proxy</html>", "", "{}", "[]", r#"{"id": null}"#] {
        let server = server().await;
        on(&server, "POST", CASES, ResponseTemplate::new(201).set_body_string(body)).await;
        let error = create_error(&server).await;
        assert!(error.may_have_created(), "{body}: {error}");
        assert_eq!(error.status(), Some(201));
        assert!(error.source().unwrap().is::<serde_json::Error>(), "{error:?}");
        assert!(
            error.to_string().contains("status 201, but its body is not a case"),
            "{error}"
        );
        assert_eq!(count(&server, CASES).await, 1);
    }
}

#[tokio::test]
async fn a_rate_limited_request_is_retried() {
    let server = server().await;
    Mock::given(method("POST"))
        .and(path(CASES))
        .respond_with(ResponseTemplate::new(429).insert_header("retry-after", "0"))
        .up_to_n_times(1)
        .mount(&server)
        .await;
    on(
        &server,
        "POST",
        CASES,
        ResponseTemplate::new(201).set_body_json(case(2)),
    )
    .await;
    let created = client(&server.uri()).create_case(&payload()).await.unwrap();
    assert_eq!(created.id, 2);
    assert_eq!(count(&server, CASES).await, 2);
    assert_eq!(count(&server, TOKENS).await, 1);
}

#[tokio::test]
async fn too_long_a_pause_is_left_to_the_caller() {
    let server = server().await;
    on(
        &server,
        "POST",
        CASES,
        ResponseTemplate::new(429)
            .insert_header("retry-after", "3600")
            .set_body_json(json!({"detail": "Request was throttled."})),
    )
    .await;
    let error = create_error(&server).await;
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
    assert!(error.is_retryable());
    let text = error.to_string();
    assert!(
        text.contains("throttled") && text.contains("retry after 3600 s"),
        "{text}"
    );
    assert_eq!(count(&server, CASES).await, 1);
}

#[tokio::test]
async fn retries_are_bounded() {
    let server = server().await;
    on(
        &server,
        "POST",
        CASES,
        ResponseTemplate::new(429).insert_header("retry-after", "0"),
    )
    .await;
    let error = client_with(options(&server.uri()).with_max_retries(2))
        .create_case(&payload())
        .await
        .unwrap_err();
    assert_eq!(error.attempts(), 3);
    assert!(error.to_string().contains("(3 attempts)"), "{error}");
    assert_eq!(count(&server, CASES).await, 3);
    // There is only one attempt without retries.
    let error = client(&server.uri())
        .create_case_without_retries(&payload())
        .await
        .unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::ZERO));
    assert_eq!(count(&server, CASES).await, 4);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = wiremock::MockServer::start().await;
    for status in [301, 302, 307, 308] {
        let server = server().await;
        on(
            &server,
            "POST",
            CASES,
            ResponseTemplate::new(status).insert_header("location", elsewhere.uri()),
        )
        .await;
        let error = create_error(&server).await;
        assert_eq!(*error.kind(), ErrorKind::NotFound, "{status}");
        assert!(error.to_string().contains("redirects are not followed"), "{error}");
    }
    assert!(elsewhere.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn no_server_at_the_address() {
    // A port that was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let client = client_with(options(&format!("http://127.0.0.1:{port}")).with_max_retries(1));
    let error = client.create_case(&payload()).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::NotSent(NotSentReason::Unreachable), "{error}");
    assert_eq!(error.attempts(), 2);
    assert!(error.source().unwrap().is::<reqwest::Error>(), "{error:?}");
    assert!(error.to_string().starts_with("the request was not sent: "), "{error}");
    let client = client_with(options("https://no-such-host.invalid").with_max_retries(0));
    let error = client.create_case(&payload()).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::NotSent(NotSentReason::Unreachable), "{error}");
}

#[tokio::test]
async fn a_timeout() {
    let server = server().await;
    on(
        &server,
        "POST",
        CASES,
        ResponseTemplate::new(201)
            .set_body_json(case(1))
            .set_delay(Duration::from_secs(20)),
    )
    .await;
    let client = client_with(options(&server.uri()).with_timeout(Duration::from_millis(400)));
    let error = client.create_case(&payload()).await.unwrap_err();
    assert!(error.may_have_created(), "{error}");
    assert!(error.to_string().contains("the request timed out"), "{error}");
    assert_eq!(count(&server, CASES).await, 1);
}

#[tokio::test]
async fn unknown_values_and_keys_of_a_case_are_kept() {
    let server = server().await;
    on(&server, "POST", CASES, ResponseTemplate::new(201).set_body_json(json!({
            "id": 9, "outcome": "ESCALATED", "risk_score": "12.50", "checks": [{"id": 1, "status": "QUEUED", "new": 1}], "links": {}
        }))).await;
    let created = client(&server.uri()).create_case(&payload()).await.unwrap();
    assert_eq!(created.outcome.unwrap().as_str(), "ESCALATED");
    assert_eq!(created.other["risk_score"], "12.50");
    assert_eq!(created.checks.unwrap()[0].status.as_ref().unwrap().as_str(), "QUEUED");
}
