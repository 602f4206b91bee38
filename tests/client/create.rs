//! Creating: each answer means what is known, and nothing that may have arrived is sent again.

use std::time::{Duration, Instant};

use serde_json::json;
use sphinx_case::Code;
use sphinx_case::client::{Kind, Obstacle};
use wiremock::matchers::{body_string, header, method, path};
use wiremock::{Mock, ResponseTemplate};

use super::{CASES, TOKENS, builder, case, count, on, payload, refused_by, server};

#[tokio::test]
async fn the_exact_body_is_sent_with_the_token() {
    let server = server().await;
    Mock::given(method("POST"))
        .and(path(CASES))
        .and(header("authorization", "Bearer token-that-nobody-may-see"))
        .and(header("content-type", "application/json"))
        .and(body_string(payload().body()))
        .respond_with(ResponseTemplate::new(201).set_body_json(case(41)))
        .expect(1)
        .mount(&server)
        .await;
    let client = builder(&server.uri()).user_agent("onboarding/2.1").build().unwrap();
    let created = client.create_case(&payload()).await.unwrap();
    assert_eq!(created.id, 41);
    let requests = server.received_requests().await.unwrap();
    let agent = requests[1].headers["user-agent"].to_str().unwrap();
    assert!(agent.starts_with("onboarding/2.1 sphinx-case/"), "{agent}");
    assert_eq!(client.server_clock_ahead().map(i64::abs).unwrap_or(99), 0);
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
        let error = refused_by(&server).await;
        let Kind::Rejected(issues) = error.kind() else {
            panic!("{error}");
        };
        let paths: Vec<String> = issues.iter().map(|issue| issue.path.to_string()).collect();
        assert_eq!(paths, ["customer_id", "checks[0].check_type"]);
        assert!(issues.iter().all(|issue| issue.code() == Code::Server));
        assert_eq!(error.status(), Some(400));
        assert_eq!(error.request_id(), Some("r-77"));
        assert!(error.to_string().contains("[request r-77]"), "{error}");
        assert!(error.to_string().contains("checks[0].check_type: "), "{error}");
        assert!(!error.may_have_created() && !error.is_worth_retrying());
    }
}

#[tokio::test]
async fn what_may_have_arrived_is_never_sent_again() {
    for status in [408, 500, 502, 503, 504, 520, 303] {
        let server = server().await;
        on(
            &server,
            "POST",
            CASES,
            ResponseTemplate::new(status).insert_header("retry-after", "0"),
        )
        .await;
        let error = refused_by(&server).await;
        assert!(error.may_have_created(), "{status}: {error}");
        assert_eq!(count(&server, CASES).await, 1, "{status}");
    }
}

#[tokio::test]
async fn a_created_case_whose_answer_cannot_be_read_is_unknown_and_says_so() {
    for body in ["<html>proxy</html>", "", "{}", "[]", r#"{"id": null}"#] {
        let server = server().await;
        on(&server, "POST", CASES, ResponseTemplate::new(201).set_body_string(body)).await;
        let error = refused_by(&server).await;
        assert!(error.may_have_created(), "{body}: {error}");
        assert_eq!(error.status(), Some(201));
        assert!(
            error.to_string().contains("status 201, but its body is no case"),
            "{error}"
        );
        assert_eq!(count(&server, CASES).await, 1);
    }
}

#[tokio::test]
async fn too_many_requests_are_waited_for() {
    let server = server().await;
    Mock::given(method("POST"))
        .and(path(CASES))
        .respond_with(ResponseTemplate::new(429).insert_header("retry-after", "1"))
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
    let begun = Instant::now();
    let created = builder(&server.uri())
        .build()
        .unwrap()
        .create_case(&payload())
        .await
        .unwrap();
    assert_eq!(created.id, 2);
    assert!(begun.elapsed() >= Duration::from_secs(1));
    assert_eq!(count(&server, CASES).await, 2);
    assert_eq!(count(&server, TOKENS).await, 1);
}

#[tokio::test]
async fn a_wait_that_is_too_long_is_the_callers() {
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
    let error = refused_by(&server).await;
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
    assert!(error.is_worth_retrying());
    let said = error.to_string();
    assert!(
        said.contains("throttled") && said.contains("asks to wait 3600 s"),
        "{said}"
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
    let error = builder(&server.uri())
        .retries(2)
        .build()
        .unwrap()
        .create_case(&payload())
        .await
        .unwrap_err();
    assert_eq!(error.attempts(), 3);
    assert!(error.to_string().contains("(tried 3 times)"), "{error}");
    assert_eq!(count(&server, CASES).await, 3);
    // One attempt stays one.
    let error = builder(&server.uri())
        .build()
        .unwrap()
        .create_case_once(&payload())
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
        let error = refused_by(&server).await;
        assert_eq!(*error.kind(), Kind::NotFound, "{status}");
        assert!(error.to_string().contains("redirects are not followed"), "{error}");
    }
    assert!(elsewhere.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn nobody_listens() {
    // A port that was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let client = builder(&format!("http://127.0.0.1:{port}")).retries(1).build().unwrap();
    let error = client.create_case(&payload()).await.unwrap_err();
    assert_eq!(*error.kind(), Kind::NeverSent(Obstacle::Unreachable), "{error}");
    assert_eq!(error.attempts(), 2);
    assert!(error.to_string().starts_with("the request was never sent: "), "{error}");
    let client = builder("https://no-such-host.invalid").retries(0).build().unwrap();
    let error = client.create_case(&payload()).await.unwrap_err();
    assert_eq!(*error.kind(), Kind::NeverSent(Obstacle::Unreachable), "{error}");
}

#[tokio::test]
async fn no_answer_in_time() {
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
    let client = builder(&server.uri())
        .timeout(Duration::from_millis(400))
        .build()
        .unwrap();
    let error = client.create_case(&payload()).await.unwrap_err();
    assert!(error.may_have_created(), "{error}");
    assert!(error.to_string().contains("no answer came in time"), "{error}");
    assert_eq!(count(&server, CASES).await, 1);
}

#[tokio::test]
async fn a_tolerant_reading_of_the_case() {
    let server = server().await;
    on(&server, "POST", CASES, ResponseTemplate::new(201).set_body_json(json!({
            "id": 9, "outcome": "ESCALATED", "risk_score": "12.50", "checks": [{"id": 1, "status": "QUEUED", "new": 1}], "links": {}
        }))).await;
    let created = builder(&server.uri())
        .build()
        .unwrap()
        .create_case(&payload())
        .await
        .unwrap();
    assert_eq!(created.outcome.unwrap().as_str(), "ESCALATED");
    assert_eq!(created.other["risk_score"], "12.50");
    assert_eq!(created.checks.unwrap()[0].status.as_ref().unwrap().as_str(), "QUEUED");
}
