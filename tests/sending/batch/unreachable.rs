//! No credentials, no server, no TLS or no API: each has its message and exit code, and no line is lost.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::Command;
use std::sync::Arc;

use crate::batch::setup::{Setup, lines};
use crate::support::{Folder, Run, run_command};

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("cases.ndjson", lines(3));
    folder.write("case.json", r#"{"customer_id":1,"case_config":"kyb"}"#);
    folder
}

fn submit_with(folder: &Folder, base_url: &str, arguments: &[&str]) -> Run {
    submit(folder, base_url, |command| {
        command.args(arguments);
    })
}

fn submit(folder: &Folder, base_url: &str, change: impl Fn(&mut Command)) -> Run {
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
fn answering(response: &'static str) -> String {
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

/// The program with credentials of a sandbox, and a variable of the environment.
fn with_variable(setup: &Setup, name: &str, value: &str) -> Run {
    submit(&setup.folder, &setup.base_url, |command| {
        command.env(name, value);
    })
}

#[test]
fn invisible_characters_in_variables_and_files() {
    use sphinx_case::sandbox::SandboxOptions;
    let secret = SandboxOptions::CLIENT_SECRET;
    let utf16 = |text: &str, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        format!("\u{FEFF}{text}\r\n").encode_utf16().flat_map(bytes).collect()
    };
    let setup = Setup::with_lines(1);
    for (name, content) in [
        ("bom", format!("\u{FEFF}{secret}\n").into_bytes()),
        ("crlf", format!("{secret}\r\n").into_bytes()),
        ("utf16le", utf16(secret, u16::to_le_bytes)),
        ("utf16be", utf16(secret, u16::to_be_bytes)),
    ] {
        setup.folder.write(name, content);
        std::fs::remove_file(setup.folder.join("cases.ndjson.journal")).unwrap_or_default();
        let run = submit(&setup.folder, &setup.base_url, |command| {
            command
                .env_remove("SPHINX_CLIENT_SECRET")
                .args(["--client-secret-file", name]);
        });
        run.exits(0);
    }
    for (name, value) in [
        ("SPHINX_CLIENT_SECRET", format!("{secret}\r")),
        ("SPHINX_CLIENT_ID", format!("\u{FEFF}{}\r\n", SandboxOptions::CLIENT_ID)),
        ("SPHINX_BASE_URL", format!("{}\r", setup.base_url)),
    ] {
        with_variable(&setup, name, &value).exits(0);
    }
    with_variable(&setup, "SPHINX_CLIENT_SECRET", &format!("{}\u{200B}x", secret))
        .exits(4)
        .prints("the client secret contains the invisible character U+200B")
        .prints("Nothing was sent");
    let without_mark: Vec<u8> = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (name, content, message) in [
        ("unmarked", without_mark, "is the text in UTF-16?"),
        (
            "latin1",
            vec![b'a', 0xE9, b'b'],
            "latin1 is not text in UTF-8; save it as UTF-8",
        ),
        ("odd", vec![0xFF, 0xFE, b'a'], "odd is not text in UTF-8"),
        (
            "two",
            format!("{secret}\n{secret}\n").into_bytes(),
            "contains a line break",
        ),
        ("long", vec![b'a'; 70_000], "long is longer than 65536 bytes"),
    ] {
        setup.folder.write(name, content);
        let run = submit_with(&setup.folder, &setup.base_url, &["--token-file", name]);
        run.exits(4).prints(message).prints("Nothing was sent");
        assert!(!run.stderr.contains(&secret[..8]), "{run:#?}");
    }
}

#[test]
fn a_proxy_that_cannot_work_is_named_at_once() {
    let folder = folder();
    let base_url = "https://api.invalid";
    for (name, value, problem) in [
        (
            "HTTPS_PROXY",
            "socks5h://127.0.0.1:1",
            "scheme socks5h, which is not supported",
        ),
        (
            "https_proxy",
            "socks5://user:private-password@127.0.0.1:1",
            "scheme socks5,",
        ),
        ("ALL_PROXY", "ftp://127.0.0.1:1", "scheme ftp,"),
        ("all_proxy", "::nonsense::", "is not the URL of a proxy"),
        ("HTTPS_PROXY", "http://", "is not the URL of a proxy"),
        ("HTTPS_PROXY", "http://127.0.0.1:99999", "is not the URL of a proxy"),
        ("HTTPS_PROXY", "proxy example:3128", "is not the URL of a proxy"),
        ("HTTPS_PROXY", "127.0.0.1:port", "is not the URL of a proxy"),
    ] {
        let start = std::time::Instant::now();
        let run = submit(&folder, base_url, |command| {
            command.env(name, value);
        });
        run.exits(2)
            .prints(&format!("the environment variable {name} "))
            .prints(problem)
            .prints("Nothing was sent");
        assert!(!run.stderr.contains("private-password"), "{run:#?}");
        assert!(start.elapsed().as_secs() < 3);
        // It is not needed for this host, nor on this machine.
        submit(&folder, base_url, |command| {
            command.env(name, value).env("NO_PROXY", "localhost,.invalid");
        })
        .exits(5);
        let setup = Setup::with_lines(1);
        with_variable(&setup, name, value).exits(0);
    }
    // A proxy that could work is used.
    submit(&folder, base_url, |command| {
        command.env("HTTPS_PROXY", "127.0.0.1:1");
    })
    .exits(5);
}

#[test]
fn a_machine_without_root_certificates() {
    let setup = Setup::with_lines(1);
    let without = |command: &mut Command| {
        command
            .env("SSL_CERT_FILE", "/nonexistent/file")
            .env("SSL_CERT_DIR", "/nonexistent");
    };
    submit(&setup.folder, &setup.base_url, without).exits(0);
    let folder = folder();
    submit(&folder, "https://localhost:1", without)
        .exits(2)
        .prints("https cannot be used")
        .prints("ca-certificates")
        .prints("SSL_CERT_FILE")
        .prints("--ca FILE");
    // Its own certificates are enough.
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    folder.write("ca.pem", made.cert.pem());
    submit(&folder, "https://localhost:1", |command| {
        without(command);
        command.args(["--ca", "ca.pem"]);
    })
    .exits(5);
}

#[test]
fn a_page_of_a_gateway_is_never_shown() {
    let page = |status: &'static str| -> &'static str {
        let body = "<!DOCTYPE html><html><body>Blocked</body></html>";
        format!(
            "HTTP/1.1 {status}\r\ncontent-type: text/html\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        )
        .leak()
    };
    let with_token = |command: &mut Command| {
        command
            .env_remove("SPHINX_CLIENT_ID")
            .env_remove("SPHINX_CLIENT_SECRET")
            .env("SPHINX_TOKEN", "some-token");
    };
    for (status, code) in [("413 Too Large", 1), ("502 Bad Gateway", 3), ("403 Forbidden", 4)] {
        let folder = folder();
        let base_url = answering(page(status));
        let mut single = folder.program(&base_url);
        with_token(&mut single);
        let mut runs = vec![
            run_command(single.args(["submit", "case.json"])),
            submit(&folder, &base_url, with_token),
        ];
        for format in ["human", "json", "csv"] {
            runs.push(run_command(folder.program(&base_url).args([
                "report",
                "cases.ndjson.journal",
                "--format",
                format,
            ])));
        }
        runs[0].exits(code);
        for run in &runs {
            assert!(
                !run.stdout.contains("Blocked") && !run.stderr.contains("Blocked"),
                "{run:#?}"
            );
        }
        runs[0].prints(&status[..3]);
    }
}
