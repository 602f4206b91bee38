//! Which requests are accepted, and how many.

use std::time::Duration;

use sphinx_case::relay::RelayOptions;

use crate::relay::setup::{REQUEST, Setup};

const JSON: (&str, &str) = ("Content-Type", "application/json");

#[tokio::test]
async fn pages_of_other_origins_are_rejected() {
    let setup = Setup::new().await;
    let own = format!("http://{}", setup.address);
    let other_port = format!("http://127.0.0.1:{}", 1);
    for (origin, site, status) in [
        (Some(own.as_str()), None, 201),
        (Some(own.as_str()), Some("same-origin"), 201),
        (None, None, 201),
        (Some("https://evil.example"), None, 403),
        (Some("null"), None, 403),
        (Some(other_port.as_str()), None, 403),
        (Some(own.as_str()), Some("cross-site"), 403),
        (None, Some("cross-site"), 403),
        (None, Some("same-site"), 403),
        (None, Some("none"), 403),
    ] {
        let mut headers = vec![JSON];
        headers.extend(origin.map(|origin| ("Origin", origin)));
        headers.extend(site.map(|site| ("Sec-Fetch-Site", site)));
        let response = setup.send("POST", "/cases/", &headers, REQUEST).await;
        assert_eq!(response.status, status, "{origin:?} {site:?}");
        if status == 403 {
            assert_eq!(response.problem(), "foreign-origin");
            assert_eq!(response.header("access-control-allow-origin"), None);
        }
    }
    assert_eq!(setup.cases(), 3);
    let preflight = [
        ("Origin", "https://evil.example"),
        ("Access-Control-Request-Method", "POST"),
    ];
    assert_eq!(setup.send("OPTIONS", "/cases/", &preflight, "").await.status, 403);
}

#[tokio::test]
async fn pages_of_allowed_origins_can_send_and_read() {
    let options = RelayOptions::default().with_allowed_origin("https://app.example.com/");
    let setup = Setup::with(options).await;
    let origin = ("Origin", "https://app.example.com");
    let preflight = setup
        .send("OPTIONS", "/cases/", &[origin, ("Sec-Fetch-Site", "cross-site")], "")
        .await;
    assert_eq!(preflight.status, 204);
    assert_eq!(
        preflight.header("access-control-allow-origin"),
        Some("https://app.example.com")
    );
    assert!(
        preflight
            .header("access-control-allow-headers")
            .unwrap()
            .contains("idempotency-key")
    );
    let response = setup.send("POST", "/cases/", &[JSON, origin], REQUEST).await;
    assert_eq!(response.status, 201);
    assert_eq!(
        response.header("access-control-allow-origin"),
        Some("https://app.example.com")
    );
}

#[tokio::test]
async fn other_hosts_are_rejected() {
    let setup = Setup::new().await;
    for host in [
        "evil.example",
        "127.0.0.1.evil.example:80",
        "localhost@evil.example",
        "",
    ] {
        let response = setup.send("POST", "/cases/", &[JSON, ("Host", host)], REQUEST).await;
        assert!([400, 421].contains(&response.status), "{host}: {response:?}");
        assert!([400, 421].contains(&setup.send("GET", "/relay", &[("Host", host)], "").await.status));
    }
    let twice = format!(
        "GET /relay HTTP/1.1\r\nHost: {0}\r\nHost: {0}\r\nConnection: close\r\n\r\n",
        setup.address
    );
    assert!([400, 421].contains(&setup.raw(&twice).await.status));
    let absolute = format!(
        "GET http://evil.example/relay HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
        setup.address
    );
    assert_eq!(setup.raw(&absolute).await.status, 421);
    assert_eq!(setup.cases(), 0);
}

#[tokio::test]
async fn only_json_up_to_the_maximum_size_is_accepted() {
    let setup = Setup::with(RelayOptions::default().with_max_body_bytes(1)).await;
    for kind in [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=latin1",
        "application/jsonx",
    ] {
        let response = setup.create(REQUEST, &[]).await;
        assert_eq!(response.status, 201);
        let response = setup.send("POST", "/cases/", &[("Content-Type", kind)], REQUEST).await;
        assert_eq!(
            (response.status, response.problem().as_str()),
            (415, "not-json"),
            "{kind}"
        );
    }
    // The smallest limit is 64 KiB.
    let long = format!(r#"{{"customer_id": 1, "case_config": "{}"}}"#, "a".repeat(70_000));
    let response = setup.create(&long, &[]).await;
    assert_eq!((response.status, response.problem().as_str()), (413, "too-large"));
    let chunked = format!(
        "POST /cases/ HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/json\r\n\
         Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{long}\r\n0\r\n\r\n",
        setup.address,
        long.len()
    );
    assert_eq!(setup.raw(&chunked).await.status, 413);
    assert_eq!(setup.cases(), 5);
}

#[tokio::test]
async fn a_slow_body_times_out() {
    let setup = Setup::with(RelayOptions::default().with_body_timeout(Duration::from_millis(100))).await;
    let half = format!(
        "POST /cases/ HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{",
        setup.address
    );
    let response = setup.raw(&half).await;
    assert_eq!((response.status, response.problem().as_str()), (408, "too-slow"));
}

#[tokio::test]
async fn requests_above_the_rate_limit_get_a_retry_after() {
    let setup = Setup::with(RelayOptions::default().with_rate_limit(2, 0.5)).await;
    assert_eq!(setup.create(REQUEST, &[]).await.status, 201);
    assert_eq!(setup.create(REQUEST, &[]).await.status, 201);
    let response = setup.create(REQUEST, &[]).await;
    assert_eq!(
        (response.status, response.problem().as_str()),
        (429, "too-many-requests")
    );
    assert_eq!(response.header("retry-after"), Some("2"));
    assert_eq!(setup.get("/relay").await.status, 200, "reading has a limit of its own");
}

#[tokio::test]
async fn values_do_not_become_headers() {
    let setup = Setup::new().await;
    for name in [r"A\r\nSet-Cookie: x=1", r"A\n\nHTTP/1.1 200 OK", r"\u0085X-Own: 1"] {
        let body = format!(r#"{{"customer": {{"full_name": "{name}"}}, "checks": [{{"check_type": "PEP"}}]}}"#);
        let response = setup.create(&body, &[]).await;
        assert_eq!(response.status, 201);
        assert!(
            !response.head.contains("Set-Cookie") && !response.head.contains("X-Own"),
            "{}",
            response.head
        );
    }
    let key = setup.create(REQUEST, &[("Idempotency-Key", "a b")]).await;
    assert_eq!((key.status, key.problem().as_str()), (400, "bad-key"));
}

#[tokio::test]
async fn every_response_has_the_security_headers() {
    let setup = Setup::new().await;
    for (method, path) in [
        ("GET", "/relay"),
        ("POST", "/cases/"),
        ("GET", "/cases/7"),
        ("PUT", "/cases/"),
        ("GET", "/cases/outcome"),
    ] {
        let response = setup.send(method, path, &[], "").await;
        for (name, value) in [
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(response.header(name), Some(value), "{method} {path}");
        }
        assert!(
            response
                .header("content-security-policy")
                .unwrap()
                .starts_with("default-src 'none'")
        );
    }
}
