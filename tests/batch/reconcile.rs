//! Cases that are found in the list, and those that could be somebody else's.

use sphinx_case::sandbox::Fault;

use crate::stand::Stand;

const EXTERNAL: &str = r#"{"customer":{"external_id":"x-1","full_name":"James Torres","customer_type":"INDIVIDUAL","input_details":{}},"checks":[{"check_type":"PEP"}]}"#;

fn stand(lines: &[&str]) -> Stand {
    let stand = Stand::new();
    stand.folder.write("cases.ndjson", lines.join("\n"));
    stand
}

#[test]
fn a_case_whose_answer_was_lost_is_found() {
    for (line, fault) in [
        (EXTERNAL, Fault::DropAfter),
        (
            r#"{"customer_id":7,"case_config":"kyb","delete_after":30}"#,
            Fault::DropAfter,
        ),
        (r#"{"customer_id":7,"case_config":"kyb"}"#, Fault::GarbageAfter),
    ] {
        let stand = stand(&[line]);
        stand.sandbox.push_next(fault);
        stand
            .submit(&[])
            .ends(0)
            .says("1 created, 1 of them found in the list of cases");
        let report = stand.report();
        assert_eq!(report[0]["reconciled"], true);
        assert_eq!(report[0]["case_id"], 1);
        stand.submit(&["--resend-unknown"]).ends(0);
        assert_eq!(stand.cases(), 1);
    }
}

#[test]
fn it_is_found_later_when_it_was_not_looked_for() {
    let stand = stand(&[EXTERNAL]);
    stand.sandbox.push_next(Fault::DropAfter);
    stand.submit(&["--no-reconcile"]).ends(3);
    stand.submit(&[]).ends(0).says("Found 1 with certainty");
    assert_eq!(stand.cases(), 1);
}

#[test]
fn a_customer_without_an_id_is_nobody() {
    let stand = stand(&[r#"{"customer":{"full_name":"James Torres"},"checks":[{"check_type":"PEP"}]}"#]);
    stand.sandbox.push_next(Fault::DropAfter);
    stand.submit(&[]).ends(3);
    assert_eq!(stand.states(), ["unknown"]);
}

#[test]
fn another_line_for_the_same_customer_makes_it_uncertain() {
    let line = r#"{"customer_id":7,"case_config":"kyb"}"#;
    let stand = stand(&[line, line]);
    stand.sandbox.push_next(Fault::DropAfter);
    stand.sandbox.push_next(Fault::DropBefore);
    stand.submit(&[]).ends(3).says("Found 0 with certainty");
    assert_eq!(stand.states(), ["unknown", "unknown"]);
}

#[test]
fn another_line_that_is_settled_leaves_it_certain() {
    let line = r#"{"customer_id":7,"case_config":"kyb"}"#;
    let stand = stand(&[line, line]);
    stand.sandbox.push_next(Fault::DropAfter);
    stand.submit(&[]).ends(0);
    let report = stand.report();
    assert_eq!(report[0]["case_id"], 1);
    assert_eq!(report[1]["case_id"], 2);
}

#[test]
fn a_second_case_of_the_same_kind_makes_it_uncertain() {
    let stand = stand(&[EXTERNAL]);
    stand.folder.write("other.json", EXTERNAL);
    stand.sandbox.push_next(Fault::DropAfter);
    stand.submit(&["--no-reconcile"]).ends(3);
    stand.run(&["submit", "other.json"]).ends(0);
    stand.submit(&[]).ends(3).says("Found 0 with certainty");
}

#[test]
fn a_case_of_another_kind_or_time_is_another() {
    for other in [
        r#"{"customer_id":7,"case_config":"kyb","delete_after":30}"#,
        r#"{"customer_id":7,"case_config":"kyb","webhook_url":"https://a.example/"}"#,
        r#"{"customer_id":8,"case_config":"kyb"}"#,
    ] {
        let stand = stand(&[r#"{"customer_id":7,"case_config":"kyb"}"#]);
        stand.folder.write("other.json", other);
        stand.sandbox.push_next(Fault::DropBefore);
        stand.submit(&["--no-reconcile"]).ends(3);
        stand.run(&["submit", "other.json"]).ends(0);
        stand.submit(&[]).ends(3);
    }
    // One that was there long before.
    let stand = stand(&[r#"{"customer_id":7,"case_config":"kyb"}"#]);
    stand
        .folder
        .write("other.json", r#"{"customer_id":7,"case_config":"kyb"}"#);
    stand.run(&["submit", "other.json"]).ends(0);
    std::thread::sleep(std::time::Duration::from_millis(4_100));
    stand.sandbox.push_next(Fault::DropBefore);
    stand.submit(&[]).ends(3);
}

#[test]
fn other_checks_are_another_case() {
    let stand = stand(&[EXTERNAL]);
    stand.folder.write("other.json", EXTERNAL.replace("PEP", "CRA"));
    stand.sandbox.push_next(Fault::DropBefore);
    stand.submit(&["--no-reconcile"]).ends(3);
    stand.run(&["submit", "other.json"]).ends(0);
    stand.submit(&[]).ends(3);
}
