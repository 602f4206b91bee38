//! How many requests are taken: a bucket of tokens that fills up again with time.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So many at once, and then so many a second.
#[derive(Debug)]
pub(super) struct Bucket {
    most: f64,
    per_second: f64,
    left: Mutex<(f64, Instant)>,
}

impl Bucket {
    pub fn new(most: u32, per_second: f64) -> Self {
        let most = f64::from(most);
        Self {
            most,
            per_second,
            left: Mutex::new((most, Instant::now())),
        }
    }

    /// Takes one, or says how long until there is one.
    pub fn take(&self) -> Result<(), Duration> {
        self.take_at(Instant::now())
    }

    fn take_at(&self, now: Instant) -> Result<(), Duration> {
        // Numbers are whole even after a panic.
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let (tokens, since) = *left;
        let passed = now.saturating_duration_since(since).as_secs_f64();
        let tokens = (tokens + passed * self.per_second).min(self.most);
        let enough = tokens >= 1.0;
        *left = (if enough { tokens - 1.0 } else { tokens }, now.max(since));
        if enough {
            return Ok(());
        }
        Err(Duration::from_secs_f64((1.0 - tokens) / self.per_second))
    }
}

#[cfg(test)]
mod tests {
    use super::Bucket;
    use std::time::{Duration, Instant};

    #[test]
    fn a_burst_and_then_the_rate() {
        let bucket = Bucket::new(3, 2.0);
        let start = Instant::now();
        for _ in 0..3 {
            bucket.take_at(start).unwrap();
        }
        let wait = bucket.take_at(start).unwrap_err();
        assert!(
            wait <= Duration::from_millis(500) && wait > Duration::from_millis(400),
            "{wait:?}"
        );
        bucket.take_at(start + Duration::from_millis(600)).unwrap();
        bucket.take_at(start + Duration::from_millis(650)).unwrap_err();
        for _ in 0..3 {
            bucket.take_at(start + Duration::from_secs(3600)).unwrap();
        }
        bucket.take_at(start + Duration::from_secs(3600)).unwrap_err();
    }
}
