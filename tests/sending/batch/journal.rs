//! Journals that belong to another batch, or that another process uses.

use sphinx_case::batch::{Batch, BatchOptions, StopReason};
use sphinx_case::sandbox::Fault;

use crate::batch::setup::{Setup, Store, lines};

#[test]
fn a_changed_file_is_refused() {
    for store in Store::EACH {
        let setup = store.with_lines(3);
        setup.submit(&["--limit", "1"]).exits(0);
        setup.folder.write("cases.ndjson", lines(4));
        let run = setup.submit(&[]);
        run.exits(7)
            .prints("belongs to another file, or the file has changed")
            .prints("nothing was sent");
        assert_eq!(setup.cases(), 1);
        setup.folder.write("cases.ndjson", lines(3));
        setup.submit(&[]).exits(0);
        assert_eq!(setup.cases(), 3);
    }
}

#[test]
fn another_api_and_other_options_are_refused() {
    for store in Store::EACH {
        let setup = store.with_lines(2);
        setup.submit(&["--limit", "1"]).exits(0);
        let other = setup.base_url.replace("127.0.0.1", "localhost");
        setup
            .submit(&["--base-url", &other])
            .exits(7)
            .prints("belongs to the API at");
        setup.submit(&["--defaults", "omit"]).exits(7).prints("other options");
        assert_eq!(setup.cases(), 1);
    }
}

#[test]
fn another_version_and_other_files_are_not_changed() {
    let setup = Setup::with_lines(2);
    setup.submit(&["--limit", "1"]).exits(0);
    let journal = setup.folder.join("cases.ndjson.journal");
    let connection = rusqlite::Connection::open(&journal).unwrap();
    connection.execute_batch("PRAGMA user_version = 99").unwrap();
    drop(connection);
    setup.submit(&[]).exits(7).prints("version 99");
    setup
        .run(&["report", "cases.ndjson.journal"])
        .exits(7)
        .prints("version 99");
    setup.folder.write("mine.txt", "not a journal");
    setup
        .submit(&["--journal", "mine.txt"])
        .exits(7)
        .prints("is not a sphinx-case journal");
    assert_eq!(
        std::fs::read_to_string(setup.folder.join("mine.txt")).unwrap(),
        "not a journal"
    );
    let other = rusqlite::Connection::open(setup.folder.join("other.sqlite")).unwrap();
    other.execute_batch("CREATE TABLE mine (a)").unwrap();
    drop(other);
    setup
        .submit(&["--journal", "other.sqlite"])
        .exits(7)
        .prints("is not a sphinx-case journal");
    setup
        .run(&["report", "absent"])
        .exits(7)
        .prints("the journal does not exist");
    assert_eq!(setup.cases(), 1);
}

#[test]
fn only_one_process_uses_a_journal() {
    let setup = Setup::with_lines(2);
    let path = setup.folder.join("cases.ndjson.journal");
    let input = setup.folder.join("cases.ndjson");
    let batch = Batch::open(&path, &input, BatchOptions::new(&setup.base_url), |_| {}).unwrap();
    let run = setup.submit(&[]);
    run.exits(7)
        .prints("another process")
        .prints(&std::process::id().to_string());
    assert_eq!(setup.states(), ["pending", "pending"]);
    drop(batch);
    setup.submit(&[]).exits(0);
    assert_eq!(setup.cases(), 2);
}

#[test]
fn a_line_that_was_being_sent_has_an_unknown_outcome() {
    for store in Store::EACH {
        let setup = store.with_lines(2);
        setup.sandbox.push_next(Fault::DropBefore);
        setup.submit(&["--limit", "1"]).exits(3);
        setup.update_lines("SET state = 'sending', doubtful = false, noticed = NULL WHERE number = 1");
        setup
            .submit(&[])
            .exits(3)
            .prints("the process ended before a response was received");
        assert_eq!(setup.cases(), 1);
    }
}

#[test]
fn only_the_owner_can_read_the_journal() {
    use std::os::unix::fs::PermissionsExt;
    let setup = Setup::with_lines(1);
    setup.submit(&[]).exits(0);
    let metadata = std::fs::metadata(setup.folder.join("cases.ndjson.journal")).unwrap();
    assert_eq!(metadata.permissions().mode() & 0o077, 0);
}

#[test]
fn a_line_that_changes_during_the_batch_is_not_sent() {
    for store in Store::EACH {
        let setup = store.with_lines(3);
        let input = setup.folder.join("cases.ndjson");
        let mut batch = Batch::open(setup.journal(), &input, BatchOptions::new(&setup.base_url), |_| {}).unwrap();
        setup.folder.write(
            "cases.ndjson",
            lines(3).replace("\"customer_id\":2", "\"customer_id\":9"),
        );
        let client = crate::batch::library::client(&setup);
        let options = crate::batch::library::one_at_a_time();
        let summary = setup
            .wait(batch.run(&client, options, |_| {}, std::future::pending()))
            .unwrap();
        assert!(
            matches!(summary.stop_reason, Some(StopReason::InputChanged { line: 2 })),
            "{summary:?}"
        );
        assert_eq!(summary.counts.pending, 2);
        assert_eq!(setup.cases(), 1);
    }
}

#[test]
fn a_journal_that_cannot_be_used_is_one_sentence_with_advice() {
    let setup = Setup::with_lines(2);
    setup.submit(&["--limit", "1"]).exits(0);
    std::fs::create_dir(setup.folder.join("folder")).unwrap();
    let other = rusqlite::Connection::open(setup.folder.join("cases.ndjson.journal")).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    for (journal, what, advice) in [
        ("absent/journal", "No such file or directory", "Create its directory"),
        ("folder", "unable to open database file", "Check that it is a file"),
        (
            "cases.ndjson.journal",
            "database is locked",
            "Another program is using it. Wait until that ends",
        ),
    ] {
        let run = setup.submit(&["--journal", journal]);
        run.exits(7).prints(what).prints(&format!("Nothing was sent. {advice}"));
        assert_eq!(run.stderr.lines().count(), 1, "{run:#?}");
    }
    drop(other);
    assert_eq!(setup.cases(), 1);
}
