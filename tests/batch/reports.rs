//! Reports of a journal, for people and programs.

use sphinx_case::sandbox::Fault;

use crate::stand::Stand;

#[test]
fn reports_in_three_formats() {
    let stand = Stand::with_lines(4);
    stand.sandbox.push_next(Fault::BadRequest);
    stand.sandbox.push_next(Fault::DropBefore);
    stand.submit(&["--limit", "3"]).ends(3);
    assert_eq!(stand.states(), ["rejected", "unknown", "created", "pending"]);
    let human = stand.run(&["report", "cases.ndjson.journal"]);
    human
        .ends(0)
        .says("cases.ndjson: 4 lines, begun 20")
        .says("line 3: case 1")
        .says("line 2: unknown");
    let filtered = stand.run(&[
        "report",
        "cases.ndjson.journal",
        "--state",
        "unknown",
        "--state",
        "pending",
    ]);
    filtered.ends(0).says("line 2:").says("line 4:");
    assert!(!filtered.stdout.contains("line 1:"));
    let csv = stand.run(&["report", "cases.ndjson.journal", "--format", "csv"]);
    csv.ends(0);
    let mut reader = csv::Reader::from_reader(csv.stdout.as_bytes());
    assert_eq!(&reader.headers().unwrap()[1], "state");
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 4);
    assert_eq!((&rows[2][1], &rows[2][2]), ("created", "1"));
    assert!(rows[0][11].starts_with("[{"), "{:?}", rows[0]);
    let json = stand.report();
    assert_eq!(json[0]["status"], 400);
    assert!(json[0]["issues"][0]["message"].is_string(), "{json:#?}");
    assert!(json[2]["sent_at"].as_str().unwrap().starts_with("20"));
}

#[test]
fn a_report_while_the_batch_runs() {
    let stand = Stand::with_lines(30);
    stand.sandbox.set_faults("slow=1:100ms".parse().unwrap());
    let mut command = stand.folder.program(&stand.base_url);
    let child = command.args(["submit", "cases.ndjson"]).spawn().unwrap();
    let mut seen = false;
    for _ in 0..40 {
        std::thread::sleep(std::time::Duration::from_millis(20));
        let run = stand.run(&["report", "cases.ndjson.journal", "--format", "json"]);
        let states = |state: &str| run.stdout.contains(&format!("\"state\":\"{state}\""));
        seen |= run.code == 0 && states("sending") && states("pending");
    }
    crate::stand::ended(child.wait_with_output().unwrap()).ends(0);
    assert!(seen);
}
