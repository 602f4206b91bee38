//! Which fault each request gets, and how often each fault has occurred.

use std::collections::{BTreeMap, VecDeque};

use super::{Fault, Faults, SandboxStatus};

/// The current faults of a sandbox, and those that have occurred.
#[derive(Debug)]
pub(super) struct FaultPlan {
    faults: Faults,
    /// Faults of the next requests that create a case.
    next: VecDeque<Fault>,
    counts: BTreeMap<&'static str, u64>,
    random: fastrand::Rng,
}

impl FaultPlan {
    pub fn new(faults: Faults) -> Self {
        Self {
            random: generator(&faults),
            faults,
            next: VecDeque::new(),
            counts: BTreeMap::new(),
        }
    }

    pub fn faults(&self) -> &Faults {
        &self.faults
    }

    pub fn set_faults(&mut self, faults: Faults) {
        self.random = generator(&faults);
        self.faults = faults;
    }

    pub fn push_next(&mut self, fault: Fault) {
        self.next.push_back(fault);
    }

    pub fn clear_next(&mut self) {
        self.next.clear();
    }

    /// The faults of one request: `slow`, and another.
    pub fn next_faults(&mut self, creates: bool) -> [Option<Fault>; 2] {
        let next = if creates { self.next.pop_front() } else { None };
        let faults = match next {
            Some(Fault::None) => [None, None],
            Some(slow @ Fault::Slow(_)) => [Some(slow), None],
            Some(fault) => [None, Some(fault)],
            None if self.faults.apply_to(creates) => {
                let numbers = [self.random.f64(), self.random.f64()];
                self.faults.select(creates, numbers)
            }
            None => [None, None],
        };
        for fault in faults.iter().flatten() {
            let count = self.counts.entry(fault.name()).or_default();
            *count = count.saturating_add(1);
        }
        faults
    }

    pub fn write_status(&self, status: &mut SandboxStatus) {
        status.faults_done = self.counts.clone();
        status.faults = self.faults.to_string();
        status.next = self.next.iter().map(ToString::to_string).collect();
    }
}

fn generator(faults: &Faults) -> fastrand::Rng {
    faults.seed().map_or_else(fastrand::Rng::new, fastrand::Rng::with_seed)
}
