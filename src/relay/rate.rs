//! Limits the rate of requests with a token bucket.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::http::StatusCode;

use super::problem_details::ProblemDetails;

/// A token bucket: each request takes a token, and tokens are added at a constant rate.
#[derive(Debug)]
pub(super) struct RateLimiter {
    burst: f64,
    per_second: f64,
    /// The number of tokens, and when it was computed.
    tokens: Mutex<(f64, Instant)>,
}

impl RateLimiter {
    pub fn new(burst: u32, per_second: f64) -> Self {
        let burst = f64::from(burst);
        Self {
            burst,
            per_second,
            tokens: Mutex::new((burst, Instant::now())),
        }
    }

    /// Takes a token.
    pub fn acquire(&self) -> Result<(), ProblemDetails> {
        self.acquire_at(Instant::now()).map_err(|wait| {
            ProblemDetails::new(
                StatusCode::TOO_MANY_REQUESTS,
                "too-many-requests",
                "Too many requests.",
                "This server is limiting requests. Nothing was sent to the API. Try again later.",
            )
            .with_retry_after(wait)
        })
    }

    /// Takes a token, or returns the time until there is one.
    fn acquire_at(&self, now: Instant) -> Result<(), Duration> {
        // Both values are valid even after a panic.
        let mut state = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        let (tokens, computed_at) = *state;
        let elapsed = now.saturating_duration_since(computed_at).as_secs_f64();
        let tokens = (tokens + elapsed * self.per_second).min(self.burst);
        let is_available = tokens >= 1.0;
        *state = (if is_available { tokens - 1.0 } else { tokens }, now.max(computed_at));
        if is_available {
            return Ok(());
        }
        Err(Duration::from_secs_f64((1.0 - tokens) / self.per_second))
    }
}

#[cfg(test)]
mod tests {
    use super::RateLimiter;
    use std::time::{Duration, Instant};

    #[test]
    fn a_burst_is_followed_by_the_constant_rate() {
        let limiter = RateLimiter::new(3, 2.0);
        let start = Instant::now();
        for _ in 0..3 {
            limiter.acquire_at(start).unwrap();
        }
        let wait = limiter.acquire_at(start).unwrap_err();
        assert!(
            wait <= Duration::from_millis(500) && wait > Duration::from_millis(400),
            "{wait:?}"
        );
        limiter.acquire_at(start + Duration::from_millis(600)).unwrap();
        limiter.acquire_at(start + Duration::from_millis(650)).unwrap_err();
        for _ in 0..3 {
            limiter.acquire_at(start + Duration::from_secs(3600)).unwrap();
        }
        limiter.acquire_at(start + Duration::from_secs(3600)).unwrap_err();
    }
}
