//! What needs a bare socket: connections that break, and idle connections that the server closes.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use sphinx_case::client::{Client, Credentials};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::{case, options, payload, token_client};

/// Reads one request, its body included.
async fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut text = String::new();
    let mut buffer = [0; 4096];
    loop {
        let count = stream.read(&mut buffer).await.ok()?;
        if count == 0 {
            return None;
        }
        text.push_str(&String::from_utf8_lossy(&buffer[..count]));
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .to_ascii_lowercase()
                .lines()
                .find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok())
                .unwrap_or(0);
            if body.len() >= length {
                return Some(text);
            }
        }
    }
}

fn client(port: u16) -> Client {
    token_client(&format!("http://127.0.0.1:{port}"))
}

/// Answers with `response(number of the request on all connections)`; `None` closes the connection. Counts the requests.
async fn serve(response: impl Fn(usize) -> Option<String> + Send + Sync + 'static) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let requests = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&requests);
    let response = Arc::new(response);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let (response, counted) = (Arc::clone(&response), Arc::clone(&counted));
            tokio::spawn(async move {
                while read_request(&mut stream).await.is_some() {
                    let number = counted.fetch_add(1, Ordering::SeqCst);
                    match response(number) {
                        Some(text) => stream.write_all(text.as_bytes()).await.unwrap(),
                        None => return,
                    }
                }
            });
        }
    });
    (port, requests)
}

fn created(id: i64) -> String {
    let body = case(id).to_string();
    format!(
        "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

#[tokio::test]
async fn a_connection_that_breaks_after_the_request() {
    let (port, requests) = serve(|_| None).await;
    let error = client(port).create_case(&payload()).await.unwrap_err();
    assert!(error.may_have_created(), "{error}");
    assert!(
        error
            .to_string()
            .contains("the connection broke before a response was received"),
        "{error}"
    );
    assert_eq!(requests.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_reused_connection_that_breaks() {
    let (port, requests) = serve(|number| (number != 1).then(|| created(1))).await;
    let client = client(port);
    client.create_case(&payload()).await.unwrap();
    let error = client.create_case(&payload()).await.unwrap_err();
    assert!(error.may_have_created(), "{error}");
    assert_eq!(requests.load(Ordering::SeqCst), 2);
    client.create_case(&payload()).await.unwrap();
}

#[tokio::test]
async fn an_incomplete_response_keeps_its_status() {
    let (port, requests) =
        serve(|_| Some("HTTP/1.1 201 Created\r\nContent-Length: 500\r\n\r\n{\"id\"".to_owned())).await;
    let options = options(&format!("http://127.0.0.1:{port}")).with_timeout(Duration::from_millis(500));
    let client = Client::with_options(Credentials::token("ready-token"), options).unwrap();
    let error = client.create_case(&payload()).await.unwrap_err();
    assert!(error.may_have_created(), "{error}");
    assert_eq!(error.status(), Some(201));
    assert!(error.to_string().contains("its body is incomplete"), "{error}");
    assert_eq!(requests.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn an_idle_connection_is_not_used_again() {
    // The server closes each connection a second and a half after its response.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let connections = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&connections);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(async move {
                read_request(&mut stream).await;
                stream.write_all(created(1).as_bytes()).await.unwrap();
                tokio::time::sleep(Duration::from_millis(1_500)).await;
            });
        }
    });
    let client = client(port);
    client.create_case(&payload()).await.unwrap();
    for _ in 0..2 {
        tokio::time::sleep(Duration::from_millis(1_200)).await;
        client.create_case(&payload()).await.unwrap();
    }
    assert_eq!(connections.load(Ordering::SeqCst), 3);
}
