//! `check` for people: frames, the summary, severities.

use crate::cli::{INVALID, VALID, WARNED, run_with};
use crate::support::Folder;

const CASE: &str = r#"{
  "customer": {
    "external_id": "cust-jörg-🦁",
    "customer_type": "INDIVIDUEL",
    "input_details": {}
  },
  "chekcs": [],
  "checks": [
    { "😀": "Jörg", "check_type": "PEPP" }
  ]
}
"#;

#[test]
fn frames_show_the_place_and_what_to_do() {
    let folder = Folder::new();
    folder.write("case.json", CASE);
    let run = folder.run(&["check", "case.json"]);
    let expected = r#"  error[required]: customer.full_name
   ╭─[case.json:2:15]
 1 │ {
 2 │   "customer": {
   ·               ┬
   ·               ╰── full_name: This field is required
 3 │     "external_id": "cust-jörg-🦁",
   ╰────

  error[invalid_option]: customer.customer_type
   ╭─[case.json:4:22]
 3 │     "external_id": "cust-jörg-🦁",
 4 │     "customer_type": "INDIVIDUEL",
   ·                      ──────┬─────
   ·                            ╰── Choose one of these values: INDIVIDUAL, COMPANY
 5 │     "input_details": {}
   ╰────
  help: did you mean INDIVIDUAL?

  error[unknown_field]: chekcs
   ╭─[case.json:7:3]
 6 │   },
 7 │   "chekcs": [],
   ·   ────┬───
   ·       ╰── Unknown field at this level
 8 │   "checks": [
   ╰────
  help: did you mean checks?

  error[unknown_field]: checks[0]["😀"]
    ╭─[case.json:9:7]
  8 │   "checks": [
  9 │     { "😀": "Jörg", "check_type": "PEPP" }
    ·       ──┬─
    ·         ╰── Unknown field at this level, so the API would ignore it
 10 │   ]
    ╰────
  help: check the spelling or remove it

  warning[unknown_option]: checks[0].check_type
    ╭─[case.json:9:34]
  8 │   "checks": [
  9 │     { "😀": "Jörg", "check_type": "PEPP" }
    ·                                   ───┬──
    ·                                      ╰── Unknown check type, sent as entered
 10 │   ]
    ╰────
  help: did you mean PEP?

1 file: 4 errors, 1 warning
"#;
    assert_eq!(run.stdout, expected);
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
}

#[test]
fn the_summary_counts_files_requests_and_issues() {
    let folder = Folder::new();
    folder.write("a.json", VALID);
    folder.write("b.json", INVALID);
    folder.write("c.json", WARNED);
    folder.write("d.ndjson", format!("{VALID}\n\n{INVALID}\n{VALID}\n"));
    folder.write("empty.ndjson", "\n");
    let last = |arguments: &[&str]| {
        let run = folder.run(&[&["check"], arguments].concat());
        (run.code, run.stdout.lines().last().unwrap().to_owned())
    };
    assert_eq!(last(&["a.json"]), (0, "1 file: valid".to_owned()));
    assert_eq!(
        last(&["a.json", "c.json"]),
        (0, "2 files: all valid, 1 warning".to_owned())
    );
    assert_eq!(
        last(&["a.json", "b.json", "c.json"]),
        (1, "3 files: 2 valid, 1 with 1 error, 1 warning".to_owned())
    );
    assert_eq!(
        last(&["d.ndjson"]),
        (1, "1 file, 3 requests: 2 valid, 1 with 1 error".to_owned())
    );
    assert_eq!(last(&["empty.ndjson"]), (0, "1 file: no requests".to_owned()));
    assert_eq!(
        last(&["a.json", "no.json"]),
        (2, "1 file: valid, 1 file could not be read".to_owned())
    );
}

#[test]
fn a_frame_of_a_long_line_is_cut_around_its_issue() {
    let long = "ä".repeat(5_000);
    let before = format!(r#"{{"customer":{{"full_name":"Ada","input_details":{{"note":"{long}"}}}},"#);
    let text = format!("{VALID}\n{before}\"chekcs\":1,\"case_config\":\"kyb\",\"webhook_url\":\"{long}\"}}\n");
    let run = run_with(&["check", "-"], text.as_bytes());
    let place = format!("[standard input:2:{}]", before.chars().count() + 1);
    assert!(run.stdout.contains(&place), "{}", run.stdout);
    for line in run.stdout.lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
    let mut lines = run.stdout.lines().skip_while(|line| !line.contains(&place)).skip(1);
    let (shown, underline) = (lines.next().unwrap(), lines.next().unwrap());
    assert!(shown.starts_with(" 2 │ …ää"), "{shown}");
    assert!(shown.ends_with('…'), "{shown}");
    let place = underline.chars().position(|character| character == '─').unwrap();
    let marked: String = shown.chars().skip(place).take(8).collect();
    assert_eq!(marked, "\"chekcs\"");
}

#[test]
fn warnings_can_be_denied_set_and_switched_off() {
    let check = |arguments: &[&str]| run_with(&[&["check", "-"], arguments].concat(), WARNED.as_bytes());
    assert_eq!(check(&[]).code, 0);
    let denied = check(&["--deny-warnings"]);
    assert_eq!(denied.code, 1);
    assert!(
        denied
            .stdout
            .contains("1 warning (warnings count as errors: --deny-warnings)")
    );
    let set = check(&["--rule", "unknown_option=error"]);
    assert_eq!(set.code, 1);
    assert!(set.stdout.contains("error[unknown_option]"));
    let off = check(&["--rule", "unknown_option=off", "--deny-warnings"]);
    assert_eq!((off.code, off.stdout.as_str()), (0, "1 file: valid\n"));
}

#[test]
fn unknown_fields_can_be_stripped_or_kept() {
    let text = r#"{"customer_id":1,"case_config":"kyb","mine":1}"#;
    for (choice, code) in [("reject", 1), ("strip", 0), ("keep", 0)] {
        let run = run_with(&["check", "-", "--unknown-fields", choice], text.as_bytes());
        assert_eq!(run.code, code, "{choice}");
    }
}

#[test]
fn no_more_issues_are_shown_than_the_limit_errors_first() {
    let text = r#"{"customer_id":1,"checks":[{"check_type":"A"},{"check_type":"B"},{"check_type":5}]}"#;
    let run = run_with(&["check", "-", "--limit", "1"], text.as_bytes());
    assert!(run.stdout.contains("error[invalid_type]: checks[2].check_type"));
    assert!(!run.stdout.contains("warning["));
    assert!(
        run.stdout
            .contains("  … and 2 more in standard input. To show all, use --limit 3.")
    );
    assert!(run.stdout.ends_with("1 file: 1 error, 2 warnings\n"));
}

#[test]
fn colors_are_for_those_who_want_them() {
    let both = r#"{"customer_id":0,"checks":[{"check_type":"PEPP"}]}"#;
    let plain = run_with(&["check", "-"], both.as_bytes()).stdout;
    assert!(!plain.contains('\u{1B}'));
    let colored = run_with(&["check", "-", "--color", "always"], both.as_bytes()).stdout;
    assert!(colored.contains("\u{1B}[31merror[out_of_range]:"), "{colored}");
    assert!(colored.contains("\u{1B}[33mwarning[unknown_option]:"), "{colored}");
}

#[test]
fn nothing_in_a_request_acts_on_the_terminal() {
    let text = "{\"customer_id\":1,\"case_config\":\"kyb\",\"\u{9B}31m\u{202E}\":\"\u{1B}]0;title\u{7}\"}";
    let run = run_with(&["check", "-"], text.as_bytes());
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("[standard input:1:"));
    assert!(
        !run.stdout
            .contains(|character: char| character.is_control() && character != '\n' || character == '\u{202E}'),
        "{:?}",
        run.stdout
    );
}
