//! A sandbox on its own thread, a folder with an input file, and the program.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use sphinx_case::sandbox::{Sandbox, SandboxOptions};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// The result of running the program.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    /// Checks that an output contains a text.
    #[track_caller]
    pub fn prints(&self, text: &str) -> &Self {
        assert!(
            self.stdout.contains(text) || self.stderr.contains(text),
            "{text:?} in {self:#?}"
        );
        self
    }

    /// Checks the exit code.
    #[track_caller]
    pub fn exits(&self, code: i32) -> &Self {
        assert_eq!(self.code, code, "{self:#?}");
        self
    }
}

/// The folder of one test.
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

    /// The program in this folder, with the credentials of a sandbox, for the API at a base URL.
    pub fn program(&self, base_url: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sphinx-case"));
        command
            .env_clear()
            .current_dir(&self.0)
            .env("COLUMNS", "100")
            .env("SPHINX_BASE_URL", base_url)
            .env("SPHINX_CLIENT_ID", SandboxOptions::CLIENT_ID)
            .env("SPHINX_CLIENT_SECRET", SandboxOptions::CLIENT_SECRET)
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
    run_of(command.output().unwrap())
}

pub fn run_of(output: Output) -> Run {
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A running sandbox.
pub struct Setup {
    pub sandbox: Sandbox,
    pub base_url: String,
    pub folder: Folder,
    runtime: Runtime,
}

impl Setup {
    pub fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let sandbox = Sandbox::new(SandboxOptions::default());
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

    /// With `cases.ndjson`, in which each line has a different customer.
    pub fn with_lines(count: u64) -> Self {
        let setup = Self::new();
        setup.folder.write("cases.ndjson", lines(count));
        setup
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        finish(self.folder.program(&self.base_url).args(arguments))
    }

    /// `submit cases.ndjson`, one request at a time, so that the order is known.
    pub fn submit(&self, more: &[&str]) -> Run {
        let mut arguments = vec!["submit", "cases.ndjson", "--concurrency", "1"];
        arguments.extend(more);
        self.run(&arguments)
    }

    /// The lines of the journal as JSON.
    pub fn report(&self) -> Vec<serde_json::Value> {
        let run = self.run(&["report", "cases.ndjson.journal", "--format", "json"]);
        run.exits(0);
        run.stdout
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// The states of the lines.
    pub fn states(&self) -> Vec<String> {
        let states = self.report();
        states
            .iter()
            .map(|line| line["state"].as_str().unwrap().to_owned())
            .collect()
    }

    /// The number of cases in the sandbox.
    pub fn cases(&self) -> u64 {
        self.sandbox.status().cases
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
