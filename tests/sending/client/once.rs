//! Creating a case exactly once: what is sent again, and what is known afterwards.

use std::time::{Duration, Instant};

use serde_json::json;
use sphinx_case::client::{CaseOrigin, Client, CreatedOnce, Credentials, ErrorKind, ListCases, NotSentReason};
use sphinx_case::sandbox::{Fault, SandboxOptions};
use sphinx_case::{Options, Payload};
use wiremock::matchers::{method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::{CASES, case, client, client_with, count, on, options, server};
use crate::support::servers::{RunningSandbox, start_sandbox};

fn payload(external_id: &str) -> Payload {
    let text = json!({"customer_id": 5, "checks": [{"check_type": "PEP"}], "external_id": external_id}).to_string();
    sphinx_case::read_json_with(&text, &newest()).build().unwrap()
}

fn newest() -> Options {
    Options::default().with_revision(sphinx_case::Revision::Newest)
}

async fn sandbox() -> (RunningSandbox, Client) {
    let running = start_sandbox(SandboxOptions::default()).await;
    let credentials = Credentials::client(SandboxOptions::CLIENT_ID, SandboxOptions::CLIENT_SECRET);
    let client = Client::with_options(credentials, options(&running.base_url)).unwrap();
    (running, client)
}

fn id(created: &CreatedOnce) -> Option<i64> {
    created.case.as_ref().map(|case| case.id)
}

#[tokio::test]
async fn every_outcome_ends_with_one_case() {
    use CaseOrigin::{Created, EarlierAttempt};
    let (running, client) = sandbox().await;
    for (number, (faults, origin)) in (1..).zip([
        (vec![], Created),
        (vec![Fault::DropBefore], Created),
        (vec![Fault::DropAfter], EarlierAttempt),
        (vec![Fault::GarbageAfter], EarlierAttempt),
        (vec![Fault::Garbage, Fault::Fail500], Created),
        (
            vec![Fault::Fail503(Duration::ZERO), Fault::TooMany(Duration::ZERO)],
            Created,
        ),
        (
            vec![Fault::DropAfter, Fault::TooMany(Duration::ZERO), Fault::DropBefore],
            EarlierAttempt,
        ),
        (vec![Fault::Unauthorized], Created),
    ]) {
        let what = format!("{faults:?}");
        for fault in faults {
            running.sandbox.push_next(fault);
        }
        let created = client
            .create_case_once(&payload(&format!("case-{number}")))
            .await
            .unwrap();
        assert_eq!((id(&created), created.origin), (Some(number), origin), "{what}");
        let case = created.case.unwrap();
        assert_eq!(case.external_id, Some(format!("case-{number}")), "{what}");
        assert_eq!(running.sandbox.status().cases, u64::try_from(number).unwrap(), "{what}");
    }
    running.stop().await;
}

#[tokio::test]
async fn a_case_that_was_there_before_is_another_result() {
    let (running, client) = sandbox().await;
    let first = client.create_case_once(&payload("a")).await.unwrap();
    assert_eq!(first.origin, CaseOrigin::Created);
    // Requests that were not accepted do not make it doubtful whose case it is.
    running.sandbox.push_next(Fault::TooMany(Duration::ZERO));
    let again = client.create_case_once(&payload(" a ")).await.unwrap();
    assert_eq!((again.origin, id(&again)), (CaseOrigin::BeforeThisCall, Some(1)));
    // The case is that of another request, and of another customer.
    let other = json!({"customer_id": 6, "case_config": "kyb", "external_id": "a"}).to_string();
    let other = sphinx_case::read_json_with(&other, &newest()).build().unwrap();
    let found = client.create_case_once(&other).await.unwrap();
    assert_eq!((found.origin, id(&found)), (CaseOrigin::BeforeThisCall, Some(1)));
    let customer = found.case.and_then(|case| case.customer?.id);
    assert_eq!(customer, Some(5), "the caller can compare it");
    assert_eq!(running.sandbox.status().cases, 1);
    running.stop().await;
}

#[tokio::test]
async fn a_payload_without_an_external_id_is_not_sent() {
    let server = server().await;
    let error = client(&server.uri())
        .create_case_once(&super::payload())
        .await
        .unwrap_err();
    assert_eq!(
        *error.kind(),
        ErrorKind::NotSent(NotSentReason::NoExternalId),
        "{error}"
    );
    assert_eq!(count(&server, CASES).await, 0);
}

/// A server that answers requests to create a case with these responses in their order, and then with the last one.
async fn server_with(responses: Vec<ResponseTemplate>) -> MockServer {
    let server = server().await;
    let last = responses.len() - 1;
    for (index, response) in responses.into_iter().enumerate() {
        let mock = Mock::given(method("POST")).and(path(CASES)).respond_with(response);
        let mock = if index < last { mock.up_to_n_times(1) } else { mock };
        mock.mount(&server).await;
    }
    server
}

fn rejected(status: u16, body: serde_json::Value) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(body)
}

