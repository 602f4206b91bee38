//! Secrets and personal data are not in outputs, logs or journals.

use sphinx_case::sandbox::{Fault, SandboxOptions};

use crate::batch::setup::{Setup, Store};
use crate::support::postgres::PASSWORD;
use crate::support::{Run, run_command};

const WRONG_SECRET: &str = "wrong-but-secret";
const WRONG_TOKEN: &str = "token-that-is-secret";

fn line(number: u32) -> String {
    format!(
        "{{\"customer\":{{\"external_id\":\"private-id-{number}\",\"full_name\":\"Very Private\",\"customer_type\":\
         \"INDIVIDUAL\",\"input_details\":{{\"dob\":\"1997-03-26\"}}}},\"checks\":[{{\"check_type\":\"PEP\"}}]}}\n"
    )
}

/// The outputs and logs of several commands.
fn outputs(setup: &Setup) -> Vec<String> {
    let mut outputs = Vec::new();
    let journal = setup.journal();
    for arguments in [
        &["submit", "cases.ndjson", "--concurrency", "1", "--journal", &journal][..],
        &["report", &journal, "--format", "json"],
        &["submit", "case.json"][..],
        &["curl", "case.json"][..],
        &["submit", "--help"][..],
    ] {
        let mut command = setup.folder.program(&setup.base_url);
        let run = run_command(command.env("RUST_LOG", "trace").args(arguments));
        outputs.push(run.stderr);
        // The case of a single request and its curl command contain the customer's name on purpose.
        if arguments != ["curl", "case.json"] && arguments != ["submit", "case.json"] {
            outputs.push(run.stdout);
        }
    }
    assert!(outputs[0].contains("TRACE"), "the log was not written");
    outputs
}

/// A run with credentials that the sandbox refuses.
fn refused_run(setup: &Setup, variable: &str, value: &str) -> Run {
    let mut command = setup.folder.program(&setup.base_url);
    if variable == "SPHINX_TOKEN" {
        command
            .env_remove("SPHINX_CLIENT_ID")
            .env_remove("SPHINX_CLIENT_SECRET");
    }
    let run = run_command(
        command
            .env("RUST_LOG", "trace")
            .env(variable, value)
            .args(["submit", "case.json"]),
    );
    run.exits(4);
    run
}

/// All files of the journal, or all of its tables.
fn journal(setup: &Setup) -> String {
    if setup.database.is_some() {
        let rows = |table| setup.query(&format!("SELECT * FROM {table}"));
        return ["sphinx_case_batches", "sphinx_case_batch_lines"].map(rows).concat();
    }
    let files = ["", "-wal", "-shm", ".lock"].map(|suffix| format!("cases.ndjson.journal{suffix}"));
    let bytes: Vec<u8> = files
        .iter()
        .filter_map(|file| std::fs::read(setup.folder.join(file)).ok())
        .flatten()
        .collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn no_secret_in_any_output_log_or_journal() {
    for store in Store::EACH {
        let setup = store.setup();
        setup.folder.write("cases.ndjson", (1..6).map(line).collect::<String>());
        setup.folder.write("case.json", line(9));
        for fault in [Fault::Unauthorized, Fault::DropAfter, Fault::BadRequest, Fault::Fail500] {
            setup.sandbox.push_next(fault);
        }
        let mut outputs = outputs(&setup);
        for (variable, value) in [("SPHINX_CLIENT_SECRET", WRONG_SECRET), ("SPHINX_TOKEN", WRONG_TOKEN)] {
            let run = refused_run(&setup, variable, value);
            outputs.extend([run.stdout, run.stderr]);
        }
        outputs.push(journal(&setup));
        let secrets = [
            PASSWORD,
            SandboxOptions::CLIENT_SECRET,
            WRONG_SECRET,
            WRONG_TOKEN,
            "Bearer ey",
            "access_token",
        ];
        let personal_data = ["Very Private", "1997-03-26", "private-id"];
        for text in secrets.into_iter().chain(personal_data) {
            for output in &outputs {
                if let Some(position) = output.find(text) {
                    panic!(
                        "{text}: {:?}",
                        &output[position.saturating_sub(200)..position + text.len()]
                    );
                }
            }
        }
    }
}
