//! A sandbox, a relay that sends to it, and a client that writes requests as bytes.

use std::sync::{Arc, Mutex};

use serde_json::Value;
use sphinx_case::client::{Client, ClientOptions, Credentials};
use sphinx_case::relay::{Relay, RelayOptions, SharedKeys};
use sphinx_case::sandbox::{Sandbox, SandboxOptions};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::support::postgres::Postgres;
use crate::support::start_sandbox;

pub const REQUEST: &str = r#"{"customer": {"full_name": "Ada Lovelace"}, "checks": [{"check_type": "PEP"}]}"#;

pub struct Setup {
    pub sandbox: Sandbox,
    pub address: String,
    /// All responses.
    received: Arc<Mutex<String>>,
}

#[derive(Debug)]
pub struct Response {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Response {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("not JSON: {self:?}"))
    }

    /// The last part of the type of the problem.
    pub fn problem(&self) -> String {
        let kind = self.json()["type"].as_str().unwrap_or_default().to_owned();
        kind.strip_prefix("urn:sphinx-case:relay:")
            .expect("problem details")
            .to_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

/// Options without a limit that a test could reach.
pub fn unlimited() -> RelayOptions {
    RelayOptions::default().with_rate_limit(1_000, 1_000.0)
}

impl Setup {
    pub async fn new() -> Self {
        Self::with(unlimited()).await
    }

    /// Two relays that differ only in where their keys are: in memory, and in a database.
    pub async fn with_each_store(options: RelayOptions) -> [Self; 2] {
        let server = Postgres::shared();
        let keys = SharedKeys::connect(&server.url(&server.create_database()))
            .await
            .unwrap();
        [
            Self::with(options.clone()).await,
            Self::with(options.with_keys(keys)).await,
        ]
    }

    pub async fn with(options: RelayOptions) -> Self {
        let running = start_sandbox(SandboxOptions::default()).await;
        Self::for_api(
            running.sandbox,
            &running.base_url,
            SandboxOptions::CLIENT_SECRET,
            options,
        )
        .await
    }

    /// A relay for the API at a base URL.
    pub async fn for_api(sandbox: Sandbox, api: &str, secret: &str, options: RelayOptions) -> Self {
        let client = Client::with_options(
            Credentials::client(SandboxOptions::CLIENT_ID, secret),
            ClientOptions::default().with_base_url(api).with_max_retries(0),
        )
        .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let app = Relay::new(client, options).router();
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self {
            sandbox,
            address,
            received: Arc::default(),
        }
    }

    /// Sends bytes, and reads until the server closes the connection.
    pub async fn raw(&self, request: &str) -> Response {
        let mut stream = TcpStream::connect(&self.address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut bytes = Vec::new();
        // The server may reset a connection with unread bytes.
        let _ = stream.read_to_end(&mut bytes).await;
        let text = String::from_utf8(bytes).unwrap();
        self.received.lock().unwrap().push_str(&text);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        Response {
            status: head
                .split(' ')
                .nth(1)
                .and_then(|text| text.parse().ok())
                .unwrap_or_default(),
            head: head.to_owned(),
            body: body.to_owned(),
        }
    }

    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Response {
        let mut request = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|(name, _)| *name == "Host") {
            request.push_str(&format!("Host: {}\r\n", self.address));
        }
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        if method == "POST" {
            request.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        self.raw(&format!("{request}\r\n{body}")).await
    }

    pub async fn get(&self, path: &str) -> Response {
        self.send("GET", path, &[], "").await
    }

    /// Creates a case with the headers of a page.
    pub async fn create(&self, body: &str, headers: &[(&str, &str)]) -> Response {
        let origin = format!("http://{}", self.address);
        let mut all = vec![
            ("Content-Type", "application/json"),
            ("Origin", origin.as_str()),
            ("Sec-Fetch-Site", "same-origin"),
        ];
        all.extend(headers);
        self.send("POST", "/cases/", &all, body).await
    }

    /// The number of cases in the sandbox.
    pub fn cases(&self) -> usize {
        self.sandbox.received_cases().len()
    }

    /// All responses to this client, as bytes.
    pub fn received(&self) -> String {
        self.received.lock().unwrap().clone()
    }
}
