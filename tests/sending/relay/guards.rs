//! Who may ask, and what is too much.

use std::time::Duration;

use sphinx_case::relay::Settings;

use crate::relay::stand::{REQUEST, Stand};

const JSON: (&str, &str) = ("Content-Type", "application/json");

#[tokio::test]
async fn pages_of_others_are_refused() {
    let stand = Stand::new().await;
    let own = format!("http://{}", stand.address);
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
        let answer = stand.send("POST", "/cases/", &headers, REQUEST).await;
        assert_eq!(answer.status, status, "{origin:?} {site:?}");
        if status == 403 {
            assert_eq!(answer.problem(), "foreign-origin");
            assert_eq!(answer.header("access-control-allow-origin"), None);
        }
    }
    assert_eq!(stand.cases().await, 3);
    let preflight = [
        ("Origin", "https://evil.example"),
        ("Access-Control-Request-Method", "POST"),
    ];
    assert_eq!(stand.send("OPTIONS", "/cases/", &preflight, "").await.status, 403);
}

#[tokio::test]
async fn listed_origins_may_ask_and_read() {
    let settings = Settings::default().allow_origin("https://app.example.com/");
    let stand = Stand::with(settings).await;
    let origin = ("Origin", "https://app.example.com");
    let preflight = stand
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
    let answer = stand.send("POST", "/cases/", &[JSON, origin], REQUEST).await;
    assert_eq!(answer.status, 201);
    assert_eq!(
        answer.header("access-control-allow-origin"),
        Some("https://app.example.com")
    );
}

#[tokio::test]
async fn other_hosts_are_refused() {
    let stand = Stand::new().await;
    for host in [
        "evil.example",
        "127.0.0.1.evil.example:80",
        "localhost@evil.example",
        "",
    ] {
        let answer = stand.send("POST", "/cases/", &[JSON, ("Host", host)], REQUEST).await;
        assert!([400, 421].contains(&answer.status), "{host}: {answer:?}");
        assert!([400, 421].contains(&stand.send("GET", "/relay", &[("Host", host)], "").await.status));
    }
    let twice = format!(
        "GET /relay HTTP/1.1\r\nHost: {0}\r\nHost: {0}\r\nConnection: close\r\n\r\n",
        stand.address
    );
    assert!([400, 421].contains(&stand.raw(&twice).await.status));
    let absolute = format!(
        "GET http://evil.example/relay HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
        stand.address
    );
    assert_eq!(stand.raw(&absolute).await.status, 421);
    assert_eq!(stand.cases().await, 0);
}

#[tokio::test]
async fn only_json_of_a_limited_size() {
    let stand = Stand::with(Settings::default().max_body(1)).await;
    for kind in [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=latin1",
        "application/jsonx",
    ] {
        let answer = stand.create(REQUEST, &[]).await;
        assert_eq!(answer.status, 201);
        let answer = stand.send("POST", "/cases/", &[("Content-Type", kind)], REQUEST).await;
        assert_eq!((answer.status, answer.problem().as_str()), (415, "not-json"), "{kind}");
    }
    // A limit of 1 is that of 64 KiB, the smallest.
    let long = format!(r#"{{"customer_id": 1, "case_config": "{}"}}"#, "a".repeat(70_000));
    let answer = stand.create(&long, &[]).await;
    assert_eq!((answer.status, answer.problem().as_str()), (413, "too-large"));
    let chunked = format!(
        "POST /cases/ HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/json\r\n\
         Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{long}\r\n0\r\n\r\n",
        stand.address,
        long.len()
    );
    assert_eq!(stand.raw(&chunked).await.status, 413);
    assert_eq!(stand.cases().await, 5);
}

#[tokio::test]
async fn a_slow_body_is_not_waited_for() {
    let stand = Stand::with(Settings::default().body_timeout(Duration::from_millis(100))).await;
    let half = format!(
        "POST /cases/ HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{",
        stand.address
    );
    let answer = stand.raw(&half).await;
    assert_eq!((answer.status, answer.problem().as_str()), (408, "too-slow"));
}

#[tokio::test]
async fn more_than_the_rate_is_refused_with_a_time() {
    let stand = Stand::with(Settings::default().rate(2, 0.5)).await;
    assert_eq!(stand.create(REQUEST, &[]).await.status, 201);
    assert_eq!(stand.create(REQUEST, &[]).await.status, 201);
    let answer = stand.create(REQUEST, &[]).await;
    assert_eq!((answer.status, answer.problem().as_str()), (429, "too-many-requests"));
    assert_eq!(answer.header("retry-after"), Some("2"));
    assert_eq!(stand.get("/relay").await.status, 200, "asking is counted apart");
}

#[tokio::test]
async fn values_do_not_become_headers() {
    let stand = Stand::new().await;
    for name in [r"A\r\nSet-Cookie: x=1", r"A\n\nHTTP/1.1 200 OK", r"\u0085X-Own: 1"] {
        let body = format!(r#"{{"customer": {{"full_name": "{name}"}}, "checks": [{{"check_type": "PEP"}}]}}"#);
        let answer = stand.create(&body, &[]).await;
        assert_eq!(answer.status, 201);
        assert!(
            !answer.head.contains("Set-Cookie") && !answer.head.contains("X-Own"),
            "{}",
            answer.head
        );
    }
    let key = stand.create(REQUEST, &[("Idempotency-Key", "a b")]).await;
    assert_eq!((key.status, key.problem().as_str()), (400, "bad-key"));
}

#[tokio::test]
async fn every_answer_has_the_headers_that_keep_it_safe() {
    let stand = Stand::new().await;
    for (method, path) in [
        ("GET", "/relay"),
        ("POST", "/cases/"),
        ("GET", "/cases/7"),
        ("PUT", "/cases/"),
        ("GET", "/cases/outcome"),
    ] {
        let answer = stand.send(method, path, &[], "").await;
        for (name, value) in [
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{method} {path}");
        }
        assert!(
            answer
                .header("content-security-policy")
                .unwrap()
                .starts_with("default-src 'none'")
        );
    }
}