#[tokio::test]
async fn a_duplicate_that_is_not_in_the_list_has_no_case() {
    let taken = || rejected(409, json!({"external_id": ["taken"]}));
    for (responses, origin) in [
        (vec![taken()], CaseOrigin::BeforeThisCall),
        (vec![ResponseTemplate::new(504), taken()], CaseOrigin::EarlierAttempt),
    ] {
        let server = server_with(responses).await;
        let empty = json!({"count": 0, "next": null, "previous": null, "results": []});
        on(&server, "GET", CASES, ResponseTemplate::new(200).set_body_json(empty)).await;
        let created = client(&server.uri()).create_case_once(&payload("a")).await.unwrap();
        assert_eq!((created.case, created.origin), (None, origin));
    }
    // Any other rejection creates nothing.
    let server = server_with(vec![rejected(409, json!({"detail": "Conflict."}))]).await;
    let error = client(&server.uri()).create_case_once(&payload("a")).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Rejected(_)), "{error}");
}

#[tokio::test]
async fn an_unknown_outcome_stays_unknown_whatever_follows() {
    for (status, body, word) in [
        (
            400,
            json!({"customer_id": ["No more cases for this customer."]}),
            "No more cases",
        ),
        (403, json!({"detail": "Forbidden."}), "Forbidden"),
        (404, json!({"detail": "Not found."}), "404"),
        (429, json!({"detail": "Slow down."}), "429"),
        (500, json!({}), "500"),
    ] {
        let server = server_with(vec![ResponseTemplate::new(502), rejected(status, body)]).await;
        let client = client_with(options(&server.uri()).with_max_retries(1));
        let error = client.create_case_once(&payload("a")).await.unwrap_err();
        assert!(error.may_have_created(), "{error}");
        assert_eq!(error.status(), Some(status));
        assert!(error.to_string().contains(word), "{error}");
        assert_eq!(count(&server, CASES).await, 2);
    }
    // Without doubt the error says what happened.
    let server = server_with(vec![ResponseTemplate::new(429), rejected(403, json!({}))]).await;
    let error = client(&server.uri()).create_case_once(&payload("a")).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Unauthorized, "{error}");
}

#[tokio::test]
async fn attempts_are_limited_and_retry_after_is_respected() {
    let server = server_with(vec![ResponseTemplate::new(503).insert_header("retry-after", "1")]).await;
    let start = Instant::now();
    let client = client_with(options(&server.uri()).with_max_retries(2));
    let error = client.create_case_once(&payload("a")).await.unwrap_err();
    assert!(error.may_have_created() && error.attempts() == 3, "{error}");
    assert!(start.elapsed() >= Duration::from_secs(2));
    assert_eq!(count(&server, CASES).await, 3);
    let client = client_with(options(&server.uri()).with_max_pause(Duration::from_millis(500)));
    let error = client.create_case_once(&payload("a")).await.unwrap_err();
    assert_eq!(
        (error.attempts(), error.retry_after()),
        (1, Some(Duration::from_secs(1)))
    );
}

#[tokio::test]
async fn a_case_is_found_on_any_page() {
    let server = server().await;
    let page = |ids: &[i64], next: bool| {
        let cases: Vec<_> = ids
            .iter()
            .map(|id| {
                let mut case = case(*id);
                case["external_id"] = json!(format!("case-{id}"));
                case
            })
            .collect();
        let next = next.then_some("http://elsewhere.example/");
        ResponseTemplate::new(200).set_body_json(json!({"count": 4, "next": next, "previous": null, "results": cases}))
    };
    for (number, ids, next) in [(1, vec![9, 8], true), (2, vec![7, 6], false)] {
        Mock::given(method("GET"))
            .and(path(CASES))
            .and(query_param("page", number.to_string()))
            .respond_with(page(&ids, next))
            .mount(&server)
            .await;
    }
    let client = client(&server.uri());
    for (wanted, id, requests) in [("case-8", Some(8), 1), ("case-6", Some(6), 3), ("case-5", None, 5)] {
        let found = client.find_case(wanted, ListCases::default()).await.unwrap();
        assert_eq!(found.map(|case| case.id), id);
        assert_eq!(count(&server, CASES).await, requests);
    }
}
