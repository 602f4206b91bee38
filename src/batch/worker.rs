//! A worker of a run: takes the next line, marks it as being sent, sends it, and records its result.

use std::sync::atomic::Ordering;
use std::time::Duration;

use super::context::RunContext;
use super::event::{Event, StopReason, UnrecordedResult};
use super::job::Job;
use super::result::{self, Consequence, Details, SendResult};
use crate::payload::Payload;

/// Sends lines until there are none left or the run stops.
pub(super) async fn work(context: &RunContext) {
    // The result of a line is recorded together with the mark of the next line, in one commit.
    let mut finished: Option<(Job, SendResult)> = None;
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
        let Some(job) = record_and_take(context, finished.take(), take).await else {
            if take {
                context.release_line();
            }
            return;
        };
        let result = send(context, &job).await;
        finished = Some((job, result));
    }
}

/// Waits until a request may be sent or the run stops.
async fn wait(context: &RunContext) {
    loop {
        let at = context.pacer.reserve();
        tokio::select! {
            () = tokio::time::sleep_until(at) => {}
            () = context.stopped() => return,
        }
        if !context.pacer.is_paused() {
            return;
        }
    }
}

/// Records the result of a line, and takes the next line if `take` is set. Returns the next line; `None` if there is none or
/// the journal cannot be written.
async fn record_and_take(context: &RunContext, finished: Option<(Job, SendResult)>, take: bool) -> Option<Job> {
    let recorded = finished.clone();
    let written = context
        .journal
        .transaction(move |journal| {
            let state = match &recorded {
                Some((job, result)) => Some(journal.record(job.line, result)?),
                None => None,
            };
            let next = if take { journal.take_next()? } else { None };
            Ok((state, next))
        })
        .await;
    let (event, next) = match written {
        Ok((state, next)) => {
            let event = finished.zip(state).map(|((job, result), state)| {
                match result {
                    SendResult::NotAccepted(_) => context.release_line(),
                    _ => drop(context.sent.fetch_add(1, Ordering::Relaxed)),
                }
                Event::Recorded {
                    line: job.line,
                    state,
                    case_id: result.case_id(),
                }
            });
            (event, next)
        }
        Err(error) => {
            context.stop(Err(error));
            let event = finished.map(|(job, result)| {
                Event::Unrecorded(UnrecordedResult {
                    line: job.line,
                    case_id: result.case_id(),
                    result: result.describe(),
                })
            });
            (event, None)
        }
    };
    if let Some(event) = event {
        context.observe(event);
    }
    next
}

async fn send(context: &RunContext, job: &Job) -> SendResult {
    let payload = match payload(context, job) {
        Ok(payload) => payload,
        Err(reason) => {
            return SendResult::NotAccepted(Details {
                reason: reason.to_owned(),
                ..Details::default()
            });
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
    match apply(context, consequence, generation) {
        Ok(Some((pause, reason))) => context.observe(Event::Paused { pause, reason }),
        Ok(None) => {}
        Err(reason) => context.stop(Ok(reason)),
    }
    result
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
