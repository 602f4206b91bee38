//! The state of a sandbox, shared by its handles and requests.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use super::plan::FaultPlan;
use super::store::Store;
use super::{SandboxOptions, SandboxStatus};

/// The state of a sandbox. Times are in microseconds since 1970, the precision of Django REST Framework.
#[derive(Debug)]
pub(super) struct SandboxState {
    pub options: SandboxOptions,
    store: Mutex<Store>,
    plan: Mutex<FaultPlan>,
    requests: AtomicU64,
    create_requests: AtomicU64,
    /// How far the clock was moved forward, in microseconds.
    clock_offset: AtomicI64,
    /// Notifies the tasks that call webhooks of a started case or a changed clock.
    pub webhooks_changed: Notify,
}

impl SandboxState {
    pub fn new(options: SandboxOptions) -> Self {
        Self {
            store: Mutex::new(Store::new(microseconds(options.decision_time))),
            plan: Mutex::new(FaultPlan::new(options.faults.clone())),
            requests: AtomicU64::new(0),
            create_requests: AtomicU64::new(0),
            clock_offset: AtomicI64::new(0),
            webhooks_changed: Notify::new(),
            options,
        }
    }

    /// The time of this sandbox.
    pub fn now(&self) -> i64 {
        let offset = self.clock_offset.load(Ordering::Relaxed);
        jiff::Timestamp::now().as_microsecond().saturating_add(offset)
    }

    pub fn advance(&self, time: Duration) {
        self.clock_offset.fetch_add(microseconds(time), Ordering::Relaxed);
        self.webhooks_changed.notify_waiters();
    }

    pub fn store(&self) -> MutexGuard<'_, Store> {
        lock(&self.store)
    }

    pub fn plan(&self) -> MutexGuard<'_, FaultPlan> {
        lock(&self.plan)
    }

    pub fn count_request(&self, creates: bool) {
        self.requests.fetch_add(1, Ordering::Relaxed);
        if creates {
            self.create_requests.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Issues a token.
    pub fn issue_token(&self) -> String {
        let token = random_text(30);
        let now = self.now();
        let lifetime = microseconds(self.options.token_lifetime);
        self.store().add_token(token.clone(), now, now.saturating_add(lifetime));
        token
    }

    pub fn status(&self) -> SandboxStatus {
        let mut status = SandboxStatus {
            requests: self.requests.load(Ordering::Relaxed),
            create_requests: self.create_requests.load(Ordering::Relaxed),
            ..SandboxStatus::default()
        };
        self.store().write_status(&mut status, self.now());
        self.plan().write_status(&mut status);
        status
    }
}

/// No change under these locks can be left incomplete by a panic.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Random letters and digits.
pub(super) fn random_text(length: usize) -> String {
    std::iter::repeat_with(fastrand::alphanumeric).take(length).collect()
}

fn microseconds(time: Duration) -> i64 {
    i64::try_from(time.as_micros()).unwrap_or(i64::MAX)
}
