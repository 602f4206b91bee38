//! A file keeps what was answered.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use reqwest::Method;
use sphinx_case::sandbox::{Sandbox, Settings, Store};

use crate::sandbox::stand::{CASE, Stand, read};

/// A file that is removed at the end.
struct File(PathBuf);

impl File {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("sphinx-sandbox-{}-{name}.db", std::process::id()));
        let file = Self(path);
        file.remove();
        file
    }

    fn store(&self) -> Store {
        Store::File(self.0.clone())
    }

    fn remove(&self) {
        for end in ["", "-wal", "-shm"] {
            let mut path = self.0.clone().into_os_string();
            path.push(end);
            let _ = std::fs::remove_file(path);
        }
    }
}

impl Drop for File {
    fn drop(&mut self) {
        self.remove();
    }
}

#[tokio::test]
async fn all_is_there_after_a_restart() {
    let file = File::new("restart");
    let settings = Settings {
        decision_time: Duration::from_millis(150),
        ..Settings::default()
    };
    let stand = Stand::of(file.store(), settings.clone()).await;
    let (status, case) = stand.create(CASE).await;
    assert_eq!((status, &case["is_complete"]), (201, &serde_json::json!(false)));
    let token = stand.token.clone();
    stand.stop().await;

    let mut stand = Stand::of(file.store(), settings).await;
    stand.token = token;
    let case = stand.completed(&case["id"]).await;
    assert!(case["outcome"].is_string(), "it completed though it was started before");
    let facts = stand.sandbox.facts().await.unwrap();
    assert_eq!((facts.cases, facts.tokens, facts.create_requests), (1, 2, 0));
    assert_eq!(stand.sandbox.received(0, 10).await.unwrap()[0].body, CASE);
    assert_eq!(stand.create(CASE).await.1["id"], 2);
    assert_eq!(
        stand
            .request(Method::GET, "/api/cases/2/")
            .send()
            .await
            .unwrap()
            .status(),
        200
    );
}

const FILE: &str = "SPHINX_SANDBOX_TEST_FILE";

/// Not a test of its own: the process that the next one starts and kills.
#[tokio::test]
async fn serves_until_it_is_killed() {
    let Ok(path) = std::env::var(FILE) else { return };
    let sandbox = Sandbox::open(Store::File(path.into()), Settings::default()).unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("\nserving {}", listener.local_addr().unwrap());
    sandbox.serve(listener, std::future::pending()).await.unwrap();
}

#[tokio::test]
async fn what_was_answered_survives_a_kill() {
    let file = File::new("killed");
    let mut process = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "sandbox::store::serves_until_it_is_killed", "--nocapture"])
        .env(FILE, &file.0)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let address = lines
        .map_while(Result::ok)
        .find_map(|line| line.strip_prefix("serving ").map(str::to_owned))
        .unwrap();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let post = |path: &str, token: &str, body: String| {
        let request = client.post(format!("http://{address}{path}")).bearer_auth(token);
        request.header("content-type", "application/json").body(body).send()
    };
    let credentials = format!(
        r#"{{"client_id": "{}", "client_secret": "{}", "grant_type": "client_credentials"}}"#,
        Settings::CLIENT_ID,
        Settings::CLIENT_SECRET
    );
    let (_, answer) = read(post("/api/oauth/token/", "", credentials).await.unwrap()).await;
    let token = answer["access_token"].as_str().unwrap();
    for _ in 0..20 {
        assert_eq!(post("/api/cases/", token, CASE.to_owned()).await.unwrap().status(), 201);
    }
    // On Unix this is kill -9.
    process.kill().unwrap();
    process.wait().unwrap();
    let found = Sandbox::open(file.store(), Settings::default()).unwrap();
    assert_eq!(found.received(0, 100).await.unwrap().len(), 20);
    assert_eq!(found.facts().await.unwrap().tokens, 1);
}

#[tokio::test]
async fn files_that_cannot_be_opened() {
    let file = File::new("twice");
    let _first = Sandbox::open(file.store(), Settings::default()).unwrap();
    let error = Sandbox::open(file.store(), Settings::default()).unwrap_err();
    assert!(error.to_string().contains("locked"), "{error}");

    let foreign = File::new("foreign");
    let connection = rusqlite::Connection::open(&foreign.0).unwrap();
    connection.execute_batch("CREATE TABLE t (x)").unwrap();
    drop(connection);
    let error = Sandbox::open(foreign.store(), Settings::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the sandbox's store: the file is no store of a sandbox"
    );

    let text = File::new("text");
    std::fs::write(&text.0, "hello, I am no database at all").unwrap();
    assert!(Sandbox::open(text.store(), Settings::default()).is_err());
    assert!(Sandbox::open(Store::File("/nowhere/at/all.db".into()), Settings::default()).is_err());
}
