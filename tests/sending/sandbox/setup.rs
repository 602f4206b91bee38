//! A running sandbox and a client of it.

use std::net::SocketAddr;

use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};
use sphinx_case::sandbox::{Sandbox, SandboxOptions};

use crate::support::servers::{RunningSandbox, start_sandbox};

pub const CASE: &str = r#"{"customer_id": 7, "checks": [{"check_type": "PEP"}]}"#;

pub struct Setup {
    pub sandbox: Sandbox,
    pub address: SocketAddr,
    pub client: Client,
    pub token: String,
    running: RunningSandbox,
}

impl Setup {
    pub async fn new(options: SandboxOptions) -> Self {
        let running = start_sandbox(options).await;
        let client = Client::builder().no_proxy().build().unwrap();
        let mut setup = Self {
            sandbox: running.sandbox.clone(),
            address: running.address,
            client,
            token: String::new(),
            running,
        };
        let response = read(setup.ask_token(&setup.credentials()).await).await;
        assert_eq!(response.0, 200, "{}", response.1);
        setup.token = response.1["access_token"].as_str().unwrap().to_owned();
        setup
    }

    pub fn credentials(&self) -> Value {
        json!({
            "client_id": SandboxOptions::CLIENT_ID,
            "client_secret": SandboxOptions::CLIENT_SECRET,
            "grant_type": "client_credentials",
        })
    }

    pub async fn ask_token(&self, credentials: &Value) -> Response {
        self.bare(Method::POST, "/api/oauth/token/")
            .header("content-type", "application/json")
            .body(credentials.to_string())
            .send()
            .await
            .unwrap()
    }

    /// A request without a token.
    pub fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("http://{}{path}", self.address))
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.bare(method, path).bearer_auth(&self.token)
    }

    pub fn post(&self, body: impl Into<String>) -> RequestBuilder {
        self.request(Method::POST, "/api/cases/")
            .header("content-type", "application/json")
            .body(body.into())
    }

    pub async fn create(&self, body: impl Into<String>) -> (u16, Value) {
        read(self.post(body).send().await.unwrap()).await
    }

    pub async fn get(&self, path: &str) -> (u16, Value) {
        read(self.request(Method::GET, path).send().await.unwrap()).await
    }

    pub async fn start(&self, id: &Value) -> (u16, Value) {
        let path = format!("/api/cases/{id}/start/");
        read(self.request(Method::POST, &path).send().await.unwrap()).await
    }

    /// Shuts the server down.
    pub async fn stop(self) {
        self.running.stop().await;
    }
}

pub async fn read(response: Response) -> (u16, Value) {
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
}
