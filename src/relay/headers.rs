//! Headers that every answer has, for pages and for what they ask.

use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};

/// What a page of this project may do: run its own scripts, worker and WebAssembly, and ask its own server. So the browser
/// itself keeps the promise that what is typed goes nowhere else.
pub const PAGE_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; \
style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// An answer that is no page may do nothing at all.
const ANSWER_POLICY: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const ALWAYS: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Adds the headers that keep an answer from being misused. Those of a page allow what the page needs.
pub fn secure(headers: &mut HeaderMap, is_page: bool) {
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let (policy, cache) = if is_page {
        (PAGE_POLICY, "no-cache")
    } else {
        (ANSWER_POLICY, "no-store")
    };
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
}
