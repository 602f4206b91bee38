//! The token: cached, renewed before it expires by one task at a time, and renewed once if it is refused.

use std::time::Duration;

use serde_json::json;
use sphinx_case::client::{Client, Credentials, ErrorKind, NotSentReason};
use wiremock::matchers::{body_json, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::{
    CASES, ID, SECRET, TOKENS, case, client, client_with, count, create_error, granted, on, options, payload, server,
    token_client,
};

async fn creates(server: &MockServer) {
    on(server, "POST", CASES, ResponseTemplate::new(201).set_body_json(case(1))).await;
}

#[tokio::test]
async fn it_is_requested_as_documented_and_only_once() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path(TOKENS))
        .and(header("content-type", "application/json"))
        .and(body_json(
            json!({"client_id": ID, "client_secret": SECRET, "grant_type": "client_credentials"}),
        ))
        .respond_with(granted("one-token-1", 3600).set_delay(Duration::from_millis(200)))
        .expect(1)
        .mount(&server)
        .await;
    creates(&server).await;
    let client = client(&server.uri());
    let tasks: Vec<_> = (0..40)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.create_case(&payload()).await })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert_eq!(count(&server, CASES).await, 40);
}

#[tokio::test]
async fn it_is_renewed_before_it_expires() {
    let server = MockServer::start().await;
    on(&server, "POST", TOKENS, granted("short-token", 2)).await;
    creates(&server).await;
    let client = client(&server.uri());
    client.create_case(&payload()).await.unwrap();
    client.create_case(&payload()).await.unwrap();
    assert_eq!(count(&server, TOKENS).await, 1);
    tokio::time::pause();
    tokio::time::advance(Duration::from_millis(1_850)).await;
    tokio::time::resume();
    client.create_case(&payload()).await.unwrap();
    assert_eq!(
        count(&server, TOKENS).await,
        2,
        "renewed after nine tenths of its two seconds"
    );
}

#[tokio::test]
async fn a_refused_token_is_renewed_once_for_all_tasks() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path(TOKENS))
        .respond_with(granted("revoked-token", 3600))
        .up_to_n_times(1)
        .mount(&server)
        .await;
    on(
        &server,
        "POST",
        TOKENS,
        granted("fresh-token", 3600).set_delay(Duration::from_millis(100)),
    )
    .await;
    Mock::given(method("POST"))
        .and(path(CASES))
        .and(header("authorization", "Bearer revoked-token"))
        .respond_with(ResponseTemplate::new(401))
        .mount(&server)
        .await;
    creates(&server).await;
    let client = client(&server.uri());
    let tasks: Vec<_> = (0..20)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.create_case(&payload()).await })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert_eq!(count(&server, TOKENS).await, 2);
}

#[tokio::test]
async fn a_token_that_is_refused_twice_is_not_renewed_again() {
    let server = server().await;
    on(
        &server,
        "POST",
        CASES,
        ResponseTemplate::new(401).set_body_json(json!({"detail": "Token has been revoked."})),
    )
    .await;
    let error = create_error(&server).await;
    assert_eq!(*error.kind(), ErrorKind::Unauthorized);
    assert!(error.to_string().contains("Token has been revoked."), "{error}");
    assert_eq!(count(&server, CASES).await, 2);
    assert_eq!(count(&server, TOKENS).await, 2);
}

#[tokio::test]
async fn a_token_that_was_refused_is_not_used_for_the_next_request() {
    let server = MockServer::start().await;
    for token in ["first-token", "second-token"] {
        Mock::given(method("POST"))
            .and(path(TOKENS))
            .respond_with(granted(token, 3600))
            .up_to_n_times(1)
            .mount(&server)
            .await;
        Mock::given(method("POST"))
            .and(path(CASES))
            .and(header("authorization", format!("Bearer {token}").as_str()))
            .respond_with(ResponseTemplate::new(401))
            .mount(&server)
            .await;
    }
    Mock::given(method("POST"))
        .and(path(TOKENS))
        .respond_with(granted("third-token", 3600))
        .mount(&server)
        .await;
    creates(&server).await;
    let client = client(&server.uri());
    let error = client.create_case(&payload()).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Unauthorized);
    client.create_case(&payload()).await.unwrap();
    assert_eq!(count(&server, TOKENS).await, 3);
    assert_eq!(count(&server, CASES).await, 3);
}

#[tokio::test]
async fn a_ready_token_is_used_until_it_is_refused() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path(CASES))
        .and(header("authorization", "Bearer ready-token"))
        .respond_with(ResponseTemplate::new(401))
        .mount(&server)
        .await;
    let client = token_client(&server.uri());
    let error = client.create_case(&payload()).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Unauthorized);
    assert_eq!(count(&server, CASES).await, 1);
    assert_eq!(count(&server, TOKENS).await, 0);
}

#[tokio::test]
async fn refused_credentials_are_sent_only_once() {
    for status in [400, 401, 403] {
        let server = MockServer::start().await;
        on(
            &server,
            "POST",
            TOKENS,
            ResponseTemplate::new(status).set_body_json(json!({"error": "invalid_client"})),
        )
        .await;
        let client = client(&server.uri());
        let tasks: Vec<_> = (0..10)
            .map(|_| {
                let client = client.clone();
                tokio::spawn(async move { client.create_case(&payload()).await })
            })
            .collect();
        for task in tasks {
            let error = task.await.unwrap().unwrap_err();
            assert_eq!(*error.kind(), ErrorKind::Unauthorized, "{error}");
            assert!(error.to_string().contains("invalid_client"), "{error}");
        }
        assert_eq!(count(&server, TOKENS).await, 1);
        assert_eq!(count(&server, CASES).await, 0);
    }
}

#[tokio::test]
async fn a_failing_token_endpoint_is_retried_and_nothing_is_sent() {
    for response in [
        ResponseTemplate::new(503),
        ResponseTemplate::new(200).set_body_string("<html>"),
        ResponseTemplate::new(404),
    ] {
        let server = MockServer::start().await;
        on(&server, "POST", TOKENS, response).await;
        let client = client_with(options(&server.uri()).with_max_retries(1));
        let error = client.create_case(&payload()).await.unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::NotSent(NotSentReason::NoToken), "{error}");
        assert_eq!(count(&server, TOKENS).await, 2);
        assert_eq!(count(&server, CASES).await, 0);
    }
}

#[test]
fn empty_credentials_are_refused() {
    for (credentials, message) in [
        (Credentials::client("", "x"), "client ID or the client secret is empty"),
        (
            Credentials::client("x", "  "),
            "client ID or the client secret is empty",
        ),
        (Credentials::token(""), "token is empty"),
    ] {
        let error = Client::new(credentials).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }
}

#[tokio::test]
async fn a_granted_token_with_a_line_break_is_refused() {
    let server = MockServer::start().await;
    on(&server, "POST", TOKENS, granted("access-\ntoken", 3600)).await;
    let error = client(&server.uri()).create_case(&payload()).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::NotSent(NotSentReason::InvalidRequest));
    assert!(error.to_string().contains("line break"), "{error}");
}
