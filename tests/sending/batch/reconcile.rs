//! Cases that are found in the list, and cases that could belong to other requests.

use sphinx_case::sandbox::Fault;

use crate::batch::setup::{Setup, Store};

const EXTERNAL: &str = r#"{"customer":{"external_id":"x-1","full_name":"James Torres","customer_type":"INDIVIDUAL","input_details":{}},"checks":[{"check_type":"PEP"}]}"#;

fn setup(store: Store, lines: &[&str]) -> Setup {
    let setup = store.setup();
    setup.folder.write("cases.ndjson", lines.join("\n"));
    setup
}

#[test]
fn a_case_whose_response_was_lost_is_found() {
    for store in Store::EACH {
        for (line, fault) in [
            (EXTERNAL, Fault::DropAfter),
            (
                r#"{"customer_id":7,"case_config":"kyb","delete_after":30}"#,
                Fault::DropAfter,
            ),
            (r#"{"customer_id":7,"case_config":"kyb"}"#, Fault::GarbageAfter),
        ] {
            let setup = setup(store, &[line]);
            setup.sandbox.push_next(fault);
            setup
                .submit(&[])
                .exits(0)
                .prints("1 created, 1 of them found in the list of cases");
            let report = setup.report();
            assert_eq!(report[0]["reconciled"], true);
            assert_eq!(report[0]["case_id"], 1);
            setup.submit(&["--resend-unknown"]).exits(0);
            assert_eq!(setup.cases(), 1);
        }
    }
}

#[test]
fn a_case_is_found_in_a_later_run() {
    for store in Store::EACH {
        let setup = setup(store, &[EXTERNAL]);
        setup.sandbox.push_next(Fault::DropAfter);
        setup.submit(&["--no-reconcile"]).exits(3);
        setup.submit(&[]).exits(0).prints("Found 1 of them");
        assert_eq!(setup.cases(), 1);
    }
}

#[test]
fn a_matching_name_is_not_enough() {
    for store in Store::EACH {
        let setup = setup(
            store,
            &[r#"{"customer":{"full_name":"James Torres"},"checks":[{"check_type":"PEP"}]}"#],
        );
        setup.sandbox.push_next(Fault::DropAfter);
        setup.submit(&[]).exits(3);
        assert_eq!(setup.states(), ["unknown"]);
    }
}

#[test]
fn another_unknown_line_of_the_same_customer_makes_a_match_uncertain() {
    for store in Store::EACH {
        let line = r#"{"customer_id":7,"case_config":"kyb"}"#;
        let setup = setup(store, &[line, line]);
        setup.sandbox.push_next(Fault::DropAfter);
        setup.sandbox.push_next(Fault::DropBefore);
        setup.submit(&[]).exits(3).prints("Found 0 of them");
        assert_eq!(setup.states(), ["unknown", "unknown"]);
    }
}

#[test]
fn another_created_line_of_the_same_customer_does_not() {
    for store in Store::EACH {
        let line = r#"{"customer_id":7,"case_config":"kyb"}"#;
        let setup = setup(store, &[line, line]);
        setup.sandbox.push_next(Fault::DropAfter);
        setup.submit(&[]).exits(0);
        let report = setup.report();
        assert_eq!(report[0]["case_id"], 1);
        assert_eq!(report[1]["case_id"], 2);
    }
}

#[test]
fn a_second_equal_case_makes_a_match_uncertain() {
    for store in Store::EACH {
        let setup = setup(store, &[EXTERNAL]);
        setup.folder.write("other.json", EXTERNAL);
        setup.sandbox.push_next(Fault::DropAfter);
        setup.submit(&["--no-reconcile"]).exits(3);
        setup.run(&["submit", "other.json"]).exits(0);
        setup.submit(&[]).exits(3).prints("Found 0 of them");
    }
}

#[test]
fn a_case_with_other_values_does_not_match() {
    for store in Store::EACH {
        for other in [
            r#"{"customer_id":7,"case_config":"kyb","delete_after":30}"#,
            r#"{"customer_id":7,"case_config":"kyb","webhook_url":"https://a.example/"}"#,
            r#"{"customer_id":8,"case_config":"kyb"}"#,
        ] {
            let setup = setup(store, &[r#"{"customer_id":7,"case_config":"kyb"}"#]);
            setup.folder.write("other.json", other);
            setup.sandbox.push_next(Fault::DropBefore);
            setup.submit(&["--no-reconcile"]).exits(3);
            setup.run(&["submit", "other.json"]).exits(0);
            setup.submit(&[]).exits(3);
        }
    }
}

#[test]
fn a_case_created_before_the_attempt_does_not_match() {
    for store in Store::EACH {
        let line = r#"{"customer_id":7,"case_config":"kyb"}"#;
        let setup = setup(store, &[line]);
        setup.folder.write("other.json", line);
        setup.run(&["submit", "other.json"]).exits(0);
        setup.sandbox.push_next(Fault::DropBefore);
        setup.submit(&["--no-reconcile"]).exits(3);
        let move_attempt = |milliseconds: i64| {
            let moved = |time| format!("{time} = {time} + {milliseconds}");
            let set = ["first_sent", "last_sent", "noticed"].map(moved).join(", ");
            setup.update_lines(&format!("SET {set}"));
        };
        move_attempt(4_100);
        setup.submit(&[]).exits(3).prints("Found 0 of them");
        move_attempt(-4_100);
        setup.submit(&[]).exits(0).prints("Found 1 of them");
    }
}

#[test]
fn a_case_with_other_checks_does_not_match() {
    for store in Store::EACH {
        let setup = setup(store, &[EXTERNAL]);
        setup.folder.write("other.json", EXTERNAL.replace("PEP", "CRA"));
        setup.sandbox.push_next(Fault::DropBefore);
        setup.submit(&["--no-reconcile"]).exits(3);
        setup.run(&["submit", "other.json"]).exits(0);
        setup.submit(&[]).exits(3);
    }
}
