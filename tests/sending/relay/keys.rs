//! Keys: the same request is sent once, however often and from however many places it comes.

use std::time::{Duration, Instant};

use sphinx_case::relay::Settings;
use sphinx_case::sandbox::Fault;

use crate::relay::stand::{REQUEST, Stand};

const KEY: (&str, &str) = ("Idempotency-Key", "1b4e28ba-2fa1-4d2b-883f-0016d3cca427");

#[tokio::test]
async fn the_same_key_gets_the_same_answer() {
    let stand = Stand::new().await;
    let first = stand.create(REQUEST, &[KEY]).await;
    let again = stand.create(REQUEST, &[KEY]).await;
    assert_eq!((first.status, again.status), (201, 201));
    assert_eq!(first.body, again.body);
    assert_eq!(stand.cases().await, 1);
    let other = stand
        .create(r#"{"customer_id": 1, "case_config": "kyb"}"#, &[KEY])
        .await;
    assert_eq!((other.status, other.problem().as_str()), (422, "key-reused"));
    let asked = stand.send("GET", "/cases/outcome", &[KEY], "").await;
    assert_eq!(asked.body, first.body);
    let unknown = stand
        .send("GET", "/cases/outcome", &[("Idempotency-Key", "other")], "")
        .await;
    assert_eq!((unknown.status, unknown.problem().as_str()), (404, "unknown-key"));
    assert_eq!(stand.get("/cases/outcome").await.problem(), "unknown-key");
}

#[tokio::test]
async fn many_at_once_make_one_case() {
    let stand = Stand::new().await;
    stand.sandbox.push_next(Fault::Slow(Duration::from_millis(300)));
    let (a, b, c, d) = tokio::join!(
        stand.create(REQUEST, &[KEY]),
        stand.create(REQUEST, &[KEY]),
        stand.create(REQUEST, &[KEY]),
        stand.create(REQUEST, &[KEY]),
    );
    for answer in [&b, &c, &d] {
        assert_eq!((answer.status, &answer.body), (201, &a.body));
    }
    assert_eq!(stand.cases().await, 1);
}

#[tokio::test]
async fn an_unknown_outcome_is_remembered_and_not_tried_again() {
    let stand = Stand::new().await;
    stand.sandbox.push_next(Fault::DropAfter);
    for _ in 0..3 {
        assert_eq!(stand.create(REQUEST, &[KEY]).await.problem(), "outcome-unknown");
    }
    assert_eq!(stand.cases().await, 1);
}

#[tokio::test]
async fn where_nothing_was_created_the_same_key_may_try_again() {
    let stand = Stand::new().await;
    stand.sandbox.push_next(Fault::TooMany(Duration::from_secs(1)));
    assert_eq!(stand.create(REQUEST, &[KEY]).await.problem(), "rate-limited");
    assert_eq!(
        stand.send("GET", "/cases/outcome", &[KEY], "").await.problem(),
        "rate-limited"
    );
    assert_eq!(stand.cases().await, 0, "asking sends nothing");
    assert_eq!(stand.create(REQUEST, &[KEY]).await.status, 201);
    assert_eq!(stand.cases().await, 1);
}

#[tokio::test]
async fn a_page_that_goes_away_does_not_break_off_what_was_begun() {
    let stand = Stand::new().await;
    stand.sandbox.push_next(Fault::Slow(Duration::from_millis(200)));
    let cut = tokio::time::timeout(Duration::from_millis(80), stand.create(REQUEST, &[KEY])).await;
    assert!(cut.is_err());
    let asked = stand.send("GET", "/cases/outcome", &[KEY], "").await;
    assert_eq!(asked.status, 201, "asking waits for what is under way");
    assert_eq!(stand.cases().await, 1);
}

#[tokio::test]
async fn patience_ends_but_the_request_goes_on() {
    let stand = Stand::with(Settings::default().patience(Duration::from_millis(100))).await;
    stand.sandbox.push_next(Fault::Slow(Duration::from_millis(400)));
    let begun = Instant::now();
    assert_eq!(stand.create(REQUEST, &[KEY]).await.problem(), "under-way");
    assert!(begun.elapsed() < Duration::from_millis(350));
    tokio::time::sleep(Duration::from_millis(600)).await;
    assert_eq!(stand.create(REQUEST, &[KEY]).await.status, 201);
    assert_eq!(stand.cases().await, 1);
}

#[tokio::test]
async fn a_request_for_the_relay_before_is_not_sent() {
    let stand = Stand::new().await;
    let instance = stand.get("/relay").await.json()["instance"]
        .as_str()
        .unwrap()
        .to_owned();
    let answer = stand
        .create(REQUEST, &[KEY, ("Relay-Instance", "0123456789abcdef")])
        .await;
    assert_eq!((answer.status, answer.problem().as_str()), (409, "other-instance"));
    assert_eq!(stand.cases().await, 0);
    assert_eq!(
        stand
            .create(REQUEST, &[KEY, ("Relay-Instance", &instance)])
            .await
            .status,
        201
    );
}
