//! No credentials, no server, no TLS or no API: each has its message and exit code, and no line is lost.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::Command;
use std::sync::Arc;

use crate::batch::setup::{Setup, lines};
use crate::support::{Folder, Run, run_command};

pub(super) fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("cases.ndjson", lines(3));
    folder.write("case.json", r#"{"customer_id":1,"case_config":"kyb"}"#);
    folder
}

pub(super) fn submit_with(folder: &Folder, base_url: &str, arguments: &[&str]) -> Run {
    submit(folder, base_url, |command| {
        command.args(arguments);
    })
}

pub(super) fn submit(folder: &Folder, base_url: &str, change: impl Fn(&mut Command)) -> Run {
    let mut command = folder.program(base_url);
    command.args(["submit", "cases.ndjson", "--concurrency", "1"]);
    change(&mut command);
    run_command(&mut command)
}

/// All lines are pending.
fn all_are_pending(folder: &Folder) {
    let run = run_command(
        folder
            .program("http://127.0.0.1:1")
            .args(["report", "cases.ndjson.journal"]),
    );
    run.exits(0).prints("3 still to be sent");
}

#[test]
fn missing_credentials() {
    let folder = folder();
    for (removed, message) in [
        (
            &["SPHINX_CLIENT_ID", "SPHINX_CLIENT_SECRET"][..],
            "there are no credentials",
        ),
        (&["SPHINX_CLIENT_ID"][..], "SPHINX_CLIENT_ID is not"),
        (&["SPHINX_CLIENT_SECRET"][..], "neither SPHINX_CLIENT_SECRET"),
    ] {
        let run = submit(&folder, "http://127.0.0.1:1", |command| {
            for name in removed {
                command.env_remove(name);
            }
        });
        run.exits(4).prints(message).prints("othing was sent");
    }
    submit(&folder, "http://127.0.0.1:1", |command| {
        command.env("SPHINX_TOKEN", "abc");
    })
    .exits(4)
    .prints("both");
    assert!(!folder.has("cases.ndjson.journal"));
}

#[test]
fn refused_credentials() {
    let setup = Setup::with_lines(3);
    let wrong = |name: &'static str, value: &'static str| {
        submit(&setup.folder, &setup.base_url, |command| {
            if name == "SPHINX_TOKEN" {
                command
                    .env_remove("SPHINX_CLIENT_ID")
                    .env_remove("SPHINX_CLIENT_SECRET");
            }
            command.env(name, value);
        })
    };
    wrong("SPHINX_CLIENT_SECRET", "wrong-secret")
        .exits(4)
        .prints("the credentials were refused")
        .prints("3 still to be sent");
    let run = wrong("SPHINX_TOKEN", "wrong-token");
    run.exits(4).prints("3 still to be sent");
    setup.submit(&[]).exits(0);
    assert_eq!(setup.cases(), 3);
}

#[test]
fn credentials_from_files() {
    let setup = Setup::with_lines(1);
    setup.folder.write(
        "secret",
        format!("{}\n", sphinx_case::sandbox::SandboxOptions::CLIENT_SECRET),
    );
    let run = submit(&setup.folder, &setup.base_url, |command| {
        command
            .env_remove("SPHINX_CLIENT_SECRET")
            .args(["--client-secret-file", "secret"]);
    });
    run.exits(0);
    setup.folder.write("empty", "\n");
    let run = submit_with(&setup.folder, &setup.base_url, &["--token-file", "empty"]);
    run.exits(4).prints("empty");
    submit_with(&setup.folder, &setup.base_url, &["--token-file", "absent"]).exits(2);
}

#[test]
fn no_server_at_the_address() {
    let folder = folder();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let base_url = format!("http://127.0.0.1:{port}");
    let with_token = |command: &mut Command| {
        command
            .env_remove("SPHINX_CLIENT_ID")
            .env_remove("SPHINX_CLIENT_SECRET")
            .env("SPHINX_TOKEN", "some-token");
    };
    let run = submit(&folder, &base_url, with_token);
    run.exits(5)
        .prints("the request was not sent")
        .prints("Check the base URL");
    all_are_pending(&folder);
    let mut command = folder.program("ftp://127.0.0.1");
    run_command(command.args(["submit", "case.json"]))
        .exits(2)
        .prints("use https");
}

#[test]
fn an_untrusted_certificate() {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let key = tokio_rustls::rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let pem = made.cert.pem();
    let config = tokio_rustls::rustls::ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let port = listener.local_addr().unwrap().port();
    runtime.spawn(async move {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else {
                continue;
            };
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream
                .write_all(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n")
                .await;
            let _ = stream.shutdown().await;
        }
    });
    let folder = folder();
    let base_url = format!("https://localhost:{port}");
    submit(&folder, &base_url, |_| {}).exits(5).prints("--ca FILE");
    all_are_pending(&folder);
    folder.write("ca.pem", pem);
    // With a trusted certificate, the server is still not the API.
    submit_with(&folder, &base_url, &["--ca", "ca.pem"]).exits(6);
    all_are_pending(&folder);
    submit_with(&folder, &base_url, &["--ca", "cases.ndjson"])
        .exits(2)
        .prints("PEM");
    // A server without TLS.
    let plain = answering("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
    let mut command = folder.program(&plain.replace("http://127.0.0.1", "https://127.0.0.1"));
    run_command(command.args(["submit", "case.json"])).exits(5);
}

/// A server that returns the same response to every request.
pub(super) fn answering(response: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(response.as_bytes());
        }
    });
    format!("http://{address}")
}

#[test]
fn a_server_that_is_not_the_api() {
    let page =
        "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 13\r\nconnection: close\r\n\r\n<html></html>";
    let missing = "HTTP/1.1 404 Not Found\r\ncontent-length: 13\r\nconnection: close\r\n\r\n<html></html>";
    let elsewhere =
        "HTTP/1.1 302 Found\r\nlocation: https://login.example/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let with_token = |command: &mut Command| {
        command
            .env_remove("SPHINX_CLIENT_ID")
            .env_remove("SPHINX_CLIENT_SECRET")
            .env("SPHINX_TOKEN", "some-token");
    };
    for response in [missing, elsewhere] {
        let folder = folder();
        let base_url = answering(response);
        submit(&folder, &base_url, |_| {}).exits(6).prints("Stopped");
        submit(&folder, &base_url, with_token)
            .exits(6)
            .prints("Check the base URL");
        all_are_pending(&folder);
    }
    // A page instead of a token: nothing was sent. A page instead of a case: the outcome is unknown.
    let folder = folder();
    let base_url = answering(page);
    let mut command = folder.program(&base_url);
    with_token(&mut command);
    run_command(command.args(["submit", "case.json"]))
        .exits(3)
        .prints("its body is not a case");
    submit(&folder, &base_url, with_token)
        .exits(3)
        .prints("but its body is not a case")
        .prints("3 outcome unknown");
}
