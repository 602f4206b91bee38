//! A sandbox on a thread of its own, a folder with a file of requests, and the program.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use sphinx_case::sandbox::{Sandbox, Settings, Store};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// What a run of the program came to.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    /// Whether any of the program's words are these.
    #[track_caller]
    pub fn says(&self, words: &str) -> &Self {
        assert!(
            self.stdout.contains(words) || self.stderr.contains(words),
            "{words:?} in {self:#?}"
        );
        self
    }

    #[track_caller]
    pub fn ends(&self, code: i32) -> &Self {
        assert_eq!(self.code, code, "{self:#?}");
        self
    }
}

/// A folder of its own for a test.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("batch-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.0.join(name), content).unwrap();
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.join(name).exists()
    }

    /// The program in this folder, with credentials of a sandbox, for the API at a base URL.
    pub fn program(&self, base_url: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sphinx-case"));
        command
            .env_clear()
            .current_dir(&self.0)
            .env("COLUMNS", "100")
            .env("SPHINX_BASE_URL", base_url)
            .env("SPHINX_CLIENT_ID", Settings::CLIENT_ID)
            .env("SPHINX_CLIENT_SECRET", Settings::CLIENT_SECRET)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub fn finish(command: &mut Command) -> Run {
    ended(command.output().unwrap())
}

pub fn ended(output: Output) -> Run {
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A sandbox that is being served.
pub struct Stand {
    pub sandbox: Sandbox,
    pub base_url: String,
    pub folder: Folder,
    runtime: Runtime,
}

impl Stand {
    pub fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let sandbox = Sandbox::open(Store::Memory, Settings::default()).unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        let served = sandbox.clone();
        runtime.spawn(async move { served.serve(listener, std::future::pending()).await });
        Self {
            sandbox,
            base_url,
            folder: Folder::new(),
            runtime,
        }
    }

    /// A stand with `cases.ndjson`, in which each line is for a customer of its own.
    pub fn with_lines(count: u64) -> Self {
        let stand = Self::new();
        stand.folder.write("cases.ndjson", lines(count));
        stand
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        finish(self.folder.program(&self.base_url).args(arguments))
    }

    /// `submit cases.ndjson`, one request at a time, so that the sequence is known.
    pub fn submit(&self, more: &[&str]) -> Run {
        let mut arguments = vec!["submit", "cases.ndjson", "--concurrency", "1"];
        arguments.extend(more);
        self.run(&arguments)
    }

    /// The lines of the journal as JSON.
    pub fn report(&self) -> Vec<serde_json::Value> {
        let run = self.run(&["report", "cases.ndjson.journal", "--format", "json"]);
        run.ends(0);
        run.stdout
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// The states of the lines, in their order.
    pub fn states(&self) -> Vec<String> {
        let states = self.report();
        states
            .iter()
            .map(|line| line["state"].as_str().unwrap().to_owned())
            .collect()
    }

    /// How many cases the sandbox has.
    pub fn cases(&self) -> u64 {
        self.wait(self.sandbox.facts()).unwrap().cases
    }

    pub fn wait<Answer>(&self, future: impl Future<Output = Answer>) -> Answer {
        self.runtime.block_on(future)
    }
}

pub fn lines(count: u64) -> String {
    (1..=count)
        .map(|number| format!("{{\"customer_id\":{number},\"checks\":[{{\"check_type\":\"PEP\"}}]}}\n"))
        .collect()
}
