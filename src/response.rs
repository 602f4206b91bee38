//! What the API answers: a case, read tolerantly. Only its id has to be there; what does not fit is kept as it came.

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// A value of a set that may grow: those that are known by name, and any other as it was given.
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
        /// Not decided yet, or for a person to decide.
        Pending = "PENDING",
    }
}

open_set! {
    /// How far a check has come.
    CheckStatus {
        /// Not begun.
        Pending = "PENDING",
        /// Being decided.
        Deciding = "DECIDING",
        /// Decided.
        Decided = "DECIDED",
        /// Handed in.
        Submitted = "SUBMITTED",
        /// Left out.
        Skipped = "SKIPPED",
        /// Failed.
        Error = "ERROR",
    }
}

/// A type made of the members of a JSON object: each is taken out where it fits, and the rest stays in `other`.
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
            /// Members that are not documented, and those whose value is not of the documented type, as they came.
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
                    // What could not be read stands in `other` under the same name.
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

/// Takes a member out of an object when its value is of the type asked for.
fn take<Wanted: DeserializeOwned>(object: &mut Map<String, Value>, key: &str) -> Option<Wanted> {
    let value = object.get(key)?;
    let wanted = Wanted::deserialize(value).ok();
    if wanted.is_some() || value.is_null() {
        object.remove(key);
    }
    wanted
}

answer! {
    /// A case, as the API answers it and as its webhook brings it.
    ///
    /// Reading is tolerant (decision): a case that was created must not be lost over a member that is not what the
    /// reference page says. Only `id` has to be there; a member that is null or absent is `None`.
    Case (
        /// The case's number.
        id: i64
    ) {
        /// Whom the case is about.
        customer: CaseCustomer,
        /// A note.
        note: String,
        /// The highest of the checks' scores.
        risk_score: Option<f64>,
        /// What came out; nothing as long as it is open.
        outcome: Outcome,
        /// Whether all checks are done.
        is_complete: bool,
        /// Whether the case failed.
        failed: bool,
        /// When it was created, RFC 3339.
        created_at: String,
        /// When it last changed, RFC 3339.
        updated_at: String,
        /// Its checks.
        checks: Vec<CaseCheck>,
        /// A request for information.
        rfi: Map<String, Value>,
        /// The address that is called when the case completes.
        webhook_url: String,
        /// Days until deletion, -1 for never.
        delete_after: i32,
    }
}

answer! {
    /// The customer of a case.
    CaseCustomer {
        /// The customer's number.
        id: i64,
        /// Full legal name.
        full_name: String,
        /// The customer's id in the caller's own system.
        external_id: String,
        /// Person or company.
        customer_type: String,
    }
}

answer! {
    /// A check of a case. None of its members is promised.
    CaseCheck {
        /// The check's number.
        id: i64,
        /// What is checked.
        check_type: String,
        /// How far it has come.
        status: CheckStatus,
        /// Its score.
        risk_score: Option<f64>,
        /// Its title.
        title: String,
        /// A note.
        note: String,
        /// Why it came out as it did.
        reasoning: Vec<Value>,
        /// What came out.
        outcome: Outcome,
        /// What the check was given.
        input_details: Map<String, Value>,
        /// Days until deletion, -1 for never.
        delete_after: i32,
        /// When it was created, RFC 3339.
        created_at: String,
        /// When it last changed, RFC 3339.
        updated_at: String,
    }
}

/// One page of the list of cases.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct CasePage {
    /// How many cases there are on all pages.
    #[serde(default)]
    pub count: u64,
    /// The address of the next page, if there is one.
    #[serde(default)]
    pub next: Option<String>,
    /// The address of the page before, if there is one.
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
