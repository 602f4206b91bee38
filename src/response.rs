//! The response of the API: a case, parsed tolerantly. Only its ID is required; members of another type are kept unchanged.

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// Declares an open set of strings: an enum of the known values, and any other value unchanged.
macro_rules! open_set {
    ($(#[$about:meta])* $name:ident { $($(#[$meaning:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$meaning])* $variant,)+
            /// A value that this version does not know.
            Other(String),
        }

        impl $name {
            /// The value as it is in JSON.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Other(text) => text,
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Ok(match text.as_str() {
                    $($text => Self::$variant,)+
                    _ => Self::Other(text),
                })
            }
        }
    };
}

open_set! {
    /// The outcome of a case or of a check.
    Outcome {
        /// Accepted.
        Accepted = "ACCEPTED",
        /// Rejected.
        Rejected = "REJECTED",
        /// Not decided yet, or left to a person.
        Pending = "PENDING",
    }
}

open_set! {
    /// The status of a check.
    CheckStatus {
        /// Not started.
        Pending = "PENDING",
        /// Decision in progress.
        Deciding = "DECIDING",
        /// Decided.
        Decided = "DECIDED",
        /// Submitted.
        Submitted = "SUBMITTED",
        /// Skipped.
        Skipped = "SKIPPED",
        /// Failed.
        Error = "ERROR",
    }
}

