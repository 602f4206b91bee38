//! Batches from files that are not NDJSON in UTF-8: the journal works as for those.

use std::time::Duration;

use crate::batch::setup::{Store, lines};
use crate::cli::encodings::{gzip, utf16};
use crate::cli::workbooks::of_texts;

const COUNT: u64 = 40;

/// The same cases in files of several formats, with the number of the last line or row.
fn files(count: u64) -> Vec<(&'static str, Vec<u8>, u64)> {
    let text = lines(count);
    let mut rows = vec![vec!["customer_id".to_owned(), "checks[0].check_type".to_owned()]];
    rows.extend((1..=count).map(|number| vec![number.to_string(), "PEP".to_owned()]));
    let csv: String = rows.iter().map(|row| row.join(";") + "\r\n").collect();
    let marked_csv = format!("\u{FEFF}{csv}");
    let marked = format!("\u{FEFF}{text}");
    vec![
        ("cases.ndjson.gz", gzip(text.as_bytes()), count),
        ("cases.ndjson", utf16(&marked, u16::to_le_bytes), count),
        ("cases.jsonl", gzip(&utf16(&marked, u16::to_be_bytes)), count),
        ("cases.csv", csv.clone().into_bytes(), count + 1),
        ("cases.csv.gz", gzip(csv.as_bytes()), count + 1),
        ("utf16.csv", utf16(&marked_csv, u16::to_le_bytes), count + 1),
        ("cases.xlsx", of_texts(&rows), count + 1),
    ]
}

#[test]
fn a_killed_batch_continues() {
    for store in Store::EACH {
        for (name, bytes, last_line) in files(COUNT) {
            let setup = store.setup();
            setup.folder.write(name, bytes);
            setup.sandbox.set_faults("slow=1:100ms".parse().unwrap());
            let mut child = setup.command(name, &[]).spawn().unwrap();
            for _ in 0..400 {
                std::thread::sleep(Duration::from_millis(25));
                if setup.cases() >= 8 {
                    break;
                }
            }
            child.kill().unwrap();
            child.wait().unwrap();
            assert!((8..COUNT).contains(&setup.cases()), "{}", setup.cases());
            setup.sandbox.set_faults(Default::default());
            // The requests in progress did not arrive, which only the sandbox knows.
            let run = setup.submit_file(name, &[]);
            assert!(run.code == 0 || run.code == 3, "{run:#?}");
            setup.submit_file(name, &["--resend-unknown"]).exits(0);
            assert_eq!(setup.cases(), COUNT, "{name}");
            let unit = if last_line == COUNT { "line" } else { "row" };
            let run = setup.run(&["report", &setup.journal_of(name)]);
            run.prints(&format!("\n  {unit} {last_line}: case "));
            // Nothing stays but the file and its journal.
            let left = setup.folder.names();
            assert!(left.iter().all(|file| file.starts_with(name)), "{left:?}");
            let run = setup.run(&["report", &setup.journal_of(name), "--format", "json"]);
            let last: serde_json::Value = serde_json::from_str(run.stdout.lines().last().unwrap()).unwrap();
            assert_eq!(
                (last["line"].as_u64(), last["state"].as_str()),
                (Some(last_line), Some("created"))
            );
        }
    }
}

#[test]
fn another_file_is_refused() {
    for store in Store::EACH {
        for ((name, bytes, _), (_, other, _)) in files(COUNT).into_iter().zip(files(COUNT - 1)) {
            let setup = store.setup();
            setup.folder.write(name, bytes);
            setup.submit_file(name, &["--limit", "1"]).exits(0);
            setup.folder.write(name, other);
            setup
                .submit_file(name, &[])
                .exits(7)
                .prints("the journal belongs to another file, or the file has changed");
            assert_eq!(setup.cases(), 1);
        }
    }
}

#[test]
fn a_line_that_is_not_valid_stops_all() {
    for store in Store::EACH {
        for bytes in [gzip as fn(&[u8]) -> Vec<u8>, |bytes| {
            utf16(&format!("\u{FEFF}{}", str::from_utf8(bytes).unwrap()), u16::to_le_bytes)
        }] {
            let setup = store.setup();
            let text = format!("{}{{\"customer_id\":0}}\n", lines(2));
            setup.folder.write("cases.ndjson", bytes(text.as_bytes()));
            setup
                .submit(&[])
                .exits(1)
                .prints("cases.ndjson:3")
                .prints("nothing was sent");
            assert_eq!(setup.cases(), 0);
            setup.submit(&["--skip-invalid"]).exits(1);
            assert_eq!(setup.cases(), 2);
            assert_eq!(setup.states(), ["created", "created", "invalid"]);
        }
    }
}

#[test]
fn nothing_is_sent_unless_all_rows_are_right() {
    for store in Store::EACH {
        let setup = store.setup();
        let text = "customer_id,checks[0].check_type\n1,PEP\n2,PEP,x\n0,PEP\n4,PEP\n";
        setup.folder.write("cases.csv", text);
        setup
            .submit_file("cases.csv", &[])
            .exits(1)
            .prints("error[invalid_json]: the request in row 3, column 3")
            .prints("This cell has no heading")
            .prints("customer_id in row 4, column 1")
            .prints("nothing was sent");
        assert!(!setup.folder.has("cases.csv.journal") && !setup.has_journal());
        setup.submit_file("cases.csv", &["--skip-invalid"]).exits(1);
        assert_eq!(setup.cases(), 2);
        setup
            .folder
            .write("wrong.csv", text.replace("customer_id", "cutomer_id"));
        setup
            .submit_file("wrong.csv", &["--skip-invalid"])
            .exits(2)
            .prints("did you mean customer_id?")
            .prints("Nothing was sent");
        assert_eq!(setup.cases(), 2);
        // A journal belongs to one mapping.
        setup.folder.write("mapped.csv", text.replace("checks[0]", "note"));
        let mapped = |map: &str| setup.submit_file("mapped.csv", &["--skip-invalid", "--map", map]);
        mapped("note.check_type=").exits(1);
        mapped("note.check_type=case_config")
            .exits(7)
            .prints("the payloads of the journal were built with other options");
    }
}

#[test]
fn what_cannot_be_read_is_not_sent() {
    for store in Store::EACH {
        let truncated = gzip(lines(1000).as_bytes());
        let mut latin1 = lines(2).into_bytes();
        latin1.extend_from_slice(b"{\"customer\":{\"full_name\":\"Zo\xEB\"}}\n");
        for (bytes, message) in [
            (truncated[..truncated.len() - 20].to_vec(), "its end is missing"),
            (latin1, "probably in Windows-1252"),
            (b"%PDF-1.7\n1 0 obj".to_vec(), "it is a PDF"),
        ] {
            let setup = store.setup();
            setup.folder.write("cases.ndjson", bytes);
            for more in [&[][..], &["--dry-run"][..], &["--skip-invalid"][..]] {
                let run = setup.submit(more);
                run.exits(2).prints(message).prints("Nothing was sent");
                assert!(!run.stderr.contains("validated"), "{run:#?}");
                assert_eq!(run.stderr.lines().count(), 1, "{run:#?}");
                assert!(!setup.has_journal());
            }
            assert_eq!(setup.cases(), 0);
        }
    }
}
