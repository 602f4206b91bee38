//! Journals that were copied, moved or restored: each is complete, or refused with a sentence.

use std::path::Path;
use std::time::Duration;

use sphinx_case::batch::Journal;

use crate::batch::setup::Setup;
use crate::support::Run;

const JOURNAL: &str = "cases.ndjson.journal";

/// A batch of 40 lines that was killed when some had been sent.
fn killed() -> Setup {
    let setup = Setup::with_lines(40);
    kill(&setup, 10);
    setup
}

/// Runs the batch, and kills it when there are as many cases.
fn kill(setup: &Setup, cases: u64) {
    setup.sandbox.set_faults("slow=1:20ms".parse().unwrap());
    let mut command = setup.folder.program(&setup.base_url);
    let mut child = command
        .args(["submit", "cases.ndjson", "--concurrency", "2"])
        .spawn()
        .unwrap();
    while setup.cases() < cases {
        std::thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    setup.sandbox.set_faults("".parse().unwrap_or_default());
}

fn submit(setup: &Setup, journal: &str) -> Run {
    setup.submit(&["--journal", journal])
}

fn copy(setup: &Setup, from: &str, to: &str) {
    std::fs::copy(setup.folder.join(from), setup.folder.join(to)).unwrap();
}

/// Continues a batch, in which the lines that were being sent may stay unknown.
#[track_caller]
fn continues(setup: &Setup, journal: &str) {
    let run = submit(setup, journal);
    assert!(run.code == 0 || run.code == 3, "{run:#?}");
    assert!((38..=40).contains(&setup.cases()), "{} cases", setup.cases());
    let customers: std::collections::BTreeSet<_> = setup
        .sandbox
        .received_cases()
        .iter()
        .map(|case| case.customer_id)
        .collect();
    assert_eq!(customers.len() as u64, setup.cases(), "no line was sent twice");
}

#[test]
fn after_a_kill_the_journal_without_its_log_is_refused() {
    for empty in [false, true] {
        let setup = killed();
        copy(&setup, JOURNAL, "copied.journal");
        if empty {
            setup.folder.write("copied.journal-wal", "");
        }
        let before = setup.cases();
        submit(&setup, "copied.journal")
            .exits(7)
            .prints("without the file whose name ends in -wal")
            .prints("Nothing was sent");
        assert_eq!(setup.cases(), before);
        setup
            .run(&["report", "copied.journal"])
            .exits(0)
            .prints("copied.journal is incomplete");
        // Refusing changed nothing: with its log, the copy continues.
        copy(&setup, &format!("{JOURNAL}-wal"), "copied.journal-wal");
        let report = setup.run(&["report", "copied.journal"]);
        report.exits(0);
        assert!(!report.stderr.contains("incomplete"), "{report:#?}");
        continues(&setup, "copied.journal");
    }
}

#[test]
fn a_journal_that_was_moved_away_from_its_log_does_not_begin_anew() {
    let setup = killed();
    std::fs::rename(setup.folder.join(JOURNAL), setup.folder.join("moved.journal")).unwrap();
    let before = setup.cases();
    submit(&setup, JOURNAL)
        .exits(7)
        .prints("only its file with -wal at the end is there");
    submit(&setup, "moved.journal").exits(7);
    assert_eq!(setup.cases(), before);
    std::fs::rename(setup.folder.join("moved.journal"), setup.folder.join(JOURNAL)).unwrap();
    continues(&setup, JOURNAL);
}

#[test]
fn a_log_that_belongs_to_another_state_is_refused() {
    let setup = killed();
    let log = format!("{JOURNAL}-wal");
    let whole = std::fs::read(setup.folder.join(&log)).unwrap();
    // Only the header of the log was copied.
    setup.folder.write(&log, &whole[..32]);
    submit(&setup, JOURNAL).exits(7).prints("Nothing was sent");
    setup.folder.write(&log, &whole);
    continues(&setup, JOURNAL);
}

#[test]
fn a_refused_batch_leaves_the_log_in_its_place() {
    let setup = killed();
    setup.submit(&["--defaults", "omit"]).exits(7).prints("other options");
    assert!(setup.folder.has(&format!("{JOURNAL}-wal")));
    continues(&setup, JOURNAL);
}

#[test]
fn a_batch_that_ends_in_order_leaves_a_single_complete_file() {
    for limit in ["1", "40"] {
        let setup = Setup::with_lines(40);
        setup.submit(&["--limit", limit]).exits(0);
        assert_eq!(
            setup.folder.names(),
            ["cases.ndjson", JOURNAL, "cases.ndjson.journal.lock"]
        );
        copy(&setup, JOURNAL, "copied.journal");
        continues(&setup, "copied.journal");
    }
}

#[test]
fn after_a_kill_and_another_run_the_journal_is_a_single_file_again() {
    let setup = killed();
    continues(&setup, JOURNAL);
    assert_eq!(
        setup.folder.names(),
        ["cases.ndjson", JOURNAL, "cases.ndjson.journal.lock"]
    );
}

#[test]
fn an_older_copy_in_the_place_of_the_journal_is_refused() {
    let setup = Setup::with_lines(6);
    setup.submit(&["--limit", "2"]).exits(0);
    copy(&setup, JOURNAL, "backup");
    setup.submit(&["--limit", "2"]).exits(0);
    copy(&setup, JOURNAL, "newest");
    copy(&setup, "backup", JOURNAL);
    for _ in 0..3 {
        setup
            .submit(&[])
            .exits(7)
            .prints("is an older copy: it records 1 runs of the batch, and there were 2");
    }
    assert_eq!(setup.cases(), 4);
    copy(&setup, "newest", JOURNAL);
    setup.submit(&[]).exits(0);
    assert_eq!(setup.cases(), 6);
}

#[test]
fn an_empty_or_damaged_journal_does_not_pass_as_new() {
    let setup = Setup::with_lines(3_000);
    setup.submit(&["--limit", "2"]).exits(0);
    let whole = std::fs::read(setup.folder.join(JOURNAL)).unwrap();
    setup.folder.write("empty", "");
    rusqlite::Connection::open(setup.folder.join("no-tables"))
        .unwrap()
        .execute_batch("PRAGMA journal_mode = WAL")
        .unwrap();
    setup.folder.write("half", &whole[..whole.len() / 8192 * 4096]);
    for (name, reason) in [
        ("empty", "it is empty"),
        ("no-tables", "it contains no batch"),
        ("half", "malformed"),
    ] {
        submit(&setup, name)
            .exits(7)
            .prints("is damaged or was not copied completely")
            .prints(reason);
        setup.run(&["report", name]).exits(7).prints(reason);
    }
    assert_eq!(setup.cases(), 2);
}

#[test]
fn a_batch_that_is_killed_while_it_is_validated_leaves_no_journal() {
    let setup = Setup::with_lines(200_000);
    let mut child = setup
        .folder
        .program(&setup.base_url)
        .args(["submit", "cases.ndjson"])
        .spawn()
        .unwrap();
    while !setup.folder.has("cases.ndjson.journal.unfinished") {
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!setup.folder.has(JOURNAL));
    setup.submit(&["--limit", "1"]).exits(0);
    assert!(!setup.folder.has("cases.ndjson.journal.unfinished"));
    assert_eq!(setup.cases(), 1);
}

/// Makes a folder and its files read-only. Root can still write, so the program runs as another user.
fn report_as_nobody(folder: &Path, program: &Path, journal: &str) -> Option<Run> {
    use std::os::unix::fs::PermissionsExt;
    let set = |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    for entry in std::fs::read_dir(folder).unwrap() {
        set(&entry.unwrap().path(), 0o444);
    }
    set(program, 0o555);
    set(folder, 0o555);
    let output = std::process::Command::new("setpriv")
        .args(["--reuid=65534", "--regid=65534", "--clear-groups", "--"])
        .arg(program)
        .args(["report", journal, "--format", "json"])
        .current_dir(folder)
        .output();
    set(folder, 0o755);
    let run = Run::from(output.ok()?);
    if run.stderr.contains("setpriv") {
        eprintln!("SKIPPED: only root can become another user");
        return None;
    }
    Some(run)
}

#[test]
fn a_report_where_nothing_can_be_written() {
    let setup = killed();
    let mut expected = setup.states();
    for is_killed in [true, false] {
        if !is_killed {
            continues(&setup, JOURNAL);
            expected = setup.states();
        }
        let folder = tempfile::tempdir_in("/tmp").unwrap();
        for name in setup.folder.names() {
            // Without -shm, as after a copy.
            if !name.ends_with("-shm") {
                std::fs::copy(
                    setup.folder.join(&name),
                    folder.path().join(name.replace("cases", "c #%3f?a")),
                )
                .unwrap();
            }
        }
        let program = folder.path().join("program");
        std::fs::copy(env!("CARGO_BIN_EXE_sphinx-case"), &program).unwrap();
        let Some(run) = report_as_nobody(folder.path(), &program, "c #%3f?a.ndjson.journal") else {
            return;
        };
        run.exits(0);
        let states: Vec<_> = run
            .stdout
            .lines()
            .map(|line| {
                serde_json::from_str::<serde_json::Value>(line).unwrap()["state"]
                    .as_str()
                    .unwrap()
                    .to_owned()
            })
            .collect();
        assert_eq!(states, expected);
        assert_eq!(run.stderr, "");
    }
}

#[test]
fn the_library_tells_an_incomplete_journal_too() {
    let setup = killed();
    copy(&setup, JOURNAL, "copied.journal");
    assert!(
        Journal::open(setup.folder.join("copied.journal"))
            .unwrap()
            .is_incomplete()
    );
    assert!(!Journal::open(setup.folder.join(JOURNAL)).unwrap().is_incomplete());
}
