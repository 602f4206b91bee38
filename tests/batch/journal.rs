//! Journals that are not the right one, or that somebody else works with.

use sphinx_case::batch::{Batch, Settings};
use sphinx_case::sandbox::Fault;

use crate::stand::Stand;

#[test]
fn a_file_that_has_changed_is_refused() {
    let stand = Stand::with_lines(3);
    stand.submit(&["--limit", "1"]).ends(0);
    stand.folder.write("cases.ndjson", crate::stand::lines(4));
    let run = stand.submit(&[]);
    run.ends(7)
        .says("belongs to another file, or the file has changed")
        .says("nothing was sent");
    assert_eq!(stand.cases(), 1);
    stand.folder.write("cases.ndjson", crate::stand::lines(3));
    stand.submit(&[]).ends(0);
    assert_eq!(stand.cases(), 3);
}

#[test]
fn another_api_or_other_options_are_refused() {
    let stand = Stand::with_lines(2);
    stand.submit(&["--limit", "1"]).ends(0);
    let other = stand.base_url.replace("127.0.0.1", "localhost");
    stand
        .submit(&["--base-url", &other])
        .ends(7)
        .says("belongs to the API at");
    stand.submit(&["--defaults", "omit"]).ends(7).says("other options");
    assert_eq!(stand.cases(), 1);
}

#[test]
fn another_version_or_another_file_is_left_alone() {
    let stand = Stand::with_lines(2);
    stand.submit(&["--limit", "1"]).ends(0);
    let journal = stand.folder.0.join("cases.ndjson.journal");
    let connection = rusqlite::Connection::open(&journal).unwrap();
    connection.execute_batch("PRAGMA user_version = 99").unwrap();
    drop(connection);
    stand.submit(&[]).ends(7).says("version 99");
    stand
        .run(&["report", "cases.ndjson.journal"])
        .ends(7)
        .says("version 99");
    stand
        .folder
        .write("mine.txt", "not a journal at all, but something of mine");
    stand
        .submit(&["--journal", "mine.txt"])
        .ends(7)
        .says("no journal of sphinx-case");
    assert_eq!(
        std::fs::read_to_string(stand.folder.0.join("mine.txt")).unwrap(),
        "not a journal at all, but something of mine"
    );
    let other = rusqlite::Connection::open(stand.folder.0.join("other.sqlite")).unwrap();
    other.execute_batch("CREATE TABLE mine (a)").unwrap();
    drop(other);
    stand
        .submit(&["--journal", "other.sqlite"])
        .ends(7)
        .says("no journal of sphinx-case");
    stand
        .run(&["report", "absent"])
        .ends(7)
        .says("there is no such journal");
    assert_eq!(stand.cases(), 1);
}

#[test]
fn only_one_process_works_with_a_journal() {
    let stand = Stand::with_lines(2);
    let path = stand.folder.0.join("cases.ndjson.journal");
    let input = stand.folder.0.join("cases.ndjson");
    let batch = Batch::open(&path, &input, Settings::new(&stand.base_url), |_| {}).unwrap();
    let run = stand.submit(&[]);
    run.ends(7)
        .says("another process")
        .says(&std::process::id().to_string());
    assert_eq!(stand.states(), ["pending", "pending"]);
    drop(batch);
    stand.submit(&[]).ends(0);
    assert_eq!(stand.cases(), 2);
}

#[test]
fn a_line_that_was_being_sent_is_of_unknown_outcome() {
    let stand = Stand::with_lines(2);
    stand.sandbox.push_next(Fault::DropBefore);
    stand.submit(&["--limit", "1"]).ends(3);
    let connection = rusqlite::Connection::open(stand.folder.0.join("cases.ndjson.journal")).unwrap();
    connection
        .execute_batch("UPDATE line SET state = 'sending', doubtful = 0, noticed = NULL WHERE number = 1")
        .unwrap();
    drop(connection);
    stand
        .submit(&[])
        .ends(3)
        .says("the process ended before an answer came");
    assert_eq!(stand.cases(), 1);
}

#[test]
fn the_journal_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let stand = Stand::with_lines(1);
    stand.submit(&[]).ends(0);
    let facts = std::fs::metadata(stand.folder.0.join("cases.ndjson.journal")).unwrap();
    assert_eq!(facts.permissions().mode() & 0o077, 0);
}

#[test]
fn a_line_that_changes_while_the_batch_runs_is_not_sent() {
    let stand = Stand::with_lines(3);
    let path = stand.folder.0.join("cases.ndjson.journal");
    let input = stand.folder.0.join("cases.ndjson");
    let mut batch = Batch::open(&path, &input, Settings::new(&stand.base_url), |_| {}).unwrap();
    stand.folder.write(
        "cases.ndjson",
        crate::stand::lines(3).replace("\"customer_id\":2", "\"customer_id\":9"),
    );
    let client = crate::library::client(&stand);
    let plan = crate::library::one_at_a_time();
    let summary = stand
        .wait(batch.run(&client, plan, |_| {}, std::future::pending()))
        .unwrap();
    assert!(
        matches!(summary.stop, Some(sphinx_case::batch::Stop::Changed { line: 2 })),
        "{summary:?}"
    );
    assert_eq!(summary.counts.pending, 2);
    assert_eq!(stand.cases(), 1);
}
