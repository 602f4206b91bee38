//! Validates requests built from the Rust types and builds their payloads.

use crate::issue::Issues;
use crate::json::Origin;
use crate::options::Options;
use crate::payload::Payload;
use crate::request::{CheckType, CreateCase, Maybe, NewCheck, NewCustomer};

use super::Draft;

impl CreateCase {
    /// Builds the payload.
    ///
    /// # Errors
    /// All issues, if at least one of them is an error.
    pub fn build(&self) -> Result<Payload, Issues> {
        self.build_with(&Options::default())
    }

    /// Builds the payload with options.
    ///
    /// # Errors
    /// All issues, if at least one of them is an error.
    pub fn build_with(&self, options: &Options) -> Result<Payload, Issues> {
        Draft::read(self.to_json().as_bytes(), Origin::Host, options).build()
    }

    /// The request as JSON, without validation.
    #[must_use]
    pub fn to_json(&self) -> String {
        json(self)
    }
}

/// A request type as JSON text.
pub(super) fn json(value: &impl serde::Serialize) -> String {
    // Serializing the request types cannot fail: their keys are strings, and no `Serialize` implementation returns an error.
    serde_json::to_string(value).unwrap_or_default()
}

impl NewCustomer {
    /// A customer with the only required field.
    #[must_use]
    pub fn new(full_name: impl Into<String>) -> Self {
        Self {
            full_name: full_name.into(),
            ..Self::default()
        }
    }
}

impl NewCheck {
    /// A check of a type, which can also be passed by name: `NewCheck::new("PEP")`.
    #[must_use]
    pub fn new(check_type: impl Into<CheckType>) -> Self {
        Self {
            check_type: Maybe::Value(check_type.into()),
            ..Self::default()
        }
    }
}
