//! Secrets and personal data are not in outputs, logs or journals.

use sphinx_case::sandbox::{Fault, Settings};

use crate::batch::setup::{Setup, finish};

#[test]
fn no_secret_in_any_output_log_or_journal() {
    let setup = Setup::new();
    let line = |number: u32| {
        format!(
            "{{\"customer\":{{\"external_id\":\"private-id-{number}\",\"full_name\":\"Very Private\",\"customer_type\":\
             \"INDIVIDUAL\",\"input_details\":{{\"dob\":\"1997-03-26\"}}}},\"checks\":[{{\"check_type\":\"PEP\"}}]}}\n"
        )
    };
    setup.folder.write("cases.ndjson", (1..6).map(line).collect::<String>());
    setup.folder.write("case.json", line(9));
    for fault in [Fault::Unauthorized, Fault::DropAfter, Fault::BadRequest, Fault::Fail500] {
        setup.sandbox.push_next(fault);
    }
    let mut outputs = Vec::new();
    for arguments in [
        &["submit", "cases.ndjson", "--concurrency", "1"][..],
        &["report", "cases.ndjson.journal", "--format", "json"][..],
        &["submit", "case.json"][..],
        &["curl", "case.json"][..],
        &["submit", "--help"][..],
    ] {
        let run = finish(
            setup
                .folder
                .program(&setup.base_url)
                .env("RUST_LOG", "trace")
                .args(arguments),
        );
        outputs.push(run.stderr);
        // The case of a single request and its curl command contain the customer's name on purpose.
        if arguments != ["curl", "case.json"] && arguments != ["submit", "case.json"] {
            outputs.push(run.stdout);
        }
    }
    assert!(outputs[0].contains("TRACE"), "the log was not written");
    for (name, secret) in [
        ("wrong-but-secret", "SPHINX_CLIENT_SECRET"),
        ("token-that-is-secret", "SPHINX_TOKEN"),
    ] {
        let mut command = setup.folder.program(&setup.base_url);
        if secret == "SPHINX_TOKEN" {
            command
                .env_remove("SPHINX_CLIENT_ID")
                .env_remove("SPHINX_CLIENT_SECRET");
        }
        let run = finish(
            command
                .env("RUST_LOG", "trace")
                .env(secret, name)
                .args(["submit", "case.json"]),
        );
        run.exits(4);
        outputs.extend([run.stdout, run.stderr]);
    }
    let journal: Vec<u8> = ["", "-wal", "-shm", ".lock"]
        .iter()
        .filter_map(|end| std::fs::read(setup.folder.0.join(format!("cases.ndjson.journal{end}"))).ok())
        .flatten()
        .collect();
    outputs.push(String::from_utf8_lossy(&journal).into_owned());
    for output in &outputs {
        for secret in [
            Settings::CLIENT_SECRET,
            "wrong-but-secret",
            "token-that-is-secret",
            "Bearer ey",
            "access_token",
        ] {
            let place = output.find(secret);
            assert!(
                place.is_none(),
                "{secret}: {:?}",
                place.map(|place| &output[place.saturating_sub(200)..place + 60])
            );
        }
    }
    for private in ["Very Private", "1997-03-26", "private-id"] {
        assert!(!outputs.iter().any(|output| output.contains(private)), "{private}");
    }
}
