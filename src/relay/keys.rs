//! Idempotency keys and the status of their requests, in memory.
//!
//! A claim contains only data, no channel to the task that sends the request, so another store could keep the keys outside
//! of this process.

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

use super::status::RequestStatus;

/// How long a key is kept after its request was received.
const LIFETIME: Duration = Duration::from_secs(600);

/// The maximum number of keys. None is removed early, because its request could then be sent twice.
const MAX_KEYS: usize = 10_000;

/// The keys of a relay.
#[derive(Debug, Default)]
pub(super) struct Keys {
    hasher: RandomState,
    entries: Mutex<Entries>,
    /// Notifies those who wait that a request has finished.
    finished: Notify,
}

#[derive(Debug, Default)]
struct Entries {
    by_key: HashMap<String, Entry>,
    by_age: VecDeque<(Instant, String)>,
}

#[derive(Debug)]
struct Entry {
    /// The length and hash of the body. The body itself contains personal data, so it is not kept.
    body: (usize, u64),
    status: RequestStatus,
}

/// The result of claiming a key for a body.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Claim {
    /// The caller must send the request, and then call [`Keys::finish`].
    Send,
    /// The request was sent before or is in progress.
    Known,
    /// The key belongs to another body.
    OtherBody,
    /// There are too many keys.
    Full,
}

impl Keys {
    /// Claims a key for a body. Its status is then [`RequestStatus::InProgress`].
    pub fn claim(&self, key: &str, body: &[u8]) -> Claim {
        let body = (body.len(), self.hasher.hash_one(body));
        let mut entries = self.lock();
        entries.remove_expired(Instant::now());
        if let Some(entry) = entries.by_key.get(key) {
            if entry.body != body {
                return Claim::OtherBody;
            }
            if !entry.status.can_be_sent_again() {
                return Claim::Known;
            }
        } else if entries.by_key.len() >= MAX_KEYS {
            return Claim::Full;
        } else {
            entries.by_age.push_back((Instant::now(), key.to_owned()));
        }
        let status = RequestStatus::InProgress;
        entries.by_key.insert(key.to_owned(), Entry { body, status });
        Claim::Send
    }

    /// Stores the final status of a request.
    pub fn finish(&self, key: &str, status: RequestStatus) {
        if let Some(entry) = self.lock().by_key.get_mut(key) {
            entry.status = status;
        }
        self.finished.notify_waiters();
    }

    /// The status of the request with a key; `None` if there is none.
    pub fn status(&self, key: &str) -> Option<RequestStatus> {
        let mut entries = self.lock();
        entries.remove_expired(Instant::now());
        entries.by_key.get(key).map(|entry| entry.status.clone())
    }

    /// Waits until the request with a key has finished; `None` if there is none.
    pub async fn final_status(&self, key: &str) -> Option<RequestStatus> {
        loop {
            // Registered before the status is read, so that no notification is missed.
            let finished = self.finished.notified();
            match self.status(key) {
                Some(RequestStatus::InProgress) => finished.await,
                status => return status,
            }
        }
    }

    /// No change under this lock can be left incomplete by a panic.
    fn lock(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entries {
    fn remove_expired(&mut self, now: Instant) {
        while let Some((received, _)) = self.by_age.front()
            && now.saturating_duration_since(*received) >= LIFETIME
            && let Some((_, key)) = self.by_age.pop_front()
        {
            let entry = self.by_key.get(&key);
            if entry.is_some_and(|entry| matches!(entry.status, RequestStatus::InProgress)) {
                // A request in progress keeps its key for another lifetime.
                self.by_age.push_back((now, key));
            } else {
                self.by_key.remove(&key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_for_one_body_and_sent_once() {
        let keys = Keys::default();
        assert_eq!(keys.claim("a", b"{}"), Claim::Send);
        assert_eq!(keys.claim("a", b"{}"), Claim::Known);
        assert_eq!(keys.claim("a", b"{ }"), Claim::OtherBody);
        keys.finish("a", RequestStatus::unknown());
        assert_eq!(keys.claim("a", b"{}"), Claim::Known);
        assert!(keys.status("b").is_none());
    }

    #[test]
    fn expired_keys_are_removed_unless_in_progress() {
        let keys = Keys::default();
        for key in ["a", "b"] {
            assert_eq!(keys.claim(key, b"{}"), Claim::Send);
        }
        keys.finish("b", RequestStatus::unknown());
        let mut entries = keys.lock();
        entries.remove_expired(Instant::now() + LIFETIME + Duration::from_secs(1));
        assert_eq!(entries.by_key.keys().collect::<Vec<_>>(), ["a"]);
        assert_eq!(entries.by_age.len(), 1);
    }

    #[test]
    fn the_number_of_keys_is_limited() {
        let keys = Keys::default();
        for number in 0..MAX_KEYS {
            assert_eq!(keys.claim(&number.to_string(), b""), Claim::Send);
        }
        assert_eq!(keys.claim("one more", b""), Claim::Full);
    }

    #[tokio::test(start_paused = true)]
    async fn those_who_wait_get_the_final_status() {
        let keys = Keys::default();
        assert_eq!(keys.claim("a", b"{}"), Claim::Send);
        let finish = async {
            tokio::time::sleep(Duration::from_secs(30)).await;
            keys.finish("a", RequestStatus::Created("{}".into()));
        };
        let (first, second, ()) = tokio::join!(keys.final_status("a"), keys.final_status("a"), finish);
        for status in [first, second] {
            assert!(matches!(status, Some(RequestStatus::Created(_))));
        }
        assert!(keys.final_status("b").await.is_none());
    }
}
