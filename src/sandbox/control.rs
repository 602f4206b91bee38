//! Control over HTTP, for tests in other languages. It needs no token, so it must not be reachable by web pages.

use std::net::IpAddr;

use axum::body::Bytes;
use axum::http::{HeaderMap, Method, StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Response};

use super::answer::{detail, json, not_allowed, not_found, server_error, typed};
use super::{Fault, Faults, InvalidFaults, Sandbox, SandboxError};

/// Received cases are read from the store in pieces of so many.
const PIECE: usize = 1_000;

/// Answers a request outside the API.
pub(super) async fn answer(sandbox: &Sandbox, parts: &Parts, body: &Bytes) -> Response {
    if let Err(why) = refuse_pages(&parts.headers) {
        return detail(StatusCode::FORBIDDEN, why);
    }
    let is_get = matches!(parts.method, Method::GET | Method::HEAD);
    let result = match (parts.uri.path(), &parts.method) {
        ("/sandbox/", _) if is_get => sandbox.facts().await.map(|facts| json(StatusCode::OK, &facts)),
        ("/sandbox/faults", &Method::PUT) => return set_faults(sandbox, &parts.headers, body),
        ("/sandbox/next", &Method::POST) => return push_next(sandbox, body),
        ("/sandbox/next", &Method::DELETE) => {
            sandbox.clear_next();
            return StatusCode::NO_CONTENT.into_response();
        }
        ("/sandbox/cases.ndjson", _) if is_get => received(sandbox).await,
        ("/sandbox/webhooks", _) if is_get => sandbox.deliveries().await.map(|list| json(StatusCode::OK, &list)),
        ("/sandbox/" | "/sandbox/cases.ndjson" | "/sandbox/webhooks", method) => {
            return not_allowed(method.as_str(), "GET, HEAD");
        }
        ("/sandbox/faults", method) => return not_allowed(method.as_str(), "PUT"),
        ("/sandbox/next", method) => return not_allowed(method.as_str(), "POST, DELETE"),
        _ => return not_found(),
    };
    result.unwrap_or_else(|error| {
        tracing::error!(%error, "the sandbox cannot say what it holds");
        server_error()
    })
}

/// A page of any site can send requests to this machine. A browser says so with `Origin` or `Sec-Fetch-Site`; and a site
/// whose name was made to point to this machine still sends its own name as the host.
fn refuse_pages(headers: &HeaderMap) -> Result<(), &'static str> {
    if headers.contains_key(header::ORIGIN) {
        return Err("Web pages cannot control a sandbox: the request has an Origin.");
    }
    if headers.get("sec-fetch-site").is_some_and(|site| site != "none") {
        return Err("Web pages cannot control a sandbox: the request has a Sec-Fetch-Site.");
    }
    let mut hosts = headers.get_all(header::HOST).iter();
    match (hosts.next().and_then(|host| host.to_str().ok()), hosts.next()) {
        (Some(host), None) if is_here(host) => Ok(()),
        _ => Err("The Host of the request is not this machine."),
    }
}

/// Whether a `Host` header names this machine: `localhost`, `127.0.0.1:8000`, `[::1]`.
fn is_here(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => match rest.split_once(']') {
            Some((name, port)) if port.is_empty() || port.starts_with(':') => name,
            _ => return false,
        },
        None => host.split_once(':').map_or(host, |(name, _)| name),
    };
    name.eq_ignore_ascii_case("localhost") || name.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

fn set_faults(sandbox: &Sandbox, headers: &HeaderMap, body: &Bytes) -> Response {
    let is_json = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with("application/json"));
    let faults = text(body).and_then(|text| if is_json { Faults::from_json(text) } else { text.parse() });
    match faults {
        Ok(faults) => {
            let set = faults.to_string();
            sandbox.set_faults(faults);
            json(StatusCode::OK, &serde_json::json!({ "faults": set }))
        }
        Err(error) => detail(StatusCode::BAD_REQUEST, &error.to_string()),
    }
}

fn push_next(sandbox: &Sandbox, body: &Bytes) -> Response {
    let faults = text(body).and_then(|text| text.split(',').map(str::parse).collect::<Result<Vec<Fault>, _>>());
    match faults {
        Ok(faults) => {
            for fault in &faults {
                sandbox.push_next(*fault);
            }
            let names: Vec<_> = faults.iter().map(ToString::to_string).collect();
            json(StatusCode::OK, &serde_json::json!({ "next": names }))
        }
        Err(error) => detail(StatusCode::BAD_REQUEST, &error.to_string()),
    }
}

fn text(body: &Bytes) -> Result<&str, InvalidFaults> {
    std::str::from_utf8(body).map_err(|_| InvalidFaults::new("the body is no text"))
}

async fn received(sandbox: &Sandbox) -> Result<Response, SandboxError> {
    let mut lines = String::new();
    let mut after = 0;
    loop {
        let cases = sandbox.received(after, PIECE).await?;
        let Some(last) = cases.last() else { break };
        after = last.id;
        for case in &cases {
            lines.push_str(&serde_json::to_string(case).unwrap_or_default());
            lines.push('\n');
        }
    }
    Ok(typed(StatusCode::OK, "application/x-ndjson", lines))
}

#[cfg(test)]
mod tests {
    use super::is_here;

    #[test]
    fn hosts() {
        for host in [
            "localhost",
            "LocalHost:80",
            "127.0.0.1:8000",
            "127.9.9.9",
            "[::1]",
            "[::1]:80",
        ] {
            assert!(is_here(host), "{host}");
        }
        for host in [
            "",
            "example.com",
            "localhost.example.com",
            "10.0.0.1",
            "[::1]x",
            "[::2]",
            "127.0.0.1.example.com",
        ] {
            assert!(!is_here(host), "{host}");
        }
    }
}
