//! Secrets are not in `Debug` output, errors or logs, even if the server repeats them.

use std::io::Write;
use std::sync::{Arc, Mutex};

use sphinx_case::client::{Client, Credentials};
use tracing_subscriber::fmt::MakeWriter;
use wiremock::{MockServer, Request, ResponseTemplate};

use super::{CASES, ID, SECRET, TOKEN, TOKENS, client_with, on, options, payload, server};

/// A log in memory.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'w> MakeWriter<'w> for Log {
    type Writer = Self;

    fn make_writer(&'w self) -> Self {
        self.clone()
    }
}

/// A server whose errors contain the whole request, including its headers.
async fn repeating_server() -> MockServer {
    let server = server().await;
    on(&server, "POST", CASES, |request: &Request| {
        let sent = format!("{:?}", request.headers);
        let token = request.headers["authorization"].to_str().unwrap();
        ResponseTemplate::new(400)
            .insert_header("x-request-id", token.replace("Bearer ", "id-"))
            .set_body_json(serde_json::json!({"detail": sent, "customer_id": [token]}))
    })
    .await;
    server
}

#[tokio::test]
async fn no_output_contains_a_secret() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);

    let server = repeating_server().await;
    let options = options(&server.uri());
    let mut shown = format!("{options:?}");
    let client = client_with(options);
    let error = client.create_case(&payload()).await.unwrap_err();
    shown += &format!("{client:?} {error:?} {error} {:?}", error.issues());
    shown += &format!("{:?} {:?}", Credentials::client(ID, SECRET), Credentials::token(TOKEN));

    let refusing = MockServer::start().await;
    on(&refusing, "POST", TOKENS, |request: &Request| {
        let sent = String::from_utf8_lossy(&request.body).into_owned();
        ResponseTemplate::new(400)
            .set_body_json(serde_json::json!({"error": "invalid_client", "error_description": sent}))
    })
    .await;
    let client = super::client(&refusing.uri());
    let error = client.authorize().await.unwrap_err();
    shown += &format!("{error:?} {error}");
    let client = Client::with_options(
        Credentials::token(TOKEN),
        super::options(&repeating_server().await.uri()),
    )
    .unwrap();
    let error = client.create_case(&payload()).await.unwrap_err();
    shown += &format!("{client:?} {error:?} {error}");

    assert!(shown.contains("[secret]"), "the server repeated them: {shown}");
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("received a response"), "the log is written: {logged}");
    for secret in [SECRET, TOKEN] {
        assert!(!shown.contains(secret), "{shown}");
        assert!(!logged.contains(secret), "{logged}");
    }
}
