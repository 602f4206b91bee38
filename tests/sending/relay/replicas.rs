//! Several relays with one database: they send each key once, also if one of them or the database ends.

use std::time::{Duration, Instant};

use sphinx_case::relay::{RelayOptions, SharedKeys};
use sphinx_case::sandbox::{Fault, SandboxOptions};
use tokio::runtime::Runtime;

use crate::relay::setup::{REQUEST, Response, Setup, unlimited};
use crate::support::postgres::{PASSWORD, Postgres};
use crate::support::servers::{RunningSandbox, start_sandbox};
use crate::support::{Folder, run_command};

pub const KEY: (&str, &str) = ("Idempotency-Key", "1b4e28ba-2fa1-4d2b-883f-0016d3cca427");

pub const TEST_LEASE: Duration = Duration::from_secs(1);

/// A sandbox, and relays with the keys in a database.
pub struct Replicas {
    pub api: RunningSandbox,
    pub url: String,
    pub database: String,
}

impl Replicas {
    pub async fn new() -> Self {
        let server = Postgres::shared();
        let database = server.create_database();
        Self::in_database(server, database).await
    }

    async fn in_database(server: &Postgres, database: String) -> Self {
        Self {
            api: start_sandbox(SandboxOptions::default()).await,
            url: server.url(&database),
            database,
        }
    }

    fn start(&self) -> impl Future<Output = Setup> + Send + use<> {
        self.start_with(unlimited())
    }

    /// Starts another relay, in the runtime of the caller.
    pub fn start_with(&self, options: RelayOptions) -> impl Future<Output = Setup> + Send + use<> {
        let (sandbox, api, url) = (self.api.sandbox.clone(), self.api.base_url.clone(), self.url.clone());
        async move {
            let keys = SharedKeys::connect(&url).await.unwrap().with_lease(TEST_LEASE);
            Setup::for_api(sandbox, &api, SandboxOptions::CLIENT_SECRET, options.with_keys(keys)).await
        }
    }

    /// Starts a relay that ends while it sends the request to the API.
    pub async fn end_while_sending(&self, options: RelayOptions) {
        self.api.sandbox.push_next(Fault::Slow(Duration::from_secs(60)));
        // All tasks of a runtime end with it, as those of a process.
        let runtime = Runtime::new().unwrap();
        let ending = runtime.spawn(self.start_with(options)).await.unwrap();
        let cut = tokio::time::timeout(Duration::from_millis(300), ending.create(REQUEST, &[KEY])).await;
        assert!(cut.is_err(), "the request is in progress");
        runtime.shutdown_background();
    }

    pub fn cases(&self) -> usize {
        self.api.sandbox.received_cases().len()
    }
}

pub async fn outcome(relay: &Setup) -> Response {
    relay.send("GET", "/cases/outcome", &[KEY], "").await
}

