//! JSON and NDJSON in, and records for programs out.

use serde_json::{Value, json};

use crate::cli::{INVALID, VALID, run_with};
use crate::support::Folder;

/// File, line, validity and codes of each record.
fn records(stdout: &str) -> Vec<Value> {
    stdout
        .lines()
        .map(|line| {
            let record: Value = serde_json::from_str(line).unwrap();
            let codes: Vec<_> = record["issues"]
                .as_array()
                .unwrap()
                .iter()
                .map(|issue| &issue["code"])
                .collect();
            assert_eq!(record["omitted"], 0);
            json!([record["file"], record["line"], record["valid"], codes])
        })
        .collect()
}

#[test]
fn a_record_is_the_issues_as_every_language_has_them() {
    let run = run_with(&["check", "-", "--format", "json"], INVALID.as_bytes());
    let issues = sphinx_case::check(INVALID, &sphinx_case::Options::default()).to_json();
    let expected = format!("{{\"file\":\"-\",\"valid\":false,\"issues\":{issues},\"omitted\":0}}\n");
    assert_eq!((run.code, run.stdout, run.stderr.as_str()), (1, expected, ""));
}

#[test]
fn messages_come_in_the_language_asked_for() {
    let issues = sphinx_case::check(INVALID, &sphinx_case::Options::default());
    for language in sphinx_case::Language::ALL {
        let tag = language.as_str();
        let of = |rest: &[&str]| run_with(&[rest, &["-", "--language", tag]].concat(), INVALID.as_bytes());
        let expected = issues.to_json_in(*language);
        let record = of(&["check", "--format", "json"]).stdout;
        assert!(record.contains(&format!("\"issues\":{expected},")), "{record}");
        let line = of(&["build", "--input", "ndjson"]).stdout;
        assert_eq!(line, format!("{{\"line\":1,\"issues\":{expected}}}\n"));
        let frame = of(&["check"]).stdout;
        let message = issues[0].message_in(*language);
        let first = message.split(' ').next().unwrap();
        assert!(frame.contains(&format!("─ {first} ")), "{frame}");
    }
    let run = run_with(&["check", "-", "--language", "tlh"], b"{}");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("en, de, es, fr, pl"), "{}", run.stderr);
}

#[test]
fn bad_lines_stop_nothing() {
    let folder = Folder::new();
    let mut text = format!("\u{FEFF}{VALID}\r\n\r\n \t\n{INVALID}\n{{\"customer_id\":\n").into_bytes();
    text.extend_from_slice(b"{\"customer_id\":1,\"case_config\":\"\xFF\"}\n");
    text.extend_from_slice(format!("{{\"x\":\"{}\"}}\nnull\n{VALID}", "x".repeat(300)).as_bytes());
    folder.write("cases.jsonl", text);
    let run = folder.run(&["check", "cases.jsonl", "--format", "json", "--max-bytes", "200"]);
    assert_eq!(
        records(&run.stdout),
        [
            json!(["cases.jsonl", 1, true, []]),
            json!(["cases.jsonl", 4, false, ["out_of_range"]]),
            json!(["cases.jsonl", 5, false, ["invalid_json"]]),
            json!(["cases.jsonl", 6, false, ["invalid_json"]]),
            json!(["cases.jsonl", 7, false, ["too_large"]]),
            json!(["cases.jsonl", 8, false, ["invalid_type"]]),
            json!(["cases.jsonl", 9, true, []]),
        ]
    );
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
}

#[test]
fn a_text_that_is_too_large_says_by_how_much() {
    let text = format!("{VALID}{}", " ".repeat(100_000));
    for input in ["json", "ndjson"] {
        let run = run_with(
            &["check", "-", "--format", "json", "--max-bytes", "60", "--input", input],
            text.as_bytes(),
        );
        let record: Value = serde_json::from_str(&run.stdout).unwrap();
        assert_eq!(record["issues"].as_array().unwrap().len(), 1);
        let params = &record["issues"][0]["params"];
        assert_eq!(*params, json!({ "max": 60, "actual": text.len() }), "{input}");
    }
}

#[test]
fn the_format_is_told_by_the_name_or_the_beginning() {
    let folder = Folder::new();
    let two = format!("{VALID}\n{INVALID}\n");
    let first_bad = format!("{{\"customer_id\":,}}\n{VALID}\n");
    folder.write("one.ndjson", VALID);
    folder.write("two.txt", &two);
    folder.write("first-bad", &first_bad);
    folder.write("pretty.json", VALID.replace(',', ",\n"));
    let lines = |arguments: &[&str]| -> Vec<Value> {
        let run = folder.run(&[&["check", "--format", "json"], arguments].concat());
        records(&run.stdout)
            .into_iter()
            .map(|record| record[1].clone())
            .collect()
    };
    assert_eq!(lines(&["one.ndjson"]), [json!(1)]);
    assert_eq!(lines(&["two.txt"]), [json!(1), json!(2)]);
    assert_eq!(lines(&["first-bad"]), [json!(1), json!(2)]);
    assert_eq!(lines(&["pretty.json"]), [Value::Null]);
    assert_eq!(lines(&["one.ndjson", "--input", "json"]), [Value::Null]);
    assert_eq!(lines(&["two.txt", "--input", "json"]), [Value::Null]);
    assert_eq!(lines(&["pretty.json", "--input", "ndjson"]), [json!(1), json!(2)]);
}
