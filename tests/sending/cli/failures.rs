//! Wrong usage, files that cannot be read or written, and the commands that say how it is done.

use crate::cli::{INVALID, VALID, run, run_with};
use crate::support::Folder;

#[test]
fn a_file_that_cannot_be_read_does_not_keep_the_others_from_it() {
    let folder = Folder::new();
    folder.write("case.json", INVALID);
    std::fs::create_dir(folder.join("folder")).unwrap();
    let run = folder.run(&["check", "no.json", "folder", "case.json"]);
    assert_eq!(run.code, 2);
    assert_eq!(
        run.stderr,
        "error: no.json: the file does not exist. Check the path, or use - to read standard input.\n\
         error: folder: is a directory; expected a JSON or NDJSON file. Pass the files in it, for example folder/*.json.\n"
    );
    assert!(run.stdout.contains("[case.json:1:16]"));
    assert!(run.stdout.ends_with("1 file: 1 error, 2 files could not be read\n"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_cannot_be_read_to_its_end_is_named() {
    // Address 0 of the own memory is an input/output error.
    let run = run(&["check", "/proc/self/mem"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(
        run.stderr
            .starts_with("error: /proc/self/mem: could not be read to its end (")
    );
}

#[test]
fn an_output_that_cannot_be_written_is_named() {
    let folder = Folder::new();
    folder.write("case.json", VALID);
    std::fs::create_dir(folder.join("folder")).unwrap();
    for (output, said) in [
        (
            "none/out.json",
            "error: none/out.json: cannot be written: the directory does not exist.",
        ),
        ("folder", "error: folder: cannot be written: it is a directory."),
    ] {
        let run = folder.run(&["build", "case.json", "-o", output]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""));
        assert!(run.stderr.starts_with(said), "{}", run.stderr);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let folder = Folder::new();
    folder.write("case.json", VALID);
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    for command in ["check", "build"] {
        let output = crate::support::program()
            .args([command, "case.json"])
            .current_dir(&folder)
            .stdout(full())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(
            stderr.starts_with("error: standard output: cannot be written ("),
            "{stderr}"
        );
    }
}

#[test]
fn wrong_usage_is_explained() {
    for (arguments, expected) in [
        (&["check"][..], "<FILE>..."),
        (&["chekc", "x"], "check"),
        (&["check", "-", "-"], "standard input (-) can only be read once"),
        (&["check", "x", "--rule", "unknown_option"], "CODE=error"),
        (
            &["check", "x", "--rule", "unknown_option=quiet"],
            "error, warning or off",
        ),
        (&["check", "x", "--rule", "too_long=off"], "\"too_long\" cannot be set"),
        (&["check", "x", "--max-bytes", "0"], "--max-bytes"),
        (&["check", "x", "--unknown-fields", "drop"], "reject, strip, keep"),
        (&["build", "x", "--format", "json"], "--format"),
    ] {
        let run = run(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(run.stderr.contains(expected), "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn empty_input_is_no_request() {
    for input in ["", "\n", "\u{FEFF}"] {
        let run = run_with(&["check", "-"], input.as_bytes());
        assert_eq!(run.code, 1);
        assert!(
            run.stdout.contains("error[invalid_json]: the request"),
            "{}",
            run.stdout
        );
        assert!(run.stdout.contains("is empty"), "{}", run.stdout);
    }
}

#[test]
fn help_has_examples_and_exit_codes() {
    for arguments in [&["--help"][..], &["check", "--help"], &["build", "--help"]] {
        let run = run(arguments);
        assert_eq!(run.code, 0);
        assert!(run.stdout.contains("Examples:"));
        assert!(run.stdout.contains("Exit codes: 0"));
    }
    let version = run(&["--version"]);
    assert_eq!(version.stdout, format!("sphinx-case {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn completions_know_every_command() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = run(&["completions", shell]);
        assert_eq!(run.code, 0);
        for word in [
            "check",
            "build",
            "schema",
            "completions",
            "deny-warnings",
            "unknown-fields",
        ] {
            assert!(run.stdout.contains(word), "{shell}: {word}");
        }
    }
}

#[test]
fn the_schema_is_json() {
    let run = run(&["schema"]);
    assert_eq!(run.code, 0);
    let schema: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert!(schema["properties"]["customer"].is_object());
}
