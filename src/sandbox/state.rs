//! What the requests to one sandbox share: the store, the tokens, the faults and the counts.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use super::database::Database;
use super::{Fault, Faults, SandboxError, Settings, Store, case};

/// What is behind every handle of a sandbox.
pub(super) struct State {
    pub(super) settings: Settings,
    pub(super) database: Database,
    pub(super) tokens: Tokens,
    pub(super) plan: Mutex<Plan>,
    pub(super) requests: AtomicU64,
    pub(super) create_requests: AtomicU64,
    /// Says that a case started that has a webhook.
    pub(super) started: Notify,
    /// Held by the one that calls webhooks, so that a sandbox served on two listeners calls each once.
    pub(super) caller: tokio::sync::Mutex<()>,
}

impl State {
    pub(super) fn open(store: &Store, settings: Settings) -> Result<Self, SandboxError> {
        let (database, tokens) = Database::open(store, stored_tokens)?;
        Ok(Self {
            database,
            tokens: Tokens(Mutex::new(tokens)),
            plan: Mutex::new(Plan::new(settings.faults.clone())),
            requests: AtomicU64::new(0),
            create_requests: AtomicU64::new(0),
            started: Notify::new(),
            caller: tokio::sync::Mutex::new(()),
            settings,
        })
    }

    pub(super) fn count(&self, creates: bool) {
        self.requests.fetch_add(1, Ordering::Relaxed);
        if creates {
            self.create_requests.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// How long a case takes, in microseconds.
    pub(super) fn decision_time(&self) -> i64 {
        microseconds(self.settings.decision_time)
    }

    /// Makes a token, and remembers it in the store too: after a restart it is still good.
    pub(super) async fn issue_token(&self) -> Result<String, SandboxError> {
        let token = random_text(30);
        let now = case::now();
        let expires_at = now.saturating_add(microseconds(self.settings.token_lifetime));
        let stored = token.clone();
        self.database
            .run(move |connection| {
                connection
                    .prepare_cached("DELETE FROM tokens WHERE expires_at <= ?1")?
                    .execute([now])?;
                connection
                    .prepare_cached("INSERT INTO tokens VALUES (?1, ?2)")?
                    .execute((stored, expires_at))
            })
            .await?;
        self.tokens.remember(token.clone(), expires_at);
        Ok(token)
    }

    /// Whether a token is good.
    pub(super) fn knows_token(&self, token: &str) -> bool {
        self.tokens
            .expiry(token)
            .is_some_and(|expires_at| case::now() < expires_at)
    }

    /// Makes a token good for nothing.
    pub(super) async fn revoke_token(&self, token: String) -> Result<(), SandboxError> {
        self.tokens.forget(&token);
        self.database
            .run(move |connection| {
                connection
                    .prepare_cached("DELETE FROM tokens WHERE token = ?1")?
                    .execute([token])
            })
            .await?;
        Ok(())
    }
}

/// The tokens of the store, with the times until which they are good.
fn stored_tokens(connection: &rusqlite::Connection) -> rusqlite::Result<HashMap<String, i64>> {
    let mut statement = connection.prepare("SELECT token, expires_at FROM tokens")?;
    let tokens = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    tokens.collect()
}

/// The tokens, with the times until which they are good: the store need not be asked for each request.
pub(super) struct Tokens(Mutex<HashMap<String, i64>>);

impl Tokens {
    fn expiry(&self, token: &str) -> Option<i64> {
        lock(&self.0).get(token).copied()
    }

    fn remember(&self, token: String, expires_at: i64) {
        let mut tokens = lock(&self.0);
        let now = case::now();
        tokens.retain(|_, expires_at| now < *expires_at);
        tokens.insert(token, expires_at);
    }

    fn forget(&self, token: &str) {
        lock(&self.0).remove(token);
    }
}

/// What is to go wrong, and what did.
pub(super) struct Plan {
    pub(super) faults: Faults,
    pub(super) next: VecDeque<Fault>,
    pub(super) done: BTreeMap<&'static str, u64>,
    random: fastrand::Rng,
}

impl Plan {
    fn new(faults: Faults) -> Self {
        Self {
            random: generator(&faults),
            faults,
            next: VecDeque::new(),
            done: BTreeMap::new(),
        }
    }

    pub(super) fn set(&mut self, faults: Faults) {
        self.random = generator(&faults);
        self.faults = faults;
    }

    /// The faults of one request, by how much later it comes and what else.
    pub(super) fn draw(&mut self, creates: bool) -> [Option<Fault>; 2] {
        let next = if creates { self.next.pop_front() } else { None };
        let faults = match next {
            Some(Fault::None) => [None, None],
            Some(slow @ Fault::Slow(_)) => [Some(slow), None],
            Some(fault) => [None, Some(fault)],
            None if creates || self.faults.is_everywhere() => {
                let numbers = [self.random.f64(), self.random.f64()];
                self.faults.draw(creates, numbers)
            }
            None => [None, None],
        };
        for fault in faults.iter().flatten() {
            let count = self.done.entry(fault.name()).or_default();
            *count = count.saturating_add(1);
        }
        faults
    }
}

fn generator(faults: &Faults) -> fastrand::Rng {
    faults.seed().map_or_else(fastrand::Rng::new, fastrand::Rng::with_seed)
}

/// Nothing here can be left half done, so a lock is good even after a panic elsewhere.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Letters and digits that are not there a second time.
pub(super) fn random_text(length: usize) -> String {
    std::iter::repeat_with(fastrand::alphanumeric).take(length).collect()
}

fn microseconds(time: Duration) -> i64 {
    i64::try_from(time.as_micros()).unwrap_or(i64::MAX)
}
