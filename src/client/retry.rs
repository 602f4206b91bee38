//! Retries of requests that were not accepted or can be repeated.

use std::time::Duration;

use tracing::info;

use super::backoff;
use super::error::Error;

/// When to give up.
#[derive(Debug, Clone, Copy)]
pub(super) struct RetryPolicy {
    pub max_retries: u32,
    pub max_pause: Duration,
}

impl RetryPolicy {
    /// Repeats an attempt until it succeeds, its error is not retryable, or a limit is reached.
    pub async fn run<T, Attempt>(
        self,
        is_retryable: fn(&Error) -> bool,
        mut attempt: impl FnMut() -> Attempt,
    ) -> Result<T, Error>
    where
        Attempt: Future<Output = Result<T, Error>>,
    {
        let mut retries = 0_u32;
        loop {
            let error = match attempt().await {
                Ok(value) => return Ok(value),
                Err(error) => error,
            };
            let pause = backoff::pause(retries, Duration::MAX, error.retry_after());
            if !is_retryable(&error) || retries >= self.max_retries || pause > self.max_pause {
                return Err(error.with_attempts(retries.saturating_add(1)));
            }
            info!(pause_ms = pause.as_millis() as u64, %error, "retrying after a pause");
            tokio::time::sleep(pause).await;
            retries = retries.saturating_add(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::Instant;

    use super::RetryPolicy;
    use crate::client::error::{Error, ErrorKind};

    const POLICY: RetryPolicy = RetryPolicy {
        max_retries: 4,
        max_pause: Duration::from_secs(60),
    };

    fn rate_limited(seconds: u64) -> Error {
        let retry_after = Some(Duration::from_secs(seconds));
        Error::new(ErrorKind::RateLimited { retry_after }, "status 429")
    }

    /// How many attempts there were, how long they took, and the last error.
    async fn attempts(error: &Error) -> (u32, Duration, Error) {
        let mut count = 0;
        let start = Instant::now();
        let result: Result<(), _> = POLICY
            .run(Error::is_retryable, || {
                count += 1;
                std::future::ready(Err(error.clone()))
            })
            .await;
        (count, start.elapsed(), result.unwrap_err())
    }

    #[tokio::test(start_paused = true)]
    async fn retry_after_is_waited_for() {
        let (count, elapsed, error) = attempts(&rate_limited(30)).await;
        assert_eq!((count, error.attempts()), (5, 5));
        assert!(
            elapsed >= Duration::from_secs(120) && elapsed < Duration::from_secs(125),
            "{elapsed:?}"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn pauses_grow_without_retry_after() {
        let error = Error::new(ErrorKind::RateLimited { retry_after: None }, "status 429");
        let (count, elapsed, _) = attempts(&error).await;
        assert_eq!(count, 5);
        // Between half of 0.5 + 1 + 2 + 4 seconds and all of it; the timer counts whole milliseconds.
        assert!(
            elapsed >= Duration::from_millis(3_750) && elapsed <= Duration::from_millis(7_504),
            "{elapsed:?}"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn no_retry_after_other_errors_or_for_too_long_a_pause() {
        for error in [rate_limited(61), Error::new(ErrorKind::OutcomeUnknown, "status 500")] {
            let (count, elapsed, _) = attempts(&error).await;
            assert_eq!((count, elapsed), (1, Duration::ZERO), "{error}");
        }
    }
}
