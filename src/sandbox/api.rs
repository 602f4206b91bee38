//! The endpoints of the API.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{DefaultBodyLimit, Extension, Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::case::CaseResponse;
use super::error_body;
use super::response::{
    detail, json, method_not_allowed, not_found, server_error, unauthorized, whole_seconds, with_header,
};
use super::state::SandboxState;
use super::store::NewCase;
use crate::options::{Defaults, Options, UnknownFields};
use crate::read_json_with;
use crate::request::Revision;

/// The path at which cases are created and listed.
pub(super) const CASES: &str = "/api/cases/";
/// The number of cases on a page of the list.
const PAGE: usize = 100;

/// The `X-Request-Id` of a request.
#[derive(Clone)]
pub(super) struct RequestId(pub String);

/// All endpoints.
pub(super) fn router(state: &Arc<SandboxState>) -> Router {
    let with_token = Router::new()
        .route(CASES, get(list).post(create).fallback(method_not_allowed))
        .route("/api/cases/{id}/", get(find).fallback(method_not_allowed))
        .route("/api/cases/{id}/start/", post(start).fallback(method_not_allowed))
        .route_layer(from_fn_with_state(Arc::clone(state), require_token));
    Router::new()
        .route("/api/oauth/token/", post(token).fallback(method_not_allowed))
        .merge(with_token)
        // The size of a body was checked when it was received.
        .layer(DefaultBodyLimit::disable())
        .with_state(Arc::clone(state))
}

async fn require_token(State(state): State<Arc<SandboxState>>, request: Request, next: Next) -> Response {
    match bearer_token(request.headers()) {
        None => unauthorized(None),
        Some(token) if state.store().is_valid_token(token, state.now()) => next.run(request).await,
        Some(_) => unauthorized(Some("The access token is invalid or has expired.")),
    }
}

