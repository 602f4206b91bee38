//! The files of the page, and of the npm package if the page uses it unbundled. A path never leads out of their two
//! directories, however it is written and whatever symbolic links they contain.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use percent_encoding::percent_decode_str;
use sphinx_case::relay::{Relay, add_page_headers};
use tower::ServiceExt;
use tower_http::services::ServeFile;

use super::index;
use crate::failure::Failure;
use crate::report::visible;

/// The directories that are used if no other ones are given. `scripts/build-pkg.mjs` writes both.
const PAGE: &str = "pkg/page";
const PACKAGE: &str = "pkg/dist";

/// How browsers cache a file whose name changes with its content.
const KEPT: &str = "public, max-age=31536000, immutable";

/// The directories of the page and the package.
#[derive(Debug)]
pub struct Pages {
    page: PathBuf,
    package: Option<PathBuf>,
}

impl Pages {
    /// The given directories, or the default ones. The built page contains what it needs of the package, so the default
    /// directory of the package may be missing.
    pub fn open(page: Option<&Path>, package: Option<&Path>) -> Result<Self, Failure> {
        let content = match page {
            Some(_) => "the page",
            None => "the built page (make pkg builds it)",
        };
        Ok(Self {
            page: directory(page.unwrap_or(Path::new(PAGE)), "index.html", content, "--page")?,
            package: match package {
                Some(path) => Some(directory(
                    path,
                    "index.js",
                    "the built package (make pkg builds it)",
                    "--package",
                )?),
                None => Path::new(PACKAGE).canonicalize().ok(),
            },
        })
    }

    /// Serves the files to requests for an allowed host.
    pub fn router(self, relay: &Relay) -> Router {
        Router::new()
            .route("/", get(page).fallback(method_not_allowed))
            .fallback(get(file).fallback(method_not_allowed))
            .with_state(Arc::new(self))
            .layer(from_fn_with_state(relay.clone(), protect))
    }

    fn index(&self) -> PathBuf {
        self.page.join("index.html")
    }

    /// The file at a URL path; `None` if there is none inside its directory.
    fn resolve(&self, path: &str) -> Option<PathBuf> {
        let path = percent_decode_str(path).decode_utf8().ok()?;
        let (directory, name) = match path.strip_prefix("/pkg/") {
            Some(name) => (self.package.as_ref()?, name),
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
fn directory(path: &Path, file: &str, content: &str, flag: &str) -> Result<PathBuf, Failure> {
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
    let headers = response.headers_mut();
    let cache = headers.get(header::CACHE_CONTROL).cloned();
    add_page_headers(headers);
    if let Some(cache) = cache {
        headers.insert(header::CACHE_CONTROL, cache);
    }
    response
}

async fn page(State(pages): State<Arc<Pages>>, headers: HeaderMap) -> Response {
    index::respond(&pages.index(), &headers).await.unwrap_or_else(not_found)
}

async fn file(State(pages): State<Arc<Pages>>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let resolving = Arc::clone(&pages);
    let file = tokio::task::spawn_blocking(move || resolving.resolve(&path)).await;
    let Some(file) = file.ok().flatten() else {
        return not_found();
    };
    if file == pages.index() {
        return page(State(pages), request.headers().clone()).await;
    }
    // The build of the page writes compressed files next to the others.
    let mut service = ServeFile::new(&file);
    let is_built = is_compressed(&file, "br");
    if is_built {
        service = service.precompressed_br();
    }
    if is_compressed(&file, "gz") {
        service = service.precompressed_gzip();
    }
    let Ok(response) = service.oneshot(request).await;
    let mut response = response.into_response();
    add_charset(&mut response);
    let headers = response.headers_mut();
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if is_built && is_named_by_content(&file) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(KEPT));
    }
    response
}

/// Whether the build has named a file by its content, as in `main-3LXQWOGY.js`.
fn is_named_by_content(file: &Path) -> bool {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    stem.rsplit_once('-').is_some_and(|(_, hash)| {
        hash.len() == 8
            && hash
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    })
}

/// Whether there is a compressed form of a file that is not a symbolic link, which might lead elsewhere.
fn is_compressed(file: &Path, extension: &str) -> bool {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    Path::new(&name)
        .symlink_metadata()
        .is_ok_and(|metadata| metadata.is_file())
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
