//! The endpoints of the API.

use axum::body::Bytes;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header, request::Parts};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::answer::{detail, json, not_allowed, not_found, server_error, unauthorized, with};
use super::create::{self, NewCase};
use super::state::State;
use super::{SandboxError, case, refusal};
use crate::options::{Defaults, Options, UnknownFields};
use crate::{CreateCase, read_json_with};

/// The path at which cases are created and listed.
pub(super) const CASES: &str = "/api/cases/";
/// Of a list, so many cases stand on a page.
const PAGE: i64 = 100;

/// One request to the API, with its whole body.
pub(super) struct Request<'r> {
    pub(super) state: &'r State,
    pub(super) parts: &'r Parts,
    pub(super) body: &'r Bytes,
    pub(super) id: &'r str,
}

impl Request<'_> {
    /// The answer.
    pub(super) async fn answer(&self) -> Response {
        let path = self.parts.uri.path();
        let is_get = matches!(self.parts.method, Method::GET | Method::HEAD);
        let is_post = self.parts.method == Method::POST;
        let result = match path {
            "/api/oauth/token/" if is_post => self.token().await,
            "/api/oauth/token/" => Ok(self.not_allowed("POST, OPTIONS")),
            _ => match (place(path), self.refuse_stranger()) {
                (None, _) => Ok(not_found()),
                // As in the framework, who asks comes before what is asked.
                (Some(_), Some(answer)) => Ok(answer),
                (Some(Place::Cases), _) if is_post => self.create().await,
                (Some(Place::Cases), _) if is_get => self.list().await,
                (Some(Place::Cases), _) => Ok(self.not_allowed("GET, POST, HEAD, OPTIONS")),
                (Some(Place::Case(id)), _) if is_get => self.find(id).await,
                (Some(Place::Case(_)), _) => Ok(self.not_allowed("GET, HEAD, OPTIONS")),
                (Some(Place::Start(id)), _) if is_post => self.start(id).await,
                (Some(Place::Start(_)), _) => Ok(self.not_allowed("POST, OPTIONS")),
            },
        };
        result.unwrap_or_else(|error| {
            tracing::error!(%error, "a request to the sandbox could not be answered");
            server_error()
        })
    }

    fn not_allowed(&self, allowed: &'static str) -> Response {
        not_allowed(self.parts.method.as_str(), allowed)
    }

    async fn token(&self) -> Result<Response, SandboxError> {
        #[derive(Deserialize)]
        struct Credentials {
            client_id: Option<String>,
            client_secret: Option<String>,
            grant_type: Option<String>,
        }

        if let Some(answer) = self.refuse_media_type() {
            return Ok(answer);
        }
        let error = |status, code: &str| json(status, &json!({ "error": code }));
        let Ok(given) = serde_json::from_slice::<Credentials>(self.body) else {
            return Ok(error(StatusCode::BAD_REQUEST, "invalid_request"));
        };
        match given.grant_type.as_deref() {
            Some("client_credentials") => {}
            Some(_) => return Ok(error(StatusCode::BAD_REQUEST, "unsupported_grant_type")),
            None => return Ok(error(StatusCode::BAD_REQUEST, "invalid_request")),
        }
        let settings = &self.state.settings;
        if given.client_id.as_ref() != Some(&settings.client_id)
            || given.client_secret.as_ref() != Some(&settings.client_secret)
        {
            let answer = error(StatusCode::UNAUTHORIZED, "invalid_client");
            return Ok(with(
                answer,
                header::WWW_AUTHENTICATE,
                "Bearer error=\"invalid_client\"",
            ));
        }
        let token = self.state.issue_token().await?;
        let lifetime = settings.token_lifetime;
        let expires_in = lifetime
            .as_secs()
            .saturating_add(u64::from(lifetime.subsec_nanos() > 0));
        let answer = json!({ "access_token": token, "token_type": "Bearer", "expires_in": expires_in });
        Ok(with(json(StatusCode::OK, &answer), header::CACHE_CONTROL, "no-store"))
    }

    async fn create(&self) -> Result<Response, SandboxError> {
        if let Some(answer) = self.refuse_media_type() {
            return Ok(answer);
        }
        let options = Options::default()
            .with_unknown_fields(UnknownFields::Strip)
            .with_defaults(Defaults::Explicit);
        let refused = |issues: &crate::Issues| {
            let body = refusal::body(issues, self.body, self.state.settings.error_shape);
            json(StatusCode::BAD_REQUEST, &body)
        };
        let payload = match read_json_with(self.body, &options).build() {
            Ok(payload) => payload,
            Err(issues) => return Ok(refused(&issues)),
        };
        let (Ok(request), Ok(body)) = (
            serde_json::from_str::<CreateCase>(payload.body()),
            String::from_utf8(self.body.to_vec()),
        ) else {
            // What was found right can be read, so this does not happen.
            return Ok(server_error());
        };
        let has_webhook = request.webhook_url.value().is_some();
        let new = NewCase {
            request,
            body,
            request_id: self.id.to_owned(),
            now: case::now(),
            decision_time: self.state.decision_time(),
        };
        let case = self
            .state
            .database
            .run(move |connection| create::create(connection, &new))
            .await?;
        if has_webhook {
            self.state.started.notify_one();
        }
        Ok(case.map_or_else(server_error, |case| json(StatusCode::CREATED, &case)))
    }

    async fn find(&self, id: i64) -> Result<Response, SandboxError> {
        let now = case::now();
        let case = self
            .state
            .database
            .run(move |connection| case::find(connection, id, now))
            .await?;
        Ok(case.map_or_else(not_found, |case| json(StatusCode::OK, &case)))
    }

    async fn start(&self, id: i64) -> Result<Response, SandboxError> {
        let (now, decision_time) = (case::now(), self.state.decision_time());
        let result = self.state.database.run(move |connection| {
            let can_start = create::start(connection, id, now, decision_time)?;
            Ok((can_start, case::find(connection, id, now)?))
        });
        Ok(match result.await? {
            (_, None) => not_found(),
            (true, Some(case)) => {
                self.state.started.notify_one();
                json(StatusCode::OK, &case)
            }
            (false, Some(_)) => json(StatusCode::BAD_REQUEST, &["The case has no checks to start."]),
        })
    }

    async fn list(&self) -> Result<Response, SandboxError> {
        let query = match axum::extract::Query::<ListQuery>::try_from_uri(&self.parts.uri) {
            Ok(query) => query.0,
            Err(_) => return Ok(detail(StatusCode::BAD_REQUEST, "The query cannot be read.")),
        };
        let customer_id = match query.customer_id.as_deref() {
            None | Some("") => None,
            Some(text) => match text.parse::<i64>() {
                Ok(id) => Some(id),
                Err(_) => {
                    let body = json!({ "customer_id": ["Enter a number."] });
                    return Ok(json(StatusCode::BAD_REQUEST, &body));
                }
            },
        };
        let page = query.page.as_deref().map_or(Ok(1), str::parse::<i64>).unwrap_or(0);
        let invalid = || detail(StatusCode::NOT_FOUND, "Invalid page.");
        let Some(skip) = page
            .checked_sub(1)
            .and_then(|before| before.checked_mul(PAGE))
            .filter(|skip| *skip >= 0)
        else {
            return Ok(invalid());
        };
        let now = case::now();
        let list = self
            .state
            .database
            .run(move |connection| case::list(connection, customer_id, skip, PAGE, now));
        let (count, results) = list.await?;
        if results.is_empty() && page > 1 {
            return Ok(invalid());
        }
        let end = skip.saturating_add(PAGE);
        let link = |page: i64| page_link(&self.parts.headers, &self.parts.uri, customer_id, page);
        let body = List {
            count,
            next: (end < count).then(|| link(page.saturating_add(1))),
            previous: (page > 1).then(|| link(page.saturating_sub(1))),
            results,
        };
        Ok(json(StatusCode::OK, &body))
    }

    /// The answer to a request without a token that is good.
    fn refuse_stranger(&self) -> Option<Response> {
        match bearer(&self.parts.headers) {
            None => Some(unauthorized(None)),
            Some(token) if self.state.knows_token(token) => None,
            Some(_) => Some(unauthorized(Some("The access token is invalid or has expired."))),
        }
    }

    /// The answer to a request whose body is not sent as JSON.
    fn refuse_media_type(&self) -> Option<Response> {
        let given = self.parts.headers.get(header::CONTENT_TYPE);
        let given = given.and_then(|value| value.to_str().ok()).unwrap_or_default();
        let media_type = given.split(';').next().unwrap_or_default().trim();
        (!media_type.eq_ignore_ascii_case("application/json")).then(|| {
            let text = format!("Unsupported media type \"{given}\" in request.");
            detail(StatusCode::UNSUPPORTED_MEDIA_TYPE, &text)
        })
    }
}

#[derive(Deserialize)]
struct ListQuery {
    customer_id: Option<String>,
    page: Option<String>,
}

#[derive(Serialize)]
struct List {
    count: i64,
    next: Option<String>,
    previous: Option<String>,
    results: Vec<case::Case>,
}

/// What is at a path that needs a token.
enum Place {
    Cases,
    Case(i64),
    Start(i64),
}

fn place(path: &str) -> Option<Place> {
    let rest = path.strip_prefix(CASES)?;
    if rest.is_empty() {
        return Some(Place::Cases);
    }
    let (digits, rest) = rest.split_once('/')?;
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    let id = digits.parse().ok().filter(|_| is_number)?;
    match rest {
        "" => Some(Place::Case(id)),
        "start/" => Some(Place::Start(id)),
        _ => None,
    }
}

/// The token of a request.
pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// The address of another page of a list, on the host that was asked.
fn page_link(headers: &HeaderMap, uri: &Uri, customer_id: Option<i64>, page: i64) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let filter = customer_id.map_or_else(String::new, |id| format!("customer_id={id}&"));
    format!(
        "http://{}{}?{filter}page={page}",
        host.unwrap_or("localhost"),
        uri.path()
    )
}
