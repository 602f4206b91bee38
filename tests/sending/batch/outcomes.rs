//! What each response of the API means for a line and for the batch.

use std::time::{Duration, Instant};

use sphinx_case::sandbox::Fault;

use crate::batch::setup::{Setup, Store};
use crate::support::run_command;

#[test]
fn each_case_is_created_once() {
    for store in Store::EACH {
        let setup = store.with_lines(5);
        setup.submit(&[]).exits(0).prints("5 created");
        assert_eq!(setup.cases(), 5);
        setup.submit(&[]).exits(0).prints("5 created");
        assert_eq!(setup.cases(), 5);
    }
}

#[test]
fn a_rejected_line_does_not_stop_the_others() {
    for store in Store::EACH {
        let setup = store.with_lines(3);
        setup.sandbox.push_next(Fault::BadRequest);
        setup
            .submit(&[])
            .exits(1)
            .prints("2 created")
            .prints("1 rejected")
            .prints("Rejected by the API:");
        assert_eq!(setup.states(), ["rejected", "created", "created"]);
        setup.submit(&["--resend-unknown"]).exits(1);
        assert_eq!(setup.cases(), 2);
    }
}

#[test]
fn an_unknown_line_is_resent_only_on_request() {
    for store in Store::EACH {
        let setup = store.with_lines(3);
        setup.sandbox.push_next(Fault::DropBefore);
        setup.submit(&[]).exits(3).prints("Unknown outcome:\n  line 1: unknown");
        assert_eq!(setup.states(), ["unknown", "created", "created"]);
        setup.submit(&[]).exits(3);
        assert_eq!(setup.cases(), 2);
        setup
            .submit(&["--resend-unknown"])
            .exits(0)
            .prints("resent after an unknown outcome");
        assert_eq!(setup.states(), ["created", "created", "created"]);
        assert_eq!(setup.cases(), 3);
    }
}

#[test]
fn a_line_that_was_not_accepted_is_resent() {
    for store in Store::EACH {
        let setup = store.with_lines(2);
        setup.sandbox.push_next(Fault::TooMany(Duration::ZERO));
        setup.sandbox.push_next(Fault::Unauthorized);
        setup.submit(&[]).exits(0).prints("Pausing for");
        let report = setup.report();
        assert_eq!(report[0]["attempts"], 2, "{report:#?}");
        assert_eq!(setup.cases(), 2);
    }
}

#[test]
fn too_long_a_pause_stops_the_batch() {
    for store in Store::EACH {
        let setup = store.with_lines(3);
        setup.sandbox.push_next(Fault::TooMany(Duration::from_secs(3_000)));
        setup
            .submit(&[])
            .exits(6)
            .prints("Stopped")
            .prints("retry after 3000 s")
            .prints("3 still to be sent");
        setup.submit(&[]).exits(0);
        assert_eq!(setup.cases(), 3);
    }
}

#[test]
fn a_failing_server_stops_the_batch() {
    for store in Store::EACH {
        let setup = store.with_lines(30);
        setup.sandbox.set_faults("fail_500=1".parse().unwrap());
        let run = setup.submit_file("cases.ndjson", &["--no-reconcile", "--concurrency", "4"]);
        run.exits(3)
            .prints("too many requests in a row failed")
            .prints("still to be sent");
        assert_eq!(setup.cases(), 0);
        assert!(setup.states().iter().filter(|state| *state == "unknown").count() < 16);
    }
}

#[test]
fn a_response_without_an_id_has_an_unknown_outcome() {
    for store in Store::EACH {
        let setup = store.with_lines(2);
        setup.sandbox.push_next(Fault::Garbage);
        setup.submit(&[]).exits(3).prints("but its body is not a case");
        assert_eq!(setup.states(), ["unknown", "created"]);
    }
}

#[test]
fn the_limit_of_lines() {
    for store in Store::EACH {
        let setup = store.with_lines(5);
        setup
            .submit(&["--limit", "2"])
            .exits(0)
            .prints("2 created")
            .prints("3 still to be sent");
        assert_eq!(setup.cases(), 2);
        setup.sandbox.push_next(Fault::TooMany(Duration::ZERO));
        setup.submit(&["--limit", "1"]).exits(0).prints("3 created");
        assert_eq!(setup.cases(), 3);
        setup.submit(&[]).exits(0);
        assert_eq!(setup.cases(), 5);
    }
}

#[test]
fn the_maximum_rate() {
    for store in Store::EACH {
        let setup = store.with_lines(11);
        let start = Instant::now();
        setup.submit_file("cases.ndjson", &["--rate", "20"]).exits(0);
        assert!(start.elapsed() >= Duration::from_millis(500), "{:?}", start.elapsed());
    }
}

#[test]
fn nothing_is_sent_if_a_line_is_invalid() {
    for store in Store::EACH {
        let setup = store.setup();
        setup.folder.write(
            "cases.ndjson",
            "{\"customer_id\":1}\n{\"customer_id\":0}\n\n{\"customer_id\":3}\n",
        );
        let run = setup.submit(&[]);
        run.exits(1)
            .prints("cases.ndjson:2")
            .prints("1 of 3 requests is not valid, so nothing was sent");
        assert_eq!(setup.cases(), 0);
        assert!(!setup.has_journal());
        setup
            .submit(&["--skip-invalid"])
            .exits(1)
            .prints("2 created")
            .prints("1 invalid");
        assert_eq!(setup.states(), ["created", "invalid", "created"]);
        let report = setup.report();
        assert_eq!(report[1]["line"], 2);
        assert_eq!(report[2]["line"], 4);
        assert!(report[1]["issues"].to_string().contains("out_of_range"));
    }
}

#[test]
fn a_dry_run_sends_nothing_and_needs_no_credentials() {
    for store in Store::EACH {
        let setup = store.with_lines(4);
        let dry = |more: &[&str]| {
            let mut command = setup.command("cases.ndjson", &["--dry-run"]);
            command
                .env_remove("SPHINX_CLIENT_ID")
                .env_remove("SPHINX_CLIENT_SECRET");
            run_command(command.args(more))
        };
        dry(&[]).exits(0).prints("4 lines would be sent to http://127.0.0.1");
        dry(&["--limit", "3"]).exits(0).prints("3 lines would be sent");
        assert!(!setup.has_journal());
        setup.submit(&["--limit", "1"]).exits(0);
        dry(&[]).exits(0).prints("3 lines would be sent");
        assert_eq!(setup.cases(), 1);
    }
}

#[test]
fn a_single_request() {
    let setup = Setup::new();
    setup
        .folder
        .write("case.json", r#"{"customer_id": 7, "checks": [{"check_type": "PEP"}]}"#);
    let run = setup.run(&["submit", "case.json"]);
    run.exits(0).prints("case.json: case 1 was created");
    let case: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(case["id"], 1);
    setup.sandbox.push_next(Fault::BadRequest);
    setup
        .run(&["submit", "case.json"])
        .exits(1)
        .prints("the API rejected the request");
    setup.sandbox.push_next(Fault::DropAfter);
    let run = setup.run(&["submit", "case.json"]);
    run.exits(3)
        .prints("it is not known whether the case was created")
        .prints("Look for it in the list of cases");
    assert_eq!(run.stdout, "");
    setup
        .run(&["submit", "case.json", "--dry-run"])
        .exits(0)
        .prints("Nothing was sent");
    setup.folder.write("bad.json", "{}");
    setup.run(&["submit", "bad.json"]).exits(1).prints("nothing was sent");
    assert_eq!(setup.cases(), 2);
}
