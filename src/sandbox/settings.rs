//! How a sandbox behaves, and where it keeps its cases.

use std::path::PathBuf;
use std::time::Duration;

use super::Faults;

/// Where a sandbox keeps what it knows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Store {
    /// In memory: all is gone with the last handle of the sandbox.
    #[default]
    Memory,
    /// In an SQLite file, which is made if it does not exist. What was answered is still there after the process was
    /// killed. One sandbox at a time can have the file open.
    File(PathBuf),
}

/// How a sandbox behaves.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The `client_id` that gets a token.
    pub client_id: String,
    /// The `client_secret` that belongs to it.
    pub client_secret: String,
    /// How long a token is good for. Answered in whole seconds, rounded up.
    pub token_lifetime: Duration,
    /// How long after its start a case completes. Its checks are `DECIDING` for the second half of that time.
    pub decision_time: Duration,
    /// In which of the two shapes errors of checks are answered.
    pub error_shape: ErrorShape,
    /// What goes wrong, and how often.
    pub faults: Faults,
}

impl Settings {
    /// The `client_id` of [`Settings::default`].
    pub const CLIENT_ID: &str = "5a4db0c5-0000-4000-8000-000000000000";
    /// The `client_secret` of [`Settings::default`]. It opens nothing but sandboxes.
    pub const CLIENT_SECRET: &str = "sandbox-secret";
}

impl Default for Settings {
    /// Tokens for an hour, cases that complete after two seconds, errors as from version 3.18, and no faults.
    fn default() -> Self {
        Self {
            client_id: Self::CLIENT_ID.to_owned(),
            client_secret: Self::CLIENT_SECRET.to_owned(),
            token_lifetime: Duration::from_secs(3_600),
            decision_time: Duration::from_secs(2),
            error_shape: ErrorShape::default(),
            faults: Faults::default(),
        }
    }
}

/// How Django REST Framework says errors of the items of a list of objects, which changed between versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ErrorShape {
    /// Until 3.17: a list with an empty object for each item that is right, as in `{"checks":[{},{"check_type":[…]}]}`.
    Lists,
    /// Since 3.18: an object by index, as in `{"checks":{"1":{"check_type":[…]}}}`.
    #[default]
    Objects,
}
