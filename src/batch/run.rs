//! A run of a batch: what is unknown is looked for, then workers send, until there is nothing left or a reason to stop.

use std::future::Future;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::watch;
use tokio::task::JoinSet;

use super::Batch;
use super::error::Error;
use super::marks;
use super::pace::Pace;
use super::plan::{Event, Plan, Stop, Summary};
use super::worker::Shared;
use crate::client::Client;

pub(super) type Observer = Arc<dyn Fn(Event) + Send + Sync>;

pub(super) async fn run(
    batch: &mut Batch,
    client: &Client,
    plan: Plan,
    observe: Observer,
    stop: impl Future<Output = ()>,
) -> Result<Summary, Error> {
    let mut stop = pin!(stop);
    let before = batch.counts().await?;
    let shared = Arc::new(Shared {
        client: client.clone(),
        committer: Arc::clone(&batch.committer),
        input: Arc::clone(&batch.input),
        pace: Pace::new(&plan),
        again: plan.resend_unknown,
        queue: Arc::default(),
        observe: Arc::clone(&observe),
        left: Mutex::new(plan.limit),
        sent: AtomicU64::new(0),
        has_taken: AtomicBool::new(before.created > 0),
        halted: watch::channel(false).0,
        ended: Mutex::new(None),
    });
    let mut found = 0_u64;
    if before.unknown > 0 || before.pending > 0 {
        let prepared = async {
            // Wrong credentials come to light before any line is touched.
            if let Err(error) = client.authorize().await {
                shared.halt(Ok(Stop::Api(error)));
                return Ok(0);
            }
            let found = shared.reconcile(&plan).await?;
            let again = plan.resend_unknown;
            shared
                .committer
                .commit(move |connection| marks::set_again(connection, false))
                .await?;
            if again {
                shared
                    .committer
                    .commit(|connection| marks::set_again(connection, true))
                    .await?;
            }
            Ok::<_, Error>(found)
        };
        tokio::select! {
            result = prepared => found = result?,
            () = &mut stop => shared.halt(Ok(Stop::Asked)),
        }
    }
    let mut workers = JoinSet::new();
    if !shared.is_halted() {
        shared.committer.expect(plan.concurrency.max(1));
        for _ in 0..plan.concurrency.max(1) {
            let shared = Arc::clone(&shared);
            workers.spawn(async move { shared.work().await });
        }
    }
    loop {
        tokio::select! {
            joined = workers.join_next() => match joined {
                Some(Ok(())) => {}
                Some(Err(error)) => shared.halt(Err(Error::Usage(format!("a task has ended unexpectedly: {error}")))),
                None => break,
            },
            () = &mut stop, if !shared.is_halted() => {
                observe(Event::Stopping);
                shared.halt(Ok(Stop::Asked));
            }
        }
    }
    shared.committer.expect(1);
    let ended = shared.ended.lock().unwrap_or_else(PoisonError::into_inner).take();
    let stop_reason = match ended {
        Some(Err(error)) => return Err(error),
        Some(Ok(stop)) => Some(stop),
        None => None,
    };
    let mut counts = batch.counts().await?;
    // What this run has left unknown may be on the list already; whoever asked to stop does not wait for that.
    if counts.unknown > 0 && matches!(stop_reason, None | Some(Stop::Limit | Stop::Patience(_))) && shared.has_sent() {
        tokio::select! {
            result = shared.reconcile(&plan) => found = found.saturating_add(result?),
            () = &mut stop => {}
        }
        counts = batch.counts().await?;
    }
    Ok(Summary {
        counts,
        sent: shared.sent.load(Ordering::Relaxed),
        found,
        stop: stop_reason.or_else(|| (counts.pending > 0).then_some(Stop::Limit)),
    })
}
