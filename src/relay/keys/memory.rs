//! Keys in the memory of this process. They end with it.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

use super::{Answer, Claim, Claimed, EXACTLY_ONCE, Keys, LIFETIME, RequestKey};
use crate::relay::cases::CreatedCases;
use crate::relay::status::RequestStatus;

/// The maximum number of keys. None is removed early, because its request could then be sent twice.
const MAX_KEYS: usize = 10_000;

/// The keys of one relay.
#[derive(Debug)]
pub(in crate::relay) struct MemoryKeys {
    /// Of this process, because another one has other keys.
    instance: String,
    entries: Mutex<Entries>,
    /// Notifies those who wait that a request has finished.
    finished: Notify,
    cases: CreatedCases,
}

#[derive(Debug, Default)]
struct Entries {
    by_key: HashMap<String, Entry>,
    by_age: VecDeque<(Instant, String)>,
}

#[derive(Debug)]
struct Entry {
    hash: [u8; 32],
    status: RequestStatus,
}

impl MemoryKeys {
    pub fn new(is_exactly_once: bool) -> Self {
        let end = if is_exactly_once { EXACTLY_ONCE } else { "" };
        Self {
            instance: format!("{:016x}{end}", fastrand::u64(..)),
            entries: Mutex::default(),
            finished: Notify::default(),
            cases: CreatedCases::default(),
        }
    }
}

impl Keys for MemoryKeys {
    fn instance(&self) -> &str {
        &self.instance
    }

    fn claim<'a>(&'a self, key: &'a RequestKey, is_repeatable: bool) -> Answer<'a, Claim> {
        ready(self.claim_now(key, is_repeatable))
    }

    /// Keys that end with their process need no renewal.
    fn renewal_interval(&self) -> Duration {
        LIFETIME
    }

    fn renew<'a>(&'a self, _: &'a Claimed) -> Answer<'a, ()> {
        ready(())
    }

    fn finish<'a>(&'a self, claimed: &'a Claimed, status: &'a RequestStatus) -> Answer<'a, ()> {
        if let Some(entry) = self.lock().by_key.get_mut(&claimed.key) {
            entry.status = status.clone();
        }
        self.finished.notify_waiters();
        ready(())
    }

    fn final_status<'a>(&'a self, key: &'a str) -> Answer<'a, Option<RequestStatus>> {
        Box::pin(async move {
            loop {
                // Registered before the status is read, so that no notification is missed.
                let finished = self.finished.notified();
                match self.status_now(key) {
                    Some(RequestStatus::InProgress) => finished.await,
                    status => return Ok(status),
                }
            }
        })
    }

    fn add_case(&self, id: i64) -> Answer<'_, ()> {
        self.cases.insert(id);
        ready(())
    }

    fn has_case(&self, id: i64) -> Answer<'_, bool> {
        ready(self.cases.contains(id))
    }
}

fn ready<'a, T: Send + 'a>(value: T) -> Answer<'a, T> {
    Box::pin(std::future::ready(Ok(value)))
}

impl MemoryKeys {
    fn claim_now(&self, key: &RequestKey, is_repeatable: bool) -> Claim {
        let RequestKey { text, hash } = key;
        let mut entries = self.lock();
        entries.remove_expired(Instant::now());
        let mut may_exist = false;
        if let Some(entry) = entries.by_key.get(text) {
            if entry.hash != *hash {
                return Claim::OtherBody;
            }
            may_exist = !entry.status.is_not_created();
            if may_exist && !(is_repeatable && entry.status.is_repeatable()) {
                return Claim::Known;
            }
        } else if entries.by_key.len() >= MAX_KEYS {
            return Claim::Full;
        } else {
            entries.by_age.push_back((Instant::now(), text.clone()));
        }
        let (hash, status) = (*hash, RequestStatus::InProgress);
        entries.by_key.insert(text.clone(), Entry { hash, status });
        // A key is claimed again only after its request has finished.
        Claim::Send(Claimed {
            key: text.clone(),
            number: 0,
            may_exist,
        })
    }

    fn status_now(&self, key: &str) -> Option<RequestStatus> {
        let mut entries = self.lock();
        entries.remove_expired(Instant::now());
        entries.by_key.get(key).map(|entry| entry.status.clone())
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

    fn claim(keys: &MemoryKeys, key: &str) -> Claimed {
        match keys.claim_now(&RequestKey::new(key, "{}"), true) {
            Claim::Send(claimed) => claimed,
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn a_key_is_for_one_body_and_sent_once() {
        let keys = MemoryKeys::new(false);
        let claimed = claim(&keys, "a");
        let key = RequestKey::new("a", "{}");
        assert_eq!(keys.claim_now(&key, true), Claim::Known, "it is in progress");
        assert_eq!(keys.claim_now(&RequestKey::new("a", "{ }"), true), Claim::OtherBody);
        for (sent_repeatable, is_repeatable) in [(false, false), (false, true), (true, false)] {
            let status = RequestStatus::unknown(sent_repeatable);
            keys.finish(&claimed, &status).await.unwrap();
            assert_eq!(keys.claim_now(&key, is_repeatable), Claim::Known);
        }
        assert!(claim(&keys, "a").may_exist, "both are repeatable");
        assert!(keys.status_now("b").is_none());
    }

    #[tokio::test]
    async fn expired_keys_are_removed_unless_in_progress() {
        let keys = MemoryKeys::new(false);
        claim(&keys, "a");
        let claimed = claim(&keys, "b");
        keys.finish(&claimed, &RequestStatus::unknown(false)).await.unwrap();
        let mut entries = keys.lock();
        entries.remove_expired(Instant::now() + LIFETIME + Duration::from_secs(1));
        assert_eq!(entries.by_key.keys().collect::<Vec<_>>(), ["a"]);
        assert_eq!(entries.by_age.len(), 1);
    }

    #[test]
    fn the_number_of_keys_is_limited() {
        let keys = MemoryKeys::new(false);
        for number in 0..MAX_KEYS {
            claim(&keys, &number.to_string());
        }
        assert_eq!(keys.claim_now(&RequestKey::new("one more", ""), true), Claim::Full);
    }

    #[tokio::test(start_paused = true)]
    async fn those_who_wait_get_the_final_status() {
        let keys = MemoryKeys::new(false);
        let claimed = claim(&keys, "a");
        let finish = async {
            tokio::time::sleep(Duration::from_secs(30)).await;
            keys.finish(&claimed, &RequestStatus::Created("{}".into()))
                .await
                .unwrap();
        };
        let (first, second, ()) = tokio::join!(keys.final_status("a"), keys.final_status("a"), finish);
        for status in [first, second] {
            assert!(matches!(status, Ok(Some(RequestStatus::Created(_)))));
        }
        assert!(keys.final_status("b").await.unwrap().is_none());
    }
}
