//! The HTML of the page, with the URL of its relay. It is changed, so it is also compressed here.

use std::io::Write;
use std::path::Path;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

/// Where the page reads the URL of its relay, and the URL that it gets: the directory of the page.
const NO_RELAY: &str = r#"<meta name="case-relay" content="">"#;
const RELAY: &str = r#"<meta name="case-relay" content="./">"#;

/// The response with the HTML of a file, or that the browser's copy is still valid; `None` if the file cannot be read.
pub async fn respond(file: &Path, request: &HeaderMap) -> Option<Response> {
    let html = tokio::fs::read_to_string(file).await.ok()?.replacen(NO_RELAY, RELAY, 1);
    let is_gzip = accepts_gzip(request);
    let tag = entity_tag(&html, is_gzip);
    let mut response = if has_tag(request, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else if is_gzip {
        ([(header::CONTENT_ENCODING, "gzip")], gzip(&html)?).into_response()
    } else {
        html.into_response()
    };
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::ETAG, HeaderValue::from_str(&tag).ok()?);
    Some(response)
}

/// Whether the browser accepts gzip: it is in the list, and not with the weight 0.
fn accepts_gzip(request: &HeaderMap) -> bool {
    values(request, header::ACCEPT_ENCODING).any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let is_gzip = parts
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case("gzip") || name.eq_ignore_ascii_case("x-gzip"));
        let is_refused = parts.any(|weight| {
            weight
                .strip_prefix("q=")
                .is_some_and(|weight| weight.parse() == Ok(0.0_f32))
        });
        is_gzip && !is_refused
    })
}

/// The entity tag of a text. Its compressed form has another one.
fn entity_tag(html: &str, is_gzip: bool) -> String {
    let hash: String = Sha256::digest(html)
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("\"{hash}{}\"", if is_gzip { "-gzip" } else { "" })
}

fn has_tag(request: &HeaderMap, tag: &str) -> bool {
    values(request, header::IF_NONE_MATCH).any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
}

/// The entries of a header with a list.
fn values(request: &HeaderMap, name: header::HeaderName) -> impl Iterator<Item = &str> {
    request
        .get_all(name)
        .into_iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
}

fn gzip(text: &str) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text.as_bytes()).ok()?;
    encoder.finish().ok()
}
