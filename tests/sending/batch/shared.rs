//! Batches whose journal is in PostgreSQL: many processes, each killed at any time.

use std::time::{Duration, Instant};

use sphinx_case::sandbox::Fault;

use crate::batch::setup::{Setup, Store, lines, wait_until};
use crate::support::Run;

const ONCE: [&str; 3] = ["--revision", "newest", "--exactly-once"];

/// The customers of the cases, sorted.
fn customers(setup: &Setup) -> Vec<u64> {
    let cases = setup.sandbox.received_cases();
    let number = |body: &str| -> serde_json::Value { serde_json::from_str(body).unwrap() };
    let mut customers: Vec<_> = cases
        .iter()
        .map(|case| number(&case.body)["customer_id"].as_u64().unwrap())
        .collect();
    customers.sort_unstable();
    customers
}

#[test]
fn processes_share_the_lines_of_a_batch() {
    let shared = Store::Postgres.with_lines(200);
    shared.sandbox.set_faults("slow=1:5ms".parse().unwrap());
    let workers: Vec<_> = (0..4).map(|_| shared.start(&[])).collect();
    for worker in workers {
        Run::from(worker.wait_with_output().unwrap())
            .exits(0)
            .prints("200 created");
    }
    assert_eq!(customers(&shared), (1..=200).collect::<Vec<_>>());
    let numbers = shared.query("SELECT count(DISTINCT worker) > 1 FROM sphinx_case_batch_lines");
    assert_eq!(numbers.trim(), "t", "one process has sent everything");
    shared.submit(&[]).exits(0).prints("200 created");
    assert_eq!(shared.cases(), 200);
}

#[test]
fn lines_of_killed_processes_are_unknown_or_sent_once() {
    for more in [&[][..], &ONCE] {
        let shared = Store::Postgres.with_lines(150);
        shared
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
        let mut customers = customers(&shared);
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
    let shared = Store::Postgres.with_lines(6);
    let file = Setup::with_lines(6);
    for sandbox in [&shared.sandbox, &file.sandbox] {
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
    let shared = Store::Postgres.with_lines(20);
    shared.submit(&["--limit", "1"]).exits(0);
    let start = Instant::now();
    let workers: Vec<_> = (0..3).map(|_| shared.start(&["--rate", "10"])).collect();
    for worker in workers {
        Run::from(worker.wait_with_output().unwrap()).exits(0);
    }
    assert!(start.elapsed() > Duration::from_millis(1_700), "{:?}", start.elapsed());
}

#[test]
fn a_pause_that_the_api_asks_for_holds_for_all_processes() {
    const PAUSE: Duration = Duration::from_secs(3);
    let shared = Store::Postgres.with_lines(400);
    shared.submit(&["--limit", "1"]).exits(0);
    shared.sandbox.set_faults("slow=1:20ms".parse().unwrap());
    let mut workers = [&["--concurrency", "2"]; 2].map(|more| shared.start(more));
    let are_both_sending = || {
        shared
            .query("SELECT count(DISTINCT worker) FROM sphinx_case_batch_lines")
            .trim()
            == "3"
    };
    wait_until(|| shared.cases() >= 20);
    assert!(are_both_sending());
    shared.sandbox.push_next(Fault::TooMany(PAUSE));
    wait_until(|| {
        shared
            .query("SELECT paused_until > now() FROM sphinx_case_batches")
            .trim()
            == "t"
    });
    // The requests in progress end.
    std::thread::sleep(Duration::from_millis(500));
    let before = shared.cases();
    assert!(before < 300, "the batch has ended too early");
    std::thread::sleep(PAUSE / 2);
    assert_eq!(shared.cases(), before, "a process has sent during the pause");
    // It also holds for a process that starts meanwhile, and for one that takes the place of another.
    workers[0].kill().unwrap();
    workers[0].wait().unwrap();
    let later = shared.start(&[]);
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(shared.cases(), before);
    wait_until(|| shared.cases() >= before + 20);
    shared.sandbox.set_faults(Default::default());
    let [_, second] = workers;
    for worker in [second, later] {
        let run = Run::from(worker.wait_with_output().unwrap());
        run.prints("Pausing for");
    }
    shared.submit(&["--resend-unknown"]).exits(0);
    assert_eq!(
        shared.report().iter().filter(|line| line["state"] == "created").count(),
        400
    );
}

#[test]
fn another_file_and_invalid_lines_are_refused() {
    let shared = Store::Postgres.with_lines(2);
    shared.folder.write("cases.ndjson", "{}\n");
    shared.submit(&[]).exits(1).prints("nothing was sent");
    shared.folder.write("cases.ndjson", lines(2));
    shared.submit(&[]).exits(0);
    shared.folder.write("cases.ndjson", lines(3));
    shared.submit(&[]).exits(7).prints("batch cases.ndjson");
    assert_eq!(shared.cases(), 2);
    shared.submit(&["--batch", "more"]).exits(0);
    assert_eq!(shared.cases(), 5);
    let report = shared.run(&["report", &shared.journal()]);
    report.exits(7).prints("cases.ndjson, more");
    shared
        .run(&["report", &shared.journal(), "--batch", "more"])
        .exits(0)
        .prints("3 created");
}
