//! `Retry-After` as a date is a time by the server's clock.

use std::time::{Duration, Instant, SystemTime};

use sphinx_case::client::{Client, Credentials};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::{CASES, case, count, on, options, payload, token_client};

/// A response of a server whose clock is ahead (negative: behind) by so many seconds, and that asks for a wait.
fn throttled(ahead: i64, wait: u64) -> ResponseTemplate {
    let now = SystemTime::now();
    let distance = Duration::from_secs(ahead.unsigned_abs());
    let server = if ahead < 0 { now - distance } else { now + distance };
    let text = |time: SystemTime| httpdate::fmt_http_date(time);
    ResponseTemplate::new(429)
        .insert_header("date", text(server).as_str())
        .insert_header("retry-after", text(server + Duration::from_secs(wait)).as_str())
}

#[tokio::test]
async fn the_clocks_of_server_and_client_may_differ() {
    for ahead in [-86_400, -600, 0, 600, 86_400] {
        let server = MockServer::start().await;
        on(&server, "POST", CASES, throttled(ahead, 30)).await;
        let error = token_client(&server.uri())
            .create_case_without_retries(&payload())
            .await
            .unwrap_err();
        let wait = error.retry_after().unwrap();
        assert!((29..=30).contains(&wait.as_secs()), "{ahead}: {wait:?}");
    }
}

#[tokio::test]
async fn the_wait_is_kept() {
    for ahead in [-600, 600] {
        let server = MockServer::start().await;
        Mock::given(method("POST"))
            .and(path(CASES))
            .respond_with(throttled(ahead, 3))
            .up_to_n_times(1)
            .mount(&server)
            .await;
        on(
            &server,
            "POST",
            CASES,
            ResponseTemplate::new(201).set_body_json(case(1)),
        )
        .await;
        let start = Instant::now();
        token_client(&server.uri()).create_case(&payload()).await.unwrap();
        let elapsed = start.elapsed();
        assert!((2..6).contains(&elapsed.as_secs()), "{ahead}: {elapsed:?}");
        assert_eq!(count(&server, CASES).await, 2);
    }
}

#[tokio::test]
async fn a_time_that_is_over_is_no_reason_to_send_at_once() {
    for wait in ["0", "Thu, 01 Jan 1970 00:00:00 GMT"] {
        let server = MockServer::start().await;
        let response = ResponseTemplate::new(429).insert_header("retry-after", wait);
        on(&server, "POST", CASES, response).await;
        let options = options(&server.uri()).with_max_retries(2);
        let client = Client::with_options(Credentials::token("ready-token"), options).unwrap();
        let start = Instant::now();
        client.create_case(&payload()).await.unwrap_err();
        // Half of 0.5 and half of 1 second at least.
        assert!(start.elapsed() >= Duration::from_millis(750), "{:?}", start.elapsed());
    }
}
