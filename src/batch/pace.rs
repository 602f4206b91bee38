//! When the next request may be sent: the maximum rate, pauses for all tasks while the API accepts nothing, and the number
//! of failures after which the batch stops.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::event::StopReason;
use super::options::RunOptions;
use crate::client::{Error, ErrorKind, backoff};

/// The longest pause that the API did not ask for.
const MAX_BACKOFF: Duration = Duration::from_secs(8);

/// Before the first response, the address is more likely wrong than busy.
const MAX_FAILURES_BEFORE_RESPONSE: u32 = 3;

/// How many consecutive unknown outcomes can be a coincidence. Each further one is followed by a pause.
const MAX_UNKNOWN_WITHOUT_PAUSE: u32 = 2;

#[derive(Debug)]
pub(super) struct Pacer {
    /// The time between two requests.
    interval: Option<Duration>,
    max_failures: u32,
    max_pause: Duration,
    state: Mutex<PacerState>,
}

#[derive(Debug)]
struct PacerState {
    paused_until: Instant,
    next_request: Instant,
    /// The number of pauses so far. Several requests that were sent before a pause and fail count as one failure.
    generation: u64,
    failures: u32,
    unknown: u32,
    has_response: bool,
}

impl Pacer {
    pub fn new(options: &RunOptions) -> Self {
        let now = Instant::now();
        Self {
            interval: options
                .max_rate
                .filter(|rate| *rate > 0.0)
                .and_then(|rate| Duration::try_from_secs_f64(1.0 / rate).ok()),
            max_failures: options.max_failures,
            max_pause: options.max_pause,
            state: Mutex::new(PacerState {
                paused_until: now,
                next_request: now,
                generation: 0,
                failures: 0,
                unknown: 0,
                has_response: false,
            }),
        }
    }

    /// When the caller may send a request.
    pub fn reserve(&self) -> Instant {
        let mut state = self.state();
        let at = Instant::now().max(state.paused_until).max(state.next_request);
        if let Some(interval) = self.interval {
            state.next_request = at.checked_add(interval).unwrap_or(at);
        }
        at
    }

    /// The time between two requests, if there is a maximum rate.
    pub fn interval(&self) -> Option<Duration> {
        self.interval
    }

    pub fn is_paused(&self) -> bool {
        self.pause_left().is_some()
    }

    /// How much longer the current pause lasts, if there is one.
    pub fn pause_left(&self) -> Option<Duration> {
        let left = self.state().paused_until.saturating_duration_since(Instant::now());
        (!left.is_zero()).then_some(left)
    }

    /// Makes the pause of another process, too. Returns whether it starts now.
    pub fn join(&self, pause: Duration) -> bool {
        let mut state = self.state();
        let is_new = state.paused_until <= Instant::now();
        match is_new {
            true => state.start_pause(pause),
            false => state.extend_pause(pause),
        }
        is_new
    }

    /// Whether callers must [`reserve`](Self::reserve) before they send.
    pub fn must_wait(&self) -> bool {
        self.interval.is_some() || self.is_paused()
    }

    pub fn generation(&self) -> u64 {
        self.state().generation
    }

    /// After a response that shows that the API works.
    pub fn succeeded(&self) {
        let mut state = self.state();
        state.failures = 0;
        state.unknown = 0;
        state.has_response = true;
    }

    /// After a request with an unknown outcome. Returns the pause that starts, or stops the batch.
    pub fn outcome_unknown(&self, error: Error) -> Result<Option<Duration>, StopReason> {
        let mut state = self.state();
        state.unknown = state.unknown.saturating_add(1);
        state.has_response |= error.status().is_some();
        if state.unknown >= self.max_failures {
            return Err(StopReason::TooManyFailures(error));
        }
        let retry_after = error.retry_after().filter(|wait| !wait.is_zero());
        if retry_after.is_some_and(|wait| wait > self.max_pause) {
            return Err(StopReason::Api(error));
        }
        let retries = state.unknown.checked_sub(MAX_UNKNOWN_WITHOUT_PAUSE.saturating_add(1));
        if retries.is_none() && retry_after.is_none() {
            return Ok(None);
        }
        let pause = backoff::pause(retries.unwrap_or_default(), MAX_BACKOFF, retry_after);
        state.start_pause(pause);
        Ok(Some(pause))
    }

