//! From a request built in Rust to its issues and its payload.

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
    /// All issues, when there is an error among them.
    pub fn build(&self) -> Result<Payload, Issues> {
        self.build_with(&Options::default())
    }

    /// Builds the payload with options.
    ///
    /// # Errors
    /// All issues, when there is an error among them.
    pub fn build_with(&self, options: &Options) -> Result<Payload, Issues> {
        Draft::read(self.to_json().as_bytes(), Origin::Host, options).build()
    }

    /// The request as JSON, unchecked.
    #[must_use]
    pub fn to_json(&self) -> String {
        json(self)
    }
}

/// A request type as JSON text.
pub(super) fn json(value: &impl serde::Serialize) -> String {
    // None of the request types has a map with other keys than strings, or fails by itself.
    serde_json::to_string(value).unwrap_or_default()
}

impl NewCustomer {
    /// A customer with the one thing that every customer has.
    #[must_use]
    pub fn new(full_name: impl Into<String>) -> Self {
        Self {
            full_name: full_name.into(),
            ..Self::default()
        }
    }
}

impl NewCheck {
    /// A check of a type, which can be given as its name: `NewCheck::new("PEP")`.
    #[must_use]
    pub fn new(check_type: impl Into<CheckType>) -> Self {
        Self {
            check_type: Maybe::Value(check_type.into()),
            ..Self::default()
        }
    }
}
