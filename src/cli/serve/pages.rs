//! The files of the page: only those inside the two folders, whatever the spelling of the path.

use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderName, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use sphinx_case::relay::{Relay, secure};

use crate::failure::Failure;
use crate::report::visible;

/// Where the page is told of its relay, and what it is told: the relay is where the page is.
const NO_RELAY: &str = r#"<meta name="case-relay" content="">"#;
const RELAY: &str = r#"<meta name="case-relay" content="./">"#;

/// The folders.
#[derive(Debug, Clone)]
pub struct Pages {
    page: PathBuf,
    package: PathBuf,
}

impl Pages {
    /// The folders that were given, or the usual ones.
    pub fn open(page: Option<&Path>, package: Option<&Path>) -> Result<Self, Failure> {
        let pages = Self {
            page: folder(page, "www", "index.html", "the page", "--page")?,
            package: folder(
                package,
                "pkg/dist",
                "index.js",
                "the built package (make pkg builds it)",
                "--package",
            )?,
        };
        Ok(pages)
    }

    /// Answers with files; for requests that no route takes.
    pub fn service(
        self,
        relay: Relay,
    ) -> impl tower::Service<Request, Response = Response, Error = Infallible, Future: Send> + Clone + Send + Sync {
        let pages = Arc::new(self);
        tower::service_fn(move |request: Request| {
            let pages = Arc::clone(&pages);
            let is_ours = relay.admits_host(request.uri(), request.headers());
            let (parts, _) = request.into_parts();
            async move { Ok(pages.answer(parts.method, parts.uri, is_ours).await) }
        })
    }

    async fn answer(self: Arc<Self>, method: Method, uri: Uri, is_ours: bool) -> Response {
        let is_head = method == Method::HEAD;
        let mut response = if !is_ours {
            words(
                StatusCode::MISDIRECTED_REQUEST,
                "This is not the host that was asked for.\n",
            )
        } else if !is_head && method != Method::GET {
            let mut response = words(StatusCode::METHOD_NOT_ALLOWED, "Only GET and HEAD are answered here.\n");
            response
                .headers_mut()
                .insert(header::ALLOW, header::HeaderValue::from_static("GET, HEAD"));
            response
        } else {
            let path = (uri.authority().is_none()).then(|| uri.path().to_owned());
            let read = tokio::task::spawn_blocking(move || self.read(&path?));
            match read.await.ok().flatten() {
                Some((kind, bytes)) => ([(header::CONTENT_TYPE, kind)], bytes).into_response(),
                None => words(StatusCode::NOT_FOUND, "There is no such file.\n"),
            }
        };
        secure(response.headers_mut(), true);
        if is_head {
            let length = axum::body::HttpBody::size_hint(response.body())
                .exact()
                .unwrap_or_default();
            *response.body_mut() = Body::empty();
            response.headers_mut().insert(header::CONTENT_LENGTH, length.into());
        }
        response
    }

    /// The type and the content of the file that a path stands for, if there is one inside its folder. The spelling (`..`,
    /// `%2e%2e`, backslashes, NUL) and the file system (a symbolic link that leads out) are both checked.
    fn read(&self, path: &str) -> Option<(&'static str, Vec<u8>)> {
        let path = decoded(path)?;
        let (folder, rest) = match path.strip_prefix("/pkg/") {
            Some(rest) => (&self.package, rest),
            None => (&self.page, path.strip_prefix('/')?),
        };
        let is_plain =
            !rest.contains(['\0', '\\']) && !rest.starts_with('/') && !rest.split('/').any(|part| part == "..");
        if !is_plain {
            return None;
        }
        let name = match rest {
            "" => "index.html".to_owned(),
            rest if rest.ends_with('/') => format!("{rest}index.html"),
            rest => rest.to_owned(),
        };
        let base = folder.canonicalize().ok()?;
        let file = base.join(name).canonicalize().ok()?;
        if !file.starts_with(&base) || !file.is_file() {
            return None;
        }
        let mut bytes = std::fs::read(&file).ok()?;
        if file == base.join("index.html")
            && let Ok(text) = std::str::from_utf8(&bytes)
        {
            bytes = text.replacen(NO_RELAY, RELAY, 1).into_bytes();
        }
        Some((content_type(&file), bytes))
    }
}

fn folder(given: Option<&Path>, usual: &str, file: &str, what: &str, flag: &str) -> Result<PathBuf, Failure> {
    let folder = given.unwrap_or(Path::new(usual));
    if folder.join(file).is_file() {
        return Ok(folder.to_owned());
    }
    let name = folder.to_string_lossy();
    Err(Failure::Fatal(format!(
        "{}: there is no {file} in it, and {what} was expected. Run this in the folder of the project, or give {flag} DIR.",
        visible(&name)
    )))
}

/// A path without its percent signs; nothing when it is not UTF-8, or a percent sign stands for nothing.
fn decoded(path: &str) -> Option<String> {
    let mut pieces = path.split('%');
    let mut bytes = pieces.next()?.as_bytes().to_vec();
    for piece in pieces {
        let hex = piece
            .get(..2)
            .filter(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        bytes.push(u8::from_str_radix(hex, 16).ok()?);
        bytes.extend_from_slice(piece.get(2..)?.as_bytes());
    }
    String::from_utf8(bytes).ok()
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("json" | "map") => "application/json; charset=utf-8",
        Some("svg") => "image/svg+xml; charset=utf-8",
        Some("png") => "image/png",
        Some("txt") => "text/plain; charset=utf-8",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    }
}

fn words(status: StatusCode, text: &'static str) -> Response {
    const PLAIN: [(HeaderName, &str); 1] = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    (status, PLAIN, text).into_response()
}
