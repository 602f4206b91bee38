//! The command line sends to the server: a file of requests with its journal, a single one, and what `curl` prints.

use std::process::Command;

use serde_json::Value;

use crate::server::requests::WRITER;
use crate::server::running::{Server, VERSIONS, is_wanted};
use crate::support::{Folder, Run, program, run_command};

fn run(server: &Server, folder: &Folder, arguments: &[&str]) -> Run {
    run_command(
        program()
            .current_dir(folder)
            .args(arguments)
            .env("SPHINX_BASE_URL", &server.url)
            .env("SPHINX_CLIENT_ID", WRITER.0)
            .env("SPHINX_CLIENT_SECRET", WRITER.1),
    )
}

#[test]
fn a_file_of_requests_is_sent_once() {
    if !is_wanted("a_file_of_requests_is_sent_once") {
        return;
    }
    for version in VERSIONS {
        let server = Server::start(version);
        let folder = Folder::new();
        let mut lines = String::new();
        for number in 0..40 {
            lines += &format!(
                r#"{{"customer":{{"full_name":"Person {number}","external_id":"p-{number}","customer_type":"INDIVIDUAL","input_details":{{}}}},"checks":[{{"check_type":"PEP"}}]}}"#
            );
            lines += "\n";
        }
        // Good for all that is known here; Django wants a domain.
        lines += "{\"customer_id\":1,\"case_config\":\"kyb\",\"webhook_url\":\"https://intranet/x\"}\n";
        folder.write("cases.ndjson", &lines);
        let submit = ["submit", "cases.ndjson", "--journal", "journal"];
        let sent = run(&server, &folder, &submit);
        sent.exits(1);

        let report = run(&server, &folder, &["report", "journal", "--format", "json"]);
        let rows: Vec<Value> = report
            .stdout
            .lines()
            .map(|line| serde_json::from_str(line).expect("a line is JSON"))
            .collect();
        let of = |state: &str| rows.iter().filter(|row| row["state"] == state).collect::<Vec<_>>();
        assert_eq!(
            (of("created").len(), of("rejected").len()),
            (40, 1),
            "{version}: {sent:#?}"
        );
        let issue = &of("rejected")[0]["issues"][0];
        assert_eq!(issue["path"], serde_json::json!(["webhook_url"]), "{version}: {issue}");

        // Again: nothing is left to be sent.
        run(&server, &folder, &submit).exits(1);
        folder.write("case.json", r#"{"customer_id":1,"case_config":"kyb"}"#);
        let case = run(&server, &folder, &["submit", "case.json"]);
        case.exits(0);
        let created: Value = serde_json::from_str(&case.stdout).expect("a case");
        assert_eq!(created["customer"]["id"], 1, "{version}: {created}");
    }
}

#[test]
fn the_printed_command_creates_the_case() {
    if !is_wanted("the_printed_command_creates_the_case") {
        return;
    }
    let server = Server::start(VERSIONS[1]);
    let folder = Folder::new();
    let details = "it's 100% \\\"quoted\\\" $HOME `id`\\u0007 ".repeat(4_000);
    for details in ["plain", &details] {
        folder.write(
            "case.json",
            format!(r#"{{"customer":{{"full_name":"O'Neill \\ $HOME","input_details":{{"a":"{details}"}}}},"checks":[{{"check_type":"PEP"}}]}}"#),
        );
        let printed = run(&server, &folder, &["curl", "case.json"]);
        printed.exits(0);
        let token = Command::new("curl")
            .args([
                "--silent",
                "--noproxy",
                "*",
                "--header",
                "Content-Type: application/json",
                "--data",
            ])
            .arg(format!(
                r#"{{"client_id":"{}","client_secret":"{}","grant_type":"client_credentials"}}"#,
                WRITER.0, WRITER.1
            ))
            .arg(format!("{}/api/oauth/token/", server.url))
            .output()
            .expect("curl is here");
        let granted: Value = serde_json::from_slice(&token.stdout).expect("a token");
        // In a file: it is longer than an argument may be.
        let sent = Command::new("sh")
            .arg(folder.write("send.sh", &printed.stdout))
            .env("SPHINX_TOKEN", granted["access_token"].as_str().expect("a token"))
            .env("no_proxy", "*")
            .output()
            .expect("a shell");
        let case: Value = serde_json::from_slice(&sent.stdout).expect("a case");
        assert_eq!(case["customer"]["full_name"], "O'Neill \\ $HOME");
    }
}

#[test]
fn lines_in_progress_are_created_once() {
    if !is_wanted("lines_in_progress_are_created_once") {
        return;
    }
    for version in VERSIONS {
        let server = Server::start(version);
        let folder = Folder::new();
        let line = "{\"customer\":{\"full_name\":\"Person\"},\"case_config\":\"kyb\"}\n";
        folder.write("cases.ndjson", line.repeat(45));
        let submit = ["submit", "cases.ndjson", "--revision", "newest", "--exactly-once"];
        run(&server, &folder, &submit).exits(0).prints("45 created");
        // As if the process had been killed before it had any response.
        let journal = rusqlite::Connection::open(folder.join("cases.ndjson.journal")).expect("the journal");
        let sql = "UPDATE line SET state = 'sending', case_id = NULL";
        journal.execute(sql, []).expect("its lines");
        drop(journal);
        let again = run(&server, &folder, &submit);
        again
            .exits(0)
            .prints("45 created, 45 of them found in the list of cases");
        let report = run(
            &server,
            &folder,
            &["report", "cases.ndjson.journal", "--format", "json"],
        );
        let mut ids: Vec<i64> = report
            .stdout
            .lines()
            .map(|line| {
                serde_json::from_str::<Value>(line).expect("JSON")["case_id"]
                    .as_i64()
                    .expect("an id")
            })
            .collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 45, "{version}");
    }
}
