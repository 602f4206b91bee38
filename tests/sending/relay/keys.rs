//! Idempotency keys: a request is sent once, however often it is received, wherever its key is kept.

use std::time::{Duration, Instant};

use sphinx_case::relay::RelayOptions;
use sphinx_case::sandbox::Fault;

use crate::relay::setup::{REQUEST, Setup, unlimited};

const KEY: (&str, &str) = ("Idempotency-Key", "1b4e28ba-2fa1-4d2b-883f-0016d3cca427");

#[tokio::test]
async fn the_same_key_gets_the_same_response() {
    for setup in Setup::with_each_store(unlimited()).await {
        let first = setup.create(REQUEST, &[KEY]).await;
        let again = setup.create(REQUEST, &[KEY]).await;
        assert_eq!((first.status, again.status), (201, 201));
        assert_eq!(first.body, again.body);
        assert_eq!(setup.cases(), 1);
        let other = setup
            .create(r#"{"customer_id": 1, "case_config": "kyb"}"#, &[KEY])
            .await;
        assert_eq!((other.status, other.problem().as_str()), (422, "key-reused"));
        let outcome = setup.send("GET", "/cases/outcome", &[KEY], "").await;
        assert_eq!(outcome.body, first.body);
        let unknown = setup
            .send("GET", "/cases/outcome", &[("Idempotency-Key", "other")], "")
            .await;
        assert_eq!((unknown.status, unknown.problem().as_str()), (404, "unknown-key"));
        assert_eq!(setup.get("/cases/outcome").await.problem(), "unknown-key");
    }
}

#[tokio::test]
async fn concurrent_requests_create_one_case() {
    for setup in Setup::with_each_store(unlimited()).await {
        setup.sandbox.push_next(Fault::Slow(Duration::from_millis(300)));
        let (a, b, c, d) = tokio::join!(
            setup.create(REQUEST, &[KEY]),
            setup.create(REQUEST, &[KEY]),
            setup.create(REQUEST, &[KEY]),
            setup.create(REQUEST, &[KEY]),
        );
        for response in [&b, &c, &d] {
            assert_eq!((response.status, &response.body), (201, &a.body));
        }
        assert_eq!(setup.cases(), 1);
    }
}

#[tokio::test]
async fn a_request_with_an_unknown_outcome_is_not_sent_again() {
    for setup in Setup::with_each_store(unlimited()).await {
        setup.sandbox.push_next(Fault::DropAfter);
        for _ in 0..3 {
            assert_eq!(setup.create(REQUEST, &[KEY]).await.problem(), "outcome-unknown");
        }
        assert_eq!(setup.cases(), 1);
    }
}

#[tokio::test]
async fn a_request_that_created_no_case_is_sent_again() {
    for setup in Setup::with_each_store(unlimited()).await {
        setup.sandbox.push_next(Fault::TooMany(Duration::from_secs(1)));
        assert_eq!(setup.create(REQUEST, &[KEY]).await.problem(), "rate-limited");
        assert_eq!(
            setup.send("GET", "/cases/outcome", &[KEY], "").await.problem(),
            "rate-limited"
        );
        assert_eq!(setup.cases(), 0, "reading the outcome sends nothing");
        assert_eq!(setup.create(REQUEST, &[KEY]).await.status, 201);
        assert_eq!(setup.cases(), 1);
    }
}

#[tokio::test]
async fn a_request_continues_when_the_page_disconnects() {
    for setup in Setup::with_each_store(unlimited()).await {
        setup.sandbox.push_next(Fault::Slow(Duration::from_millis(200)));
        let cut = tokio::time::timeout(Duration::from_millis(80), setup.create(REQUEST, &[KEY])).await;
        assert!(cut.is_err());
        let outcome = setup.send("GET", "/cases/outcome", &[KEY], "").await;
        assert_eq!(
            outcome.status, 201,
            "the outcome is returned when the request has finished"
        );
        assert_eq!(setup.cases(), 1);
    }
}

#[tokio::test]
async fn a_request_continues_after_the_response_timeout() {
    for setup in Setup::with_each_store(RelayOptions::default().with_response_timeout(Duration::from_millis(100))).await
    {
        setup.sandbox.push_next(Fault::Slow(Duration::from_millis(400)));
        let begun = Instant::now();
        assert_eq!(setup.create(REQUEST, &[KEY]).await.problem(), "under-way");
        assert!(begun.elapsed() < Duration::from_millis(350));
        while setup.create(REQUEST, &[KEY]).await.status != 201 {
            assert!(begun.elapsed() < Duration::from_secs(20), "the request did not finish");
        }
        assert_eq!(setup.cases(), 1);
    }
}

#[tokio::test]
async fn a_request_for_an_earlier_instance_is_not_sent() {
    for setup in Setup::with_each_store(unlimited()).await {
        let instance = setup.get("/relay").await.json()["instance"]
            .as_str()
            .unwrap()
            .to_owned();
        let response = setup
            .create(REQUEST, &[KEY, ("Relay-Instance", "0123456789abcdef")])
            .await;
        assert_eq!((response.status, response.problem().as_str()), (409, "other-instance"));
        assert_eq!(setup.cases(), 0);
        assert_eq!(
            setup
                .create(REQUEST, &[KEY, ("Relay-Instance", &instance)])
                .await
                .status,
            201
        );
    }
}
