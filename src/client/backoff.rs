//! The pauses between attempts, for single requests and for batches.

use std::time::Duration;

/// The upper bound of the first pause. Decision: no rate limit is documented, so this is short enough for a person who waits.
const FIRST: Duration = Duration::from_millis(500);

/// How much a pause that the server asked for is extended at most.
const MAX_EXTRA: Duration = Duration::from_secs(1);

/// The pause before the next attempt: exponential backoff with jitter, so that many clients do not return at once.
///
/// `retries` counts the attempts that already followed a pause. The pause is between half of its upper bound and the
/// bound, which doubles each time up to `max`. It is never shorter than `retry_after`, the time that the server asked for.
pub(crate) fn pause(retries: u32, max: Duration, retry_after: Option<Duration>) -> Duration {
    let bound = FIRST.saturating_mul(2_u32.saturating_pow(retries.min(16))).min(max);
    let jitter = (bound / 2).mul_f64(fastrand::f64());
    match retry_after {
        // A server that asks for no wait at all would otherwise get all attempts at once.
        Some(wait) if wait >= FIRST / 2 => wait.saturating_add(jitter.min(MAX_EXTRA)),
        _ => (bound / 2).saturating_add(jitter),
    }
}

#[cfg(test)]
mod tests {
    use super::pause;
    use std::time::Duration;

    const MAX: Duration = Duration::from_secs(8);

    #[test]
    fn pauses_grow_up_to_the_maximum() {
        for retries in 0..40 {
            let bound = Duration::from_millis(500).saturating_mul(1 << retries.min(16)).min(MAX);
            for _ in 0..50 {
                let pause = pause(retries, MAX, None);
                assert!(pause >= bound / 2 && pause <= bound, "{retries}: {pause:?}");
            }
        }
    }

    #[test]
    fn retry_after_is_respected() {
        for _ in 0..50 {
            let pause = pause(0, MAX, Some(Duration::from_secs(7)));
            assert!(pause >= Duration::from_secs(7) && pause <= MAX, "{pause:?}");
        }
    }
}
