//! Sending: a few workers that each take the next line, mark it, send it and write down what came of it.

use std::future::Future;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::watch;
use tokio::task::JoinSet;

use super::commit::Committer;
use super::entry::State;
use super::error::Error;
use super::input::Input;
use super::marks::{self, Job, Outcome};
use super::outcome::{self, Meaning};
use super::pace::Pace;
use super::plan::{Event, Plan, Stop, Summary, Unrecorded};
use super::{Batch, reconcile};
use crate::client::Client;

pub(super) type Observer = Arc<dyn Fn(Event) + Send + Sync>;

/// What all workers share.
struct Shared {
    client: Client,
    committer: Arc<Committer>,
    input: Arc<Input>,
    pace: Pace,
    again: bool,
    observe: Observer,
    /// How many lines may still be taken.
    left: Mutex<Option<u64>>,
    sent: AtomicU64,
    has_taken: AtomicBool,
    halted: watch::Sender<bool>,
    ended: Mutex<Option<Result<Stop, Error>>>,
}

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

impl Shared {
    async fn work(&self) {
        // What came of the line before: it is written together with the mark of the next, in one wait for the disk.
        let mut settled: Option<(Job, Outcome)> = None;
        loop {
            let mut goes_on = !self.is_halted();
            if goes_on && self.pace.has_to_wait() {
                // What is known is not kept waiting.
                if settled.is_some() && !self.step(settled.take(), false).await.0 {
                    return;
                }
                goes_on = self.wait().await;
            }
            let may_take = goes_on && self.may_take();
            if !may_take && settled.is_none() {
                return;
            }
            let (is_written, job) = self.step(settled.take(), may_take).await;
            if may_take && job.is_none() {
                self.give_back();
            }
            let Some(job) = job.filter(|_| is_written) else { return };
            let generation = self.pace.generation();
            let Some(outcome) = self.send(&job, generation).await else {
                return;
            };
            settled = Some((job, outcome));
        }
    }

    /// Waits for the leave to send; false when nothing more is to be sent.
    async fn wait(&self) -> bool {
        let mut halted = self.halted.subscribe();
        loop {
            let leave = self.pace.leave();
            tokio::select! {
                () = tokio::time::sleep_until(leave.at.into()) => {}
                _ = halted.wait_for(|halted| *halted) => return false,
            }
            if !self.pace.is_paused() {
                return !self.is_halted();
            }
        }
    }

    /// Writes what came of a line, and takes the next if asked to, durably. Whether that worked, and the next line.
    async fn step(&self, settled: Option<(Job, Outcome)>, take: bool) -> (bool, Option<Job>) {
        let again = self.again;
        let done = settled.clone();
        let written = self
            .committer
            .commit(move |connection| {
                let state = match &done {
                    Some((job, outcome)) => Some(marks::settle(connection, job.number, outcome)?),
                    None => None,
                };
                let next = if take { marks::begin(connection, again)? } else { None };
                Ok((state, next))
            })
            .await;
        match written {
            Ok((state, next)) => {
                if let (Some((job, outcome)), Some(state)) = (settled, state) {
                    self.tell(&job, &outcome, state);
                }
                (true, next)
            }
            Err(error) => {
                if let Some((job, outcome)) = settled {
                    (self.observe)(Event::Unrecorded(Unrecorded {
                        line: line_of(&job),
                        case_id: match outcome {
                            Outcome::Created { case } => Some(case),
                            _ => None,
                        },
                        outcome: outcome.words(),
                    }));
                }
                self.halt(Err(error));
                (false, None)
            }
        }
    }

    fn tell(&self, job: &Job, outcome: &Outcome, state: State) {
        if matches!(outcome, Outcome::NotTaken { .. }) {
            self.give_back();
        } else {
            self.sent.fetch_add(1, Ordering::Relaxed);
        }
        (self.observe)(Event::Settled {
            line: line_of(job),
            state,
            case_id: match outcome {
                Outcome::Created { case } => Some(*case),
                _ => None,
            },
        });
    }

    /// Sends a line; nothing when the file cannot be read, which ends the batch.
    async fn send(&self, job: &Job, generation: u64) -> Option<Outcome> {
        let not_sent = |reason: &str| Outcome::NotTaken {
            status: None,
            reason: reason.to_owned(),
        };
        let payload = match self.input.payload(job) {
            Ok(Some(payload)) => payload,
            Ok(None) => {
                self.halt(Ok(Stop::Changed { line: line_of(job) }));
                return Some(not_sent("the file has changed since the batch was begun"));
            }
            Err(error) => {
                self.halt(Err(error));
                return Some(not_sent("the file could not be read"));
            }
        };
        let result = self.client.create_case_once(&payload).await;
        let (outcome, meaning) = outcome::of(result, self.has_taken.load(Ordering::Relaxed));
        let paused = match meaning {
            Meaning::Works => {
                if matches!(outcome, Outcome::Created { .. }) {
                    self.has_taken.store(true, Ordering::Relaxed);
                }
                self.pace.works();
                Ok(None)
            }
            Meaning::Doubtful(error) => {
                let reason = error.to_string();
                self.pace
                    .doubtful(error)
                    .map(|pause| pause.map(|pause| (pause, reason)))
            }
            Meaning::Busy(error) => {
                let reason = error.to_string();
                let pause = self.pace.busy(error, generation);
                pause.map(|pause| pause.map(|pause| (pause, reason)))
            }
            Meaning::Ends(stop) => Err(stop),
        };
        match paused {
            Ok(Some((pause, reason))) => (self.observe)(Event::Paused { pause, reason }),
            Ok(None) => {}
            Err(stop) => self.halt(Ok(stop)),
        }
        Some(outcome)
    }

    /// Looks for the cases of unknown lines; how many were found.
    async fn reconcile(&self, plan: &Plan) -> Result<u64, Error> {
        if !plan.reconcile {
            return Ok(0);
        }
        let reconciling = reconcile::Reconciling {
            client: &self.client,
            committer: &self.committer,
            input: &self.input,
            plan,
            observe: &self.observe,
        };
        reconciling.run().await
    }

    fn may_take(&self) -> bool {
        match &mut *self.left.lock().unwrap_or_else(PoisonError::into_inner) {
            None => true,
            Some(0) => false,
            Some(left) => {
                *left = left.saturating_sub(1);
                true
            }
        }
    }

    fn give_back(&self) {
        if let Some(left) = &mut *self.left.lock().unwrap_or_else(PoisonError::into_inner) {
            *left = left.saturating_add(1);
        }
    }

    fn has_sent(&self) -> bool {
        self.sent.load(Ordering::Relaxed) > 0
    }

    fn is_halted(&self) -> bool {
        *self.halted.borrow()
    }

    /// Lets nothing more be sent. The first reason counts, but for an error, which counts more.
    fn halt(&self, why: Result<Stop, Error>) {
        let mut ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        if ended.is_none() || (why.is_err() && !matches!(*ended, Some(Err(_)))) {
            *ended = Some(why);
        }
        drop(ended);
        self.halted.send_replace(true);
    }
}

fn line_of(job: &Job) -> u64 {
    u64::try_from(job.number).unwrap_or_default()
}
