//! The curl command, run by a shell with a sandbox.

use std::process::Command;

use sphinx_case::sandbox::SandboxOptions;

use crate::batch::setup::Setup;
use crate::support::Run;

fn token(setup: &Setup) -> String {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let body = format!(
        "{{\"client_id\":\"{}\",\"client_secret\":\"{}\",\"grant_type\":\"client_credentials\"}}",
        SandboxOptions::CLIENT_ID,
        SandboxOptions::CLIENT_SECRET
    );
    let request = client
        .post(format!("{}/api/oauth/token/", setup.base_url))
        .header("content-type", "application/json")
        .body(body);
    let text = setup.wait(async { request.send().await.unwrap().text().await.unwrap() });
    let response: serde_json::Value = serde_json::from_str(&text).unwrap();
    response["access_token"].as_str().unwrap().to_owned()
}

#[test]
fn a_shell_sends_exactly_the_body() {
    if Command::new("curl").arg("--version").output().is_err() {
        eprintln!("SKIPPED: there is no curl on this machine");
        return;
    }
    let setup = Setup::new();
    let token = token(&setup);
    let notes = [
        "plain".to_owned(),
        "it's $HOME `id` \\\"quoted\\\" \\\\ 100% %s !".to_owned(),
        "\u{9B}31m \u{7F} ümläut 🦁 %d \\\\n".to_owned(),
        "@file".to_owned(),
        "x'%".repeat(70_000),
    ];
    for note in &notes {
        let request =
            format!(r#"{{"customer_id":1,"checks":[{{"check_type":"PEP","input_details":{{"note":"{note}"}}}}]}}"#);
        setup.folder.write("case.json", &request);
        let built = setup.run(&["build", "case.json"]);
        built.exits(0);
        let written = setup.run(&["curl", "case.json"]);
        written.exits(0);
        assert!(
            !written
                .stdout
                .chars()
                .any(|character| character != '\n' && character.is_control())
        );
        setup.folder.write("send.sh", &written.stdout);
        let mut shell = Command::new("sh");
        shell
            .arg(setup.folder.join("send.sh"))
            .env("SPHINX_TOKEN", &token)
            .env("NO_PROXY", "*");
        let run = Run::from(shell.output().unwrap());
        run.exits(0);
        let case: serde_json::Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{run:#?}"));
        let id = case["id"].as_i64().unwrap();
        let received = setup.sandbox.received_cases();
        let received = received.iter().find(|case| case.id == id).unwrap();
        assert_eq!(received.body, built.stdout.trim_end_matches('\n'));
    }
    setup.folder.write("bad.json", "{}");
    let run = setup.run(&["curl", "bad.json"]);
    run.exits(1);
    assert_eq!(run.stdout, "");
}
