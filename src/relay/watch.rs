//! What a page may ask: what became of its request, how far its case has come, and whom it is talking to.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tracing::warn;

use super::outcome::{kind_name, of_error};
use super::problem::Problem;
use super::{Shared, create};

/// `GET /relay`: what a page needs to know of its relay.
pub(super) async fn facts(State(shared): State<Arc<Shared>>) -> Response {
    let facts = serde_json::json!({ "instance": shared.instance, "sandbox": shared.settings.sandbox });
    json(facts.to_string())
}

/// `GET /cases/outcome`: what became of the request with a key. Asking sends nothing.
pub(super) async fn outcome(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    let find = || {
        shared.asking.take().map_err(create::too_many)?;
        let key = create::key(&headers)?.unwrap_or_default();
        create::must_be_this_relay(&shared, &headers)?;
        shared.memory.outcome(key).ok_or_else(|| {
            Problem::new(
                StatusCode::NOT_FOUND,
                "unknown-key",
                "There is no request with this key.",
                "This relay got no request with this Idempotency-Key, or only one that it did not send; or it was more than \
                 ten minutes ago.",
            )
        })
    };
    match find() {
        Ok(outcome) => create::wait(&shared, outcome).await,
        Err(problem) => problem.into_response(),
    }
}

/// `GET /cases/{id}`: a case that was created here.
pub(super) async fn case(State(shared): State<Arc<Shared>>, Path(id): Path<String>) -> Response {
    if let Err(wait) = shared.asking.take() {
        return create::too_many(wait).into_response();
    }
    let known = id.parse().ok().filter(|id| shared.memory.knows_case(*id));
    let Some(id) = known else {
        return Problem::new(
            StatusCode::NOT_FOUND,
            "not-found",
            "There is no such case here.",
            "Only cases that this relay created since it was started can be asked for.",
        )
        .into_response();
    };
    let asked = tokio::time::timeout(shared.settings.patience, shared.client.get_case(id)).await;
    match asked {
        Ok(Ok(case)) => json(serde_json::to_string(&case).unwrap_or_default()),
        Ok(Err(error)) => {
            warn!(
                case = id,
                why = kind_name(&error),
                status = error.status(),
                "a case could not be read"
            );
            of_error(&error).into_response()
        }
        Err(_) => Problem::new(
            StatusCode::GATEWAY_TIMEOUT,
            "api-failed",
            "The API does not answer.",
            "The case exists; how far it has come is not known. It can be asked again.",
        )
        .into_response(),
    }
}

fn json(body: String) -> Response {
    (StatusCode::OK, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}