/// Declares a struct of the members of a JSON object. Members that do not match their type stay in `other`.
macro_rules! answer {
    (
        $(#[$about:meta])* $name:ident $(($($(#[$required_meaning:meta])* $required:ident: $required_type:ty),+))? {
            $($(#[$meaning:meta])* $field:ident: $type:ty,)+
        }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub struct $name {
            $($($(#[$required_meaning])* pub $required: $required_type,)+)?
            $($(#[$meaning])* pub $field: Option<$type>,)+
            /// Members that are not documented, and those whose value does not have the documented type, unchanged.
            pub other: Map<String, Value>,
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let mut other = Map::<String, Value>::deserialize(deserializer)?;
                Ok(Self {
                    $($($required: take(&mut other, stringify!($required)).ok_or_else(|| {
                        D::Error::custom(concat!("the member ", stringify!($required), " is missing, or is of another type"))
                    })?,)+)?
                    $($field: take(&mut other, stringify!($field)),)+
                    other,
                })
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap;
                let mut map = serializer.serialize_map(None)?;
                $($(map.serialize_entry(stringify!($required), &self.$required)?;)+)?
                $(
                    // A member that could not be read stays in `other` under its name.
                    if !self.other.contains_key(stringify!($field)) {
                        map.serialize_entry(stringify!($field), &self.$field)?;
                    }
                )+
                for (key, value) in &self.other {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    };
}

/// Removes a member from an object and returns it, if its value has the requested type.
fn take<Wanted: DeserializeOwned>(object: &mut Map<String, Value>, key: &str) -> Option<Wanted> {
    let value = object.get(key)?;
    let wanted = Wanted::deserialize(value).ok();
    if wanted.is_some() || value.is_null() {
        object.remove(key);
    }
    wanted
}

answer! {
    /// A case, as in a response of the API and in the body of its webhook.
    ///
    /// Parsing is tolerant (decision): a created case must not be lost because a member does not match the
    /// reference page. Only `id` is required; a member that is null or absent is `None`.
    Case (
        /// The ID of the case.
        id: i64
    ) {
        /// The customer of the case.
        customer: CaseCustomer,
        /// A note.
        note: String,
        /// The highest risk score of the checks.
        risk_score: Option<f64>,
        /// The outcome; `None` while the case is open.
        outcome: Outcome,
        /// Whether all checks are complete.
        is_complete: bool,
        /// Whether the case failed.
        failed: bool,
        /// The time of creation (RFC 3339).
        created_at: String,
        /// The time of the last change (RFC 3339).
        updated_at: String,
        /// Its checks.
        checks: Vec<CaseCheck>,
        /// A request for information.
        rfi: Map<String, Value>,
        /// The URL that the API calls when the case is complete.
        webhook_url: String,
        /// Days until deletion; -1 if kept indefinitely.
        delete_after: i32,
        /// The member of the organization to whom the case is assigned (newer revisions of the API).
        assignee: String,
        /// Details of the case (newer revisions of the API).
        metadata: Map<String, Value>,
        /// The references to the case in other systems (newer revisions of the API).
        sync_platforms: Vec<CaseSyncPlatform>,
        /// The ID of the case in the caller's system (newer revisions of the API).
        external_id: String,
    }
}

answer! {
    /// The customer of a case.
    CaseCustomer {
        /// The ID of the customer.
        id: i64,
        /// Full legal name.
        full_name: String,
        /// The ID of the customer in the caller's system.
        external_id: String,
        /// Individual or company.
        customer_type: String,
    }
}

answer! {
    /// A reference to a case in another system.
    CaseSyncPlatform {
        /// The domain of the other system.
        domain: String,
        /// The ID of the case in it.
        id: String,
    }
}

answer! {
    /// A check of a case. The API guarantees none of its members.
    CaseCheck {
        /// The ID of the check.
        id: i64,
        /// The check type.
        check_type: String,
        /// The status.
        status: CheckStatus,
        /// The risk score.
        risk_score: Option<f64>,
        /// The title.
        title: String,
        /// A note.
        note: String,
        /// The reasons for the outcome.
        reasoning: Vec<Value>,
        /// The outcome.
        outcome: Outcome,
        /// The details passed to the check.
        input_details: Map<String, Value>,
        /// Days until deletion; -1 if kept indefinitely.
        delete_after: i32,
        /// The time of creation (RFC 3339).
        created_at: String,
        /// The time of the last change (RFC 3339).
        updated_at: String,
    }
}

/// One page of the list of cases.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct CasePage {
    /// The number of cases on all pages.
    #[serde(default)]
    pub count: u64,
    /// The URL of the next page, if there is one.
    #[serde(default)]
    pub next: Option<String>,
    /// The URL of the previous page, if there is one.
    #[serde(default)]
    pub previous: Option<String>,
    /// The cases of this page.
    pub results: Vec<Case>,
}

#[cfg(test)]
mod tests {
    use super::{Case, CheckStatus, Outcome};

    #[test]
    fn a_documented_case() {
        let text = r#"{"id":7,"customer":{"id":3,"full_name":"James Torres","external_id":null,"customer_type":"INDIVIDUAL"},"note":null,"risk_score":12.5,"outcome":"ACCEPTED","is_complete":true,"failed":false,"created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:01Z","checks":[{"id":9,"check_type":"PEP","status":"DECIDED"}],"rfi":null,"webhook_url":null,"delete_after":-1}"#;
        let case: Case = serde_json::from_str(text).unwrap();
        assert_eq!(case.id, 7);
        assert_eq!(case.outcome, Some(Outcome::Accepted));
        assert_eq!(case.note, None);
        let checks = case.checks.clone().unwrap();
        assert_eq!(checks[0].status, Some(CheckStatus::Decided));
        assert!(case.other.is_empty(), "{:?}", case.other);
    }

    #[test]
    fn what_does_not_fit_is_kept() {
        let text = r#"{"id":7,"risk_score":"12.50","outcome":"ESCALATED","checks":"none","extra":{"a":[1]},"delete_after":99999999999}"#;
        let case: Case = serde_json::from_str(text).unwrap();
        assert_eq!(case.outcome, Some(Outcome::Other("ESCALATED".to_owned())));
        assert_eq!(case.risk_score, None);
        let again: serde_json::Value = serde_json::to_value(&case).unwrap();
        let before: serde_json::Value = serde_json::from_str(text).unwrap();
        for (key, value) in before.as_object().unwrap() {
            assert_eq!(&again[key], value, "{key}");
        }
    }

    #[test]
    fn a_case_without_an_id_is_none() {
        for text in ["{}", r#"{"id":"7"}"#, r#"{"id":null}"#, "[]", "7"] {
            assert!(serde_json::from_str::<Case>(text).is_err(), "{text}");
        }
    }
}