/// The token of a request.
pub(super) fn bearer_token(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// The response to a body that is not sent as JSON.
fn media_type_error(headers: &HeaderMap) -> Option<Response> {
    let value = headers.get(header::CONTENT_TYPE);
    let value = value.and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = value.split(';').next().unwrap_or_default().trim();
    (!media_type.eq_ignore_ascii_case("application/json")).then(|| {
        let text = format!("Unsupported media type \"{value}\" in request.");
        detail(StatusCode::UNSUPPORTED_MEDIA_TYPE, &text)
    })
}

async fn token(State(state): State<Arc<SandboxState>>, headers: HeaderMap, body: Bytes) -> Result<Response, Response> {
    #[derive(Deserialize)]
    struct Credentials {
        client_id: Option<String>,
        client_secret: Option<String>,
        grant_type: Option<String>,
    }

    if let Some(response) = media_type_error(&headers) {
        return Err(response);
    }
    let error = |status, code: &str| json(status, &json!({ "error": code }));
    let credentials: Credentials =
        serde_json::from_slice(&body).map_err(|_| error(StatusCode::BAD_REQUEST, "invalid_request"))?;
    match credentials.grant_type.as_deref() {
        Some("client_credentials") => {}
        Some(_) => return Err(error(StatusCode::BAD_REQUEST, "unsupported_grant_type")),
        None => return Err(error(StatusCode::BAD_REQUEST, "invalid_request")),
    }
    let options = &state.options;
    if credentials.client_id.as_ref() != Some(&options.client_id)
        || credentials.client_secret.as_ref() != Some(&options.client_secret)
    {
        return Err(with_header(
            error(StatusCode::UNAUTHORIZED, "invalid_client"),
            header::WWW_AUTHENTICATE,
            "Bearer error=\"invalid_client\"",
        ));
    }
    let body = json!({
        "access_token": state.issue_token(),
        "token_type": "Bearer",
        "expires_in": whole_seconds(options.token_lifetime),
    });
    Ok(with_header(
        json(StatusCode::OK, &body),
        header::CACHE_CONTROL,
        "no-store",
    ))
}

async fn create(
    State(state): State<Arc<SandboxState>>,
    Extension(RequestId(request_id)): Extension<RequestId>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Response> {
    if let Some(response) = media_type_error(&headers) {
        return Err(response);
    }
    // As in the framework, unknown keys are ignored and missing values have defaults.
    let options = Options::default()
        .with_revision(Revision::LATEST)
        .with_unknown_fields(UnknownFields::Strip)
        .with_defaults(Defaults::Explicit);
    let payload = read_json_with(&body, &options).build().map_err(|issues| {
        let errors = error_body::error_body(&issues, &body, state.options.error_shape);
        json(StatusCode::BAD_REQUEST, &errors)
    })?;
    // A valid request can be deserialized, and is UTF-8.
    let request = serde_json::from_str(payload.body()).map_err(|_| server_error())?;
    let body = String::from_utf8(body.to_vec()).map_err(|_| server_error())?;
    let new = NewCase {
        request,
        body,
        request_id,
    };
    let now = state.now();
    let mut store = state.store();
    // In the words of the framework.
    let duplicate = || json!({ "external_id": ["case with this external id already exists."] });
    let id = store
        .create(new, now)
        .ok_or_else(|| json(StatusCode::BAD_REQUEST, &duplicate()))?;
    state.webhooks_changed.notify_waiters();
    let case = store.find(id, now).ok_or_else(server_error)?;
    Ok(json(StatusCode::CREATED, &case))
}

async fn find(State(state): State<Arc<SandboxState>>, Path(id): Path<String>) -> Response {
    case_response(&state, parse_id(&id)).await
}

async fn start(State(state): State<Arc<SandboxState>>, Path(id): Path<String>) -> Response {
    let id = parse_id(&id);
    if id.and_then(|id| state.store().start(id, state.now())) == Some(false) {
        return json(StatusCode::BAD_REQUEST, &["The case has no checks to start."]);
    }
    state.webhooks_changed.notify_waiters();
    case_response(&state, id).await
}

async fn case_response(state: &SandboxState, id: Option<i64>) -> Response {
    let response = id.and_then(|id| Some(json(StatusCode::OK, &state.store().find(id, state.now())?)));
    match response {
        Some(response) => response,
        None => not_found().await,
    }
}

/// An ID has only digits, without a sign.
fn parse_id(text: &str) -> Option<i64> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

#[derive(Deserialize)]
struct ListQuery {
    customer_id: Option<String>,
    page: Option<String>,
}

#[derive(Serialize)]
struct ListResponse<'s> {
    count: usize,
    next: Option<String>,
    previous: Option<String>,
    results: Vec<CaseResponse<'s>>,
}

async fn list(
    State(state): State<Arc<SandboxState>>,
    query: Result<Query<ListQuery>, QueryRejection>,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Response> {
    let Query(query) = query.map_err(|_| detail(StatusCode::BAD_REQUEST, "Invalid query."))?;
    let customer_id: Option<i64> = match query.customer_id.as_deref() {
        None | Some("") => None,
        Some(text) => {
            let invalid = |_| json(StatusCode::BAD_REQUEST, &json!({ "customer_id": ["Enter a number."] }));
            Some(text.parse().map_err(invalid)?)
        }
    };
    let invalid_page = || detail(StatusCode::NOT_FOUND, "Invalid page.");
    let page: usize = query
        .page
        .map_or(Ok(1), |page| page.parse())
        .map_err(|_| invalid_page())?;
    let before = page.checked_sub(1).ok_or_else(invalid_page)?;
    let skip = before.saturating_mul(PAGE);
    let store = state.store();
    let (count, results) = store.list(customer_id, skip, PAGE, state.now());
    if results.is_empty() && page > 1 {
        return Err(invalid_page());
    }
    let link = |page: usize| page_link(&headers, &uri, customer_id, page);
    let body = ListResponse {
        count,
        next: (skip.saturating_add(PAGE) < count).then(|| link(page.saturating_add(1))),
        previous: (page > 1).then(|| link(before)),
        results,
    };
    Ok(json(StatusCode::OK, &body))
}

/// The URL of another page of a list, on the requested host.
fn page_link(headers: &HeaderMap, uri: &Uri, customer_id: Option<i64>, page: usize) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let filter = customer_id.map_or_else(String::new, |id| format!("customer_id={id}&"));
    format!(
        "http://{}{}?{filter}page={page}",
        host.unwrap_or("localhost"),
        uri.path()
    )
}
