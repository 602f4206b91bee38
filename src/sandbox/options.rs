//! Options of a sandbox.

use std::time::Duration;

use super::Faults;

/// Options of a [`Sandbox`](super::Sandbox).
///
/// ```
/// use std::time::Duration;
/// use sphinx_case::sandbox::{ErrorShape, SandboxOptions};
///
/// let options = SandboxOptions::default()
///     .with_decision_time(Duration::from_millis(50))
///     .with_error_shape(ErrorShape::Lists)
///     .with_faults("slow=0.1:300ms,drop_before=0.05,seed=7".parse()?);
/// # Ok::<(), sphinx_case::sandbox::InvalidFaults>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct SandboxOptions {
    pub(super) client_id: String,
    pub(super) client_secret: String,
    pub(super) token_lifetime: Duration,
    pub(super) decision_time: Duration,
    pub(super) error_shape: ErrorShape,
    pub(super) faults: Faults,
}

impl SandboxOptions {
    /// The default `client_id`.
    pub const CLIENT_ID: &str = "5a4db0c5-0000-4000-8000-000000000000";
    /// The default `client_secret`. It is valid only for sandboxes, so it need not be kept secret.
    pub const CLIENT_SECRET: &str = "sandbox-secret";

    /// The credentials for which a token is issued. Default: [`CLIENT_ID`](Self::CLIENT_ID) and
    /// [`CLIENT_SECRET`](Self::CLIENT_SECRET).
    pub fn with_credentials(mut self, client_id: impl Into<String>, client_secret: impl Into<String>) -> Self {
        self.client_id = client_id.into();
        self.client_secret = client_secret.into();
        self
    }

    /// How long a token is valid. Default: 1 hour. Responses state it in whole seconds, rounded up.
    pub fn with_token_lifetime(mut self, lifetime: Duration) -> Self {
        self.token_lifetime = lifetime;
        self
    }

    /// The time from the start of a case until it is complete. Default: 2 seconds. Its checks are `DECIDING` for the second
    /// half of this time.
    pub fn with_decision_time(mut self, time: Duration) -> Self {
        self.decision_time = time;
        self
    }

    /// The format of validation errors in lists of objects. Default: [`ErrorShape::Objects`].
    pub fn with_error_shape(mut self, shape: ErrorShape) -> Self {
        self.error_shape = shape;
        self
    }

    /// The faults from the start on. Default: none.
    pub fn with_faults(mut self, faults: Faults) -> Self {
        self.faults = faults;
        self
    }
}

impl Default for SandboxOptions {
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

/// How Django REST Framework returns errors of the items of a list of objects, which depends on its version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ErrorShape {
    /// Up to 3.17: a list with an empty object for each valid item, as in `{"checks":[{},{"check_type":[…]}]}`.
    Lists,
    /// From 3.18: an object with the indices as keys, as in `{"checks":{"1":{"check_type":[…]}}}`.
    #[default]
    Objects,
}
