//! The command line as its users have it: the real program, its output, and its exit codes.

mod build;
mod check;
mod failures;
mod format;
mod stream;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

/// What a run of the program came to.
struct Run {
    code: i32,
    stdout: String,
    stderr: String,
}

/// The program, away from the settings of whoever runs the tests.
fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sphinx-case"));
    command.env_clear().env("COLUMNS", "100");
    command
}

fn run(arguments: &[&str]) -> Run {
    run_with(arguments, b"")
}

/// Runs the program with something on its standard input.
fn run_with(arguments: &[&str], input: &[u8]) -> Run {
    finish(program().args(arguments), input)
}

fn finish(command: &mut Command, input: &[u8]) -> Run {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // A program that stops early reads no more; that is for the test to judge.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Run {
        code: status.code().unwrap(),
        stdout: String::from_utf8(stdout).unwrap(),
        stderr: String::from_utf8(stderr).unwrap(),
    }
}

/// A folder of its own for a test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("cli-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// Runs the program in the folder, so that file names in its output are short.
    fn run(&self, arguments: &[&str]) -> Run {
        finish(program().current_dir(&self.0).args(arguments), b"")
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.0.join(name), content).unwrap();
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).unwrap()
    }

    /// The names of all that is in the folder.
    fn names(&self) -> Vec<String> {
        let mut names: Vec<_> = std::fs::read_dir(&self.0)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A request without issues.
const VALID: &str = r#"{"customer_id":1,"checks":[{"check_type":"PEP"}]}"#;
/// A request with one warning and no error.
const WARNED: &str = r#"{"customer_id":1,"checks":[{"check_type":"PEPP"}]}"#;
/// A request with one error.
const INVALID: &str = r#"{"customer_id":0,"checks":[{"check_type":"PEP"}]}"#;
