//! Secrets: in no `Debug`, no error and no log, not even when the server repeats them.

use std::io::Write;
use std::sync::{Arc, Mutex};

use sphinx_case::client::{Client, Credentials};
use tracing_subscriber::fmt::MakeWriter;
use wiremock::{MockServer, Request, ResponseTemplate};

use super::{CASES, ID, SECRET, TOKEN, TOKENS, builder, on, payload, server};

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

/// A server that repeats all it was sent, headers included, in its errors.
async fn parrot() -> MockServer {
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
async fn nothing_shows_a_secret() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);

    let server = parrot().await;
    let builder = builder(&server.uri());
    let mut shown = format!("{builder:?}");
    let client = builder.build().unwrap();
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
    let client = super::builder(&refusing.uri()).build().unwrap();
    let error = client.authorize().await.unwrap_err();
    shown += &format!("{error:?} {error}");
    let client = Client::builder(Credentials::token(TOKEN))
        .base_url(parrot().await.uri())
        .build()
        .unwrap();
    let error = client.create_case(&payload()).await.unwrap_err();
    shown += &format!("{client:?} {error:?} {error}");

    assert!(shown.contains("[secret]"), "the server did repeat them: {shown}");
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("answered"), "there is a log: {logged}");
    for secret in [SECRET, TOKEN] {
        assert!(!shown.contains(secret), "{shown}");
        assert!(!logged.contains(secret), "{logged}");
    }
}
