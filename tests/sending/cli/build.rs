//! `build`: the exact bodies, and files that are whole or not there.

use serde_json::Value;

use crate::cli::{INVALID, VALID, WARNED, run_with};
use crate::support::Folder;

const BODY: &str = r#"{"customer_id":1,"checks":[{"check_type":"PEP"}],"delete_after":-1,"auto_start":true}"#;

#[test]
fn a_request_becomes_its_body_and_a_line_end() {
    let run = run_with(&["build", "-"], VALID.as_bytes());
    assert_eq!(
        (run.code, run.stdout, run.stderr),
        (0, format!("{BODY}\n"), String::new())
    );
    let run = run_with(&["build", "-", "--defaults", "omit"], BODY.as_bytes());
    assert_eq!(run.stdout, format!("{VALID}\n"));
    let kept = r#"{"mine":1.0,"customer_id":1,"case_config":"kyb"}"#;
    let run = run_with(&["build", "-", "--unknown-fields", "keep"], kept.as_bytes());
    let expected = r#"{"customer_id":1,"delete_after":-1,"case_config":"kyb","auto_start":true,"mine":1.0}"#;
    assert_eq!(run.stdout, format!("{expected}\n"));
}

#[test]
fn newer_fields_need_the_revision_that_documents_them() {
    let text = r#"{"customer_id":1,"case_config":"kyb","external_id":"order-7"}"#;
    let run = run_with(&["build", "-"], text.as_bytes());
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(
        run.stderr.contains("set the option revision to newest to send it"),
        "{}",
        run.stderr
    );
    let run = run_with(&["build", "-", "--revision", "newest"], text.as_bytes());
    let expected =
        r#"{"customer_id":1,"delete_after":-1,"case_config":"kyb","auto_start":true,"external_id":"order-7"}"#;
    assert_eq!((run.code, run.stdout), (0, format!("{expected}\n")));
    let run = run_with(&["build", "-", "--revision", "latest"], text.as_bytes());
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("reference") && run.stderr.contains("newest"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_request_with_errors_has_no_body() {
    let run = run_with(&["build", "-"], INVALID.as_bytes());
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains("error[out_of_range]: customer_id"));
    assert!(run.stderr.contains("[standard input:1:16]"));
    assert!(run.stderr.ends_with("1 file: 1 error\n"));
}

#[test]
fn advice_is_told_and_stops_nothing_unless_denied() {
    let run = run_with(&["build", "-"], WARNED.as_bytes());
    assert_eq!(run.code, 0);
    assert!(run.stdout.contains("\"PEPP\""));
    assert!(run.stderr.contains("warning[unknown_option]"));
    let run = run_with(&["build", "-", "--deny-warnings"], WARNED.as_bytes());
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
}

#[test]
fn lines_answer_lines() {
    let text = format!("{VALID}\n\n{INVALID}\r\n{VALID}");
    let run = run_with(&["build", "-"], text.as_bytes());
    let issues = sphinx_case::check(INVALID, &sphinx_case::Options::default()).to_json();
    assert_eq!(
        run.stdout,
        format!("{BODY}\n{{\"line\":3,\"issues\":{issues}}}\n{BODY}\n")
    );
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("[standard input:3:16]"));
}

#[test]
fn of_many_bad_lines_only_a_few_are_shown() {
    let text = format!("{INVALID}\n").repeat(50);
    let run = run_with(&["build", "-", "--limit", "3"], text.as_bytes());
    assert_eq!(run.stderr.matches("error[out_of_range]").count(), 3);
    assert!(run.stderr.contains("… and 47 more in standard input"), "{}", run.stderr);
    assert_eq!(run.stdout.lines().count(), 50);
    for (index, line) in run.stdout.lines().enumerate() {
        let answer: Value = serde_json::from_str(line).unwrap();
        assert_eq!(answer["line"], index + 1);
    }
}

#[test]
fn an_output_file_is_replaced_when_all_went_well() {
    let folder = Folder::new();
    folder.write("case.json", VALID);
    folder.write("cases.ndjson", format!("{INVALID}\n{VALID}\n"));
    folder.write("out.json", "before");
    let run = folder.run(&["build", "case.json", "-o", "out.json"]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "", ""));
    assert_eq!(folder.read("out.json"), format!("{BODY}\n"));
    // A line that fails is told of in the output.
    assert_eq!(folder.run(&["build", "cases.ndjson", "--output", "out.json"]).code, 1);
    assert!(folder.read("out.json").starts_with("{\"line\":1,\"issues\":["));
    // The input can be the output.
    assert_eq!(folder.run(&["build", "case.json", "-o", "case.json"]).code, 0);
    assert_eq!(folder.read("case.json"), format!("{BODY}\n"));
    assert_eq!(folder.names(), ["case.json", "cases.ndjson", "out.json"]);
}

#[test]
fn an_output_file_stays_when_something_went_wrong() {
    let folder = Folder::new();
    folder.write("good.json", VALID);
    folder.write("bad.json", INVALID);
    folder.write("out.json", "before");
    for (arguments, code) in [(["good.json", "bad.json"], 1), (["good.json", "missing.json"], 2)] {
        let run = folder.run(&[&["build", "--output", "out.json"], &arguments[..]].concat());
        assert_eq!(run.code, code);
        assert!(run.stderr.contains("error: out.json: not written"), "{}", run.stderr);
        assert_eq!(folder.read("out.json"), "before");
    }
    assert_eq!(folder.names(), ["bad.json", "good.json", "out.json"]);
}

#[cfg(unix)]
#[test]
fn an_output_behind_a_link_is_replaced_and_the_link_stays() {
    let folder = Folder::new();
    folder.write("case.json", VALID);
    folder.write("real.json", "before");
    std::os::unix::fs::symlink("real.json", folder.join("link.json")).unwrap();
    assert_eq!(folder.run(&["build", "case.json", "-o", "link.json"]).code, 0);
    assert!(folder.join("link.json").is_symlink());
    assert_eq!(folder.read("real.json"), format!("{BODY}\n"));
    // A device cannot be replaced by a file.
    assert_eq!(folder.run(&["build", "case.json", "-o", "/dev/null"]).code, 0);
    assert!(!std::fs::metadata("/dev/null").unwrap().is_file());
}
