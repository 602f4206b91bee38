//! The token: cached, renewed early, by one request at a time, and once when it is refused.

use std::time::Duration;

use serde_json::json;
use sphinx_case::client::{Client, Credentials, Kind, Obstacle};
use wiremock::matchers::{body_json, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::{CASES, ID, SECRET, TOKENS, builder, case, count, granted, on, payload, refused_by, server};

async fn creates(server: &MockServer) {
    on(server, "POST", CASES, ResponseTemplate::new(201).set_body_json(case(1))).await;
}

#[tokio::test]
async fn it_is_asked_for_as_documented_and_only_once() {
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
    let client = builder(&server.uri()).build().unwrap();
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
async fn it_is_renewed_before_it_ends() {
    let server = MockServer::start().await;
    on(&server, "POST", TOKENS, granted("short-token", 2)).await;
    creates(&server).await;
    let client = builder(&server.uri()).build().unwrap();
    client.create_case(&payload()).await.unwrap();
    client.create_case(&payload()).await.unwrap();
    assert_eq!(count(&server, TOKENS).await, 1);
    tokio::time::sleep(Duration::from_millis(1_850)).await;
    client.create_case(&payload()).await.unwrap();
    assert_eq!(
        count(&server, TOKENS).await,
        2,
        "renewed with a tenth of its two seconds left"
    );
}

#[tokio::test]
async fn a_refused_token_is_renewed_once_for_all() {
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
    let client = builder(&server.uri()).build().unwrap();
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
    let error = refused_by(&server).await;
    assert_eq!(*error.kind(), Kind::Unauthorized);
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
    let client = builder(&server.uri()).build().unwrap();
    let error = client.create_case(&payload()).await.unwrap_err();
    assert_eq!(*error.kind(), Kind::Unauthorized);
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
    let client = Client::builder(Credentials::token("ready-token"))
        .base_url(server.uri())
        .build()
        .unwrap();
    let error = client.create_case(&payload()).await.unwrap_err();
    assert_eq!(*error.kind(), Kind::Unauthorized);
    assert_eq!(count(&server, CASES).await, 1);
    assert_eq!(count(&server, TOKENS).await, 0);
}

#[tokio::test]
async fn wrong_credentials_are_not_tried_again_and_again() {
    for status in [400, 401, 403] {
        let server = MockServer::start().await;
        on(
            &server,
            "POST",
            TOKENS,
            ResponseTemplate::new(status).set_body_json(json!({"error": "invalid_client"})),
        )
        .await;
        let client = builder(&server.uri()).build().unwrap();
        let tasks: Vec<_> = (0..10)
            .map(|_| {
                let client = client.clone();
                tokio::spawn(async move { client.create_case(&payload()).await })
            })
            .collect();
        for task in tasks {
            let error = task.await.unwrap().unwrap_err();
            assert_eq!(*error.kind(), Kind::Unauthorized, "{error}");
            assert!(error.to_string().contains("invalid_client"), "{error}");
        }
        assert_eq!(count(&server, TOKENS).await, 1);
        assert_eq!(count(&server, CASES).await, 0);
    }
}

#[tokio::test]
async fn a_token_endpoint_that_fails_is_tried_again_and_nothing_is_sent() {
    for answer in [
        ResponseTemplate::new(503),
        ResponseTemplate::new(200).set_body_string("<html>"),
        ResponseTemplate::new(404),
    ] {
        let server = MockServer::start().await;
        on(&server, "POST", TOKENS, answer).await;
        let client = builder(&server.uri()).retries(1).build().unwrap();
        let error = client.create_case(&payload()).await.unwrap_err();
        assert_eq!(*error.kind(), Kind::NeverSent(Obstacle::NoToken), "{error}");
        assert_eq!(count(&server, TOKENS).await, 2);
        assert_eq!(count(&server, CASES).await, 0);
    }
}

#[test]
fn credentials_that_cannot_be_right_are_refused_at_once() {
    for (credentials, said) in [
        (Credentials::client("", "x"), "client id or the client secret is empty"),
        (
            Credentials::client("x", "  "),
            "client id or the client secret is empty",
        ),
        (Credentials::token(""), "token is empty"),
    ] {
        let error = Client::new(credentials).unwrap_err().to_string();
        assert!(error.contains(said), "{error}");
    }
}

#[tokio::test]
async fn a_token_with_a_line_end_says_so() {
    let server = MockServer::start().await;
    let client = Client::builder(Credentials::token("ready-token\n"))
        .base_url(server.uri())
        .build()
        .unwrap();
    let error = client.create_case(&payload()).await.unwrap_err();
    assert_eq!(*error.kind(), Kind::NeverSent(Obstacle::Unwritable));
    assert!(error.to_string().contains("line end"), "{error}");
}
