//! A stand-in for the Sphinx API on this machine: what is tried out against it reaches nobody.
//!
//! It takes tokens, creates, starts, reads and lists cases as the contract says, checks requests with this crate's own
//! rules and answers errors in the shapes of Django REST Framework. Cases complete a moment after they started and call
//! their webhooks, if these are on this machine too. [`Faults`] make it fail in the ways that services and networks do.
//!
//! ```no_run
//! use sphinx_case::sandbox::{Sandbox, Settings, Store};
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let sandbox = Sandbox::open(Store::Memory, Settings::default())?;
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
//! sandbox.serve(listener, std::future::pending()).await?;
//! # Ok(()) }
//! ```
//!
//! # Where it differs from the service
//! - Any `customer_id` is taken, and makes a customer on first sight. One with an `external_id` that exists updates that
//!   customer: what the request omits becomes null.
//! - A `case_config` of any name makes two checks. There are no dual ones.
//! - It is stricter than Django REST Framework in that it takes no texts for numbers and no key twice. Unknown keys are
//!   ignored, as there.
//! - A case without checks cannot start: created with `auto_start` it waits, and starting it is answered with 400.
//! - Risk scores and outcomes follow from the numbers of checks, not from what is checked.
//! - A webhook is tried once, and again only when the process was killed in between. Only loopback addresses are called.
//!
//! # Control
//! What the methods of [`Sandbox`] offer is there over HTTP too, without a token but not for web pages: a request with an
//! `Origin`, or with a `Host` that is not this machine, gets 403.
//!
//! | | |
//! |---|---|
//! | `GET /sandbox/` | [`Facts`] |
//! | `PUT /sandbox/faults` | sets [`Faults`], as text or (with `Content-Type: application/json`) as JSON |
//! | `POST /sandbox/next` | what the next requests that create a case do: faults as text, separated by commas |
//! | `DELETE /sandbox/next` | forgets these |
//! | `GET /sandbox/cases.ndjson` | every [`ReceivedCase`], a line each |
//! | `GET /sandbox/webhooks` | every [`Delivery`] |

mod answer;
mod api;
mod case;
mod control;
mod create;
mod database;
mod doorway;
mod facts;
mod fault;
mod faults;
mod refusal;
mod serve;
mod settings;
mod state;
mod survey;
mod webhook;

use std::sync::Arc;

pub use facts::{Delivery, DeliveryResult, Facts, ReceivedCase, Webhooks};
pub use fault::{Fault, InvalidFaults};
pub use faults::Faults;
pub use settings::{ErrorShape, Settings, Store};

/// A stand-in for the API. Clones are handles of the same one; the store is closed with the last of them.
#[derive(Clone)]
pub struct Sandbox {
    state: Arc<state::State>,
}

impl Sandbox {
    /// Opens a sandbox with its store.
    ///
    /// # Errors
    /// When the file cannot be opened, is none of a sandbox, or another sandbox has it open.
    pub fn open(store: Store, settings: Settings) -> Result<Self, SandboxError> {
        Ok(Self {
            state: Arc::new(state::State::open(&store, settings)?),
        })
    }

    /// Answers requests, completes cases and calls webhooks until `shutdown` is done. Requests under way then have five
    /// seconds to end.
    ///
    /// # Errors
    /// When the listener is not on a loopback address: a sandbox has no secrets, so it is not for others to reach.
    pub async fn serve(
        &self,
        listener: tokio::net::TcpListener,
        shutdown: impl Future<Output = ()> + Send,
    ) -> Result<(), SandboxError> {
        serve::serve(self, listener, shutdown).await
    }

    /// How it was set up. The faults may have been changed since: see [`Sandbox::faults`].
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.state.settings
    }

    /// The faults that are set.
    #[must_use]
    pub fn faults(&self) -> Faults {
        state::lock(&self.state.plan).faults.clone()
    }

    /// Sets what goes wrong from now on. A seed starts its sequence anew.
    pub fn set_faults(&self, faults: Faults) {
        state::lock(&self.state.plan).set(faults);
    }

    /// Lets the next request that creates a case meet this fault, whatever the probabilities; further ones wait for the
    /// requests after it.
    pub fn push_next(&self, fault: Fault) {
        state::lock(&self.state.plan).next.push_back(fault);
    }

    /// Forgets the faults that wait for the next requests.
    pub fn clear_next(&self) {
        state::lock(&self.state.plan).next.clear();
    }

    /// What has happened, and what the store holds.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn facts(&self) -> Result<Facts, SandboxError> {
        survey::facts(&self.state).await
    }

    /// The cases with numbers above `after`, oldest first, at most `limit`, as they were received.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn received(&self, after: i64, limit: usize) -> Result<Vec<ReceivedCase>, SandboxError> {
        let database = &self.state.database;
        database
            .run(move |connection| survey::received(connection, after, limit))
            .await
    }

    /// What became of the webhooks, oldest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn deliveries(&self) -> Result<Vec<Delivery>, SandboxError> {
        self.state.database.run(webhook::deliveries).await
    }
}

impl std::fmt::Debug for Sandbox {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Sandbox")
            .field("settings", self.settings())
            .finish_non_exhaustive()
    }
}

/// Why a sandbox cannot be opened or served.
#[derive(Debug)]
#[non_exhaustive]
pub enum SandboxError {
    /// The store cannot be opened, read or written.
    Store(String),
    /// The listener is on an address that others can reach.
    NotLoopback(std::net::SocketAddr),
    /// The listener has no address, or no thread or client could be made.
    Start(String),
}

impl std::fmt::Display for SandboxError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Store(why) => write!(formatter, "the sandbox's store: {why}"),
            Self::NotLoopback(address) => write!(
                formatter,
                "a sandbox listens on loopback addresses only, such as 127.0.0.1 (was {address})"
            ),
            Self::Start(why) => write!(formatter, "the sandbox cannot start: {why}"),
        }
    }
}

impl std::error::Error for SandboxError {}
