//! A sandbox on its own thread, a folder with an input file, a journal of either store, and the program.

use std::process::{Child, Command};
use std::time::{Duration, Instant};

use sphinx_case::sandbox::{Sandbox, SandboxOptions};
use tokio::runtime::Runtime;

use crate::support::postgres::Postgres;
use crate::support::{Folder, Run, run_command, start_sandbox};

/// Where the journal of a batch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Store {
    /// In a SQLite file, beside the input.
    File,
    /// In a PostgreSQL database.
    Postgres,
}

impl Store {
    /// All stores. Tests of what every journal has to do run with each of them.
    pub const EACH: [Self; 2] = [Self::File, Self::Postgres];

    pub fn setup(self) -> Setup {
        // Shown if the test fails.
        println!("With the journal in: {self:?}");
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let running = runtime.block_on(start_sandbox(SandboxOptions::default()));
        Setup {
            sandbox: running.sandbox,
            base_url: running.base_url,
            folder: Folder::new(),
            database: (self == Self::Postgres).then(|| Postgres::shared().create_database()),
            runtime,
        }
    }

    /// With `cases.ndjson`, in which each line has a different customer.
    pub fn with_lines(self, count: u64) -> Setup {
        let setup = self.setup();
        setup.folder.write("cases.ndjson", lines(count));
        setup
    }
}

/// A running sandbox.
pub struct Setup {
    pub sandbox: Sandbox,
    pub base_url: String,
    pub folder: Folder,
    /// An empty database, if the journal is to be in one.
    pub database: Option<String>,
    runtime: Runtime,
}

impl Setup {
    pub fn new() -> Self {
        Store::File.setup()
    }

    /// [`Store::with_lines`], with the journal in a file.
    pub fn with_lines(count: u64) -> Self {
        Store::File.with_lines(count)
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        run_command(self.folder.program(&self.base_url).args(arguments))
    }

    /// `submit` with a file.
    pub fn command(&self, file: &str, more: &[&str]) -> Command {
        let mut command = self.folder.program(&self.base_url);
        command.args(["submit", file]);
        if self.database.is_some() {
            command.args(["--journal", &self.journal()]);
        }
        command.args(more);
        command
    }

    /// `submit cases.ndjson`, one request at a time, so that the order is known.
    pub fn submit(&self, more: &[&str]) -> Run {
        self.submit_file("cases.ndjson", &[&["--concurrency", "1"], more].concat())
    }

    /// `submit` with a file.
    pub fn submit_file(&self, file: &str, more: &[&str]) -> Run {
        run_command(&mut self.command(file, more))
    }

    /// Starts `submit cases.ndjson`.
    pub fn start(&self, more: &[&str]) -> Child {
        self.command("cases.ndjson", more).spawn().unwrap()
    }

    /// The path of the journal of `cases.ndjson`, or the URL of the database.
    pub fn journal(&self) -> String {
        self.journal_of("cases.ndjson")
    }

    /// The same for another file.
    pub fn journal_of(&self, file: &str) -> String {
        match &self.database {
            Some(database) => Postgres::shared().url(database),
            None => self.folder.join(format!("{file}.journal")).display().to_string(),
        }
    }

    /// Whether there is a journal of `cases.ndjson`.
    pub fn has_journal(&self) -> bool {
        match &self.database {
            Some(_) => {
                let tables = self.query("SELECT to_regclass('sphinx_case_batches')");
                !tables.trim().is_empty() && !self.query("SELECT FROM sphinx_case_batches").is_empty()
            }
            None => self.folder.has("cases.ndjson.journal"),
        }
    }

    /// Runs statements in the database of the journal.
    pub fn query(&self, sql: &str) -> String {
        Postgres::shared().query(self.database.as_deref().unwrap(), sql)
    }

    /// Changes the lines of the journal: `SET` and what follows it.
    pub fn update_lines(&self, set: &str) {
        match &self.database {
            Some(_) => drop(self.query(&format!("UPDATE sphinx_case_batch_lines {set}"))),
            None => {
                let journal = rusqlite::Connection::open(self.journal()).unwrap();
                journal.execute_batch(&format!("UPDATE line {set}")).unwrap();
            }
        }
    }

    /// The lines of the journal as JSON.
    pub fn report(&self) -> Vec<serde_json::Value> {
        let run = self.run(&["report", &self.journal(), "--format", "json"]);
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

/// Waits for a condition; the test fails if that takes too long.
#[track_caller]
pub fn wait_until(condition: impl Fn() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < Duration::from_secs(30), "it takes too long");
        std::thread::sleep(Duration::from_millis(5));
    }
}

pub fn lines(count: u64) -> String {
    (1..=count)
        .map(|number| format!("{{\"customer_id\":{number},\"checks\":[{{\"check_type\":\"PEP\"}}]}}\n"))
        .collect()
}
