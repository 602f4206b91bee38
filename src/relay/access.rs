//! Access control: accepts only requests for an allowed host, and only from pages of the same origin or of an allowed one.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tracing::warn;

use super::RelayOptions;
use super::headers::add_data_headers;
use super::problem_details::ProblemDetails;
use super::state::RelayState;
use crate::connections::host_name;

/// What pages of allowed origins can send and read.
const CORS: [(header::HeaderName, &str); 3] = [
    (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
    (
        header::ACCESS_CONTROL_ALLOW_HEADERS,
        "content-type, idempotency-key, relay-instance",
    ),
    (header::ACCESS_CONTROL_EXPOSE_HEADERS, "retry-after"),
];

/// Accepts or rejects a request, and adds the security headers to the response.
pub(super) async fn control_access(State(state): State<Arc<RelayState>>, request: Request, next: Next) -> Response {
    let mut response = match allowed_origin(&state.options, &request) {
        Err(problem) => {
            warn!(problem = &*problem.name, "access denied");
            problem.into_response()
        }
        Ok(None) => next.run(request).await,
        Ok(Some(origin)) => {
            let mut response = if request.method() == Method::OPTIONS {
                StatusCode::NO_CONTENT.into_response()
            } else {
                next.run(request).await
            };
            let headers = response.headers_mut();
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            for (name, value) in CORS {
                headers.insert(name, HeaderValue::from_static(value));
            }
            response
        }
    };
    add_data_headers(response.headers_mut());
    response
        .headers_mut()
        .insert(header::VARY, HeaderValue::from_static("Origin"));
    response
}

/// The allowed origin of a request; `None` if it comes from the same origin, or not from a page.
fn allowed_origin(options: &RelayOptions, request: &Request) -> Result<Option<HeaderValue>, ProblemDetails> {
    let headers = request.headers();
    let Some(host) = allowed_host(options, request.uri(), headers) else {
        return Err(ProblemDetails::new(
            StatusCode::MISDIRECTED_REQUEST,
            "foreign-host",
            "Host not allowed.",
            "This server does not accept requests for this host. Nothing was sent to the API.",
        ));
    };
    let foreign = || {
        ProblemDetails::new(
            StatusCode::FORBIDDEN,
            "foreign-origin",
            "Origin not allowed.",
            "This server does not accept requests from pages of this origin. Nothing was sent to the API.",
        )
    };
    let mut origins = headers.get_all(header::ORIGIN).iter();
    match (origins.next(), origins.next()) {
        (Some(origin), None) => {
            let text = origin.to_str().map_err(|_| foreign())?.to_ascii_lowercase();
            if options.origins.contains(&text) {
                return Ok(Some(origin.clone()));
            }
            // This server does not know whether a proxy terminates TLS, so both schemes are its own.
            let own = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"));
            if own != Some(host.as_str()) {
                return Err(foreign());
            }
        }
        (Some(_), Some(_)) => return Err(foreign()),
        (None, _) => {}
    }
    match headers.get("sec-fetch-site").map(HeaderValue::as_bytes) {
        // Not a browser, or an old one, which sends an Origin with POST.
        None | Some(b"same-origin") => Ok(None),
        // The user entered the URL.
        Some(b"none") if *request.method() == Method::GET => Ok(None),
        Some(_) => Err(foreign()),
    }
}

/// The host of a request, with its port and in lower case; `None` if it is not allowed.
pub(super) fn allowed_host(options: &RelayOptions, uri: &Uri, headers: &HeaderMap) -> Option<String> {
    let mut hosts = headers.get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return None;
    };
    let host = host.to_str().ok()?.to_ascii_lowercase();
    // If the two differ, programs disagree on which one applies.
    if uri
        .authority()
        .is_some_and(|authority| !authority.as_str().eq_ignore_ascii_case(&host))
    {
        return None;
    }
    let name = host_name(&host)?;
    options
        .hosts
        .iter()
        .any(|allowed| allowed == name)
        .then(|| host.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_allowed_hosts_are_accepted() {
        let options = RelayOptions::default().with_allowed_host("Cases.Example.com");
        for (value, is_allowed) in [
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
            headers.insert(header::HOST, value.parse().unwrap());
            let host = allowed_host(&options, &Uri::from_static("/relay"), &headers);
            assert_eq!(host.is_some(), is_allowed, "{value}");
            let other = Uri::from_static("http://example.com/relay");
            assert_eq!(allowed_host(&options, &other, &headers), None, "{value}");
        }
        assert_eq!(
            allowed_host(&options, &Uri::from_static("/relay"), &HeaderMap::new()),
            None
        );
    }
}
