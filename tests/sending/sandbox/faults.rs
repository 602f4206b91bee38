//! Each fault does what it says, and creates what it says.

use std::time::{Duration, Instant};

use reqwest::Method;
use sphinx_case::sandbox::{Fault, Faults, Settings};

use crate::sandbox::stand::{CASE, Stand, read};

async fn with(faults: &str) -> Stand {
    let stand = Stand::new(Settings::default()).await;
    stand.sandbox.set_faults(faults.parse().unwrap());
    stand
}

async fn cases(stand: &Stand) -> u64 {
    stand.sandbox.facts().await.unwrap().cases
}

#[tokio::test]
async fn answers() {
    for (fault, status, retry_after, created) in [
        ("fail_500=1", 500, None, 0),
        ("fail_503=1:2s", 503, Some("2"), 0),
        ("bad_request=1", 400, None, 0),
        ("too_many=1:300ms", 429, Some("1"), 0),
        ("garbage=1", 200, None, 0),
        ("garbage_after=1", 201, None, 1),
    ] {
        let stand = with(fault).await;
        let answer = stand.post(CASE).send().await.unwrap();
        let header = answer
            .headers()
            .get("retry-after")
            .map(|value| value.to_str().unwrap().to_owned());
        assert_eq!(header.as_deref(), retry_after, "{fault}");
        let (got, body) = read(answer).await;
        assert_eq!(got, status, "{fault}");
        let is_html = body.as_str().is_some_and(|text| text.contains("<h1>"));
        assert_eq!(is_html, !matches!(status, 400 | 429), "{fault}: {body}");
        assert_eq!(cases(&stand).await, created, "{fault}");
        let (name, _) = fault.split_once('=').unwrap();
        assert_eq!(stand.sandbox.facts().await.unwrap().faults_done[name], 1);
        // Only creating is concerned.
        assert_eq!(stand.get("/api/cases/").await.0, 200);
    }
}

#[tokio::test]
async fn dropped_connections() {
    for (fault, created) in [("drop_before=1", 0), ("drop_after=1", 1)] {
        let stand = with(fault).await;
        let error = stand.post(CASE).send().await.unwrap_err();
        assert!(
            error.is_request() && !error.is_connect() && !error.is_timeout(),
            "{error:?}"
        );
        assert_eq!(cases(&stand).await, created, "{fault}");
        stand.sandbox.set_faults(Faults::none());
        assert_eq!(stand.create(CASE).await.0, 201, "the next connection is good");
    }
}

#[tokio::test]
async fn a_revoked_token_stays_revoked() {
    let mut stand = with("").await;
    stand.sandbox.push_next(Fault::Unauthorized);
    assert_eq!(stand.create(CASE).await.0, 401);
    assert_eq!(stand.create(CASE).await.0, 401);
    assert_eq!(stand.sandbox.facts().await.unwrap().tokens, 0);
    let (_, answer) = read(stand.ask_token(&stand.credentials()).await).await;
    stand.token = answer["access_token"].as_str().unwrap().to_owned();
    assert_eq!(stand.create(CASE).await.0, 201);
}

#[tokio::test]
async fn slow_comes_besides_another() {
    let stand = with("slow=1:400ms,fail_500=1").await;
    let start = Instant::now();
    assert_eq!(stand.create(CASE).await.0, 500);
    assert!(start.elapsed() >= Duration::from_millis(400));
    let start = Instant::now();
    assert_eq!(stand.get("/api/cases/").await.0, 200);
    assert!(start.elapsed() < Duration::from_millis(400), "only creating is slow");
}

#[tokio::test]
async fn everywhere() {
    let stand = with("too_many=1:0s,everywhere").await;
    assert_eq!(stand.get("/api/cases/").await.0, 429);
    assert_eq!(stand.ask_token(&stand.credentials()).await.status(), 429);
    assert_eq!(stand.bare(Method::GET, "/sandbox/").send().await.unwrap().status(), 200);
    stand.sandbox.set_faults("drop_before=1,everywhere".parse().unwrap());
    assert_eq!(stand.get("/api/cases/").await.0, 200, "not this one");
}

#[tokio::test]
async fn the_next_ones_go_before_the_probabilities() {
    let stand = with("fail_500=1").await;
    for fault in [Fault::None, Fault::TooMany(Duration::ZERO)] {
        stand.sandbox.push_next(fault);
    }
    assert_eq!(stand.get("/api/cases/").await.0, 200, "which takes none of them");
    assert_eq!(stand.sandbox.facts().await.unwrap().next, ["none", "too_many:0s"]);
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(stand.create(CASE).await.0);
    }
    assert_eq!(statuses, [201, 429, 500]);
}

#[tokio::test]
async fn a_seed_repeats_itself() {
    let stand = with("").await;
    let mut runs = Vec::new();
    for _ in 0..2 {
        stand
            .sandbox
            .set_faults("fail_500=0.3,too_many=0.3:0s,seed=5".parse().unwrap());
        let mut statuses = Vec::new();
        for _ in 0..40 {
            statuses.push(stand.create(CASE).await.0);
        }
        runs.push(statuses);
    }
    assert_eq!(runs[0], runs[1]);
    for status in [201, 429, 500] {
        assert!(runs[0].contains(&status), "{:?}", runs[0]);
    }
}
