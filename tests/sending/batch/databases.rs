//! Databases that cannot be used, before and during a run: each is one message that says what happened, what is safe, and what to do.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::process::Child;

use super::disk::Disk;
use super::setup::{Setup, Store, wait_until};
use crate::support::postgres::{PASSWORD, Postgres};
use crate::support::{Run, run_command};

const ONCE: [&str; 3] = ["--revision", "newest", "--exactly-once"];

/// Checks that neither a batch nor a server starts with a database: what they say, and which advice they give.
#[track_caller]
fn refused(setup: &Setup, url: &str, what: &str, advice: &str) {
    let before = setup.cases();
    let submit = setup.run(&["submit", "cases.ndjson", "--journal", url]);
    submit.exits(7).prints(&format!("Nothing was sent. {advice}"));
    setup.folder.write("index.html", "");
    let serve = setup.run(&["serve", "--page", ".", "--port", "0", "--keys", url]);
    serve.exits(2).prints(&format!("The server was not started. {advice}"));
    for run in [submit, serve] {
        run.prints(what);
        assert_eq!(run.stderr.lines().count(), 1, "{run:#?}");
        assert!(!run.stderr.contains(PASSWORD), "{run:#?}");
    }
    assert_eq!(setup.cases(), before);
}

#[test]
fn what_is_wrong_with_the_url_or_the_server() {
    let setup = Store::Postgres.with_lines(2);
    let (server, database) = (Postgres::shared(), setup.database.as_deref().unwrap());
    let url = setup.journal();
    let other = |from: &str, to: &str| url.replace(from, to);
    let root = setup.folder.write("root.pem", &server.certificate);
    for (url, what, advice) in [
        (
            format!("postgres://someone:{PASSWORD}@127.0.0.1:1/x"),
            "the database cannot be reached: Connection refused (os error 111), at 127.0.0.1:1",
            "Check that the database is running, and the host and port",
        ),
        (
            other("127.0.0.1", "host.invalid"),
            "at host.invalid:",
            "Check that the database is running, and the host and port",
        ),
        (
            other(PASSWORD, "wrong"),
            "password authentication failed",
            "Check the user and the password",
        ),
        (
            server.url_without_password(database),
            "password missing",
            "It has the form postgres://user@host:5432/database, and the password can be in PGPASSWORD",
        ),
        (
            other(database, "absent"),
            "database \"absent\" does not exist",
            "Check the name of the database",
        ),
        (
            format!("{url}?sslmode=require"),
            "there is no TLS connection to the database: invalid peer certificate",
            "Check the host name in the URL. To trust a root certificate of your own, add ?sslrootcert=FILE",
        ),
        (
            format!("{url}?sslmode=require&sslrootcert=absent.pem"),
            "absent.pem",
            "Check the file of sslrootcert",
        ),
    ] {
        refused(&setup, &url, what, advice);
    }
    let trusted = format!("{url}?sslmode=require&sslrootcert={}", root.display());
    setup
        .run(&["submit", "cases.ndjson", "--journal", &trusted])
        .exits(0)
        .prints("2 created");
    let plain = Postgres::start(false);
    refused(
        &setup,
        &format!("{}?sslmode=require", plain.url("postgres")),
        "server does not support TLS",
        "Switch TLS on in the server, or add ?sslmode=disable",
    );
}

#[test]
fn a_read_only_database() {
    let setup = Store::Postgres.with_lines(2);
    let database = setup.database.as_deref().unwrap();
    let set = |what: &str| drop(Postgres::shared().query("postgres", &format!("ALTER DATABASE {database} {what}")));
    let is_refused = || {
        refused(
            &setup,
            &setup.journal(),
            "in a read-only transaction (SQLSTATE 25006)",
            "Connect to the primary server, not to a replica, and check default_transaction_read_only",
        );
    };
    set("SET default_transaction_read_only = on");
    is_refused();
    setup
        .run(&["report", &setup.journal()])
        .exits(7)
        .prints("does not exist");
    set("RESET default_transaction_read_only");
    setup.submit(&["--limit", "1"]).exits(0);
    set("SET default_transaction_read_only = on");
    is_refused();
    assert_eq!(setup.states(), ["created", "pending"], "a report needs only to read");
}

#[test]
fn a_role_without_rights() {
    let setup = Store::Postgres.with_lines(3);
    let server = Postgres::shared();
    let database = setup.database.as_deref().unwrap();
    let role = server.create_role(database, "GRANT USAGE ON SCHEMA public TO ROLE");
    let is_refused = |what: &str| {
        let advice =
            "The role needs the right to create tables in its schema; if the tables are there, to read and change them";
        refused(&setup, &role, what, advice);
    };
    is_refused("permission denied for schema public");
    setup.submit(&["--limit", "1"]).exits(0);
    let mut serve = setup.folder.program(&setup.base_url);
    serve.args(["serve", "--page", ".", "--port", "0", "--keys", &setup.journal()]);
    let mut served = serve.spawn().unwrap();
    wait_until(|| {
        let table = setup.query("SELECT to_regclass('sphinx_case_relay')");
        !table.trim().is_empty()
    });
    served.kill().unwrap();
    served.wait().unwrap();
    let grant = |rights: &str, what: &str| {
        let user = format!("role_of_{database}");
        setup.query(&format!("GRANT {rights} ON ALL {what} IN SCHEMA public TO {user}"));
    };
    is_refused("permission denied for table sphinx_case_versions");
    grant("SELECT", "TABLES");
    is_refused("permission denied for table sphinx_case_");
    grant("INSERT, UPDATE, DELETE", "TABLES");
    grant("USAGE", "SEQUENCES");
    // It does not need the right to create tables that are there.
    let submit = setup.run(&["submit", "cases.ndjson", "--journal", &role]);
    submit.exits(0).prints("3 created");
}

