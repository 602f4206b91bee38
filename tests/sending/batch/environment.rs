//! What the environment of the program can contain: invisible characters, proxies that cannot work, no certificates, and pages of
//! gateways.

use std::process::Command;

use super::unreachable::{answering, folder, submit, submit_with};
use crate::batch::setup::Setup;
use crate::support::{Run, run_command};

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
