//! What a request and the case it made have in common, as far as the list of cases shows it.

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::request::DEFAULT_DELETE_AFTER;
use crate::response::Case;

/// A SHA-256.
pub(super) type Hash = [u8; 32];

pub(super) fn hash(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// The members of a payload that come back in a case.
#[derive(Debug, Deserialize)]
pub(super) struct Sent {
    customer_id: Option<i64>,
    customer: Option<SentCustomer>,
    webhook_url: Option<String>,
    #[serde(default)]
    checks: Vec<SentCheck>,
    delete_after: Option<i64>,
}

#[derive(Debug, Deserialize)]
struct SentCustomer {
    full_name: Option<String>,
    external_id: Option<String>,
    customer_type: Option<String>,
}

#[derive(Debug, Deserialize)]
struct SentCheck {
    check_type: Option<String>,
}

impl Sent {
    pub fn read(body: &str) -> Option<Self> {
        serde_json::from_str(body).ok()
    }

    pub fn customer_id(&self) -> Option<i64> {
        self.customer_id
    }

    /// What tells this request's case from those of others: the customer, and the terms of the case. Nothing for a
    /// customer without any id: a name alone is nobody.
    pub fn identity(&self) -> Option<Hash> {
        let customer = match (self.customer_id, &self.customer) {
            (Some(id), None) => Customer::Number(id),
            (None, Some(customer)) => Customer::External(filled(customer.external_id.as_deref())?),
            _ => return None,
        };
        Some(identity(
            customer,
            self.webhook_url.as_deref(),
            self.delete_after.unwrap_or(i64::from(DEFAULT_DELETE_AFTER)),
        ))
    }

    /// Whether a case with the same identity agrees in everything else that can be compared.
    pub fn agrees(&self, case: &Case) -> bool {
        let Some(theirs) = &case.customer else { return false };
        if let Some(customer) = &self.customer {
            let same =
                |ours: &Option<String>, theirs: &Option<String>| filled(ours.as_deref()) == filled(theirs.as_deref());
            if !same(&customer.full_name, &theirs.full_name) || !same(&customer.customer_type, &theirs.customer_type) {
                return false;
            }
        }
        if self.checks.is_empty() {
            return true;
        }
        let Some(checks) = &case.checks else { return false };
        let mut ours: Vec<_> = self.checks.iter().map(|check| check.check_type.as_deref()).collect();
        let mut theirs: Vec<_> = checks.iter().map(|check| check.check_type.as_deref()).collect();
        ours.sort_unstable();
        theirs.sort_unstable();
        ours == theirs
    }
}

/// The identities that a case answers to: by the customer's number, and by the id in the caller's system.
pub(super) fn identities(case: &Case) -> Vec<Hash> {
    let (Some(customer), Some(delete_after)) = (&case.customer, case.delete_after) else {
        return Vec::new();
    };
    let webhook = case.webhook_url.as_deref();
    let number = customer.id.map(Customer::Number);
    let external = filled(customer.external_id.as_deref()).map(Customer::External);
    [number, external]
        .into_iter()
        .flatten()
        .map(|customer| identity(customer, webhook, i64::from(delete_after)))
        .collect()
}

#[derive(Clone, Copy)]
enum Customer<'a> {
    Number(i64),
    External(&'a str),
}

fn identity(customer: Customer<'_>, webhook: Option<&str>, delete_after: i64) -> Hash {
    let mut hasher = Sha256::new();
    match customer {
        Customer::Number(id) => {
            hasher.update(b"number\0");
            hasher.update(id.to_be_bytes());
        }
        Customer::External(id) => {
            hasher.update(b"external\0");
            hasher.update(id.as_bytes());
        }
    }
    hasher.update(b"\0");
    hasher.update(delete_after.to_be_bytes());
    hasher.update(filled(webhook).unwrap_or_default().as_bytes());
    hasher.finalize().into()
}

/// A text that says something, as a server that trims texts keeps it.
fn filled(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{Sent, identities};
    use crate::response::Case;

    fn case(text: &str) -> Case {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn a_case_answers_to_both_ids_of_its_customer() {
        let case = case(r#"{"id":1,"customer":{"id":5,"external_id":"x"},"webhook_url":null,"delete_after":-1}"#);
        let answers = identities(&case);
        for (body, is_same) in [
            (r#"{"customer_id":5}"#, true),
            (r#"{"customer_id":5,"delete_after":-1,"webhook_url":null}"#, true),
            (r#"{"customer":{"full_name":"A","external_id":" x "}}"#, true),
            (r#"{"customer_id":6}"#, false),
            (r#"{"customer_id":5,"delete_after":30}"#, false),
            (r#"{"customer_id":5,"webhook_url":"https://a.example/"}"#, false),
            (r#"{"customer":{"full_name":"A","external_id":"5"}}"#, false),
        ] {
            let identity = Sent::read(body).unwrap().identity().unwrap();
            assert_eq!(answers.contains(&identity), is_same, "{body}");
        }
        assert_eq!(
            Sent::read(r#"{"customer":{"full_name":"A"}}"#).unwrap().identity(),
            None
        );
    }

    #[test]
    fn names_and_checks_have_to_agree() {
        let case = case(
            r#"{"id":1,"customer":{"id":5,"external_id":"x","full_name":"A","customer_type":"COMPANY"},"checks":[{"check_type":"PEP"},{"check_type":"CRA"}]}"#,
        );
        for (body, agrees) in [
            (
                r#"{"customer_id":5,"checks":[{"check_type":"CRA"},{"check_type":"PEP"}]}"#,
                true,
            ),
            (r#"{"customer_id":5,"case_config":"kyb"}"#, true),
            (
                r#"{"customer_id":5,"checks":[{"check_type":"PEP"},{"check_type":"PEP"}]}"#,
                false,
            ),
            (
                r#"{"customer":{"external_id":"x","full_name":"A","customer_type":"COMPANY"}}"#,
                true,
            ),
            (
                r#"{"customer":{"external_id":"x","full_name":"B","customer_type":"COMPANY"}}"#,
                false,
            ),
            (r#"{"customer":{"external_id":"x","full_name":"A"}}"#, false),
        ] {
            assert_eq!(Sent::read(body).unwrap().agrees(&case), agrees, "{body}");
        }
    }
}
