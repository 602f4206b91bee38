//! The command line sends to the server: a file of requests with its journal, a single one, and what `curl` prints.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

use crate::server::requests::WRITER;
use crate::server::running::{Server, VERSIONS, is_wanted};

/// A folder that is there for one test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("sphinx-case-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a folder for the test");
        Self(path)
    }

    fn write(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        fs::write(&path, text).expect("a file for the test");
        path.to_str().expect("a plain name").to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn run(server: &Server, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sphinx-case"))
        .args(arguments)
        .env_clear()
        .env("SPHINX_BASE_URL", &server.url)
        .env("SPHINX_CLIENT_ID", WRITER.0)
        .env("SPHINX_CLIENT_SECRET", WRITER.1)
        .output()
        .expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

#[test]
fn a_file_of_requests_is_sent_once() {
    if !is_wanted("a_file_of_requests_is_sent_once") {
        return;
    }
    for version in VERSIONS {
        let server = Server::start(version);
        let folder = Folder::new(&format!("file-{version}"));
        let mut lines = String::new();
        for number in 0..40 {
            lines += &format!(
                r#"{{"customer":{{"full_name":"Person {number}","external_id":"p-{number}","customer_type":"INDIVIDUAL","input_details":{{}}}},"checks":[{{"check_type":"PEP"}}]}}"#
            );
            lines += "\n";
        }
        // Good for all that is known here; Django wants a domain.
        lines += "{\"customer_id\":1,\"case_config\":\"kyb\",\"webhook_url\":\"https://intranet/x\"}\n";
        let file = folder.write("cases.ndjson", &lines);
        let journal = folder.0.join("journal");
        let journal = journal.to_str().expect("a plain name");

        let sent = run(&server, &["submit", &file, "--journal", journal]);
        let said = text(&sent.stdout) + &text(&sent.stderr);
        assert_eq!(sent.status.code(), Some(1), "{version}: {said}");

        let report = run(&server, &["report", journal, "--format", "json"]);
        let rows: Vec<Value> = text(&report.stdout)
            .lines()
            .map(|line| serde_json::from_str(line).expect("a line is JSON"))
            .collect();
        let of = |state: &str| rows.iter().filter(|row| row["state"] == state).collect::<Vec<_>>();
        assert_eq!((of("created").len(), of("rejected").len()), (40, 1), "{said}");
        let issue = &of("rejected")[0]["issues"][0];
        assert_eq!(issue["path"], serde_json::json!(["webhook_url"]), "{version}: {issue}");

        // Again: nothing is left to be sent.
        let again = run(&server, &["submit", &file, "--journal", journal]);
        assert_eq!(again.status.code(), Some(1), "{}", text(&again.stderr));
        let single = folder.write("case.json", r#"{"customer_id":1,"case_config":"kyb"}"#);
        let case = run(&server, &["submit", &single]);
        let created: Value = serde_json::from_slice(&case.stdout).expect("a case");
        assert_eq!(case.status.code(), Some(0), "{version}: {}", text(&case.stderr));
        assert_eq!(created["customer"]["id"], 1, "{version}: {created}");
    }
}

#[test]
fn the_printed_command_creates_the_case() {
    if !is_wanted("the_printed_command_creates_the_case") {
        return;
    }
    let server = Server::start(VERSIONS[1]);
    let folder = Folder::new("curl");
    let details = "it's 100% \\\"quoted\\\" $HOME `id`\\u0007 ".repeat(4_000);
    for details in ["plain", &details] {
        let file = folder.write(
            "case.json",
            &format!(r#"{{"customer":{{"full_name":"O'Neill \\ $HOME","input_details":{{"a":"{details}"}}}},"checks":[{{"check_type":"PEP"}}]}}"#),
        );
        let printed = run(&server, &["curl", &file]);
        assert!(printed.status.success(), "{}", text(&printed.stderr));
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
            .arg(folder.write("send.sh", &text(&printed.stdout)))
            .env("SPHINX_TOKEN", granted["access_token"].as_str().expect("a token"))
            .env("no_proxy", "*")
            .output()
            .expect("a shell");
        let case: Value = serde_json::from_slice(&sent.stdout).expect("a case");
        assert_eq!(case["customer"]["full_name"], "O'Neill \\ $HOME");
    }
}
