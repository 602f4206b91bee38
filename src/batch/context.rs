//! What the tasks of a run have in common.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use tokio::sync::watch;

use super::error::Error;
use super::event::{Event, Observer, StopReason};
use super::input::InputFile;
use super::journal::JournalWriter;
use super::options::RunOptions;
use super::pace::Pacer;
use crate::client::Client;

pub(super) struct RunContext {
    pub client: Client,
    pub journal: Arc<JournalWriter>,
    pub input: Arc<InputFile>,
    pub options: RunOptions,
    /// Whether every line has an external ID.
    pub exactly_once: bool,
    pub pacer: Pacer,
    /// The number of lines with a result.
    pub sent: AtomicU64,
    /// Whether the API has created a case of this batch.
    pub has_created: AtomicBool,
    observer: Observer,
    /// The number of lines that may still be sent.
    remaining: AtomicU64,
    stop: watch::Sender<Option<Result<StopReason, Error>>>,
}

impl RunContext {
    pub fn new(
        client: Client,
        journal: Arc<JournalWriter>,
        input: Arc<InputFile>,
        exactly_once: bool,
        options: RunOptions,
        observer: Observer,
    ) -> Self {
        Self {
            client,
            journal,
            input,
            exactly_once,
            pacer: Pacer::new(&options),
            sent: AtomicU64::new(0),
            has_created: AtomicBool::new(false),
            observer,
            remaining: AtomicU64::new(options.limit.unwrap_or(u64::MAX)),
            stop: watch::channel(None).0,
            options,
        }
    }

    pub fn observe(&self, event: Event) {
        (self.observer)(event);
    }

    /// Takes one line from the limit. Returns false if it is reached.
    pub fn reserve_line(&self) -> bool {
        let less_one = |remaining: u64| remaining.checked_sub(1);
        self.remaining
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, less_one)
            .is_ok()
    }

    /// Returns a reserved line to the limit, because it was not sent.
    pub fn release_line(&self) {
        self.remaining.fetch_add(1, Ordering::Relaxed);
    }

    pub fn has_sent(&self) -> bool {
        self.sent.load(Ordering::Relaxed) > 0
    }

    /// Sends no more lines. The first reason is kept, but an error replaces it.
    pub fn stop(&self, reason: Result<StopReason, Error>) {
        self.stop.send_if_modified(|current| {
            let is_kept = matches!(current, Some(Err(_))) || (current.is_some() && reason.is_ok());
            if !is_kept {
                *current = Some(reason);
            }
            !is_kept
        });
    }

    pub fn is_stopped(&self) -> bool {
        self.stop.borrow().is_some()
    }

    /// Waits until [`stop`](Self::stop) is called.
    pub async fn stopped(&self) {
        // The sender cannot be dropped meanwhile.
        let _ = self.stop.subscribe().wait_for(Option::is_some).await;
    }

    pub fn stop_reason(&self) -> Result<Option<StopReason>, Error> {
        self.stop.borrow().clone().transpose()
    }
}
