//! A sandbox, a relay before it, and a client that writes requests byte by byte.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;
use sphinx_case::client::{Client, ClientOptions, Credentials};
use sphinx_case::relay::{Relay, Settings};
use sphinx_case::sandbox::{Sandbox, Settings as SandboxSettings, Store};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub const REQUEST: &str = r#"{"customer": {"full_name": "Ada Lovelace"}, "checks": [{"check_type": "PEP"}]}"#;

pub struct Stand {
    pub sandbox: Sandbox,
    pub address: String,
    /// Everything that was answered.
    answered: Arc<Mutex<String>>,
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    /// The name of the problem.
    pub fn problem(&self) -> String {
        let kind = self.json()["type"].as_str().unwrap_or_default().to_owned();
        kind.strip_prefix("urn:sphinx-case:relay:")
            .expect("a problem")
            .to_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

impl Stand {
    pub async fn new() -> Self {
        Self::with(Settings::default().rate(1_000, 1_000.0)).await
    }

    pub async fn with(settings: Settings) -> Self {
        let sandbox = Sandbox::open(
            Store::Memory,
            SandboxSettings {
                decision_time: Duration::from_millis(50),
                ..SandboxSettings::default()
            },
        )
        .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let api = format!("http://{}", listener.local_addr().unwrap());
        let running = sandbox.clone();
        tokio::spawn(async move { running.serve(listener, std::future::pending()).await });
        Self::before(sandbox, &api, SandboxSettings::CLIENT_SECRET, settings).await
    }

    /// A relay before an API of its own.
    pub async fn before(sandbox: Sandbox, api: &str, secret: &str, settings: Settings) -> Self {
        let client = Client::with_options(
            Credentials::client(SandboxSettings::CLIENT_ID, secret),
            ClientOptions::default().with_base_url(api).with_max_retries(0),
        )
        .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let app = Relay::new(client, settings).router();
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self {
            sandbox,
            address,
            answered: Arc::default(),
        }
    }

    /// Sends bytes as they are, and reads until the other side has nothing more to say.
    pub async fn raw(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut bytes = Vec::new();
        // A server that has heard enough may reset what it did not read.
        let _ = stream.read_to_end(&mut bytes).await;
        let text = String::from_utf8(bytes).unwrap();
        self.answered.lock().unwrap().push_str(&text);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        Answer {
            status: head
                .split(' ')
                .nth(1)
                .and_then(|text| text.parse().ok())
                .unwrap_or_default(),
            head: head.to_owned(),
            body: body.to_owned(),
        }
    }

    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
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

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], "").await
    }

    /// As the page does it.
    pub async fn create(&self, body: &str, headers: &[(&str, &str)]) -> Answer {
        let origin = format!("http://{}", self.address);
        let mut all = vec![
            ("Content-Type", "application/json"),
            ("Origin", origin.as_str()),
            ("Sec-Fetch-Site", "same-origin"),
        ];
        all.extend(headers);
        self.send("POST", "/cases/", &all, body).await
    }

    pub async fn cases(&self) -> usize {
        self.sandbox.received(0, 1_000).await.unwrap().len()
    }

    pub fn answered(&self) -> String {
        self.answered.lock().unwrap().clone()
    }
}
