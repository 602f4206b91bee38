//! Webhooks are called only on this machine.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use sphinx_case::sandbox::{Delivery, DeliveryResult, SandboxOptions};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::sandbox::setup::Setup;

fn body(url: &str) -> String {
    json!({ "customer_id": 1, "checks": [{ "check_type": "PEP" }], "webhook_url": url }).to_string()
}

/// Completes all cases and waits for their webhooks.
async fn deliveries(setup: &Setup, count: usize) -> Vec<Delivery> {
    setup.sandbox.advance(Duration::from_secs(2));
    for _ in 0..400 {
        let deliveries = setup.sandbox.deliveries();
        if deliveries.len() >= count {
            return deliveries;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("too few deliveries: {:?}", setup.sandbox.deliveries());
}

#[tokio::test]
async fn delivered_to_this_machine() {
    let server = MockServer::start().await;
    let received = Arc::new(Mutex::new(Vec::<Value>::new()));
    let stored = received.clone();
    let response = move |request: &Request| {
        stored
            .lock()
            .unwrap()
            .push(serde_json::from_slice(&request.body).unwrap());
        ResponseTemplate::new(204)
    };
    Mock::given(method("POST"))
        .and(path("/hook"))
        .respond_with(response)
        .mount(&server)
        .await;
    let moved = ResponseTemplate::new(302).insert_header("location", "/hook");
    Mock::given(path("/moved")).respond_with(moved).mount(&server).await;

    let setup = Setup::new(SandboxOptions::default()).await;
    let (_, case) = setup.create(body(&format!("{}/hook", server.uri()))).await;
    let first = deliveries(&setup, 1).await.remove(0);
    assert_eq!(
        (first.result, first.status, first.error),
        (DeliveryResult::Delivered, Some(204), None)
    );
    let (_, complete) = setup.get(&format!("/api/cases/{}/", case["id"])).await;
    assert_eq!(*received.lock().unwrap(), [complete], "the body is the case");

    // By name; and a redirect, which is not followed.
    let port = server.address().port();
    setup.create(body(&format!("http://localhost:{port}/hook"))).await;
    assert_eq!(deliveries(&setup, 2).await[1].result, DeliveryResult::Delivered);
    setup.create(body(&format!("{}/moved", server.uri()))).await;
    let third = deliveries(&setup, 3).await.remove(2);
    assert_eq!((third.result, third.status), (DeliveryResult::Failed, Some(302)));
    setup.create(body("http://127.0.0.1:1/hook")).await;
    let fourth = deliveries(&setup, 4).await.remove(3);
    assert_eq!((fourth.result, fourth.status), (DeliveryResult::Failed, None));
    assert_eq!(received.lock().unwrap().len(), 2);
    let webhooks = setup.sandbox.status().webhooks;
    assert_eq!((webhooks.delivered, webhooks.failed, webhooks.refused), (2, 2, 0));
}

#[tokio::test]
async fn other_addresses_are_refused() {
    let setup = Setup::new(SandboxOptions::default()).await;
    let urls = [
        "http://192.0.2.1/hook",
        "http://10.0.0.1:8080/hook",
        "http://169.254.169.254/latest",
        "http://0.0.0.0/hook",
        "http://[2001:db8::1]/hook",
        "http://[::ffff:192.0.2.1]/hook",
        "http://3221225985/hook",
        "http://example.com/hook",
        "http://localhost.example.com/hook",
    ];
    for url in urls {
        assert_eq!(setup.create(body(url)).await.0, 201, "{url}");
    }
    for delivery in deliveries(&setup, urls.len()).await {
        assert_eq!(delivery.result, DeliveryResult::Refused, "{delivery:?}");
        assert!(delivery.error.unwrap().contains("not this machine"));
    }
}

#[tokio::test]
async fn called_once_though_served_twice() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(200))
        .mount(&server)
        .await;
    let setup = Setup::new(SandboxOptions::default()).await;
    let listener = tokio::net::TcpListener::bind("[::1]:0").await;
    if let Ok(listener) = listener {
        let sandbox = setup.sandbox.clone();
        tokio::spawn(async move { sandbox.serve(listener, std::future::pending()).await });
    }
    for _ in 0..100 {
        setup.create(body(&format!("{}/hook", server.uri()))).await;
    }
    deliveries(&setup, 100).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(server.received_requests().await.unwrap().len(), 100);
}

#[tokio::test]
async fn started_later() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(200))
        .mount(&server)
        .await;
    let setup = Setup::new(SandboxOptions::default().with_decision_time(Duration::ZERO)).await;
    let body = body(&server.uri()).replace("{\"checks\"", "{\"auto_start\":false,\"checks\"");
    let (_, case) = setup.create(body).await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(setup.sandbox.deliveries().is_empty());
    assert_eq!(setup.start(&case["id"]).await.0, 200);
    deliveries(&setup, 1).await;
}
