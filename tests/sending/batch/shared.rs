//! Batches whose journal is in PostgreSQL: many processes, each killed at any time.

use std::process::Child;
use std::time::{Duration, Instant};

use sphinx_case::sandbox::Fault;

use crate::batch::setup::{Setup, lines};
use crate::support::postgres::{PASSWORD, Postgres};
use crate::support::{Run, run_command};

const ONCE: [&str; 3] = ["--revision", "newest", "--exactly-once"];

/// A sandbox, a file, and an empty database.
struct Shared {
    setup: Setup,
    server: &'static Postgres,
    database: String,
}

impl Shared {
    fn with_lines(count: u64) -> Self {
        let server = Postgres::shared();
        Self {
            setup: Setup::with_lines(count),
            server,
            database: server.create_database(),
        }
    }

    fn url(&self) -> String {
        self.server.url(&self.database)
    }

    fn submit(&self, more: &[&str]) -> Run {
        self.setup.submit(&[&["--journal", &self.url()], more].concat())
    }

    fn start(&self, more: &[&str]) -> Child {
        let mut command = self.setup.folder.program(&self.setup.base_url);
        command
            .args(["submit", "cases.ndjson", "--journal", &self.url()])
            .args(more);
        command.spawn().unwrap()
    }

    /// The lines as JSON.
    fn report(&self) -> Vec<serde_json::Value> {
        let run = self.setup.run(&["report", &self.url(), "--format", "json"]);
        run.exits(0);
        let lines = run.stdout.lines();
        lines.map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The customers of the cases, sorted.
    fn customers(&self) -> Vec<u64> {
        let cases = self.setup.sandbox.received_cases();
        let number = |body: &str| -> serde_json::Value { serde_json::from_str(body).unwrap() };
        let mut customers: Vec<_> = cases
            .iter()
            .map(|case| number(&case.body)["customer_id"].as_u64().unwrap())
            .collect();
        customers.sort_unstable();
        customers
    }
}

#[test]
fn processes_share_the_lines_of_a_batch() {
    let shared = Shared::with_lines(200);
    shared.setup.sandbox.set_faults("slow=1:5ms".parse().unwrap());
    let workers: Vec<_> = (0..4).map(|_| shared.start(&[])).collect();
    for worker in workers {
        Run::from(worker.wait_with_output().unwrap())
            .exits(0)
            .prints("200 created");
    }
    assert_eq!(shared.customers(), (1..=200).collect::<Vec<_>>());
    let numbers = shared.server.query(
        &shared.database,
        "SELECT count(DISTINCT worker) > 1 FROM sphinx_case_batch_lines",
    );
    assert_eq!(numbers.trim(), "t", "one process has sent everything");
    shared.submit(&[]).exits(0).prints("200 created");
    assert_eq!(shared.setup.cases(), 200);
}

#[test]
fn lines_of_killed_processes_are_unknown_or_sent_once() {
    for more in [&[][..], &ONCE] {
        let shared = Shared::with_lines(150);
        shared
            .setup
            .sandbox
            .set_faults("slow=0.7:20ms,drop_after=0.1,drop_before=0.1".parse().unwrap());
        for _ in 0..6 {
            let mut workers = [shared.start(more), shared.start(more)];
            std::thread::sleep(Duration::from_millis(250));
            for worker in &mut workers {
                worker.kill().unwrap();
                worker.wait().unwrap();
            }
        }
        let workers = [shared.start(more), shared.start(more)];
        for worker in workers {
            worker.wait_with_output().unwrap();
        }
        let states = |state: &str| {
            let report = shared.report();
            report.iter().filter(|line| line["state"] == state).count()
        };
        let mut customers = shared.customers();
        let cases = customers.len();
        customers.dedup();
        assert_eq!(customers.len(), cases, "a case was created twice");
        assert_eq!(states("created") + states("unknown"), 150);
        if more.is_empty() {
            assert!(states("unknown") > 0, "no process was killed while it was sending");
        } else {
            assert_eq!((states("created"), cases), (150, 150));
        }
    }
}

#[test]
fn outcomes_are_recorded_as_in_a_file() {
    let shared = Shared::with_lines(6);
    let file = Setup::with_lines(6);
    for sandbox in [&shared.setup.sandbox, &file.sandbox] {
        for fault in [
            Fault::DropBefore,
            Fault::DropAfter,
            Fault::Fail503(Duration::ZERO),
            Fault::Garbage,
            Fault::TooMany(Duration::ZERO),
        ] {
            sandbox.push_next(fault);
        }
    }
    let comparable = |mut report: Vec<serde_json::Value>| {
        for line in &mut report {
            let line = line.as_object_mut().unwrap();
            // It names the port of the sandbox.
            if let Some((reason, _)) = line["reason"].as_str().and_then(|reason| reason.split_once(" (")) {
                line["reason"] = reason.to_owned().into();
            }
            line.retain(|name, _| !["sent_at", "noticed_at", "request_id", "external_id"].contains(&name.as_str()));
        }
        report
    };
    for more in [&["--limit", "3"][..], &[], &["--resend-unknown"]] {
        let codes = [shared.submit(more).code, file.submit(more).code];
        assert_eq!(codes[0], codes[1], "{more:?}");
        assert_eq!(comparable(shared.report()), comparable(file.report()), "{more:?}");
    }
}

#[test]
fn one_rate_holds_for_all_processes() {
    let shared = Shared::with_lines(20);
    shared.submit(&["--limit", "1"]).exits(0);
    let start = Instant::now();
    let workers: Vec<_> = (0..3).map(|_| shared.start(&["--rate", "10"])).collect();
    for worker in workers {
        Run::from(worker.wait_with_output().unwrap()).exits(0);
    }
    assert!(start.elapsed() > Duration::from_millis(1_700), "{:?}", start.elapsed());
}

#[test]
fn another_file_and_invalid_lines_are_refused() {
    let shared = Shared::with_lines(2);
    shared.setup.folder.write("cases.ndjson", "{}\n");
    shared.submit(&[]).exits(1).prints("nothing was sent");
    shared.setup.folder.write("cases.ndjson", lines(2));
    shared.submit(&[]).exits(0);
    shared.setup.folder.write("cases.ndjson", lines(3));
    shared.submit(&[]).exits(7).prints("batch cases.ndjson");
    assert_eq!(shared.setup.cases(), 2);
    shared.submit(&["--batch", "more"]).exits(0);
    assert_eq!(shared.setup.cases(), 5);
    let report = shared.setup.run(&["report", &shared.url()]);
    report.exits(7).prints("cases.ndjson, more");
    shared
        .setup
        .run(&["report", &shared.url(), "--batch", "more"])
        .exits(0)
        .prints("3 created");
}

#[test]
fn a_database_that_cannot_be_used_is_one_sentence_and_nothing_is_sent() {
    let shared = Shared::with_lines(2);
    let admin = |sql: &str| drop(shared.server.query("postgres", sql));
    let refused = |text: &str| {
        let run = shared.submit(&[]);
        run.exits(7).prints(text);
        assert!(!run.stderr.contains(PASSWORD), "{}", run.stderr);
    };
    let database = &shared.database;
    admin(&format!(
        "ALTER DATABASE {database} SET default_transaction_read_only = on"
    ));
    refused("read-only");
    admin(&format!(
        "ALTER DATABASE {database} RESET default_transaction_read_only"
    ));
    shared.submit(&["--limit", "1"]).exits(0);
    shared
        .server
        .query(database, "UPDATE sphinx_case_versions SET version = 9");
    refused("version 9");
    let away = "postgres://someone:password-of-someone@127.0.0.1:1/x";
    let run = shared.setup.submit(&["--journal", away]);
    run.exits(7).prints("cannot be reached");
    assert!(!run.stderr.contains("password-of-someone"), "{}", run.stderr);
    let mut command = shared.setup.folder.program(&shared.setup.base_url);
    let url = shared.server.url_without_password(database);
    command
        .args(["submit", "cases.ndjson", "--journal", &url])
        .env("PGPASSWORD", "wrong-password");
    let run = run_command(&mut command);
    run.exits(7).prints("password");
    assert!(!run.stderr.contains("wrong-password"), "{}", run.stderr);
    assert_eq!(shared.setup.cases(), 1);
}