#[tokio::test]
async fn the_same_key_at_two_relays_creates_one_case() {
    let replicas = Replicas::new().await;
    let (first, second) = tokio::join!(replicas.start(), replicas.start());
    replicas.api.sandbox.push_next(Fault::Slow(Duration::from_millis(200)));
    let (one, two) = tokio::join!(first.create(REQUEST, &[KEY]), second.create(REQUEST, &[KEY]));
    assert_eq!((one.status, two.status), (201, 201), "{one:?} {two:?}");
    assert_eq!(one.body, two.body);
    assert_eq!(replicas.cases(), 1);
    for relay in [&first, &second] {
        assert_eq!(outcome(relay).await.body, one.body);
        let path = format!("/cases/{}", one.json()["id"]);
        assert_eq!(relay.get(&path).await.status, 200, "each relay returns the case");
        assert_eq!(relay.get("/cases/999").await.problem(), "not-found");
        let other = relay
            .create(r#"{"customer_id": 1, "case_config": "kyb"}"#, &[KEY])
            .await;
        assert_eq!((other.status, other.problem().as_str()), (422, "key-reused"));
    }
    assert_eq!(replicas.cases(), 1);
}

#[tokio::test]
async fn keys_survive_a_restart() {
    let replicas = Replicas::new().await;
    let before = replicas.start().await;
    let instance = before.get("/relay").await.json()["instance"]
        .as_str()
        .unwrap()
        .to_owned();
    let first = before.create(REQUEST, &[KEY]).await;
    drop(before);
    let after = replicas.start().await;
    let again = after.create(REQUEST, &[KEY, ("Relay-Instance", &instance)]).await;
    assert_eq!((again.status, &again.body), (201, &first.body));
    assert_eq!(replicas.cases(), 1);
    let other = Replicas::new().await.start().await;
    let refused = other.create(REQUEST, &[KEY, ("Relay-Instance", &instance)]).await;
    assert_eq!(refused.problem(), "other-instance", "another database has other keys");
}

#[tokio::test]
async fn problems_are_the_same_at_each_relay() {
    let replicas = Replicas::new().await;
    let (first, second) = (replicas.start().await, replicas.start().await);
    for fault in [Fault::TooMany(Duration::from_secs(7)), Fault::BadFieldsObjects] {
        replicas.api.sandbox.push_next(fault);
        let response = first.create(REQUEST, &[KEY]).await;
        let read = outcome(&second).await;
        assert_eq!((read.status, &read.body), (response.status, &response.body));
        assert_eq!(read.header("retry-after"), response.header("retry-after"));
        assert_eq!(replicas.cases(), 0);
    }
    assert_eq!(
        second.create(REQUEST, &[KEY]).await.status,
        201,
        "no case was created before"
    );
    assert_eq!(replicas.cases(), 1);
}

#[tokio::test]
async fn a_request_longer_than_the_lease_keeps_its_key() {
    let replicas = Replicas::new().await;
    let (first, second) = (replicas.start().await, replicas.start().await);
    replicas.api.sandbox.push_next(Fault::Slow(TEST_LEASE * 5 / 2));
    let (one, two) = tokio::join!(first.create(REQUEST, &[KEY]), second.create(REQUEST, &[KEY]));
    assert_eq!((one.status, &two.body), (201, &one.body));
    assert_eq!(replicas.cases(), 1);
}

#[tokio::test]
async fn a_relay_that_ends_while_sending_leaves_an_unknown_outcome() {
    let replicas = Replicas::new().await;
    replicas.end_while_sending(unlimited()).await;
    let other = replicas
        .start_with(unlimited().with_response_timeout(Duration::from_millis(50)))
        .await;
    assert_eq!(outcome(&other).await.problem(), "under-way");
    let begun = Instant::now();
    while outcome(&other).await.problem() != "outcome-unknown" {
        assert!(begun.elapsed() < Duration::from_secs(20), "the lease did not end");
    }
    let again = other.create(REQUEST, &[KEY]).await;
    assert_eq!(again.problem(), "outcome-unknown", "it is not sent again");
    assert_eq!(replicas.cases(), 0);
}

#[tokio::test]
async fn without_the_database_nothing_is_sent_and_no_outcome_is_lost() {
    let mut server = Postgres::start(false);
    let database = server.create_database();
    let replicas = Replicas::in_database(&server, database).await;
    let (first, second) = (replicas.start().await, replicas.start().await);
    assert_eq!(first.create(REQUEST, &[KEY]).await.status, 201);
    server.stop();
    let refused = first.create(REQUEST, &[("Idempotency-Key", "other")]).await;
    assert_eq!((refused.status, refused.problem().as_str()), (503, "keys-unavailable"));
    assert_eq!(refused.header("retry-after"), Some("5"));
    assert!(!refused.body.contains(PASSWORD));
    assert_eq!(outcome(&second).await.problem(), "outcome-unknown");
    assert_eq!(replicas.cases(), 1);
    server.restart();
    assert_eq!(first.create(REQUEST, &[("Idempotency-Key", "other")]).await.status, 201);
    assert_eq!(outcome(&second).await.status, 201);

    // The database ends while a request is in progress.
    replicas.api.sandbox.push_next(Fault::Slow(Duration::from_millis(600)));
    let last = ("Idempotency-Key", "last");
    let stop = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        server.stop();
    };
    let headers = [last];
    let (response, ()) = tokio::join!(first.create(REQUEST, &headers), stop);
    assert_eq!(response.status, 201, "the relay that sent it knows the case");
    server.restart();
    let begun = Instant::now();
    while second.send("GET", "/cases/outcome", &[last], "").await.body != response.body {
        assert!(begun.elapsed() < Duration::from_secs(20), "the result was not stored");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(replicas.cases(), 3);
}

#[tokio::test]
async fn no_request_is_stored_and_expired_keys_are_removed() {
    let replicas = Replicas::new().await;
    let relay = replicas.start().await;
    let body = r#"{"customer": {"full_name": "Grace Hopper", "input_details": {"dob": "1906-12-09"}}, "checks": []}"#;
    let response = relay.create(body, &[KEY]).await;
    assert_eq!(response.status, 201);
    let server = Postgres::shared();
    let rows = server.query(&replicas.database, "SELECT * FROM sphinx_case_relay_keys");
    assert!(!rows.contains("1906-12-09"), "{rows}");
    assert!(!rows.contains(PASSWORD));
    server.query(
        &replicas.database,
        "UPDATE sphinx_case_relay_keys SET expires_at = now()",
    );
    assert_eq!(outcome(&relay).await.problem(), "unknown-key");
    // A relay cleans at its start, and then once a minute.
    let _next = replicas.start().await;
    let begun = Instant::now();
    while server
        .query(&replicas.database, "SELECT count(*) FROM sphinx_case_relay_keys")
        .trim()
        != "0"
    {
        assert!(
            begun.elapsed() < Duration::from_secs(20),
            "expired keys are still there"
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn tls_is_verified() {
    let server = Postgres::shared();
    let url = server.url(&server.create_database());
    let folder = Folder::new();
    let root = folder.write("root.pem", &server.certificate);
    let trusted = format!("{url}?sslmode=verify-full&sslrootcert={}", root.display());
    SharedKeys::connect(&trusted).await.unwrap();
    let untrusted = SharedKeys::connect(&format!("{url}?sslmode=require"))
        .await
        .unwrap_err();
    assert!(untrusted.to_string().contains("certificate"), "{untrusted}");
    let empty = folder.write("empty.pem", "");
    let url = format!("{url}?sslmode=require&sslrootcert={}", empty.display());
    let error = SharedKeys::connect(&url).await.unwrap_err();
    assert!(error.to_string().contains("no certificate"), "{error}");
    let plain = Postgres::start(false);
    let url = format!("{}?sslmode=require", plain.url("postgres"));
    let error = SharedKeys::connect(&url).await.unwrap_err();
    assert!(error.to_string().contains("TLS"), "{error}");
}

#[tokio::test]
async fn tables_of_another_version_are_refused() {
    let replicas = Replicas::new().await;
    replicas.start().await;
    let server = Postgres::shared();
    server.query(&replicas.database, "UPDATE sphinx_case_versions SET version = 7");
    let error = SharedKeys::connect(&replicas.url).await.unwrap_err();
    assert!(error.to_string().contains("version 7"), "{error}");
}

#[test]
fn the_server_does_not_start_without_its_database() {
    let folder = Folder::new();
    folder.write("index.html", "");
    let server = Postgres::shared();
    let url = server.url(&server.create_database());
    let wrong = url.replace(PASSWORD, "wrong-password");
    let away = format!("postgres://a:{PASSWORD}@127.0.0.1:1/x");
    for (url, password, message) in [
        (wrong.as_str(), "", "password authentication failed"),
        (&away, "", "cannot be reached"),
        (&server.url_without_password("postgres"), PASSWORD, "permission denied"),
        (&url.replace("127.0.0.1", "a@b"), "", "%40"),
    ] {
        for in_environment in [true, false] {
            let mut serve = folder.program("http://127.0.0.1:9");
            serve
                .args(["serve", "--page", ".", "--port", "0"])
                .env("PGPASSWORD", password);
            match in_environment {
                true => serve.env("SPHINX_KEYS", url),
                false => serve.args(["--keys", url]),
            };
            let run = run_command(&mut serve);
            run.exits(2).prints(message).prints("The server was not started.");
            let output = format!("{}{}", run.stdout, run.stderr);
            assert!(
                !output.contains(PASSWORD) && !output.contains("wrong-password"),
                "{output}"
            );
        }
    }
    let help = run_command(
        folder
            .program("http://127.0.0.1:9")
            .args(["serve", "--help"])
            .env("SPHINX_KEYS", &url),
    );
    assert!(!help.stdout.contains(PASSWORD), "{}", help.stdout);
}
