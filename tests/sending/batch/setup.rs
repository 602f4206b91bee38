//! A sandbox on its own thread, a folder with an input file, and the program.

use sphinx_case::sandbox::{Sandbox, SandboxOptions};
use tokio::runtime::Runtime;

use crate::support::{Folder, Run, run_command, start_sandbox};

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
        let running = runtime.block_on(start_sandbox(SandboxOptions::default()));
        Self {
            sandbox: running.sandbox,
            base_url: running.base_url,
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
        run_command(self.folder.program(&self.base_url).args(arguments))
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
