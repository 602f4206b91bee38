//! Control over HTTP, and which requests it rejects.

use reqwest::Method;
use serde_json::{Value, json};
use sphinx_case::sandbox::{Sandbox, SandboxOptions};
use tokio::net::TcpListener;

use crate::sandbox::setup::{CASE, Setup, read};

#[tokio::test]
async fn control_over_http() {
    let setup = Setup::new(SandboxOptions::default()).await;
    let send = async |method: Method, path: &str, body: &str| {
        read(setup.bare(method, path).body(body.to_owned()).send().await.unwrap()).await
    };
    let response = send(Method::PUT, "/sandbox/faults", "fail_500=0, seed=1").await;
    assert_eq!(response, (200, json!({ "faults": "fail_500=0,seed=1" })));
    let response = send(Method::PUT, "/sandbox/faults", "slow=1:1ms,everywhere").await;
    assert_eq!(response, (200, json!({ "faults": "slow=1:1ms,everywhere" })));
    assert_eq!(setup.sandbox.faults().to_string(), "slow=1:1ms,everywhere");
    let (status, error) = send(Method::PUT, "/sandbox/faults", "sloow=1").await;
    assert!(
        status == 400 && error["detail"].as_str().unwrap().contains("sloow"),
        "{error}"
    );

    let response = send(Method::POST, "/sandbox/next", "fail_500, drop_after").await;
    assert_eq!(response, (200, json!({ "next": ["fail_500", "drop_after"] })));
    assert_eq!(send(Method::DELETE, "/sandbox/next", "").await.0, 204);
    assert!(setup.sandbox.status().next.is_empty());
    assert_eq!(send(Method::POST, "/sandbox/next", "fail_500,drop_after").await.0, 200);
    assert_eq!(send(Method::POST, "/sandbox/next", "").await.0, 400);
    assert_eq!(setup.create(CASE).await.0, 500);
    assert!(setup.post(CASE).send().await.is_err());
    let spaced = format!("\n {CASE}\t\n");
    assert_eq!(setup.create(spaced.clone()).await.0, 201);

    let (_, sandbox) = send(Method::GET, "/sandbox/", "").await;
    assert_eq!(
        (&sandbox["cases"], &sandbox["create_requests"], &sandbox["started"]),
        (&json!(2), &json!(3), &json!(2))
    );
    assert_eq!(
        (&sandbox["tokens"], &sandbox["customers"], &sandbox["requests"]),
        (&json!(1), &json!(1), &json!(4))
    );
    assert_eq!(
        sandbox["faults_done"],
        json!({ "drop_after": 1, "fail_500": 1, "slow": 1 })
    );
    let lines = setup.bare(Method::GET, "/sandbox/cases.ndjson").send().await.unwrap();
    assert_eq!(lines.headers()["content-type"], "application/x-ndjson");
    let lines = lines.text().await.unwrap();
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let bodies: Vec<_> = lines.iter().map(|line| line["body"].as_str().unwrap()).collect();
    assert_eq!(bodies, [CASE, &spaced], "byte for byte");
    assert_eq!(send(Method::GET, "/sandbox/webhooks", "").await, (200, json!([])));
    assert_eq!(send(Method::POST, "/sandbox/", "").await.0, 405);
    assert_eq!(send(Method::GET, "/sandbox", "").await.0, 404);
}

#[tokio::test]
async fn web_pages_are_rejected() {
    let setup = Setup::new(SandboxOptions::default()).await;
    let port = setup.address.port();
    for (name, value, status) in [
        ("origin", "https://example.com".to_owned(), 403),
        ("origin", "null".to_owned(), 403),
        ("origin", format!("http://127.0.0.1:{port}"), 403),
        ("sec-fetch-site", "cross-site".to_owned(), 403),
        ("sec-fetch-site", "none".to_owned(), 200),
        ("host", "evil.example".to_owned(), 403),
        ("host", format!("evil.example:{port}"), 403),
        ("host", "127.0.0.1.evil.example".to_owned(), 403),
        ("host", "10.0.0.1".to_owned(), 403),
        ("host", "[::2]".to_owned(), 403),
        ("host", "[::1]".to_owned(), 200),
        ("host", format!("localhost:{port}"), 200),
    ] {
        let response = setup
            .bare(Method::GET, "/sandbox/")
            .header(name, &value)
            .send()
            .await
            .unwrap();
        assert_eq!(response.status().as_u16(), status, "{name}: {value}");
        let response = setup
            .bare(Method::POST, "/sandbox/next")
            .header(name, &value)
            .body("none");
        assert_eq!(
            response.send().await.unwrap().status().as_u16(),
            status,
            "{name}: {value}"
        );
    }
    assert_eq!(setup.sandbox.status().next.len(), 3);
}

#[tokio::test]
async fn other_machines_cannot_connect() {
    let sandbox = Sandbox::new(SandboxOptions::default());
    let listener = TcpListener::bind("0.0.0.0:0").await.unwrap();
    let error = sandbox.serve(listener, std::future::pending()).await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::AddrNotAvailable, "{error}");
}
