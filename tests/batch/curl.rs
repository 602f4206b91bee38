//! The curl command, run by a shell against a sandbox.

use std::process::Command;

use sphinx_case::sandbox::Settings;

use crate::stand::{Stand, ended};

fn token(stand: &Stand) -> String {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let body = format!(
        "{{\"client_id\":\"{}\",\"client_secret\":\"{}\",\"grant_type\":\"client_credentials\"}}",
        Settings::CLIENT_ID,
        Settings::CLIENT_SECRET
    );
    let request = client
        .post(format!("{}/api/oauth/token/", stand.base_url))
        .header("content-type", "application/json")
        .body(body);
    let text = stand.wait(async { request.send().await.unwrap().text().await.unwrap() });
    let answer: serde_json::Value = serde_json::from_str(&text).unwrap();
    answer["access_token"].as_str().unwrap().to_owned()
}

#[test]
fn a_shell_sends_exactly_the_body() {
    if Command::new("curl").arg("--version").output().is_err() {
        eprintln!("SKIPPED: there is no curl on this machine");
        return;
    }
    let stand = Stand::new();
    let token = token(&stand);
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
        stand.folder.write("case.json", &request);
        let built = stand.run(&["build", "case.json"]);
        built.ends(0);
        let written = stand.run(&["curl", "case.json"]);
        written.ends(0);
        assert!(
            !written
                .stdout
                .chars()
                .any(|character| character != '\n' && character.is_control())
        );
        stand.folder.write("send.sh", &written.stdout);
        let mut shell = Command::new("sh");
        shell
            .arg(stand.folder.0.join("send.sh"))
            .env("SPHINX_TOKEN", &token)
            .env("NO_PROXY", "*");
        let run = ended(shell.output().unwrap());
        run.ends(0);
        let case: serde_json::Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{run:#?}"));
        let id = case["id"].as_i64().unwrap();
        let received = stand.wait(stand.sandbox.received(id - 1, 1)).unwrap();
        assert_eq!(received[0].body, built.stdout.trim_end_matches('\n'));
    }
    stand.folder.write("bad.json", "{}");
    let run = stand.run(&["curl", "bad.json"]);
    run.ends(1);
    assert_eq!(run.stdout, "");
}