    /// After a request that was not accepted. Returns the pause that starts, or stops the batch.
    pub fn not_accepted(&self, error: Error, generation: u64) -> Result<Option<Duration>, StopReason> {
        let mut state = self.state();
        state.has_response |= error.status().is_some();
        let retry_after = error.retry_after();
        if retry_after.is_some_and(|wait| wait > self.max_pause) {
            return Err(StopReason::Api(error));
        }
        if state.generation != generation {
            // Another request has started a pause meanwhile.
            state.extend_pause(retry_after.unwrap_or_default());
            return Ok(None);
        }
        state.failures = state.failures.saturating_add(1);
        let was_reached = state.has_response || matches!(error.kind(), ErrorKind::RateLimited { .. });
        let max_failures = if was_reached {
            self.max_failures
        } else {
            self.max_failures.min(MAX_FAILURES_BEFORE_RESPONSE)
        };
        if state.failures >= max_failures {
            return Err(StopReason::TooManyFailures(error));
        }
        let pause = backoff::pause(state.failures.saturating_sub(1), MAX_BACKOFF, retry_after);
        state.start_pause(pause);
        Ok(Some(pause))
    }

    fn state(&self) -> MutexGuard<'_, PacerState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PacerState {
    fn start_pause(&mut self, pause: Duration) {
        self.generation = self.generation.saturating_add(1);
        self.extend_pause(pause);
    }

    fn extend_pause(&mut self, pause: Duration) {
        let now = Instant::now();
        self.paused_until = self.paused_until.max(now.checked_add(pause).unwrap_or(now));
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::{Instant, advance};

    use super::Pacer;
    use crate::batch::RunOptions;
    use crate::client::{Error, ErrorKind};

    #[tokio::test(start_paused = true)]
    async fn a_pause_that_the_api_asks_for_is_made_after_any_failure() {
        let unavailable = |seconds: Option<u64>| {
            let error = Error::new(ErrorKind::OutcomeUnknown, "status 503");
            error.with_retry_after(seconds.map(Duration::from_secs))
        };
        let pacer = Pacer::new(&RunOptions::default().with_max_pause(Duration::from_secs(60)));
        for seconds in [None, Some(0)] {
            assert!(matches!(pacer.outcome_unknown(unavailable(seconds)), Ok(None)));
        }
        let pacer = Pacer::new(&RunOptions::default().with_max_pause(Duration::from_secs(60)));
        let pause = pacer.outcome_unknown(unavailable(Some(5))).unwrap();
        assert!(pause >= Some(Duration::from_secs(5)), "{pause:?}");
        assert!(pacer.reserve() >= Instant::now() + Duration::from_secs(5));
        assert!(pacer.outcome_unknown(unavailable(Some(61))).is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn the_pause_of_another_process_is_made_too() {
        let pacer = Pacer::new(&RunOptions::default());
        assert_eq!(pacer.pause_left(), None);
        let generation = pacer.generation();
        assert!(pacer.join(Duration::from_secs(3)), "it starts");
        assert!(!pacer.join(Duration::from_secs(2)), "it lasts already");
        assert_eq!(pacer.pause_left(), Some(Duration::from_secs(3)));
        // A request that was sent before fails for the same reason.
        let error = Error::new(ErrorKind::OutcomeUnknown, "status 429");
        assert!(matches!(pacer.not_accepted(error, generation), Ok(None)));
        advance(Duration::from_secs(3)).await;
        assert!(!pacer.must_wait());
    }

    #[tokio::test(start_paused = true)]
    async fn requests_are_spaced_by_the_rate() {
        let pacer = Pacer::new(&RunOptions::default().with_max_rate(4.0));
        let start = Instant::now();
        let times: Vec<_> = (0..3).map(|_| pacer.reserve() - start).collect();
        assert_eq!(times, [0, 250, 500].map(Duration::from_millis));
        advance(Duration::from_secs(2)).await;
        assert_eq!(pacer.reserve(), Instant::now(), "unused time is not saved up");
        assert!(pacer.must_wait());
    }
}
