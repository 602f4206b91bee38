//! Each fault has its documented response, and creates a case only if documented.

use std::time::{Duration, Instant};

use reqwest::Method;
use sphinx_case::sandbox::{Fault, Faults, SandboxOptions};

use crate::sandbox::setup::{CASE, Setup, read};

async fn setup_with(faults: &str) -> Setup {
    let setup = Setup::new(SandboxOptions::default()).await;
    setup.sandbox.set_faults(faults.parse().unwrap());
    setup
}

#[tokio::test]
async fn faults_with_a_response() {
    for (fault, status, retry_after, created) in [
        ("fail_500=1", 500, None, 0),
        ("fail_503=1:2s", 503, Some("2"), 0),
        ("bad_request=1", 400, None, 0),
        ("too_many=1:300ms", 429, Some("1"), 0),
        ("garbage=1", 200, None, 0),
        ("garbage_after=1", 201, None, 1),
    ] {
        let setup = setup_with(fault).await;
        let response = setup.post(CASE).send().await.unwrap();
        let header = response
            .headers()
            .get("retry-after")
            .map(|value| value.to_str().unwrap().to_owned());
        assert_eq!(header.as_deref(), retry_after, "{fault}");
        let (got, body) = read(response).await;
        assert_eq!(got, status, "{fault}");
        let is_html = body.as_str().is_some_and(|text| text.contains("<h1>"));
        assert_eq!(is_html, !matches!(status, 400 | 429), "{fault}: {body}");
        assert_eq!(setup.sandbox.status().cases, created, "{fault}");
        let (name, _) = fault.split_once('=').unwrap();
        assert_eq!(setup.sandbox.status().faults_done[name], 1);
        // Other requests have no faults.
        assert_eq!(setup.get("/api/cases/").await.0, 200);
    }
}

#[tokio::test]
async fn dropped_connections() {
    for (fault, created) in [("drop_before=1", 0), ("drop_after=1", 1)] {
        let setup = setup_with(fault).await;
        let error = setup.post(CASE).send().await.unwrap_err();
        assert!(
            error.is_request() && !error.is_connect() && !error.is_timeout(),
            "{error:?}"
        );
        assert_eq!(setup.sandbox.status().cases, created, "{fault}");
        setup.sandbox.set_faults(Faults::none());
        assert_eq!(setup.create(CASE).await.0, 201, "the next connection works");
    }
}

#[tokio::test]
async fn a_revoked_token_stays_revoked() {
    let mut setup = setup_with("").await;
    setup.sandbox.push_next(Fault::Unauthorized);
    assert_eq!(setup.create(CASE).await.0, 401);
    assert_eq!(setup.create(CASE).await.0, 401);
    assert_eq!(setup.sandbox.status().tokens, 0);
    let (_, response) = read(setup.ask_token(&setup.credentials()).await).await;
    setup.token = response["access_token"].as_str().unwrap().to_owned();
    assert_eq!(setup.create(CASE).await.0, 201);
}

#[tokio::test]
async fn slow_is_added_to_another_fault() {
    let setup = setup_with("slow=1:400ms,fail_500=1").await;
    let start = Instant::now();
    assert_eq!(setup.create(CASE).await.0, 500);
    assert!(start.elapsed() >= Duration::from_millis(400));
    let start = Instant::now();
    assert_eq!(setup.get("/api/cases/").await.0, 200);
    assert!(
        start.elapsed() < Duration::from_millis(400),
        "only requests that create a case are slow"
    );
}

#[tokio::test]
async fn everywhere_applies_to_all_requests() {
    let setup = setup_with("too_many=1:0s,everywhere").await;
    assert_eq!(setup.get("/api/cases/").await.0, 429);
    assert_eq!(setup.ask_token(&setup.credentials()).await.status(), 429);
    assert_eq!(setup.bare(Method::GET, "/sandbox/").send().await.unwrap().status(), 200);
    setup.sandbox.set_faults("drop_before=1,everywhere".parse().unwrap());
    assert_eq!(
        setup.get("/api/cases/").await.0,
        200,
        "drop_before applies only to requests that create a case"
    );
}

#[tokio::test]
async fn next_faults_take_precedence_over_probabilities() {
    let setup = setup_with("fail_500=1").await;
    for fault in [Fault::None, Fault::TooMany(Duration::ZERO)] {
        setup.sandbox.push_next(fault);
    }
    assert_eq!(
        setup.get("/api/cases/").await.0,
        200,
        "reading uses none of the next faults"
    );
    assert_eq!(setup.sandbox.status().next, ["none", "too_many:0s"]);
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(setup.create(CASE).await.0);
    }
    assert_eq!(statuses, [201, 429, 500]);
}

#[tokio::test]
async fn a_seed_repeats_the_sequence() {
    let setup = setup_with("").await;
    let mut runs = Vec::new();
    for _ in 0..2 {
        setup
            .sandbox
            .set_faults("fail_500=0.3,too_many=0.3:0s,seed=5".parse().unwrap());
        let mut statuses = Vec::new();
        for _ in 0..40 {
            statuses.push(setup.create(CASE).await.0);
        }
        runs.push(statuses);
    }
    assert_eq!(runs[0], runs[1]);
    for status in [201, 429, 500] {
        assert!(runs[0].contains(&status), "{:?}", runs[0]);
    }
}
