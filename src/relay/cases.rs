//! The IDs of the cases that a relay created. Pages can read only these.

use std::collections::{HashSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The maximum number of IDs. The oldest are removed.
const MAX_CASES: usize = 10_000;

/// The IDs of created cases, in memory.
#[derive(Debug, Default)]
pub(super) struct CreatedCases(Mutex<Ids>);

#[derive(Debug, Default)]
struct Ids {
    set: HashSet<i64>,
    by_age: VecDeque<i64>,
}

impl CreatedCases {
    pub fn insert(&self, id: i64) {
        let mut ids = self.lock();
        if ids.set.insert(id) {
            ids.by_age.push_back(id);
        }
        if ids.by_age.len() > MAX_CASES
            && let Some(oldest) = ids.by_age.pop_front()
        {
            ids.set.remove(&oldest);
        }
    }

    pub fn contains(&self, id: i64) -> bool {
        self.lock().set.contains(&id)
    }

    /// A panic under this lock loses at most the removal of one ID.
    fn lock(&self) -> MutexGuard<'_, Ids> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_ids_are_removed() {
        let cases = CreatedCases::default();
        let last = i64::try_from(MAX_CASES).unwrap();
        for id in 0..=last {
            cases.insert(id);
        }
        assert!(!cases.contains(0) && cases.contains(1) && cases.contains(last));
    }
}
