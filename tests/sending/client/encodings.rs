//! Compressed bodies: the client asks for none, and reads them all the same.

use std::io::Write;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use serde_json::json;
use sphinx_case::client::{ErrorKind, ListCases, NotSentReason};
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::{CASES, TOKEN, TOKENS, case, client, count, create_error, on, payload, server, token_client};

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn zlib(text: &str) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn deflate(text: &str) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

/// `{"id":42,"checks":[]}`, as Node.js compresses it.
const BROTLI: &[u8] = &[
    11, 10, 128, 123, 34, 105, 100, 34, 58, 52, 50, 44, 34, 99, 104, 101, 99, 107, 115, 34, 58, 91, 93, 125, 3,
];

fn encoded(status: u16, encoding: &str, bytes: Vec<u8>) -> ResponseTemplate {
    ResponseTemplate::new(status)
        .insert_header("content-encoding", encoding)
        .set_body_raw(bytes, "application/json")
}

#[tokio::test]
async fn a_created_case_is_read_in_every_encoding() {
    let text = r#"{"id":42,"checks":[]}"#;
    let twice = zlib(&String::from_utf8_lossy(text.as_bytes()));
    for (encoding, bytes) in [
        ("gzip", gzip(text)),
        ("X-GZIP", gzip(text)),
        ("deflate", zlib(text)),
        ("deflate", deflate(text)),
        ("br", BROTLI.to_vec()),
        ("identity", text.as_bytes().to_vec()),
        ("deflate, identity", twice),
    ] {
        let server = server().await;
        Mock::given(method("POST"))
            .and(path(CASES))
            .and(header("accept-encoding", "identity"))
            .respond_with(encoded(201, encoding, bytes))
            .expect(1)
            .mount(&server)
            .await;
        let created = client(&server.uri()).create_case(&payload()).await;
        assert_eq!(created.unwrap().id, 42, "{encoding}");
    }
}

#[tokio::test]
async fn a_compressed_rejection_has_its_issues() {
    let server = server().await;
    let body = json!({"customer_id": ["No such customer."]}).to_string();
    on(&server, "POST", CASES, encoded(400, "gzip", gzip(&body))).await;
    let error = create_error(&server).await;
    assert_eq!(error.issues()[0].message(), "No such customer.", "{error}");
}

#[tokio::test]
async fn an_encoding_that_cannot_be_read_is_named() {
    let text = case(3).to_string();
    let broken = gzip(&text)[..30].to_vec();
    for (encoding, bytes, part) in [
        ("zstd", b"\x28\xb5\x2f\xfd\x00".to_vec(), "encoded with \"zstd\""),
        ("gzip", broken, "it is compressed (gzip) and cannot be read"),
        (
            "gzip",
            text.clone().into_bytes(),
            "it is compressed (gzip) and cannot be read",
        ),
        (
            "br",
            b"\xff\xff\xff".to_vec(),
            "it is compressed (br) and cannot be read",
        ),
    ] {
        let server = server().await;
        on(&server, "POST", CASES, encoded(201, encoding, bytes.clone())).await;
        let error = create_error(&server).await;
        assert_eq!(*error.kind(), ErrorKind::OutcomeUnknown);
        assert!(error.to_string().contains(part), "{error}");
        assert_eq!(count(&server, CASES).await, 1);
        let rejecting = self::server().await;
        on(&rejecting, "POST", CASES, encoded(400, encoding, bytes)).await;
        let error = create_error(&rejecting).await;
        assert!(matches!(error.kind(), ErrorKind::Rejected(_)), "{error}");
        assert!(
            error.issues()[0]
                .message()
                .starts_with("The API returned HTTP status 400"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_small_body_that_becomes_a_large_one_is_not_read_to_its_end() {
    let server = server().await;
    let bytes = gzip(&" ".repeat(17 << 20));
    assert!(bytes.len() < 100_000);
    on(&server, "POST", CASES, encoded(201, "gzip", bytes)).await;
    let error = create_error(&server).await;
    assert!(error.to_string().contains("longer than 16777216 bytes"), "{error}");
}

#[tokio::test]
async fn tokens_and_lists_are_read_too() {
    let server = MockServer::start().await;
    let token = json!({"access_token": TOKEN, "token_type": "Bearer", "expires_in": 3600}).to_string();
    on(&server, "POST", TOKENS, encoded(200, "gzip", gzip(&token))).await;
    let list = json!({"count": 1, "next": null, "previous": null, "results": [case(7)]}).to_string();
    on(&server, "GET", CASES, encoded(200, "deflate", zlib(&list))).await;
    let page = client(&server.uri()).list_cases(ListCases::default()).await.unwrap();
    assert_eq!(page.results[0].id, 7);

    let refusing = MockServer::start().await;
    let body = json!({"error": "invalid_client"}).to_string();
    on(&refusing, "POST", TOKENS, encoded(401, "gzip", gzip(&body))).await;
    let error = create_error(&refusing).await;
    assert!(error.to_string().contains("invalid_client"), "{error}");

    let unreadable = MockServer::start().await;
    on(&unreadable, "POST", TOKENS, encoded(200, "zstd", vec![1, 2, 3])).await;
    let error = client(&unreadable.uri())
        .create_case_without_retries(&payload())
        .await
        .unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::NotSent(NotSentReason::NoToken), "{error}");
    assert!(error.to_string().contains("zstd"), "{error}");
}

#[tokio::test]
async fn a_page_is_never_part_of_a_message() {
    let page = "<!DOCTYPE html><html><body>Access denied by the gateway</body></html>";
    for status in [200, 201, 400, 401, 403, 404, 408, 413, 429, 500, 502, 503, 504] {
        for place in [CASES, TOKENS] {
            let server = MockServer::start().await;
            let response = ResponseTemplate::new(status).set_body_raw(page, "text/html");
            on(&server, "POST", place, response).await;
            let client = if place == CASES {
                token_client(&server.uri())
            } else {
                client(&server.uri())
            };
            let error = client.create_case_without_retries(&payload()).await.unwrap_err();
            let text = error.to_string();
            assert!(
                !text.contains('<') && !text.contains("Access denied"),
                "{status} {place}: {text}"
            );
            assert!(text.contains(&status.to_string()), "{status} {place}: {text}");
        }
    }
}
