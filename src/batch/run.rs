//! A run of a batch: reconciles lines with an unknown outcome, sends lines until there are none left or the run stops, and
//! reconciles again.

use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::task::JoinSet;

use super::context::RunContext;
use super::error::Error;
use super::event::{Event, StopReason, Summary};
use super::find::find_cases;
use super::reconcile::reconcile;
use super::worker;

pub(super) async fn run(context: Arc<RunContext>, interrupt: impl Future<Output = ()>) -> Result<Summary, Error> {
    let mut interrupt = pin!(interrupt);
    let before = context.journal.counts().await?;
    context.has_created.store(before.created > 0, Ordering::Relaxed);
    let mut matched = 0_u64;
    if before.unknown > 0 || before.pending > 0 {
        tokio::select! {
            result = prepare(&context) => matched = result?,
            () = &mut interrupt => context.stop(Ok(StopReason::Interrupted)),
        }
    }
    send_lines(&context, interrupt.as_mut()).await;
    let stop_reason = context.stop_reason()?;
    let mut counts = context.journal.counts().await?;
    // The list may already contain the cases of this run. After an interruption the caller does not wait for that.
    let is_search_useful = matches!(
        stop_reason,
        None | Some(StopReason::LimitReached | StopReason::TooManyFailures(_))
    );
    if counts.unknown > 0 && is_search_useful && context.has_sent() {
        tokio::select! {
            result = search(&context) => matched = matched.saturating_add(result?),
            () = &mut interrupt => {}
        }
        counts = context.journal.counts().await?;
    }
    Ok(Summary {
        counts,
        sent: context.sent.load(Ordering::Relaxed),
        matched,
        stop_reason: stop_reason.or_else(|| (counts.pending > 0).then_some(StopReason::LimitReached)),
    })
}

/// Requests a token, so that refused credentials are detected before any line is marked, and reconciles. Returns the number
/// of lines whose case was found.
async fn prepare(context: &RunContext) -> Result<u64, Error> {
    if let Err(error) = context.client.authorize().await {
        context.stop(Ok(StopReason::Api(error)));
        return Ok(0);
    }
    // Lines with an external ID are sent again, which is faster than reading the list.
    let matched = if context.exactly_once {
        0
    } else {
        reconcile(context).await?
    };
    let resend = context.options.resend_unknown;
    context
        .journal
        .transaction(move |journal| journal.start_run(resend))
        .await?;
    Ok(matched)
}

/// Looks for the cases of lines with an unknown outcome in the list of cases. Returns the number of lines whose case was found.
async fn search(context: &RunContext) -> Result<u64, Error> {
    if context.exactly_once {
        find_cases(context).await
    } else {
        reconcile(context).await
    }
}

/// Sends lines until there are none left, or the run stops and the requests in progress have ended.
async fn send_lines(context: &Arc<RunContext>, mut interrupt: Pin<&mut impl Future<Output = ()>>) {
    let mut workers = JoinSet::new();
    if !context.is_stopped() {
        context.journal.set_writers(context.options.concurrency);
        for _ in 0..context.options.concurrency {
            let context = Arc::clone(context);
            workers.spawn(async move { worker::work(&context).await });
        }
    }
    loop {
        tokio::select! {
            worker = workers.join_next() => match worker {
                Some(Ok(())) => {}
                Some(Err(error)) => context.stop(Err(Error::Task(error.to_string()))),
                None => break,
            },
            () = &mut interrupt, if !context.is_stopped() => {
                context.observe(Event::Stopping);
                context.stop(Ok(StopReason::Interrupted));
            }
        }
    }
    context.journal.set_writers(1);
}
