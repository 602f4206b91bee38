//! Control over HTTP, for tests in other languages. It needs no token, so web pages must not be able to use it.

use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::{get, post, put};
use serde_json::json;

use super::response::{detail, json, method_not_allowed, typed};
use super::state::SandboxState;
use super::{Fault, Faults, InvalidFaults};
use crate::connections::host_name;

/// All control endpoints.
pub(super) fn router(state: &Arc<SandboxState>) -> Router {
    Router::new()
        .route("/sandbox/", get(status).fallback(method_not_allowed))
        .route("/sandbox/faults", put(set_faults).fallback(method_not_allowed))
        .route(
            "/sandbox/next",
            post(push_next).delete(clear_next).fallback(method_not_allowed),
        )
        .route(
            "/sandbox/cases.ndjson",
            get(received_cases).fallback(method_not_allowed),
        )
        .route("/sandbox/webhooks", get(deliveries).fallback(method_not_allowed))
        .route_layer(from_fn(reject_pages))
        .with_state(Arc::clone(state))
}

async fn reject_pages(request: Request, next: Next) -> Response {
    match reason_to_reject(request.headers()) {
        None => next.run(request).await,
        Some(reason) => detail(StatusCode::FORBIDDEN, reason),
    }
}

/// A page of any site can send requests to this machine. Browsers then send `Origin` or `Sec-Fetch-Site`; and a site whose
/// name resolves to this machine still sends its own name as the host.
fn reason_to_reject(headers: &HeaderMap) -> Option<&'static str> {
    if headers.contains_key(header::ORIGIN) {
        return Some("Web pages cannot control a sandbox: the request has an Origin.");
    }
    if headers.get("sec-fetch-site").is_some_and(|site| site != "none") {
        return Some("Web pages cannot control a sandbox: the request has a Sec-Fetch-Site.");
    }
    let mut hosts = headers.get_all(header::HOST).iter();
    match (hosts.next().and_then(|host| host.to_str().ok()), hosts.next()) {
        (Some(host), None) if is_this_machine(host) => None,
        _ => Some("The Host of the request is not this machine."),
    }
}

/// Whether a `Host` header names this machine, as `localhost`, `127.0.0.1:8000` and `[::1]` do.
fn is_this_machine(host: &str) -> bool {
    let Some(name) = host_name(host) else { return false };
    let address = name.trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost") || address.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

async fn status(State(state): State<Arc<SandboxState>>) -> Response {
    json(StatusCode::OK, &state.status())
}

async fn set_faults(State(state): State<Arc<SandboxState>>, body: String) -> Result<Response, Response> {
    let faults: Faults = body.parse().map_err(bad_request)?;
    let text = faults.to_string();
    state.plan().set_faults(faults);
    Ok(json(StatusCode::OK, &json!({ "faults": text })))
}

async fn push_next(State(state): State<Arc<SandboxState>>, body: String) -> Result<Response, Response> {
    let faults = Fault::parse_list(&body).map_err(bad_request)?;
    let names: Vec<_> = faults.iter().map(ToString::to_string).collect();
    for fault in faults {
        state.plan().push_next(fault);
    }
    Ok(json(StatusCode::OK, &json!({ "next": names })))
}

async fn clear_next(State(state): State<Arc<SandboxState>>) -> StatusCode {
    state.plan().clear_next();
    StatusCode::NO_CONTENT
}

async fn received_cases(State(state): State<Arc<SandboxState>>) -> Response {
    let mut lines = String::new();
    for case in state.store().received_cases() {
        lines.push_str(&serde_json::to_string(&case).unwrap_or_default());
        lines.push('\n');
    }
    typed(StatusCode::OK, "application/x-ndjson", lines)
}

async fn deliveries(State(state): State<Arc<SandboxState>>) -> Response {
    json(StatusCode::OK, &state.store().deliveries)
}

fn bad_request(error: InvalidFaults) -> Response {
    detail(StatusCode::BAD_REQUEST, &error.to_string())
}
