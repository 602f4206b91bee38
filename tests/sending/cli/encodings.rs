//! Files as editors, shells and archives write them: UTF-16, and compressed.

use std::io::Write;
use std::process::Command;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::cli::VALID;
use crate::support::{Folder, Run, program, run_command, run_with_input};

const CASE: &str = "{\"customer\": {\"full_name\": \"Zoë 😀\"}, \"case_config\": \"kyc\"}\n";
const LINES: &str = "{\"customer_id\": 1, \"case_config\": \"kyc\"}\r\n{\"customer_id\": 0}\r\n{\"customer_id\": 3, \"case_config\": \"kyc\"}\r\n";

pub fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
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
    let mut corrupt = truncated.clone();
    corrupt[40] ^= 0xFF;
    let latin1 = b"{\"customer\": {\"full_name\": \"Ana\"}}\n{\"customer\": {\"full_name\": \"Zo\xEB\"}}\n";
    for (name, bytes, message) in [
        ("a.zip", b"PK\x03\x04\x14\0\0\0".to_vec(), "ZIP archive"),
        (
            "a.zst",
            b"\x28\xB5\x2F\xFD\x04\0".to_vec(),
            "it is compressed with zstd",
        ),
        ("a.pdf", b"%PDF-1.7\n".to_vec(), "it is a PDF"),
        (
            "a.json",
            [&b"\xFF\xFE\0\0{\0\0\0"[..]].concat(),
            "it is in UTF-32; save it as UTF-8",
        ),
        (
            "a.gz",
            truncated[..truncated.len() / 2].to_vec(),
            "it is compressed with gzip, and its end is missing",
        ),
        ("b.gz", corrupt, "it is compressed with gzip, and damaged"),
        ("c.gz", gzip(&gzip(b"{}")), "compressed with gzip twice"),
        (
            "latin1",
            latin1.to_vec(),
            "probably in Windows-1252 or another older encoding (byte EB in line 2, column 31)",
        ),
        ("latin1.gz", gzip(latin1), "(byte EB in line 2, column 31)"),
    ] {
        folder.write(name, bytes);
        for command in ["check", "build", "curl", "submit"] {
            let run = run_command(folder.program("http://127.0.0.1:1").args([command, name]));
            run.exits(2).prints(message);
            let errors = run.stderr.lines().filter(|line| line.starts_with("error"));
            assert_eq!(errors.count(), 1, "{run:#?}");
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
    // So is a place that is not UTF-8 in a text that is.
    folder.write(
        "damaged.ndjson",
        [VALID, "\n{\"customer\":{\"full_name\":\"Zoë\"}}\n\"\u{e9}"]
            .concat()
            .as_bytes()
            .split_last()
            .unwrap()
            .1,
    );
    folder
        .run(&["check", "damaged.ndjson"])
        .exits(1)
        .prints("damaged.ndjson:3");
}

#[test]
fn a_small_file_with_a_huge_text_is_checked_in_little_memory() {
    let folder = Folder::new();
    // 200 MB of spaces in 200 KB: one line that is too large, and a line after it.
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let spaces = vec![b' '; 1 << 20];
    for _ in 0..200 {
        encoder.write_all(&spaces).unwrap();
    }
    encoder.write_all(format!("{{}}\n{VALID}\n").as_bytes()).unwrap();
    folder.write("bomb.ndjson.gz", encoder.finish().unwrap());
    let run = run_command(
        Command::new("sh")
            .args(["-c", "ulimit -v 150000; exec \"$0\" check bomb.ndjson.gz --format json"])
            .arg(env!("CARGO_BIN_EXE_sphinx-case"))
            .current_dir(&folder),
    );
    run.exits(1).prints("\"too_large\"").prints("\"line\":2,\"valid\":true");
}
