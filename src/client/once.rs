//! Creating a case exactly once: a request with an `external_id` is sent until its outcome is known.

use std::sync::atomic::{AtomicBool, Ordering};

use serde::Deserialize;
use tracing::info;

use super::error::{Error, ErrorKind, NotSentReason};
use super::{Client, ListCases};
use crate::payload::Payload;
use crate::response::Case;

/// The result of [`Client::create_case_once`]: there is one case with the `external_id`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CreatedOnce {
    /// The case. `None` if the API did not return it and it is not in the list of cases (yet), or that list could not be read. The
    /// only evidence for the case is then that the API refused its `external_id`.
    pub case: Option<Case>,
    /// Which request created it.
    pub origin: CaseOrigin,
}

/// Which request created a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CaseOrigin {
    /// The last attempt of this call: the API returned the case.
    Created,
    /// An earlier attempt of this call, whose outcome was unknown: a later attempt was refused because there is a case with this
    /// `external_id`.
    EarlierAttempt,
    /// Another request, sent before this call: its first attempt that the API processed was refused because there is a case with
    /// this `external_id`. It may be from an earlier call with the same payload, for example in a process that ended before it
    /// had the response. It may also be from another request with the same `external_id`, whose other values differ: compare
    /// [`CreatedOnce::case`] if that can happen.
    BeforeThisCall,
}

impl Client {
    /// Creates a case unless there is one with the same `external_id`. Sends the request again while its outcome is unknown.
    ///
    /// The payload needs an `external_id`, such as a UUID. Store it before the call if it must survive a crash: a later call with the
    /// same payload then returns the same case. Only
    /// [`Revision::Newest`](crate::Revision::Newest) has this field.
    ///
    /// Requests that were not accepted are retried, as by [`Client::create_case`]. So are those with an unknown outcome (a lost
    /// connection, a timeout, 5xx), because a second case is impossible. Pauses grow, and `Retry-After` is respected, up to the limits
    /// in the [`ClientOptions`](super::ClientOptions). If the API answers that the `external_id` exists (see [`Error::is_duplicate`]), the
    /// case is looked for in the list of cases.
    ///
    /// # Errors
    /// [`ErrorKind::NotSent`] with [`NotSentReason::NoExternalId`] if the payload has none, and nothing was sent.
    /// [`ErrorKind::OutcomeUnknown`] if an attempt may have created the case and no later one could tell; the same call can be made
    /// again. Otherwise no case was created, as with [`Client::create_case`].
    pub async fn create_case_once(&self, payload: &Payload) -> Result<CreatedOnce, Error> {
        let Some(external_id) = payload.external_id() else {
            return Err(Error::new(
                ErrorKind::NotSent(NotSentReason::NoExternalId),
                "it has no external_id, so it could not be sent again safely",
            ));
        };
        let may_exist = AtomicBool::new(false);
        let attempt = || async {
            let result = self.create::<Case>(payload).await;
            if result.as_ref().is_err_and(Error::may_have_created) {
                may_exist.store(true, Ordering::Relaxed);
            }
            result
        };
        let result = self.0.retry_policy.run(Error::can_be_repeated, attempt).await;
        let may_exist = may_exist.into_inner();
        match result {
            Ok(case) => Ok(CreatedOnce {
                case: Some(case),
                origin: CaseOrigin::Created,
            }),
            Err(error) if error.is_duplicate() => Ok(CreatedOnce {
                case: self.find_sent(payload, external_id).await,
                origin: if may_exist {
                    CaseOrigin::EarlierAttempt
                } else {
                    CaseOrigin::BeforeThisCall
                },
            }),
            Err(error) if may_exist => Err(error.into_outcome_unknown()),
            Err(error) => Err(error),
        }
    }

    /// The case with the external ID of a payload, if it is in the list of cases: first in that of its customer, which is shorter.
    async fn find_sent(&self, payload: &Payload, external_id: &str) -> Option<Case> {
        #[derive(Deserialize)]
        struct Sent {
            customer_id: Option<i64>,
        }
        let customer_id = serde_json::from_str(payload.body()).map_or(None, |sent: Sent| sent.customer_id);
        let lists = customer_id.map(Some).into_iter().chain([None]);
        for customer_id in lists {
            let list = ListCases {
                customer_id,
                page: None,
            };
            match self.find_case(external_id, list).await {
                Ok(Some(case)) => return Some(case),
                Ok(None) => {}
                Err(error) => info!(%error, "the list of cases could not be read"),
            }
        }
        None
    }
}
