//! Webhooks reach this machine and no other.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use sphinx_case::sandbox::{Delivery, DeliveryResult, Settings};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::sandbox::stand::Stand;

fn body(url: &str) -> String {
    json!({ "customer_id": 1, "checks": [{ "check_type": "PEP" }], "webhook_url": url }).to_string()
}

async fn deliveries(stand: &Stand, count: usize) -> Vec<Delivery> {
    for _ in 0..400 {
        let deliveries = stand.sandbox.deliveries().await.unwrap();
        if deliveries.len() >= count {
            return deliveries;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("too few deliveries: {:?}", stand.sandbox.deliveries().await);
}

#[tokio::test]
async fn delivered_to_this_machine() {
    let server = MockServer::start().await;
    let received = Arc::new(Mutex::new(Vec::<Value>::new()));
    let kept = received.clone();
    let answer = move |request: &Request| {
        kept.lock()
            .unwrap()
            .push(serde_json::from_slice(&request.body).unwrap());
        ResponseTemplate::new(204)
    };
    Mock::given(method("POST"))
        .and(path("/hook"))
        .respond_with(answer)
        .mount(&server)
        .await;
    let moved = ResponseTemplate::new(302).insert_header("location", "/hook");
    Mock::given(path("/moved")).respond_with(moved).mount(&server).await;

    let stand = Stand::new(Stand::quick()).await;
    let (_, case) = stand.create(body(&format!("{}/hook", server.uri()))).await;
    let first = deliveries(&stand, 1).await.remove(0);
    assert_eq!(
        (first.result, first.status, first.error),
        (DeliveryResult::Delivered, Some(204), None)
    );
    let (_, complete) = stand.get(&format!("/api/cases/{}/", case["id"])).await;
    assert_eq!(*received.lock().unwrap(), [complete], "the body is the case");

    // By name, and a redirect that is not followed.
    let port = server.address().port();
    stand.create(body(&format!("http://localhost:{port}/hook"))).await;
    assert_eq!(deliveries(&stand, 2).await[1].result, DeliveryResult::Delivered);
    stand.create(body(&format!("{}/moved", server.uri()))).await;
    let third = deliveries(&stand, 3).await.remove(2);
    assert_eq!((third.result, third.status), (DeliveryResult::Failed, Some(302)));
    stand.create(body("http://127.0.0.1:1/hook")).await;
    let fourth = deliveries(&stand, 4).await.remove(3);
    assert_eq!((fourth.result, fourth.status), (DeliveryResult::Failed, None));
    assert_eq!(received.lock().unwrap().len(), 2);
    let webhooks = stand.sandbox.facts().await.unwrap().webhooks;
    assert_eq!((webhooks.delivered, webhooks.failed, webhooks.refused), (2, 2, 0));
}

#[tokio::test]
async fn refused_elsewhere() {
    let stand = Stand::new(Stand::quick()).await;
    let urls = [
        "http://192.0.2.1/hook",
        "http://10.0.0.1:8080/hook",
        "http://169.254.169.254/latest",
        "http://0.0.0.0/hook",
        "http://[2001:db8::1]/hook",
        "http://[::ffff:192.0.2.1]/hook",
        "http://3221225985/hook",
    ];
    for url in urls {
        assert_eq!(stand.create(body(url)).await.0, 201, "{url}");
    }
    for delivery in deliveries(&stand, urls.len()).await {
        assert_eq!(delivery.result, DeliveryResult::Refused, "{delivery:?}");
        assert!(delivery.error.unwrap().contains("is not this machine"));
    }
}

#[tokio::test]
async fn a_name_of_another_machine() {
    // The name of this machine itself is an address on its network, where it has one.
    let Ok(name) = std::fs::read_to_string("/etc/hostname") else {
        return;
    };
    let name = name.trim();
    let Ok(addresses) = tokio::net::lookup_host((name, 80)).await else {
        return;
    };
    if addresses.into_iter().all(|address| address.ip().is_loopback()) {
        return;
    }
    let stand = Stand::new(Stand::quick()).await;
    stand.create(body(&format!("http://{name}/hook"))).await;
    let delivery = deliveries(&stand, 1).await.remove(0);
    assert_eq!(delivery.result, DeliveryResult::Refused, "{delivery:?}");
}

#[tokio::test]
async fn called_once_though_served_twice() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(200))
        .mount(&server)
        .await;
    let stand = Stand::new(Stand::quick()).await;
    let listener = tokio::net::TcpListener::bind("[::1]:0").await;
    if let Ok(listener) = listener {
        let sandbox = stand.sandbox.clone();
        tokio::spawn(async move { sandbox.serve(listener, std::future::pending()).await });
    }
    for _ in 0..100 {
        stand.create(body(&format!("{}/hook", server.uri()))).await;
    }
    deliveries(&stand, 100).await;
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
    let stand = Stand::new(Settings {
        decision_time: Duration::ZERO,
        ..Settings::default()
    })
    .await;
    let body = body(&server.uri()).replace("{\"checks\"", "{\"auto_start\":false,\"checks\"");
    let (_, case) = stand.create(body).await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(stand.sandbox.deliveries().await.unwrap().is_empty());
    assert_eq!(stand.start(&case["id"]).await.0, 200);
    deliveries(&stand, 1).await;
}
