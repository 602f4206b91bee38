//! How often and how long to wait before something that was surely not taken is tried again.

use std::time::Duration;

use tracing::info;

use super::error::Error;

/// The first pause is at most this long; each next one twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(500);

/// The bounds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Retry {
    pub retries: u32,
    pub longest_wait: Duration,
}

impl Retry {
    /// Attempts something until it succeeds, fails with what does not pass, or enough was tried.
    pub async fn run<Answer, Attempt>(
        self,
        passes: fn(&Error) -> bool,
        mut attempt: impl FnMut() -> Attempt,
    ) -> Result<Answer, Error>
    where
        Attempt: Future<Output = Result<Answer, Error>>,
    {
        let mut retried = 0_u32;
        loop {
            let error = match attempt().await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            let pause = pause(retried, error.retry_after());
            if !passes(&error) || retried >= self.retries || pause > self.longest_wait {
                return Err(error.after(retried.saturating_add(1)));
            }
            info!(pause_ms = pause.as_millis() as u64, %error, "trying again after a pause");
            tokio::time::sleep(pause).await;
            retried = retried.saturating_add(1);
        }
    }
}

/// The pause after so many retries: growing, with jitter so that many do not come back at once, and never shorter than
/// the server asked for.
fn pause(retried: u32, asked: Option<Duration>) -> Duration {
    let most = FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(retried.min(16)));
    let jitter = most.mul_f64(fastrand::f64() * 0.5);
    match asked {
        Some(asked) => asked.saturating_add(jitter.min(Duration::from_secs(1))),
        None => (most / 2).saturating_add(jitter),
    }
}

#[cfg(test)]
mod tests {
    use super::pause;
    use std::time::Duration;

    #[test]
    fn pauses_grow_within_bounds() {
        for retried in 0..40 {
            let most = Duration::from_millis(500).saturating_mul(1 << retried.min(16));
            for _ in 0..50 {
                let pause = pause(retried, None);
                assert!(pause >= most / 2 && pause <= most, "{retried}: {pause:?}");
            }
        }
    }

    #[test]
    fn a_server_that_asks_for_a_pause_gets_it() {
        for _ in 0..50 {
            let pause = pause(0, Some(Duration::from_secs(7)));
            assert!(pause >= Duration::from_secs(7) && pause <= Duration::from_secs(8));
        }
    }
}
