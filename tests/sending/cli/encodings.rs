//! Files as editors, shells and archives write them: UTF-16, and compressed.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::support::{Folder, Run, program, run_command, run_with_input};

const CASE: &str = "{\"customer\": {\"full_name\": \"Zoë 😀\"}, \"case_config\": \"kyc\"}\n";
const LINES: &str = "{\"customer_id\": 1, \"case_config\": \"kyc\"}\r\n{\"customer_id\": 0}\r\n{\"customer_id\": 3, \"case_config\": \"kyc\"}\r\n";

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A text in every encoding that is read.
fn encodings(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let marked = format!("\u{FEFF}{text}");
    vec![
        ("utf16le", utf16(&marked, u16::to_le_bytes)),
        ("utf16be", utf16(&marked, u16::to_be_bytes)),
        ("unmarked", utf16(text, u16::to_le_bytes)),
        ("gz", gzip(text.as_bytes())),
        ("marked.gz", gzip(marked.as_bytes())),
        ("utf16.gz", gzip(&utf16(&marked, u16::to_le_bytes))),
        (
            "two.gz",
            [gzip(&text.as_bytes()[..20]), gzip(&text.as_bytes()[20..])].concat(),
        ),
    ]
}

/// The output without the name of the file.
fn output(run: Run, name: &str) -> (i32, String, String) {
    let without = |text: String| text.replace(name, "NAME");
    (run.code, without(run.stdout), without(run.stderr))
}

#[test]
fn they_are_read_like_utf8() {
    let folder = Folder::new();
    for (text, kind) in [(CASE, "json"), (LINES, "ndjson")] {
        let plain = format!("plain.{kind}");
        folder.write(&plain, text);
        for command in ["check", "build", "curl"] {
            if command == "curl" && kind == "ndjson" {
                continue;
            }
            let expected = output(folder.run(&[command, &plain]), &plain);
            for (encoding, bytes) in encodings(text) {
                let name = format!("{encoding}.{kind}");
                folder.write(&name, &bytes);
                assert_eq!(
                    output(folder.run(&[command, &name]), &name),
                    expected,
                    "{command} {name}"
                );
                if command != "curl" {
                    let from_stdin = run_with_input(program().args([command, "-", "--input", kind]), &bytes);
                    assert_eq!(from_stdin.code, expected.0, "{command} {name}");
                    if command == "build" {
                        assert_eq!(from_stdin.stdout, expected.1, "{command} {name}");
                    }
                }
            }
        }
    }
    folder.write("cases.ndjson.gz", gzip(LINES.as_bytes()));
    folder.run(&["check", "cases.ndjson.gz"]).exits(1).prints(":2");
}

#[test]
fn what_cannot_be_read_is_one_sentence() {
    let folder = Folder::new();
    let truncated = gzip(LINES.repeat(1000).as_bytes());
    for (name, bytes, message) in [
        ("a.zip", b"PK\x03\x04\x14\0\0\0".to_vec(), "compressed as ZIP"),
        ("a.zst", b"\x28\xB5\x2F\xFD\x04\0".to_vec(), "compressed as zstd"),
        (
            "a.json",
            [&b"\xFF\xFE\0\0{\0\0\0"[..]].concat(),
            "it is in UTF-32; save it as UTF-8",
        ),
        (
            "a.gz",
            truncated[..truncated.len() / 2].to_vec(),
            "could not be read to its end",
        ),
    ] {
        folder.write(name, bytes);
        for command in ["check", "build", "curl"] {
            let run = folder.run(&[command, name]);
            run.exits(2).prints(message);
            assert!(
                run.stderr.lines().filter(|line| line.starts_with("error")).count() == 1,
                "{run:#?}"
            );
        }
    }
    // Half a pair, and half a unit, are issues of the text.
    folder.write(
        "half.json",
        [utf16("\u{FEFF}{\"a\":\"", u16::to_le_bytes), vec![0x00, 0xD8]].concat(),
    );
    folder.run(&["check", "half.json"]).exits(1).prints("half.json");
    folder.write("odd.json", [utf16("\u{FEFF}{}", u16::to_le_bytes), vec![0x7B]].concat());
    folder.run(&["check", "odd.json"]).exits(1);
}

#[test]
fn a_batch_says_what_the_file_is() {
    let folder = Folder::new();
    for (name, bytes, message) in [
        (
            "cases.ndjson",
            utf16(&format!("\u{FEFF}{LINES}"), u16::to_le_bytes),
            "it is in UTF-16; save it as UTF-8",
        ),
        (
            "cases.ndjson.gz",
            gzip(LINES.as_bytes()),
            "it is compressed with gzip; decompress it first",
        ),
    ] {
        folder.write(name, bytes);
        for more in [&[][..], &["--dry-run"][..]] {
            let run = run_command(folder.program("http://127.0.0.1:1").args(["submit", name]).args(more));
            run.exits(2).prints(message).prints("Nothing was sent");
            assert_eq!(run.stderr.lines().count(), 1, "{run:#?}");
            assert!(!folder.has(&format!("{name}.journal")));
        }
    }
}
