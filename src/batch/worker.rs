//! A worker of a run: takes the next line, marks it as being sent, sends it, and records its result.

use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::time::Instant;

use super::context::RunContext;
use super::event::{Event, StopReason, UnrecordedResult};
use super::job::{Job, Next};
use super::result::{self, Consequence, Details, SendResult};
use crate::payload::Payload;

/// How often a worker looks whether other processes leave lines to it.
const OTHERS_INTERVAL: Duration = Duration::from_millis(250);

/// Why a process pauses that did not get the response itself.
const ASKED_ANOTHER: &str = "the API asked another process of this batch to wait";

/// A line that was sent.
#[derive(Debug, Clone)]
struct Sent {
    line: u64,
    result: SendResult,
    /// How long no process is to send a line, because the API asked for it.
    pause: Option<Duration>,
}

/// Sends lines until there are none left or the run stops.
pub(super) async fn work(context: &RunContext) {
    // The result of a line is recorded together with the mark of the next line, in one commit.
    let mut finished: Option<Sent> = None;
    loop {
        if context.pacer.must_wait() && !context.is_stopped() {
            // The result is recorded before the wait.
            if finished.is_some() {
                record_and_take(context, finished.take(), false).await;
            }
            wait(context).await;
        }
        let take = !context.is_stopped() && context.reserve_line();
        if !take && finished.is_none() {
            return;
        }
        match record_and_take(context, finished.take(), take).await {
            Next::Line(job) => {
                finished = Some(send(context, &job).await);
                continue;
            }
            Next::Paused(pause) => {
                if context.pacer.join(pause) {
                    let reason = ASKED_ANOTHER.to_owned();
                    context.observe(Event::Paused { pause, reason });
                }
            }
            Next::Later => sleep_unless_stopped(context, Instant::now() + OTHERS_INTERVAL).await,
            Next::Nothing => {
                if take {
                    context.release_line();
                }
                return;
            }
        }
        context.release_line();
    }
}

/// Waits until a request may be sent or the run stops.
async fn wait(context: &RunContext) {
    loop {
        let mut at = context.pacer.reserve();
        if let Some(interval) = context.pacer.interval() {
            match context.journal.reserve_request(interval).await {
                Ok(wait) => at = at.max(Instant::now() + wait),
                Err(error) => return context.stop(Err(error)),
            }
        }
        sleep_unless_stopped(context, at).await;
        if context.is_stopped() || !context.pacer.is_paused() {
            return;
        }
    }
}

async fn sleep_unless_stopped(context: &RunContext, until: Instant) {
    tokio::select! {
        () = tokio::time::sleep_until(until) => {}
        () = context.stopped() => {}
    }
}

/// Records the result of a line, and takes the next line if `take` is set. Returns [`Next::Nothing`] if the journal
/// cannot be written, too.
async fn record_and_take(context: &RunContext, finished: Option<Sent>, take: bool) -> Next {
    let recorded = finished.clone();
    let written = context
        .journal
        .transaction(move |journal| {
            let state = match &recorded {
                Some(Sent { line, result, pause }) => {
                    let state = journal.record(*line, result)?;
                    if let Some(pause) = pause {
                        journal.pause(*pause)?;
                    }
                    Some(state)
                }
                None => None,
            };
            let next = if take { journal.take_next()? } else { Next::Nothing };
            Ok((state, next))
        })
        .await;
    let (event, next) = match written {
        Ok((state, next)) => {
            let event = finished.zip(state).map(|(Sent { line, result, .. }, state)| {
                match result {
                    SendResult::NotAccepted(_) => context.release_line(),
                    _ => drop(context.sent.fetch_add(1, Ordering::Relaxed)),
                }
                Event::Recorded {
                    line,
                    state,
                    case_id: result.case_id(),
                }
            });
            (event, next)
        }
        Err(error) => {
            context.stop(Err(error));
            let event = finished.map(|Sent { line, result, .. }| {
                Event::Unrecorded(UnrecordedResult {
                    line,
                    case_id: result.case_id(),
                    result: result.describe(),
                })
            });
            (event, Next::Nothing)
        }
    };
    if let Some(event) = event {
        context.observe(event);
    }
    next
}

async fn send(context: &RunContext, job: &Job) -> Sent {
    let sent = |result, pause| Sent {
        line: job.line,
        result,
        pause,
    };
    let payload = match payload(context, job) {
        Ok(payload) => payload,
        Err(reason) => {
            let details = Details {
                reason: reason.to_owned(),
                ..Details::default()
            };
            return sent(SendResult::NotAccepted(details), None);
        }
    };
    let generation = context.pacer.generation();
    let response = context.client.create_case_ids(&payload).await;
    let has_created = context.has_created.load(Ordering::Relaxed);
    let external_id = payload.external_id().filter(|_| context.exactly_once);
    let (result, consequence) = result::of_response(response, has_created, external_id);
    if result.case_id().is_some() {
        context.has_created.store(true, Ordering::Relaxed);
    }
    let is_asked_for = consequence.is_asked_for();
    match apply(context, consequence, generation) {
        Ok(Some((pause, reason))) => context.observe(Event::Paused { pause, reason }),
        Ok(None) => {}
        Err(reason) => context.stop(Ok(reason)),
    }
    sent(result, context.pacer.pause_left().filter(|_| is_asked_for))
}

/// The payload of a line. If it cannot be sent, the run stops.
fn payload(context: &RunContext, job: &Job) -> Result<Payload, &'static str> {
    match context.input.payload(job) {
        Ok(Some(payload)) => Ok(payload),
        Ok(None) => {
            context.stop(Ok(StopReason::InputChanged { line: job.line }));
            Err("the line has changed since it was validated")
        }
        Err(error) => {
            context.stop(Err(error));
            Err("the file could not be read")
        }
    }
}

/// Returns the pause that starts and why, or why the run stops.
fn apply(
    context: &RunContext,
    consequence: Consequence,
    generation: u64,
) -> Result<Option<(Duration, String)>, StopReason> {
    let (reason, pause) = match consequence {
        Consequence::Continue => {
            context.pacer.succeeded();
            return Ok(None);
        }
        Consequence::Stop(reason) => return Err(reason),
        Consequence::Uncertain(error) => (error.to_string(), context.pacer.outcome_unknown(error)?),
        Consequence::Pause(error) => (error.to_string(), context.pacer.not_accepted(error, generation)?),
    };
    Ok(pause.map(|pause| (pause, reason)))
}
