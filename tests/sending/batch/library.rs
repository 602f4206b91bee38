//! Batches from Rust.

use std::sync::{Arc, Mutex};

use sphinx_case::batch::{Batch, BatchOptions, Event, LineState, RunOptions, StopReason};
use sphinx_case::client::{Client, ClientOptions, Credentials};
use sphinx_case::sandbox;

use crate::batch::setup::{Setup, Store};

pub fn client(setup: &Setup) -> Client {
    let credentials = Credentials::client(
        sandbox::SandboxOptions::CLIENT_ID,
        sandbox::SandboxOptions::CLIENT_SECRET,
    );
    Client::with_options(credentials, ClientOptions::default().with_base_url(&setup.base_url)).unwrap()
}

pub fn one_at_a_time() -> RunOptions {
    RunOptions::default().with_concurrency(1)
}

#[test]
fn a_batch_reports_every_line() {
    for store in Store::EACH {
        let setup = store.with_lines(3);
        let options = BatchOptions::new(&setup.base_url).with_skip_invalid(true);
        let mut seen = Vec::new();
        let (journal, input) = (setup.journal(), setup.folder.join("cases.ndjson"));
        let mut batch = Batch::open(&journal, &input, options, |line| seen.push((line.line, line.is_valid))).unwrap();
        assert_eq!(seen, [(1, true), (2, true), (3, true)]);
        assert!(batch.is_new());
        let recorded = Arc::new(Mutex::new(Vec::new()));
        let events = Arc::clone(&recorded);
        let observe = move |event| {
            if let Event::Recorded { line, state, case_id } = event {
                events.lock().unwrap().push((line, state, case_id));
            }
        };
        let client = client(&setup);
        let summary = setup
            .wait(batch.run(&client, one_at_a_time(), observe, std::future::pending()))
            .unwrap();
        assert!(summary.stop_reason.is_none());
        assert_eq!(summary.sent, 3);
        assert_eq!(summary.counts.created, 3);
        let expected = [1, 2, 3].map(|line| (line, LineState::Created, Some(i64::try_from(line).unwrap())));
        assert_eq!(*recorded.lock().unwrap(), expected);
    }
}

#[test]
fn an_interrupted_batch_can_be_resumed() {
    for store in Store::EACH {
        let setup = store.with_lines(3);
        let (journal, input) = (setup.journal(), setup.folder.join("cases.ndjson"));
        let mut batch = Batch::open(&journal, &input, BatchOptions::new(&setup.base_url), |_| {}).unwrap();
        let client = client(&setup);
        let summary = setup
            .wait(batch.run(&client, RunOptions::default(), |_| {}, std::future::ready(())))
            .unwrap();
        assert!(
            matches!(summary.stop_reason, Some(StopReason::Interrupted)),
            "{summary:?}"
        );
        let summary = setup
            .wait(batch.run(&client, RunOptions::default(), |_| {}, std::future::pending()))
            .unwrap();
        assert_eq!(summary.counts.created, 3);
        assert_eq!(setup.cases(), 3);
    }
}

#[test]
fn a_client_of_another_api_is_refused() {
    for store in Store::EACH {
        let setup = store.with_lines(1);
        let (journal, input) = (setup.journal(), setup.folder.join("cases.ndjson"));
        let mut batch = Batch::open(&journal, &input, BatchOptions::new("https://other.example"), |_| {}).unwrap();
        let client = client(&setup);
        let result = setup.wait(batch.run(&client, RunOptions::default(), |_| {}, std::future::pending()));
        assert!(result.unwrap_err().to_string().contains("Nothing was sent"));
    }
}
