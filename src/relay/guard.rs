//! Who may ask: only pages that this server's own origin (or a listed one) brought, under a host name that is ours.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tracing::warn;

use super::problem::Problem;
use super::{Settings, Shared, headers};

/// What pages of listed origins may send and read.
const CORS: [(header::HeaderName, &str); 3] = [
    (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
    (
        header::ACCESS_CONTROL_ALLOW_HEADERS,
        "content-type, idempotency-key, relay-instance",
    ),
    (header::ACCESS_CONTROL_EXPOSE_HEADERS, "retry-after"),
];

/// Lets a request through, or answers it.
pub(super) async fn guard(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let settings = &shared.settings;
    let mut response;
    match admit(settings, &request) {
        Err(problem) => {
            warn!(why = problem.name, "a request was refused at the door");
            response = problem.into_response();
        }
        Ok(None) => response = next.run(request).await,
        Ok(Some(origin)) => {
            response = if request.method() == Method::OPTIONS {
                StatusCode::NO_CONTENT.into_response()
            } else {
                next.run(request).await
            };
            let headers = response.headers_mut();
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            for (name, value) in CORS {
                headers.insert(name, HeaderValue::from_static(value));
            }
        }
    }
    headers::secure(response.headers_mut(), false);
    response
        .headers_mut()
        .insert(header::VARY, HeaderValue::from_static("Origin"));
    response
}

/// The listed origin that a request comes from; none when it is of the same origin, or of no page.
fn admit(settings: &Settings, request: &Request) -> Result<Option<HeaderValue>, Problem> {
    let headers = request.headers();
    let Some(host) = host(settings, request.uri(), headers) else {
        return Err(Problem::new(
            StatusCode::MISDIRECTED_REQUEST,
            "foreign-host",
            "This is not the host that was asked for.",
            "The host of the request is none of those that this relay answers for. Nothing was sent.",
        ));
    };
    let foreign = || {
        Problem::new(
            StatusCode::FORBIDDEN,
            "foreign-origin",
            "Pages of another origin may not ask.",
            "The request comes from a page of an origin that this relay does not list. Nothing was sent.",
        )
    };
    let mut origins = headers.get_all(header::ORIGIN).iter();
    match (origins.next(), origins.next()) {
        (Some(origin), None) => {
            let text = origin.to_str().map_err(|_| foreign())?.to_ascii_lowercase();
            if settings.origins.contains(&text) {
                return Ok(Some(origin.clone()));
            }
            // Whether TLS ends before this server is not known to it, so either scheme is its own.
            let own = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"));
            if own != Some(host.as_str()) {
                return Err(foreign());
            }
        }
        (Some(_), Some(_)) => return Err(foreign()),
        (None, _) => {}
    }
    match headers.get("sec-fetch-site").map(HeaderValue::as_bytes) {
        // No browser, or an old one, whose POST has an Origin all the same.
        None | Some(b"same-origin") => Ok(None),
        // An address that the person typed.
        Some(b"none") if *request.method() == Method::GET => Ok(None),
        Some(_) => Err(foreign()),
    }
}

/// The host that a request is for, with its port, in small letters; nothing when it is none of those that are allowed.
pub(super) fn host(settings: &Settings, uri: &Uri, headers: &HeaderMap) -> Option<String> {
    let mut hosts = headers.get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return None;
    };
    let host = host.to_str().ok()?.to_ascii_lowercase();
    // Of two that differ, which one counts is a matter of taste.
    if uri
        .authority()
        .is_some_and(|authority| !authority.as_str().eq_ignore_ascii_case(&host))
    {
        return None;
    }
    let name = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((_, "")) => host.as_str(),
        Some((address, port)) if is_port(port.strip_prefix(':')?) => host.get(..address.len().saturating_add(2))?,
        Some(_) => return None,
        None => match host.split_once(':') {
            Some((name, port)) if is_port(port) => name,
            Some(_) => return None,
            None => host.as_str(),
        },
    };
    settings
        .hosts
        .iter()
        .any(|allowed| allowed == name)
        .then(|| host.clone())
}

fn is_port(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_that_are_ours() {
        let settings = Settings::default().allow_host("Cases.Example.com");
        for (given, ours) in [
            ("localhost:4173", true),
            ("LOCALHOST", true),
            ("127.0.0.1:1", true),
            ("[::1]:8080", true),
            ("[::1]", true),
            ("cases.example.com", true),
            ("cases.example.com:443", true),
            ("example.com", false),
            ("localhost.example.com", false),
            ("localhost:80@example.com", false),
            ("localhost:", false),
            ("127.0.0.1.example.com:80", false),
            ("[::1]x", false),
            ("[::2]:80", false),
            ("0.0.0.0:80", false),
            ("", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, given.parse().unwrap());
            let found = host(&settings, &Uri::from_static("/relay"), &headers);
            assert_eq!(found.is_some(), ours, "{given}");
            let other = Uri::from_static("http://example.com/relay");
            assert_eq!(host(&settings, &other, &headers), None, "{given}");
        }
        assert_eq!(host(&settings, &Uri::from_static("/relay"), &HeaderMap::new()), None);
    }
}
