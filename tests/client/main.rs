//! The client against real servers on loopback: what it sends, what it makes of the answers, what it never does.

mod create;
mod read;
mod secrets;
mod tls;
mod token;
mod wire;

use std::time::Duration;

use serde_json::json;
use sphinx_case::Payload;
use sphinx_case::client::{Builder, Client, Credentials, Error};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Respond, ResponseTemplate};

const ID: &str = "2f0c6a7e-7c1b-4a9e-9a55-3f6f3d1c0001";
const SECRET: &str = "s3cret-that-nobody-may-see";
const TOKEN: &str = "token-that-nobody-may-see";

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

/// A client with client credentials that does not wait long.
fn builder(url: &str) -> Builder {
    Client::builder(Credentials::client(ID, SECRET))
        .base_url(url)
        .timeout(Duration::from_secs(5))
        .connect_timeout(Duration::from_secs(2))
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

/// Lets a server answer all requests of a method for a path.
async fn on(server: &MockServer, verb: &str, place: &str, answer: impl Respond + 'static) {
    Mock::given(method(verb))
        .and(path(place))
        .respond_with(answer)
        .mount(server)
        .await;
}

/// What keeps a server from creating a case.
async fn refused_by(server: &MockServer) -> Error {
    let client = builder(&server.uri()).build().unwrap();
    client.create_case(&payload()).await.unwrap_err()
}

/// How many requests came for a path.
async fn count(server: &MockServer, wanted: &str) -> usize {
    let requests = server.received_requests().await.unwrap();
    requests.iter().filter(|request| request.url.path() == wanted).count()
}

const CASES: &str = "/api/cases/";
const TOKENS: &str = "/api/oauth/token/";
