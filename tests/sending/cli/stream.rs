//! Long streams: flat memory, answers as soon as there are any, and readers that go away.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Stdio};

use serde_json::Value;

use crate::cli::{INVALID, VALID, run_with};
use crate::support::program;

fn start(arguments: &[&str]) -> Child {
    program()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// The most memory that a running process has had, in MB.
#[cfg(target_os = "linux")]
fn peak(child: &Child) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    let kilobytes: u64 = line.split_ascii_whitespace().nth(1).unwrap().parse().unwrap();
    kilobytes / 1024
}

#[cfg(target_os = "linux")]
#[test]
fn memory_stays_flat_over_a_hundred_megabytes() {
    let note = "x".repeat(900);
    let good = format!(
        "{{\"customer\":{{\"full_name\":\"Jörg\",\"input_details\":{{\"note\":\"{note}\"}}}},\"case_config\":\"kyb\"}}\n"
    );
    let block = format!("{}{INVALID}\n", good.repeat(100));
    let blocks = 100_000_000 / block.len();
    // Of a bad line a frame of six lines and an empty one, and at the end the summary; or a line for each line.
    for (command, lines) in [("check", blocks * 7 + 1), ("build", blocks * 101)] {
        let mut child = start(&[command, "-", "--input", "ndjson", "--limit", "1"]);
        let mut stdin = child.stdin.take().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let counter = std::thread::spawn(move || stdout.lines().map(Result::unwrap).count());
        let stderr = child.stderr.take().unwrap();
        let listener = std::thread::spawn(move || std::io::read_to_string(stderr).unwrap());
        for _ in 0..blocks {
            stdin.write_all(block.as_bytes()).unwrap();
        }
        // All but what fits into a pipe has been read by now, and the process still waits for more.
        let megabytes = peak(&child);
        drop(stdin);
        assert_eq!(child.wait().unwrap().code(), Some(1));
        assert!(megabytes < 60, "{command}: {megabytes} MB");
        assert_eq!(counter.join().unwrap(), lines, "{command}");
        listener.join().unwrap();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_line_without_end_is_not_kept() {
    let mut child = start(&[
        "check",
        "-",
        "--input",
        "ndjson",
        "--format",
        "json",
        "--max-bytes",
        "1000000",
    ]);
    let mut stdin = child.stdin.take().unwrap();
    let block = vec![b'x'; 1_000_000];
    for _ in 0..100 {
        stdin.write_all(&block).unwrap();
    }
    let megabytes = peak(&child);
    stdin.write_all(format!("\n{VALID}\n").as_bytes()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.contains("\"params\":{\"max\":1000000,\"actual\":100000000}"),
        "{text}"
    );
    assert!(text.contains("\"line\":2,\"valid\":true"), "{text}");
    assert!(megabytes < 30, "{megabytes} MB");
}

#[test]
fn answers_do_not_wait_for_the_end_of_the_input() {
    for (arguments, answer) in [
        (&["build", "-", "--input", "ndjson"][..], "{\"customer_id\":1,"),
        (
            &["check", "-", "--input", "ndjson", "--format", "json"],
            "{\"file\":\"-\",\"line\":1,",
        ),
    ] {
        let mut child = start(arguments);
        let mut stdin = child.stdin.take().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        // Half of the second line has come already.
        stdin.write_all(format!("{VALID}\n{{\"cust").as_bytes()).unwrap();
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        assert!(line.starts_with(answer), "{line}");
        drop(stdin);
        assert_eq!(child.wait().unwrap().code(), Some(1));
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    for arguments in [
        &["check", "-", "--input", "ndjson"][..],
        &["check", "-", "--input", "ndjson", "--format", "json"],
        &["build", "-", "--input", "ndjson", "--limit", "0"],
    ] {
        let mut child = start(arguments);
        let mut stdin = child.stdin.take().unwrap();
        let mut stdout = child.stdout.take().unwrap();
        let lines = format!("{INVALID}\n").repeat(1000);
        // More than fits into the pipes; the program stops reading at some time.
        let writer = std::thread::spawn(move || (0..100).try_for_each(|_| stdin.write_all(lines.as_bytes())));
        stdout.read_exact(&mut [0; 10]).unwrap();
        drop(stdout);
        let mut stderr = String::new();
        child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        // As a filter that was ended by SIGPIPE: not all was checked.
        assert_eq!(child.wait().unwrap().code(), Some(141), "{arguments:?}");
        assert_eq!(stderr, "", "{arguments:?}");
        assert!(writer.join().unwrap().is_err());
    }
}

#[test]
fn the_results_of_many_lines_are_in_their_order() {
    // More than is read at once, so that several threads validate.
    let lines = 20_000;
    let text: String = (1..=lines)
        .map(|number| match number % 10 {
            0 => format!("{{\"customer_id\":{number}}}\n"), // nothing to check is a warning
            5 => format!("{{\"customer_id\":-{number}}}\n"),
            7 => format!("{{\"customer_id\":{number},\"note\":\"{}\"}}\n", "x".repeat(2_000)),
            _ => format!("{{\"customer_id\":{number},\"case_config\":\"kyb\"}}\n"),
        })
        .collect();
    let ndjson = ["-", "--input", "ndjson", "--limit", "0", "--max-bytes", "1000"];
    let checked = run_with(&[&["check", "--format", "json"][..], &ndjson].concat(), text.as_bytes());
    let numbers: Vec<u64> = checked.stdout.lines().map(|record| number_in(record, "line")).collect();
    assert_eq!(numbers, (1..=lines).collect::<Vec<_>>());
    let built = run_with(&[&["build"][..], &ndjson].concat(), text.as_bytes());
    let numbers: Vec<u64> = built
        .stdout
        .lines()
        .map(|line| {
            number_in(
                line,
                if line.contains("\"issues\"") {
                    "line"
                } else {
                    "customer_id"
                },
            )
        })
        .collect();
    assert_eq!(numbers, (1..=lines).collect::<Vec<_>>());
    let summary = "1 file, 20000 requests: 16000 valid, 4000 with 4000 errors, 4000 warnings\n";
    assert!(built.stderr.ends_with(summary), "{}", built.stderr);
}

fn number_in(line: &str, key: &str) -> u64 {
    serde_json::from_str::<Value>(line).unwrap()[key].as_u64().unwrap()
}
