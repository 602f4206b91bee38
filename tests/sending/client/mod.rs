//! The client with real servers on loopback: what it sends, how it reads responses, and what it never does.

mod create;
mod credentials;
mod encodings;
mod once;
mod read;
mod retry_after;
mod secrets;
mod tls;
mod token;
mod wire;

use std::time::Duration;

use serde_json::json;
use sphinx_case::Payload;
use sphinx_case::client::{Client, ClientOptions, Credentials, Error};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Respond, ResponseTemplate};

const ID: &str = "2f0c6a7e-7c1b-4a9e-9a55-3f6f3d1c0001";
const SECRET: &str = "client-s3cret-of-tests";
const TOKEN: &str = "access-t0ken-of-tests";

fn payload() -> Payload {
    sphinx_case::read_json(r#"{"customer_id": 5, "checks": [{"check_type": "PEP"}]}"#)
        .build()
        .unwrap()
}

fn case(id: i64) -> serde_json::Value {
    json!({
        "id": id, "customer": {"id": 5, "full_name": "James Torres", "external_id": null, "customer_type": "INDIVIDUAL"},
        "note": null, "risk_score": null, "outcome": null, "is_complete": false, "failed": false,
        "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z", "checks": [], "rfi": null,
        "webhook_url": null, "delete_after": -1
    })
}

/// Options with short timeouts.
fn options(url: &str) -> ClientOptions {
    ClientOptions::default()
        .with_base_url(url)
        .with_timeout(Duration::from_secs(5))
        .with_connect_timeout(Duration::from_secs(2))
}

/// A client with client credentials.
fn client_with(options: ClientOptions) -> Client {
    Client::with_options(Credentials::client(ID, SECRET), options).unwrap()
}

fn client(url: &str) -> Client {
    client_with(options(url))
}

/// A client with a token.
fn token_client(url: &str) -> Client {
    Client::with_options(Credentials::token("ready-token"), options(url)).unwrap()
}

fn granted(token: &str, expires_in: u64) -> ResponseTemplate {
    ResponseTemplate::new(200)
        .set_body_json(json!({"access_token": token, "token_type": "Bearer", "expires_in": expires_in}))
}

/// A server that grants tokens.
async fn server() -> MockServer {
    let server = MockServer::start().await;
    on(&server, "POST", TOKENS, granted(TOKEN, 3600)).await;
    server
}

/// Sets the response of a server to all requests with a method and a path.
async fn on(server: &MockServer, verb: &str, place: &str, response: impl Respond + 'static) {
    Mock::given(method(verb))
        .and(path(place))
        .respond_with(response)
        .mount(server)
        .await;
}

/// The error when a server does not create a case.
async fn create_error(server: &MockServer) -> Error {
    let client = client(&server.uri());
    client.create_case(&payload()).await.unwrap_err()
}

/// How many requests a path received.
async fn count(server: &MockServer, wanted: &str) -> usize {
    let requests = server.received_requests().await.unwrap();
    requests.iter().filter(|request| request.url.path() == wanted).count()
}

const CASES: &str = "/api/cases/";
const TOKENS: &str = "/api/oauth/token/";
