//! The files of the page and of the npm package that it uses. A path never leads out of their two directories, however it
//! is written and whatever symbolic links they contain.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use percent_encoding::percent_decode_str;
use sphinx_case::relay::{Relay, add_page_headers};
use tower::ServiceExt;
use tower_http::services::ServeFile;

use crate::failure::Failure;
use crate::report::visible;

/// Where the page reads the URL of its relay, and the URL that it gets: the directory of the page.
const NO_RELAY: &str = r#"<meta name="case-relay" content="">"#;
const RELAY: &str = r#"<meta name="case-relay" content="./">"#;

/// The directories of the page and the package.
#[derive(Debug)]
pub struct Pages {
    page: PathBuf,
    package: PathBuf,
}

impl Pages {
    /// The given directories, or the default ones.
    pub fn open(page: Option<&Path>, package: Option<&Path>) -> Result<Self, Failure> {
        Ok(Self {
            page: directory(page, "www", "index.html", "the page", "--page")?,
            package: directory(
                package,
                "pkg/dist",
                "index.js",
                "the built package (make pkg builds it)",
                "--package",
            )?,
        })
    }

    /// Serves the files to requests for an allowed host.
    pub fn router(self, relay: &Relay) -> Router {
        Router::new()
            .route("/", get(index).fallback(method_not_allowed))
            .fallback(get(file).fallback(method_not_allowed))
            .with_state(Arc::new(self))
            .layer(from_fn_with_state(relay.clone(), protect))
    }

    /// The file at a URL path; `None` if there is none inside its directory.
    fn resolve(&self, path: &str) -> Option<PathBuf> {
        let path = percent_decode_str(path).decode_utf8().ok()?;
        let (directory, name) = match path.strip_prefix("/pkg/") {
            Some(name) => (&self.package, name),
            None => (&self.page, path.strip_prefix('/')?),
        };
        if name.contains(['\0', '\\']) || name.starts_with('/') || name.split('/').any(|part| part == "..") {
            return None;
        }
        // Resolves symbolic links.
        let file = directory.join(name).canonicalize().ok()?;
        (file.starts_with(directory) && file.is_file()).then_some(file)
    }
}

/// The canonical path of a directory that contains a certain file.
fn directory(path: Option<&Path>, default: &str, file: &str, content: &str, flag: &str) -> Result<PathBuf, Failure> {
    let path = path.unwrap_or(Path::new(default));
    let directory = path
        .canonicalize()
        .ok()
        .filter(|directory| directory.join(file).is_file());
    directory.ok_or_else(|| {
        Failure::Fatal(format!(
            "{}: contains no {file}, so it is not the directory of {content}. Run this command in the directory of the \
             project, or use {flag} DIR.",
            visible(&path.to_string_lossy())
        ))
    })
}

/// Rejects requests for other hosts, and adds the security headers.
async fn protect(State(relay): State<Relay>, request: Request, next: Next) -> Response {
    let mut response = if relay.allows_host(request.uri(), request.headers()) {
        next.run(request).await
    } else {
        (StatusCode::MISDIRECTED_REQUEST, "Host not allowed.\n").into_response()
    };
    add_page_headers(response.headers_mut());
    response
}

/// The page, with the URL of its relay.
async fn index(State(pages): State<Arc<Pages>>) -> Response {
    match tokio::fs::read_to_string(pages.page.join("index.html")).await {
        Ok(text) => Html(text.replacen(NO_RELAY, RELAY, 1)).into_response(),
        Err(_) => not_found(),
    }
}

async fn file(State(pages): State<Arc<Pages>>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let resolving = Arc::clone(&pages);
    let file = tokio::task::spawn_blocking(move || resolving.resolve(&path)).await;
    let Some(file) = file.ok().flatten() else {
        return not_found();
    };
    if file == pages.page.join("index.html") {
        return index(State(pages)).await;
    }
    let Ok(response) = ServeFile::new(file).oneshot(request).await;
    let mut response = response.into_response();
    add_charset(&mut response);
    response
}

/// All text files are in UTF-8.
fn add_charset(response: &mut Response) {
    let Some(value) = response.headers().get(header::CONTENT_TYPE) else {
        return;
    };
    let media_type = value.to_str().unwrap_or_default();
    let is_text = media_type.starts_with("text/")
        || ["application/javascript", "application/json", "image/svg+xml"].contains(&media_type);
    if is_text && let Ok(value) = HeaderValue::from_str(&format!("{media_type}; charset=utf-8")) {
        response.headers_mut().insert(header::CONTENT_TYPE, value);
    }
}

fn not_found() -> Response {
    (StatusCode::NOT_FOUND, "File not found.\n").into_response()
}

/// The router adds the header `Allow`.
async fn method_not_allowed() -> (StatusCode, &'static str) {
    (StatusCode::METHOD_NOT_ALLOWED, "Use GET or HEAD.\n")
}
