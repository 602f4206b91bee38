//! A simulated Sphinx API on this machine, over real HTTP, for trying things out and for tests.
//!
//! It issues tokens, and creates, starts, returns and lists cases as the API does. Requests are validated with the rules of
//! this crate, and errors have the format of Django REST Framework. A case completes shortly after its start and then calls
//! its webhook, if the webhook is on this machine. [`Faults`] make requests fail in the ways in which services and networks
//! fail. All state is in memory, so it is gone with the last handle of the sandbox.
//!
//! ```no_run
//! use sphinx_case::sandbox::{Sandbox, SandboxOptions};
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let sandbox = Sandbox::new(SandboxOptions::default().with_faults("drop_after=0.05".parse()?));
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
//! sandbox.serve(listener, std::future::pending()).await?;
//! # Ok(()) }
//! ```
//!
//! # Differences from the API
//! - Any `customer_id` is accepted, and creates the customer if it does not exist. A customer with an existing `external_id`
//!   updates that customer: fields that the request omits become null.
//! - The fields of the newest revision are accepted, and returned. The `external_id` of a case is unique. A duplicate is refused with status 400 and an error at this
//!   field; what the API answers is not documented.
//! - A `case_config` with any name creates two checks. Dual configurations do not exist.
//! - Strings are not accepted as numbers and a key must not appear twice, which Django REST Framework allows. Unknown keys
//!   are ignored, as there.
//! - A case without checks cannot be started: `auto_start` has no effect on it, and starting it returns 400.
//! - Risk scores and outcomes depend only on the IDs of the checks, so they are the same in every run.
//! - A webhook is called once, and only if its host is `localhost` or a loopback address.
//!
//! # Control over HTTP
//! The methods of [`Sandbox`] are also available over HTTP, without a token. Web pages cannot use them: a request with an
//! `Origin`, or with a `Host` that is not this machine, gets 403.
//!
//! | request | |
//! |---|---|
//! | `GET /sandbox/` | returns the [`SandboxStatus`] |
//! | `PUT /sandbox/faults` | sets the [`Faults`]; the body is their text |
//! | `POST /sandbox/next` | sets the faults of the next requests that create a case; the body is a [list](Fault::parse_list) |
//! | `DELETE /sandbox/next` | removes these |
//! | `GET /sandbox/cases.ndjson` | returns each [`ReceivedCase`] on a line |
//! | `GET /sandbox/webhooks` | returns each [`Delivery`] |

mod api;
mod case;
mod control;
mod error_body;
mod fault;
mod faults;
mod options;
mod plan;
mod response;
mod service;
mod state;
mod status;
mod store;
mod webhook;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::connections::{self, Limits};
pub use fault::{Fault, InvalidFaults};
pub use faults::Faults;
pub use options::{ErrorShape, SandboxOptions};
use state::SandboxState;
pub use status::{Delivery, DeliveryResult, ReceivedCase, SandboxStatus, WebhookCounts};

/// More connections than a test opens, and the usual idle timeout of servers.
const LIMITS: Limits = Limits {
    max_connections: 1_024,
    idle_timeout: Duration::from_secs(75),
};

/// A simulated API. Clones are handles of the same sandbox.
#[derive(Debug, Clone)]
pub struct Sandbox {
    state: Arc<SandboxState>,
}

impl Sandbox {
    /// A sandbox without cases.
    #[must_use]
    pub fn new(options: SandboxOptions) -> Self {
        Self {
            state: Arc::new(SandboxState::new(options)),
        }
    }

    /// Accepts connections, completes cases and calls webhooks until `shutdown` completes. Requests in progress then have
    /// five seconds to finish. Can be called for several listeners at the same time.
    ///
    /// # Errors
    /// [`AddrNotAvailable`](io::ErrorKind::AddrNotAvailable) if the listener is not on a loopback address: a sandbox has no
    /// secrets, so other machines must not reach it.
    pub async fn serve(&self, listener: TcpListener, shutdown: impl Future<Output = ()> + Send) -> io::Result<()> {
        let address = listener.local_addr()?;
        if !address.ip().to_canonical().is_loopback() {
            return Err(io::Error::new(
                io::ErrorKind::AddrNotAvailable,
                format!("a sandbox listens only on loopback addresses, such as 127.0.0.1 (was {address})"),
            ));
        }
        // The set aborts its tasks when this future is dropped.
        let mut webhooks = JoinSet::new();
        webhooks.spawn(webhook::call_all(Arc::clone(&self.state)));
        connections::serve(listener, service::service(Arc::clone(&self.state)), LIMITS, shutdown).await;
        Ok(())
    }

    /// The current faults.
    #[must_use]
    pub fn faults(&self) -> Faults {
        self.state.plan().faults().clone()
    }

    /// Sets the faults of all later requests. A seed restarts its sequence.
    pub fn set_faults(&self, faults: Faults) {
        self.state.plan().set_faults(faults);
    }

    /// Sets the fault of the next request that creates a case, regardless of the probabilities. Several are queued for as
    /// many requests.
    pub fn push_next(&self, fault: Fault) {
        self.state.plan().push_next(fault);
    }

    /// Removes the queued faults of the next requests.
    pub fn clear_next(&self) {
        self.state.plan().clear_next();
    }

    /// Moves the clock of the sandbox forward, so that cases complete and tokens expire without waiting.
    ///
    /// ```
    /// use std::time::Duration;
    /// use sphinx_case::sandbox::{Sandbox, SandboxOptions};
    ///
    /// let sandbox = Sandbox::new(SandboxOptions::default());
    /// sandbox.advance(Duration::from_secs(2)); // All started cases are complete.
    /// ```
    pub fn advance(&self, time: Duration) {
        self.state.advance(time);
    }

    /// Counts of requests, cases and webhooks, and the current faults.
    #[must_use]
    pub fn status(&self) -> SandboxStatus {
        self.state.status()
    }

    /// All cases as they were received, oldest first.
    #[must_use]
    pub fn received_cases(&self) -> Vec<ReceivedCase> {
        self.state.store().received_cases()
    }

    /// The results of all webhooks, oldest first.
    #[must_use]
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.state.store().deliveries.clone()
    }
}
