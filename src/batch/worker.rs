//! One of the few workers of a batch: it takes the next line, marks it, sends it and writes down what came of it.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::watch;

use super::commit::Committer;
use super::entry::State;
use super::error::Error;
use super::input::Input;
use super::marks::{self, Job, Outcome, Queue};
use super::outcome::{self, Meaning};
use super::pace::Pace;
use super::plan::{Event, Plan, Stop, Unrecorded};
use super::reconcile;
use super::run::Observer;
use crate::client::Client;

/// What all workers share.
pub(super) struct Shared {
    pub client: Client,
    pub committer: Arc<Committer>,
    pub input: Arc<Input>,
    pub pace: Pace,
    pub again: bool,
    pub queue: Arc<Mutex<Queue>>,
    pub observe: Observer,
    /// How many lines may still be taken.
    pub left: Mutex<Option<u64>>,
    pub sent: AtomicU64,
    pub has_taken: AtomicBool,
    pub halted: watch::Sender<bool>,
    pub ended: Mutex<Option<Result<Stop, Error>>>,
}

impl Shared {
    pub async fn work(&self) {
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
        let queue = Arc::clone(&self.queue);
        let written = self
            .committer
            .commit(move |connection| {
                let mut queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
                let state = match &done {
                    Some((job, outcome)) => Some(marks::settle(connection, &mut queue, job.number, outcome)?),
                    None => None,
                };
                let next = if take {
                    marks::begin(connection, &mut queue, again)?
                } else {
                    None
                };
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
        let result = self.client.create_case_id(&payload).await;
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
    pub async fn reconcile(&self, plan: &Plan) -> Result<u64, Error> {
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

    pub fn has_sent(&self) -> bool {
        self.sent.load(Ordering::Relaxed) > 0
    }

    pub fn is_halted(&self) -> bool {
        *self.halted.borrow()
    }

    /// Lets nothing more be sent. The first reason counts, but for an error, which counts more.
    pub fn halt(&self, why: Result<Stop, Error>) {
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
