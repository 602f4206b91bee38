//! Requests over HTTP, as plain as they get: nothing of the library's own client takes part.

use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::{Value, json};

use crate::server::running::Server;

/// The credentials of a client that may create, and of one that may only read.
pub const WRITER: (&str, &str) = ("11111111-1111-4111-8111-111111111111", "writer-secret");
pub const READER: (&str, &str) = ("22222222-2222-4222-8222-222222222222", "reader-secret");

/// A response.
#[derive(Debug)]
pub struct Response {
    pub status: u16,
    pub body: String,
}

impl Response {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

impl Server {
    /// Sends one request on a connection of its own.
    pub fn send(&self, method: &str, path: &str, token: Option<&str>, body: &[u8]) -> Response {
        let address = self.url.trim_start_matches("http://");
        let mut stream = TcpStream::connect(address).expect("the server listens");
        let token = token.map_or_else(String::new, |token| format!("Authorization: Bearer {token}\r\n"));
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{token}\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).expect("the head is taken");
        stream.write_all(body).expect("the body is taken");
        let mut text = String::new();
        stream.read_to_string(&mut text).expect("UTF-8");
        let (head, body) = text.split_once("\r\n\r\n").expect("a head and a body");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        Response {
            status: status.expect("a status"),
            body: body.to_owned(),
        }
    }

    /// A token for these credentials.
    pub fn token(&self, (id, secret): (&str, &str)) -> String {
        let body = json!({"client_id": id, "client_secret": secret, "grant_type": "client_credentials"});
        let response = self.send("POST", "/api/oauth/token/", None, body.to_string().as_bytes());
        assert_eq!(response.status, 200, "{}", response.body);
        response.json()["access_token"].as_str().expect("a token").to_owned()
    }

    /// Sends a Create Case request.
    pub fn create(&self, token: &str, body: &[u8]) -> Response {
        self.send("POST", "/api/cases/", Some(token), body)
    }
}
