//! What becomes of lines, and of the batch, when the API answers.

use std::time::{Duration, Instant};

use sphinx_case::sandbox::Fault;

use crate::stand::Stand;

#[test]
fn all_are_created_once() {
    let stand = Stand::with_lines(5);
    stand.submit(&[]).ends(0).says("5 created");
    assert_eq!(stand.cases(), 5);
    stand.submit(&[]).ends(0).says("5 created");
    assert_eq!(stand.cases(), 5);
}

#[test]
fn a_line_that_is_rejected_does_not_stop_the_others() {
    let stand = Stand::with_lines(3);
    stand.sandbox.push_next(Fault::BadRequest);
    stand
        .submit(&[])
        .ends(1)
        .says("2 created")
        .says("1 rejected")
        .says("Rejected by the API:");
    assert_eq!(stand.states(), ["rejected", "created", "created"]);
    stand.submit(&["--resend-unknown"]).ends(1);
    assert_eq!(stand.cases(), 2);
}

#[test]
fn an_unknown_line_is_only_sent_again_on_request() {
    let stand = Stand::with_lines(3);
    stand.sandbox.push_next(Fault::DropBefore);
    stand.submit(&[]).ends(3).says("Of unknown outcome:\n  line 1: unknown");
    assert_eq!(stand.states(), ["unknown", "created", "created"]);
    stand.submit(&[]).ends(3);
    assert_eq!(stand.cases(), 2);
    stand
        .submit(&["--resend-unknown"])
        .ends(0)
        .says("sent again on request");
    assert_eq!(stand.states(), ["created", "created", "created"]);
    assert_eq!(stand.cases(), 3);
}

#[test]
fn what_was_not_taken_is_sent_again_by_itself() {
    let stand = Stand::with_lines(2);
    stand.sandbox.push_next(Fault::TooMany(Duration::ZERO));
    stand.sandbox.push_next(Fault::Unauthorized);
    stand.submit(&[]).ends(0).says("Pausing for");
    let report = stand.report();
    assert_eq!(report[0]["attempts"], 2, "{report:#?}");
    assert_eq!(stand.cases(), 2);
}

#[test]
fn a_pause_that_is_too_long_stops_the_batch() {
    let stand = Stand::with_lines(3);
    stand.sandbox.push_next(Fault::TooMany(Duration::from_secs(3_000)));
    stand
        .submit(&[])
        .ends(6)
        .says("Stopped")
        .says("retry after 3000 s")
        .says("3 still to be sent");
    stand.submit(&[]).ends(0);
    assert_eq!(stand.cases(), 3);
}

#[test]
fn a_server_that_only_fails_is_given_up() {
    let stand = Stand::with_lines(30);
    stand.sandbox.set_faults("fail_500=1".parse().unwrap());
    let run = stand.run(&["submit", "cases.ndjson", "--no-reconcile", "--concurrency", "4"]);
    run.ends(3)
        .says("too many requests in a row failed")
        .says("still to be sent");
    assert_eq!(stand.cases(), 0);
    assert!(stand.states().iter().filter(|state| *state == "unknown").count() < 16);
}

#[test]
fn an_answer_without_an_id_is_of_unknown_outcome() {
    let stand = Stand::with_lines(2);
    stand.sandbox.push_next(Fault::Garbage);
    stand.submit(&[]).ends(3).says("but its body is not a case");
    assert_eq!(stand.states(), ["unknown", "created"]);
}

#[test]
fn only_so_many_lines_are_sent() {
    let stand = Stand::with_lines(5);
    stand
        .submit(&["--limit", "2"])
        .ends(0)
        .says("2 created")
        .says("3 still to be sent");
    assert_eq!(stand.cases(), 2);
    stand.sandbox.push_next(Fault::TooMany(Duration::ZERO));
    stand.submit(&["--limit", "1"]).ends(0).says("3 created");
    assert_eq!(stand.cases(), 3);
    stand.submit(&[]).ends(0);
    assert_eq!(stand.cases(), 5);
}

#[test]
fn no_more_than_the_rate() {
    let stand = Stand::with_lines(11);
    let begun = Instant::now();
    stand.run(&["submit", "cases.ndjson", "--rate", "20"]).ends(0);
    assert!(begun.elapsed() >= Duration::from_millis(500), "{:?}", begun.elapsed());
}

#[test]
fn nothing_is_sent_when_a_line_is_not_valid() {
    let stand = Stand::new();
    stand.folder.write(
        "cases.ndjson",
        "{\"customer_id\":1}\n{\"customer_id\":0}\n\n{\"customer_id\":3}\n",
    );
    let run = stand.submit(&[]);
    run.ends(1)
        .says("cases.ndjson:2")
        .says("1 of 3 lines is not valid, so nothing was sent");
    assert_eq!(stand.cases(), 0);
    assert!(!stand.folder.has("cases.ndjson.journal"));
    stand
        .submit(&["--skip-invalid"])
        .ends(1)
        .says("2 created")
        .says("1 not valid");
    assert_eq!(stand.states(), ["created", "invalid", "created"]);
    let report = stand.report();
    assert_eq!(report[1]["line"], 2);
    assert_eq!(report[2]["line"], 4);
    assert!(report[1]["issues"].to_string().contains("out_of_range"));
}

#[test]
fn a_dry_run_sends_nothing_and_needs_no_credentials() {
    let stand = Stand::with_lines(4);
    let dry = |more: &[&str]| {
        let mut command = stand.folder.program(&stand.base_url);
        command
            .env_remove("SPHINX_CLIENT_ID")
            .env_remove("SPHINX_CLIENT_SECRET");
        crate::stand::finish(command.args(["submit", "cases.ndjson", "--dry-run"]).args(more))
    };
    dry(&[]).ends(0).says("4 lines would be sent to http://127.0.0.1");
    dry(&["--limit", "3"]).ends(0).says("3 lines would be sent");
    assert!(!stand.folder.has("cases.ndjson.journal"));
    stand.submit(&["--limit", "1"]).ends(0);
    dry(&[]).ends(0).says("3 lines would be sent");
    assert_eq!(stand.cases(), 1);
}

#[test]
fn a_single_request() {
    let stand = Stand::new();
    stand
        .folder
        .write("case.json", r#"{"customer_id": 7, "checks": [{"check_type": "PEP"}]}"#);
    let run = stand.run(&["submit", "case.json"]);
    run.ends(0).says("case.json: case 1 was created");
    let case: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(case["id"], 1);
    stand.sandbox.push_next(Fault::BadRequest);
    stand
        .run(&["submit", "case.json"])
        .ends(1)
        .says("the API rejected the request");
    stand.sandbox.push_next(Fault::DropAfter);
    let run = stand.run(&["submit", "case.json"]);
    run.ends(3)
        .says("it is not known whether the case was created")
        .says("Look for it among the cases");
    assert_eq!(run.stdout, "");
    stand
        .run(&["submit", "case.json", "--dry-run"])
        .ends(0)
        .says("Nothing was sent");
    stand.folder.write("bad.json", "{}");
    stand.run(&["submit", "bad.json"]).ends(1).says("nothing was sent");
    assert_eq!(stand.cases(), 2);
}
