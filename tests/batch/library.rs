//! Batches from Rust.

use std::sync::{Arc, Mutex};

use sphinx_case::batch::{Batch, Event, Plan, Settings, State, Stop};
use sphinx_case::client::{Client, ClientOptions, Credentials};
use sphinx_case::sandbox;

use crate::stand::Stand;

pub fn client(stand: &Stand) -> Client {
    let credentials = Credentials::client(sandbox::Settings::CLIENT_ID, sandbox::Settings::CLIENT_SECRET);
    Client::with_options(credentials, ClientOptions::default().with_base_url(&stand.base_url)).unwrap()
}

pub fn one_at_a_time() -> Plan {
    let mut plan = Plan::default();
    plan.concurrency = 1;
    plan
}

#[test]
fn a_batch_tells_of_every_line() {
    let stand = Stand::with_lines(3);
    let mut settings = Settings::new(&stand.base_url);
    settings.skip_invalid = true;
    let mut seen = Vec::new();
    let (journal, input) = (stand.folder.0.join("journal"), stand.folder.0.join("cases.ndjson"));
    let mut batch = Batch::open(&journal, &input, settings, |checked| {
        seen.push((checked.line, checked.is_valid))
    })
    .unwrap();
    assert_eq!(seen, [(1, true), (2, true), (3, true)]);
    assert!(batch.is_new());
    let settled = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&settled);
    let observe = move |event| {
        if let Event::Settled { line, state, case_id } = event {
            told.lock().unwrap().push((line, state, case_id));
        }
    };
    let client = client(&stand);
    let summary = stand
        .wait(batch.run(&client, one_at_a_time(), observe, std::future::pending()))
        .unwrap();
    assert!(summary.stop.is_none());
    assert_eq!(summary.sent, 3);
    assert_eq!(summary.counts.created, 3);
    let expected = [1, 2, 3].map(|line| (line, State::Created, Some(i64::try_from(line).unwrap())));
    assert_eq!(*settled.lock().unwrap(), expected);
}

#[test]
fn a_batch_that_is_asked_to_stop_can_go_on() {
    let stand = Stand::with_lines(3);
    let (journal, input) = (stand.folder.0.join("journal"), stand.folder.0.join("cases.ndjson"));
    let mut batch = Batch::open(&journal, &input, Settings::new(&stand.base_url), |_| {}).unwrap();
    let client = client(&stand);
    let summary = stand
        .wait(batch.run(&client, Plan::default(), |_| {}, std::future::ready(())))
        .unwrap();
    assert!(matches!(summary.stop, Some(Stop::Asked)), "{summary:?}");
    let summary = stand
        .wait(batch.run(&client, Plan::default(), |_| {}, std::future::pending()))
        .unwrap();
    assert_eq!(summary.counts.created, 3);
    assert_eq!(stand.cases(), 3);
}

#[test]
fn a_client_of_another_api_is_refused() {
    let stand = Stand::with_lines(1);
    let (journal, input) = (stand.folder.0.join("journal"), stand.folder.0.join("cases.ndjson"));
    let mut batch = Batch::open(&journal, &input, Settings::new("https://other.example"), |_| {}).unwrap();
    let client = client(&stand);
    let result = stand.wait(batch.run(&client, Plan::default(), |_| {}, std::future::pending()));
    assert!(result.unwrap_err().to_string().contains("nothing was sent"));
}
