//! What a relay remembers: what became of which key, and which cases it has created. All of it is bounded.

use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::outcome::Outcome;

/// How long after a request came its key is remembered.
const KEPT: Duration = Duration::from_secs(600);

/// So many keys are remembered. None is forgotten early, since it could then be used for a second case.
const MOST_KEYS: usize = 10_000;

/// So many cases are remembered; the oldest are forgotten.
const MOST_CASES: usize = 10_000;

/// What will become of a request, or has.
pub(super) type Awaited = watch::Receiver<Option<Outcome>>;

#[derive(Debug, Default)]
pub(super) struct Memory {
    hasher: RandomState,
    keys: Mutex<Keys>,
    cases: Mutex<Cases>,
}

#[derive(Debug, Default)]
struct Keys {
    entries: HashMap<String, Entry>,
    /// In the order in which they came.
    order: VecDeque<(Instant, String)>,
}

#[derive(Debug)]
struct Entry {
    /// Of the body only this is kept, which nobody can turn back into a name.
    body: (usize, u64),
    outcome: Awaited,
}

#[derive(Debug, Default)]
struct Cases {
    known: HashSet<i64>,
    order: VecDeque<i64>,
}

/// What a key is good for.
#[derive(Debug)]
pub(super) enum Claim {
    /// The request is to be sent; whoever sends it tells the outcome to this sender.
    Send(watch::Sender<Option<Outcome>>, Awaited),
    /// It was sent, or is under way.
    Wait(Awaited),
    /// The key belongs to another body.
    Other,
    /// There is no room for another key.
    Full,
}

impl Memory {
    /// Claims a key for a body.
    pub fn claim(&self, key: &str, body: &[u8]) -> Claim {
        let body = (body.len(), self.hasher.hash_one(body));
        let mut keys = locked(&self.keys);
        keys.forget_old(Instant::now());
        if let Some(entry) = keys.entries.get(key) {
            if entry.body != body {
                return Claim::Other;
            }
            if !entry.is_to_be_sent_again() {
                return Claim::Wait(entry.outcome.clone());
            }
        } else if keys.entries.len() >= MOST_KEYS {
            return Claim::Full;
        } else {
            keys.order.push_back((Instant::now(), key.to_owned()));
        }
        let (sender, outcome) = watch::channel(None);
        let entry = Entry {
            body,
            outcome: outcome.clone(),
        };
        keys.entries.insert(key.to_owned(), entry);
        Claim::Send(sender, outcome)
    }

    /// What becomes of the request with a key.
    pub fn outcome(&self, key: &str) -> Option<Awaited> {
        let mut keys = locked(&self.keys);
        keys.forget_old(Instant::now());
        keys.entries.get(key).map(|entry| entry.outcome.clone())
    }

    /// Remembers a case that was created.
    pub fn remember_case(&self, id: i64) {
        let mut cases = locked(&self.cases);
        if cases.known.insert(id) {
            cases.order.push_back(id);
        }
        if cases.order.len() > MOST_CASES
            && let Some(oldest) = cases.order.pop_front()
        {
            cases.known.remove(&oldest);
        }
    }

    pub fn knows_case(&self, id: i64) -> bool {
        locked(&self.cases).known.contains(&id)
    }
}

impl Entry {
    /// Whether nothing was created, so that the same request may be sent once more.
    fn is_to_be_sent_again(&self) -> bool {
        self.outcome.borrow().as_ref().is_some_and(Outcome::has_created_nothing)
    }

    fn is_under_way(&self) -> bool {
        self.outcome.borrow().is_none() && self.outcome.has_changed().is_ok()
    }
}

impl Keys {
    fn forget_old(&mut self, now: Instant) {
        while let Some((since, key)) = self.order.front() {
            if now.saturating_duration_since(*since) < KEPT {
                return;
            }
            // What is under way for so long is looked at again in ten minutes.
            let is_under_way = self.entries.get(key).is_some_and(Entry::is_under_way);
            if let Some((_, key)) = self.order.pop_front() {
                if is_under_way {
                    self.order.push_back((now, key));
                } else {
                    self.entries.remove(&key);
                }
            }
        }
    }
}

/// Nothing that is locked is left half done by a panic.
fn locked<Value>(mutex: &Mutex<Value>) -> MutexGuard<'_, Value> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_for_one_body_and_sent_once() {
        let memory = Memory::default();
        let Claim::Send(sender, _) = memory.claim("a", b"{}") else {
            panic!("a new key is to be sent")
        };
        assert!(matches!(memory.claim("a", b"{}"), Claim::Wait(_)));
        assert!(matches!(memory.claim("a", b"{ }"), Claim::Other));
        sender.send_replace(Some(Outcome::unknown()));
        assert!(matches!(memory.claim("a", b"{}"), Claim::Wait(_)));
        assert!(memory.outcome("b").is_none());
    }

    #[test]
    fn keys_are_forgotten_after_their_time_unless_under_way() {
        let memory = Memory::default();
        let Claim::Send(_under_way, _) = memory.claim("a", b"{}") else {
            panic!()
        };
        let Claim::Send(done, _) = memory.claim("b", b"{}") else {
            panic!()
        };
        done.send_replace(Some(Outcome::unknown()));
        let mut keys = locked(&memory.keys);
        keys.forget_old(Instant::now() + KEPT + Duration::from_secs(1));
        assert_eq!(keys.entries.keys().collect::<Vec<_>>(), ["a"]);
        assert_eq!(keys.order.len(), 1);
    }

    #[test]
    fn keys_and_cases_are_bounded() {
        let memory = Memory::default();
        for number in 0..MOST_KEYS {
            assert!(matches!(memory.claim(&number.to_string(), b""), Claim::Send(..)));
        }
        assert!(matches!(memory.claim("one more", b""), Claim::Full));
        for id in 0..=MOST_CASES as i64 {
            memory.remember_case(id);
        }
        assert!(!memory.knows_case(0) && memory.knows_case(1) && memory.knows_case(MOST_CASES as i64));
    }
}
