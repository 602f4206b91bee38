//! The security headers of responses.

use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};

/// The Content Security Policy of the page: it can run its own scripts, worker and WebAssembly, and connect only to its own
/// server. So the browser guarantees that entries are sent nowhere else.
pub const PAGE_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; \
style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The policy of a response that is not part of a page.
const DATA_POLICY: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const ALWAYS: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Adds the security headers of a page and its files, with [`PAGE_POLICY`]. Caches must revalidate them.
pub fn add_page_headers(headers: &mut HeaderMap) {
    add_headers(headers, PAGE_POLICY, "no-cache");
}

/// Adds the security headers of data. It must not be cached.
pub(super) fn add_data_headers(headers: &mut HeaderMap) {
    add_headers(headers, DATA_POLICY, "no-store");
}

fn add_headers(headers: &mut HeaderMap, policy: &'static str, cache: &'static str) {
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
}
