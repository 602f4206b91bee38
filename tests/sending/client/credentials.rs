//! What editors, shells and clipboards add to credentials is removed or named before anything is sent.

use serde_json::json;
use sphinx_case::client::{Client, Credentials};
use wiremock::matchers::{body_json, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::{CASES, ID, SECRET, TOKENS, case, granted, on, options, payload};

/// What can be around a secret without being seen.
const AROUND: [&str; 9] = [
    "\u{FEFF}", "\r", "\r\n", "\n", " \t", "\u{200B}", "\u{A0}", "\u{2028}", "\0",
];

#[tokio::test]
async fn what_is_around_them_is_removed() {
    for extra in AROUND {
        for (before, after) in [(extra, ""), ("", extra), (extra, extra)] {
            let around = |text: &str| format!("{before}{text}{after}");
            let server = MockServer::start().await;
            Mock::given(method("POST"))
                .and(path(TOKENS))
                .and(body_json(
                    json!({"client_id": ID, "client_secret": SECRET, "grant_type": "client_credentials"}),
                ))
                .respond_with(granted("access", 3600))
                .mount(&server)
                .await;
            Mock::given(method("POST"))
                .and(path(CASES))
                .and(header("authorization", "Bearer access"))
                .respond_with(ResponseTemplate::new(201).set_body_json(case(1)))
                .mount(&server)
                .await;
            for credentials in [
                Credentials::client(around(ID), around(SECRET)),
                Credentials::token(around("access")),
            ] {
                let options = options(&around(&server.uri()));
                let client = Client::with_options(credentials, options).unwrap();
                assert_eq!(client.base_url(), server.uri());
                client.create_case(&payload()).await.unwrap();
            }
        }
    }
}

#[tokio::test]
async fn what_is_within_them_is_named_and_nothing_is_sent() {
    let server = MockServer::start().await;
    on(&server, "POST", TOKENS, granted("access", 3600)).await;
    let refused = |credentials: Credentials| {
        Client::with_options(credentials, options(&server.uri()))
            .unwrap_err()
            .to_string()
    };
    for (extra, named) in [
        ("\u{FEFF}", "the invisible character U+FEFF"),
        ("\u{200B}", "the invisible character U+200B"),
        ("\u{202E}", "the invisible character U+202E"),
        ("\u{AD}", "the invisible character U+00AD"),
        ("\u{A0}", "the invisible character U+00A0"),
        ("\r\n", "a line break"),
        ("\0", "U+0000"),
        ("\u{FFFD}", "U+FFFD"),
        ("\u{7}", "the invisible character U+0007"),
    ] {
        let within = format!("abcd{extra}efgh");
        for (credentials, name) in [
            (Credentials::client(ID, &*within), "the client secret contains"),
            (Credentials::client(&*within, SECRET), "the client ID contains"),
            (Credentials::token(&*within), "the token contains"),
        ] {
            let text = refused(credentials);
            assert!(text.starts_with(name) && text.contains(named), "{text}");
            assert!(text.contains("after 4 characters"), "{text}");
            assert!(!text.contains("abcd") && !text.contains("efgh"), "{text}");
        }
    }
    assert!(refused(Credentials::token("Bearer abcdef")).contains("remove \"Bearer\""));
    assert!(refused(Credentials::token("token é")).contains("a space"));
    for empty in ["", " ", "\u{FEFF}\r\n"] {
        assert!(refused(Credentials::token(empty)).contains("the token is empty"));
        assert!(refused(Credentials::client(ID, empty)).contains("the client secret is empty"));
        assert!(refused(Credentials::client(empty, SECRET)).contains("the client ID or the client secret is empty"));
    }
    assert!(server.received_requests().await.unwrap().is_empty());
}
