//! Batches that create each case exactly once (`--exactly-once`).

use std::sync::{Arc, Mutex};
use std::time::Duration;

use sphinx_case::batch::{Batch, BatchOptions, Event};
use sphinx_case::sandbox::Fault;
use sphinx_case::{Options, Revision};

use crate::batch::library::{client, one_at_a_time};
use crate::batch::setup::{Setup, Store};
use crate::batch::unreachable::answering;
use crate::support::{Run, run_command};

const ONCE: [&str; 3] = ["--revision", "newest", "--exactly-once"];

fn submit(setup: &Setup, more: &[&str]) -> Run {
    setup.submit(&[&ONCE, more].concat())
}

fn with_ids(store: Store, ids: &[&str]) -> Setup {
    let setup = store.setup();
    let lines: Vec<_> = (1..)
        .zip(ids)
        .map(|(number, id)| format!(r#"{{"customer_id":{number},"case_config":"kyb","external_id":"{id}"}}"#))
        .collect();
    setup.folder.write("cases.ndjson", lines.join("\n"));
    setup
}

/// The bodies that the sandbox received.
fn bodies(setup: &Setup) -> Vec<String> {
    let cases = setup.sandbox.received_cases();
    cases.into_iter().map(|case| case.body).collect()
}

#[test]
fn every_unknown_outcome_is_settled() {
    for store in Store::EACH {
        let setup = store.with_lines(7);
        for fault in [
            Fault::DropBefore,
            Fault::DropAfter,
            Fault::Fail503(Duration::ZERO),
            Fault::GarbageAfter,
            Fault::Garbage,
            Fault::TooMany(Duration::ZERO),
        ] {
            setup.sandbox.push_next(fault);
        }
        submit(&setup, &[])
            .exits(0)
            .prints("7 created, 2 of them found in the list of cases");
        let report = setup.report();
        for (line, attempts) in report.iter().zip([2, 2, 2, 2, 2, 2, 1]) {
            assert_eq!(
                (&line["state"], &line["attempts"]),
                (&"created".into(), &attempts.into()),
                "{line}"
            );
            assert_eq!(
                (&line["resent"], &line["existed"]),
                (&0.into(), &false.into()),
                "{line}"
            );
            let id = line["external_id"].as_str().unwrap();
            let case = usize::try_from(line["case_id"].as_u64().unwrap()).unwrap();
            let body = &bodies(&setup)[case - 1];
            assert_eq!(id.len(), 36);
            assert!(body.ends_with(&format!(r#","external_id":"{id}"}}"#)), "{body}");
            assert!(
                body.starts_with(&format!(r#"{{"customer_id":{},"#, line["line"])),
                "{body}"
            );
        }
        assert_eq!(setup.cases(), 7);
        submit(&setup, &[]).exits(0);
        assert_eq!(setup.cases(), 7);
    }
}

#[test]
fn a_line_in_progress_is_sent_again_with_its_id() {
    for store in Store::EACH {
        for fault in [Fault::DropAfter, Fault::DropBefore] {
            let setup = store.with_lines(3);
            setup.sandbox.push_next(fault);
            submit(&setup, &["--limit", "1"]).prints("Run the same command again");
            let id = setup.report()[0]["external_id"].clone();
            // As if the process had ended before it had the response.
            setup.update_lines(
            "SET state = 'sending', doubtful = false, again = false, case_id = NULL, reconciled = false WHERE number = 1",
        );
            submit(&setup, &[]).exits(0).prints("3 created");
            assert_eq!(setup.report()[0]["external_id"], id);
            assert_eq!(setup.report()[0]["existed"], false);
            assert_eq!(setup.cases(), 3);
        }
    }
}

#[test]
fn an_id_of_the_line_is_kept_and_must_differ_from_others() {
    for store in Store::EACH {
        let setup = with_ids(store, &["a", "b", " a "]);
        submit(&setup, &[])
            .exits(1)
            .prints("cases.ndjson:3")
            .prints("external_id: Line 1 has the same external_id")
            .prints("nothing was sent");
        submit(&setup, &["--dry-run"])
            .exits(1)
            .prints("Line 1 has the same external_id");
        assert_eq!(setup.cases(), 0);
        submit(&setup, &["--skip-invalid"]).exits(1).prints("2 created");
        assert_eq!(setup.states(), ["created", "created", "invalid"]);
        assert!(bodies(&setup)[1].ends_with(r#","external_id":"b"}"#));
        // Without the option, they are sent as they are.
        let setup = with_ids(store, &["a", "a"]);
        setup.submit(&["--revision", "newest"]).exits(1).prints("1 rejected");
    }
}

#[test]
fn a_case_that_existed_before_is_compared() {
    for store in Store::EACH {
        let setup = with_ids(store, &["a", "b", "c"]);
        let other = |id: &str, customer: u32| {
            format!(r#"{{"customer_id":{customer},"case_config":"kyb","external_id":"{id}"}}"#)
        };
        for (id, customer) in [("a", 1), ("b", 77)] {
            setup.folder.write("other.json", other(id, customer));
            setup.run(&["submit", "other.json", "--revision", "newest"]).exits(0);
        }
        submit(&setup, &[])
            .exits(1)
            .prints("1 had a case with the same external_id before")
            .prints("case 2 has this external_id, but other values than this line");
        assert_eq!(setup.states(), ["created", "rejected", "created"]);
        let report = setup.report();
        assert_eq!(
            (&report[0]["existed"], &report[0]["case_id"]),
            (&true.into(), &1.into())
        );
        assert_eq!(
            (&report[1]["existed"], &report[2]["existed"]),
            (&true.into(), &false.into())
        );
        assert_eq!(setup.cases(), 3);
    }
}

#[test]
fn whose_case_it_is_stays_unknown_after_a_lost_response() {
    for store in Store::EACH {
        let setup = with_ids(store, &["a"]);
        setup.sandbox.push_next(Fault::DropBefore);
        submit(&setup, &["--limit", "1"]).exits(3);
        let other = r#"{"customer_id":77,"case_config":"kyb","external_id":"a"}"#;
        setup.folder.write("other.json", other);
        setup.run(&["submit", "other.json", "--revision", "newest"]).exits(0);
        submit(&setup, &[])
            .exits(3)
            .prints("case 1 has this external_id, but other values");
        assert_eq!(setup.states(), ["unknown"]);
    }
}

#[test]
fn another_rejection_after_a_lost_response_leaves_the_outcome_unknown() {
    for store in Store::EACH {
        let setup = store.with_lines(1);
        setup.sandbox.push_next(Fault::DropAfter);
        setup.sandbox.push_next(Fault::BadRequest);
        submit(&setup, &["--limit", "2"])
            .exits(0)
            .prints("found in the list of cases");
        let setup = store.with_lines(1);
        setup.sandbox.push_next(Fault::DropBefore);
        setup.sandbox.push_next(Fault::BadRequest);
        submit(&setup, &["--limit", "2"])
            .exits(3)
            .prints("rejected when resent");
        submit(&setup, &[]).exits(0);
        assert_eq!(setup.cases(), 1);
    }
}

#[test]
fn it_needs_a_revision_with_external_ids() {
    for store in Store::EACH {
        let setup = store.with_lines(1);
        for more in [&["--exactly-once"][..], &["--exactly-once", "--dry-run"]] {
            setup.submit(more).exits(2).prints("use --revision newest");
        }
        submit(&setup, &["--resend-unknown"]).exits(2);
        assert!(!setup.has_journal());
        assert_eq!(setup.cases(), 0);
    }
}

#[test]
fn a_journal_belongs_to_the_option() {
    for store in Store::EACH {
        let setup = store.with_lines(2);
        submit(&setup, &["--limit", "1"]).exits(0);
        setup.submit(&["--revision", "newest"]).exits(7).prints("other options");
        assert_eq!(setup.cases(), 1);
    }
}

#[test]
fn journals_of_earlier_versions_can_be_continued() {
    let setup = Setup::with_lines(3);
    setup.submit(&["--limit", "1"]).exits(0);
    let journal = rusqlite::Connection::open(setup.folder.join("cases.ndjson.journal")).unwrap();
    journal
        .execute_batch("ALTER TABLE line DROP COLUMN external_id; ALTER TABLE line DROP COLUMN existed;")
        .unwrap();
    drop(journal);
    assert_eq!(setup.states(), ["created", "pending", "pending"]);
    setup
        .run(&["report", "cases.ndjson.journal", "--format", "csv"])
        .exits(0);
    setup.submit(&[]).exits(0).prints("3 created");
    assert_eq!(setup.cases(), 3);
}

#[test]
fn a_failing_server_stops_the_batch() {
    for store in Store::EACH {
        let setup = store.with_lines(2);
        setup.sandbox.set_faults("fail_500=1".parse().unwrap());
        submit(&setup, &[]).exits(3).prints("too many requests in a row failed");
        setup.sandbox.set_faults("".parse().unwrap_or_default());
        submit(&setup, &[]).exits(0);
        assert_eq!(setup.cases(), 2);
    }
}

#[test]
fn a_single_request_needs_an_id_of_its_own() {
    let setup = Setup::new();
    let run = |content: &str| {
        setup.folder.write("case.json", content);
        setup.run(&[&["submit", "case.json"], &ONCE[..]].concat())
    };
    run(r#"{"customer_id":7,"case_config":"kyb"}"#)
        .exits(2)
        .prints("it has no external_id")
        .prints("Add an external_id");
    let with_id = r#"{"customer_id":7,"case_config":"kyb","external_id":"a"}"#;
    setup.sandbox.push_next(Fault::DropAfter);
    let created = run(with_id);
    created.exits(0).prints("case 1 was created");
    let case: serde_json::Value = serde_json::from_str(&created.stdout).unwrap();
    assert_eq!((&case["id"], &case["external_id"]), (&1.into(), &"a".into()));
    run(with_id).exits(0).prints("case 1 existed before");
    assert_eq!(setup.cases(), 1);
}

#[test]
fn a_case_beyond_the_pages_that_are_read_stays_unknown() {
    for store in Store::EACH {
        let setup = store.with_lines(1);
        setup.sandbox.push_next(Fault::DropAfter);
        let request_options = Options::default().with_revision(Revision::Newest);
        let options = BatchOptions::new(&setup.base_url)
            .with_request_options(request_options)
            .with_exactly_once(true);
        let (journal, input) = (setup.journal(), setup.folder.join("cases.ndjson"));
        let mut batch = Batch::open(&journal, &input, options, |_| {}).unwrap();
        let events = Arc::new(Mutex::new(Vec::new()));
        let observed = Arc::clone(&events);
        let mut run = |pages: u64| {
            let observed = Arc::clone(&observed);
            let observe = move |event| {
                if let Event::ReconciliationFailed { reason } = event {
                    observed.lock().unwrap().push(reason);
                }
            };
            let options = one_at_a_time().with_max_pages(pages);
            let client = client(&setup);
            let run = batch.run(&client, options, observe, std::future::pending());
            setup.wait(run).unwrap().counts
        };
        assert_eq!(run(0).unknown, 1);
        assert!(events.lock().unwrap()[0].starts_with("only 0 pages"), "{events:?}");
        assert_eq!(run(1).created, 1);
        assert_eq!(setup.cases(), 1);
    }
}

#[test]
fn an_api_that_ignores_external_ids_stops_the_batch() {
    for store in Store::EACH {
        let setup = store.with_lines(3);
        let base_url = answering("HTTP/1.1 201 Created\r\ncontent-length: 8\r\nconnection: close\r\n\r\n{\"id\":7}");
        let mut command = setup.command("cases.ndjson", &["--concurrency", "1"]);
        command
            .env_remove("SPHINX_CLIENT_ID")
            .env_remove("SPHINX_CLIENT_SECRET")
            .env("SPHINX_TOKEN", "some-token")
            .env("SPHINX_BASE_URL", &base_url)
            .args(ONCE);
        run_command(&mut command)
            .exits(6)
            .prints("1 created")
            .prints("2 still to be sent")
            .prints("without the external_id that was sent");
    }
}
