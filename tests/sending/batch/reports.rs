//! Reports of a journal, for people and for programs.

use sphinx_case::sandbox::Fault;

use crate::batch::setup::Store;
use crate::support::Run;

#[test]
fn reports_in_three_formats() {
    for store in Store::EACH {
        let setup = store.with_lines(4);
        setup.sandbox.push_next(Fault::BadRequest);
        setup.sandbox.push_next(Fault::DropBefore);
        setup.submit(&["--limit", "3"]).exits(3);
        assert_eq!(setup.states(), ["rejected", "unknown", "created", "pending"]);
        let human = setup.run(&["report", &setup.journal()]);
        human
            .exits(0)
            .prints("cases.ndjson: 4 lines, started 20")
            .prints("line 3: case 1")
            .prints("line 2: unknown");
        let filtered = setup.run(&["report", &setup.journal(), "--state", "unknown", "--state", "pending"]);
        filtered.exits(0).prints("line 2:").prints("line 4:");
        assert!(!filtered.stdout.contains("line 1:"));
        let csv = setup.run(&["report", &setup.journal(), "--format", "csv"]);
        csv.exits(0);
        let mut reader = csv::Reader::from_reader(csv.stdout.as_bytes());
        assert_eq!(&reader.headers().unwrap()[1], "state");
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 4);
        assert_eq!((&rows[2][1], &rows[2][2]), ("created", "1"));
        assert!(rows[0][11].starts_with("[{"), "{:?}", rows[0]);
        let json = setup.report();
        assert_eq!(json[0]["status"], 400);
        assert!(json[0]["issues"][0]["message"].is_string(), "{json:#?}");
        assert!(json[2]["sent_at"].as_str().unwrap().starts_with("20"));
    }
}

#[test]
fn a_report_during_a_batch() {
    for store in Store::EACH {
        let setup = store.with_lines(30);
        setup.sandbox.set_faults("slow=1:100ms".parse().unwrap());
        let child = setup.start(&[]);
        let mut seen = false;
        for _ in 0..40 {
            std::thread::sleep(std::time::Duration::from_millis(20));
            let run = setup.run(&["report", &setup.journal(), "--format", "json"]);
            let states = |state: &str| run.stdout.contains(&format!("\"state\":\"{state}\""));
            seen |= run.code == 0 && states("sending") && states("pending");
        }
        Run::from(child.wait_with_output().unwrap()).exits(0);
        assert!(seen);
    }
}