#[test]
fn tables_of_another_version() {
    let setup = Store::Postgres.with_lines(2);
    setup.submit(&["--limit", "1"]).exits(0);
    setup.query("INSERT INTO sphinx_case_versions VALUES ('idempotency keys', 1) ON CONFLICT DO NOTHING");
    for version in [0, 9] {
        setup.query(&format!("UPDATE sphinx_case_versions SET version = {version}"));
        let what = format!("of another version of this program: version {version}, and this program uses ");
        refused(&setup, &setup.journal(), &what, "Use the same version of the program");
        setup.run(&["report", &setup.journal()]).exits(7).prints(&what);
    }
}

/// Starts a batch, and waits until it sends.
fn begin(setup: &Setup, url: &str) -> Child {
    setup.sandbox.set_faults("slow=1:5ms".parse().unwrap());
    let mut command = setup.folder.program(&setup.base_url);
    command.args(["submit", "cases.ndjson", "--journal", url]).args(ONCE);
    let child = command.spawn().unwrap();
    wait_until(|| setup.cases() >= 50);
    child
}

/// Checks what a batch says whose database ended, and that it can be continued.
#[track_caller]
fn stopped(setup: &Setup, child: Child, what: &str, advice: &str) {
    let run = Run::from(child.wait_with_output().unwrap());
    run.exits(7)
        .prints(what)
        .prints("Sending has stopped. What the journal has recorded is safe")
        .prints(&format!("{advice} Then run the same command again to continue."))
        .prints("created as case")
        .prints("with the same external_id, so no case is created twice");
    assert!(setup.cases() < 3_000, "the batch has ended too early");
}

#[track_caller]
fn continues(setup: &Setup, url: &str) {
    setup.sandbox.set_faults(Default::default());
    let mut command = setup.folder.program(&setup.base_url);
    command.args(["submit", "cases.ndjson", "--journal", url]).args(ONCE);
    run_command(&mut command).exits(0).prints("3,000 created");
    assert_eq!(setup.cases(), 3_000);
}

#[test]
fn a_database_that_ends_during_a_run() {
    let mut server = Postgres::start(false);
    let url = server.url(&server.create_database());
    let setup = Setup::with_lines(3_000);
    let child = begin(&setup, &url);
    server.stop();
    stopped(
        &setup,
        child,
        "the database cannot be reached",
        "Check that the database is running, and the host and port in its URL.",
    );
    server.restart();
    continues(&setup, &url);
}

#[test]
fn a_full_database() {
    let folder = tempfile::tempdir_in("/tmp").unwrap();
    let Some(disk) = Disk::mount(folder.path(), "24m") else {
        return;
    };
    let server = Postgres::start(false);
    let url = server.url(&server.create_database_in(folder.path()));
    let setup = Setup::with_lines(3_000);
    // The first connection to a database writes a file.
    setup.run(&["report", &url]).exits(7).prints("does not exist");
    disk.fill();
    refused(
        &setup,
        &url,
        "No space left on device (SQLSTATE 53100)",
        "Free some space on the disk of the database.",
    );
    disk.free();
    let child = begin(&setup, &url);
    disk.fill();
    stopped(
        &setup,
        child,
        "No space left on device (SQLSTATE 53100)",
        "Free some space on the disk of the database.",
    );
    disk.free();
    continues(&setup, &url);
}

#[test]
fn a_server_whose_database_ends_says_why_it_sends_nothing() {
    let mut server = Postgres::start(false);
    let url = server.url(&server.create_database());
    let setup = Setup::new();
    setup.folder.write("index.html", "");
    let mut serve = setup.folder.program(&setup.base_url);
    serve.args(["serve", "--page", ".", "--port", "0", "--keys", &url]);
    let mut child = serve.spawn().unwrap();
    let mut line = String::new();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    output.read_line(&mut line).unwrap();
    let address = line.split(['/', ' ']).find(|word| word.starts_with("127.")).unwrap();
    server.stop();
    let body = r#"{"customer_id":1,"case_config":"kyb"}"#;
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "POST /cases/ HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nContent-Type: application/json\r\n\
         Idempotency-Key: a\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let response = std::io::read_to_string(stream).unwrap();
    assert!(
        response.contains("keys-unavailable") && response.contains("Nothing was sent"),
        "{response}"
    );
    child.kill().unwrap();
    let run = Run::from(child.wait_with_output().unwrap());
    run.prints("the idempotency keys are not available")
        .prints("the database cannot be reached");
    assert!(!run.stderr.contains(PASSWORD), "{run:#?}");
    assert_eq!(setup.cases(), 0);
}
