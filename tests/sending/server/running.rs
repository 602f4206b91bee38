//! Starts the server, on either version of Django REST Framework, and ends it with the test.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread;

use serde_json::Value;

/// The versions: the last that lists errors by place, and the first that lists them by index.
pub const VERSIONS: [&str; 2] = ["3.17", "3.18"];

/// Whether these tests are to run. Where they are not, standard error says so, however quiet the run is.
pub fn is_wanted(test: &str) -> bool {
    let is_wanted = env::var_os("SPHINX_CASE_SERVER_TESTS").is_some_and(|value| value == "1");
    if !is_wanted {
        tell(&format!(
            "SKIPPED {test}: it needs Python; `scripts/test.sh server-tests` sets it up and runs it"
        ));
    }
    is_wanted
}

/// Writes a line to standard error, past the test harness, which keeps what `eprintln!` writes of a test that passes.
pub fn tell(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// The project as a process, which lives as long as its standard input is open: an end that also comes when this
/// process is killed.
struct Process {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Process {
    fn start(version: &str, mode: &str) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let python: PathBuf = root.join(format!(".tools/drf-{version}/bin/python"));
        assert!(
            python.exists(),
            "there is no {}; please run scripts/setup/python.sh",
            python.display()
        );
        let mut child = Command::new(python)
            .args(["-B", "-m", "project", mode])
            .current_dir(root.join("tests/sending/server"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the Python of the environment runs");
        let (input, output) = (child.stdin.take(), child.stdout.take());
        Self {
            child,
            input,
            output: BufReader::new(output.expect("a pipe")),
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.input = None;
        let _ = self.child.wait();
    }
}

/// The server on a free port of the loopback address.
pub struct Server {
    /// Without a slash at its end.
    pub url: String,
    _process: Process,
}

impl Server {
    /// Starts the server and waits until it listens.
    pub fn start(version: &str) -> Self {
        let mut process = Process::start(version, "serve");
        let mut line = String::new();
        process.output.read_line(&mut line).expect("UTF-8");
        let said: Value = serde_json::from_str(&line).expect("the server says where it is");
        assert!(
            said["version"].as_str().is_some_and(|said| said.starts_with(version)),
            "{line}"
        );
        Self {
            url: said["url"].as_str().expect("a URL").to_owned(),
            _process: process,
        }
    }
}

/// What the serializer says of a body.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    Accepted,
    /// The body of the response of 400.
    Refused(Value),
    /// The exception that would be a response of 500.
    Crashed(String),
}

/// Asks the serializer of a version about each of the bodies.
pub fn ask(version: &str, bodies: &[&[u8]]) -> Vec<Answer> {
    let mut process = Process::start(version, "validate");
    let mut input = process.input.take().expect("a pipe");
    let answers: Vec<Answer> = thread::scope(|scope| {
        scope.spawn(move || {
            for body in bodies {
                let digits = body.iter().flat_map(|byte| [byte >> 4, byte & 15]);
                let mut line: Vec<u8> = digits.map(|digit| b"0123456789abcdef"[usize::from(digit)]).collect();
                line.push(b'\n');
                // A process that has ended answers too few lines, which is seen below.
                let _ = input.write_all(&line);
            }
        });
        let lines = (&mut process.output).lines();
        lines.map(|line| answer(&line.expect("UTF-8"))).collect()
    });
    assert_eq!(answers.len(), bodies.len(), "every body is answered");
    answers
}

fn answer(line: &str) -> Answer {
    let said: Value = serde_json::from_str(line).expect("a line is JSON");
    match (said.get("errors"), said.get("crash")) {
        (Some(errors), _) => Answer::Refused(errors.clone()),
        (_, Some(crash)) => Answer::Crashed(crash.to_string()),
        _ => Answer::Accepted,
    }
}
