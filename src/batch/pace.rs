//! When the next request may leave: a rate, pauses for all when the API takes nothing, and an end to patience.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::plan::{Plan, Stop};
use crate::client::{Error, ErrorKind};

/// The first pause is about this long; each next one twice as long, up to [`LONGEST_BACKOFF`].
const FIRST_BACKOFF: Duration = Duration::from_millis(400);

const LONGEST_BACKOFF: Duration = Duration::from_secs(8);

/// As long as nothing has ever answered, the address is likelier wrong than busy.
const PATIENCE_AT_FIRST: u32 = 3;

/// Requests of unknown outcome in a row that are taken for chance; from then on each is followed by a pause.
const CHANCE: u32 = 3;

#[derive(Debug)]
pub(super) struct Pace {
    spacing: Option<Duration>,
    patience: u32,
    longest_pause: Duration,
    state: Mutex<Rhythm>,
}

#[derive(Debug)]
struct Rhythm {
    not_before: Instant,
    next: Instant,
    /// Tells requests that began before the last pause from those after it: ten that fail at once are one failure.
    generation: u64,
    failures: u32,
    doubts: u32,
    has_answered: bool,
}

/// A request's leave to go.
#[derive(Debug, Clone, Copy)]
pub(super) struct Leave {
    pub at: Instant,
}

impl Pace {
    pub fn new(plan: &Plan) -> Self {
        let now = Instant::now();
        Self {
            spacing: plan
                .rate
                .filter(|rate| *rate > 0.0)
                .and_then(|rate| Duration::try_from_secs_f64(1.0 / rate).ok()),
            patience: plan.patience.max(1),
            longest_pause: plan.longest_pause,
            state: Mutex::new(Rhythm {
                not_before: now,
                next: now,
                generation: 0,
                failures: 0,
                doubts: 0,
                has_answered: false,
            }),
        }
    }

    /// Takes the next place in the row.
    pub fn leave(&self) -> Leave {
        let mut rhythm = self.rhythm();
        let at = Instant::now().max(rhythm.not_before).max(rhythm.next);
        if let Some(spacing) = self.spacing {
            rhythm.next = at.checked_add(spacing).unwrap_or(at);
        }
        Leave { at }
    }

    /// Whether a pause has begun that is not over.
    pub fn is_paused(&self) -> bool {
        self.rhythm().not_before > Instant::now()
    }

    /// Whether somebody has to ask for leave before sending.
    pub fn has_to_wait(&self) -> bool {
        self.spacing.is_some() || self.is_paused()
    }

    pub fn generation(&self) -> u64 {
        self.rhythm().generation
    }

    pub fn works(&self) {
        let mut rhythm = self.rhythm();
        rhythm.failures = 0;
        rhythm.doubts = 0;
        rhythm.has_answered = true;
    }

    /// After a request of unknown outcome: the pause that begins, or the end of patience.
    pub fn doubtful(&self, error: Error) -> Result<Option<Duration>, Stop> {
        let mut rhythm = self.rhythm();
        rhythm.doubts = rhythm.doubts.saturating_add(1);
        rhythm.has_answered |= error.status().is_some();
        if rhythm.doubts >= self.patience {
            return Err(Stop::Patience(error));
        }
        if rhythm.doubts < CHANCE {
            return Ok(None);
        }
        let pause = backoff(rhythm.doubts.saturating_sub(CHANCE));
        rhythm.pause(pause);
        Ok(Some(pause))
    }

    /// After a request that was not taken: the pause that begins, or the end of patience.
    pub fn busy(&self, error: Error, generation: u64) -> Result<Option<Duration>, Stop> {
        let mut rhythm = self.rhythm();
        rhythm.has_answered |= error.status().is_some();
        if let Some(asked) = error.retry_after()
            && asked > self.longest_pause
        {
            return Err(Stop::Api(error));
        }
        if rhythm.generation != generation {
            if let Some(asked) = error.retry_after() {
                rhythm.extend(asked);
            }
            return Ok(None);
        }
        rhythm.failures = rhythm.failures.saturating_add(1);
        let was_reached = rhythm.has_answered || matches!(error.kind(), ErrorKind::RateLimited { .. });
        let patience = if was_reached {
            self.patience
        } else {
            self.patience.min(PATIENCE_AT_FIRST)
        };
        if rhythm.failures >= patience {
            return Err(Stop::Patience(error));
        }
        let pause = match error.retry_after() {
            Some(asked) => asked.saturating_add(jitter(Duration::from_millis(250))),
            None => backoff(rhythm.failures.saturating_sub(1)),
        };
        rhythm.pause(pause);
        Ok(Some(pause))
    }

    fn rhythm(&self) -> MutexGuard<'_, Rhythm> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Rhythm {
    fn pause(&mut self, pause: Duration) {
        self.generation = self.generation.saturating_add(1);
        self.extend(pause);
    }

    fn extend(&mut self, pause: Duration) {
        let now = Instant::now();
        self.not_before = self.not_before.max(now.checked_add(pause).unwrap_or(now));
    }
}

fn backoff(failures: u32) -> Duration {
    let most = FIRST_BACKOFF
        .saturating_mul(2_u32.saturating_pow(failures.min(16)))
        .min(LONGEST_BACKOFF);
    (most / 2).saturating_add(jitter(most / 2))
}

fn jitter(most: Duration) -> Duration {
    most.mul_f64(fastrand::f64())
}
