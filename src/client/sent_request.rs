//! Comparing requests with cases.

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::request::DEFAULT_DELETE_AFTER;
use crate::response::Case;

/// The SHA-256 of what distinguishes a case from others.
pub(crate) type Identity = [u8; 32];

/// The parts of a payload that a case contains, too.
#[derive(Debug, Deserialize)]
pub(crate) struct SentRequest {
    pub customer_id: Option<i64>,
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

impl SentRequest {
    pub fn parse(body: &str) -> Option<Self> {
        serde_json::from_str(body).ok()
    }

    /// What distinguishes the case of this request from others: the customer, `webhook_url` and `delete_after`. `None` for a
    /// customer without an ID, because a matching name is not enough.
    pub fn identity(&self) -> Option<Identity> {
        let customer = match (self.customer_id, &self.customer) {
            (Some(id), None) => CustomerKey::Id(id),
            (None, Some(customer)) => CustomerKey::ExternalId(non_blank(customer.external_id.as_deref())?),
            _ => return None,
        };
        Some(identity(
            customer,
            self.webhook_url.as_deref(),
            self.delete_after.unwrap_or(i64::from(DEFAULT_DELETE_AFTER)),
        ))
    }

    /// Whether everything that can be compared with a case is equal.
    pub fn is_of(&self, case: &Case) -> bool {
        self.agrees_with(case)
            && self
                .identity()
                .is_none_or(|identity| identities(case).contains(&identity))
    }

    /// Whether everything else that can be compared with a case is equal.
    pub fn agrees_with(&self, case: &Case) -> bool {
        let Some(case_customer) = &case.customer else {
            return false;
        };
        if let Some(customer) = &self.customer {
            let equal = |a: &Option<String>, b: &Option<String>| non_blank(a.as_deref()) == non_blank(b.as_deref());
            if !equal(&customer.full_name, &case_customer.full_name)
                || !equal(&customer.customer_type, &case_customer.customer_type)
            {
                return false;
            }
        }
        if self.checks.is_empty() {
            return true;
        }
        let Some(case_checks) = &case.checks else { return false };
        let mut sent: Vec<_> = self.checks.iter().map(|check| check.check_type.as_deref()).collect();
        let mut created: Vec<_> = case_checks.iter().map(|check| check.check_type.as_deref()).collect();
        sent.sort_unstable();
        created.sort_unstable();
        sent == created
    }
}

/// The identities of the requests that can have created a case: by the customer's ID and by its external ID.
pub(crate) fn identities(case: &Case) -> Vec<Identity> {
    let (Some(customer), Some(delete_after)) = (&case.customer, case.delete_after) else {
        return Vec::new();
    };
    let webhook = case.webhook_url.as_deref();
    let id = customer.id.map(CustomerKey::Id);
    let external_id = non_blank(customer.external_id.as_deref()).map(CustomerKey::ExternalId);
    [id, external_id]
        .into_iter()
        .flatten()
        .map(|customer| identity(customer, webhook, i64::from(delete_after)))
        .collect()
}

#[derive(Clone, Copy)]
enum CustomerKey<'a> {
    Id(i64),
    ExternalId(&'a str),
}

/// The format of the hashed text must not change, because journals contain the hash.
fn identity(customer: CustomerKey<'_>, webhook: Option<&str>, delete_after: i64) -> Identity {
    let mut hasher = Sha256::new();
    match customer {
        CustomerKey::Id(id) => {
            hasher.update(b"number\0");
            hasher.update(id.to_be_bytes());
        }
        CustomerKey::ExternalId(id) => {
            hasher.update(b"external\0");
            hasher.update(id.as_bytes());
        }
    }
    hasher.update(b"\0");
    hasher.update(delete_after.to_be_bytes());
    hasher.update(non_blank(webhook).unwrap_or_default().as_bytes());
    hasher.finalize().into()
}

/// A text as a server stores it that trims texts; `None` if nothing is left.
fn non_blank(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{SentRequest, identities};
    use crate::response::Case;

    fn case(text: &str) -> Case {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn a_case_matches_both_ids_of_its_customer() {
        let case = case(r#"{"id":1,"customer":{"id":5,"external_id":"x"},"webhook_url":null,"delete_after":-1}"#);
        let identities = identities(&case);
        for (body, is_same) in [
            (r#"{"customer_id":5}"#, true),
            (r#"{"customer_id":5,"delete_after":-1,"webhook_url":null}"#, true),
            (r#"{"customer":{"full_name":"A","external_id":" x "}}"#, true),
            (r#"{"customer_id":6}"#, false),
            (r#"{"customer_id":5,"delete_after":30}"#, false),
            (r#"{"customer_id":5,"webhook_url":"https://a.example/"}"#, false),
            (r#"{"customer":{"full_name":"A","external_id":"5"}}"#, false),
        ] {
            let identity = SentRequest::parse(body).unwrap().identity().unwrap();
            assert_eq!(identities.contains(&identity), is_same, "{body}");
        }
        assert_eq!(
            SentRequest::parse(r#"{"customer":{"full_name":"A"}}"#)
                .unwrap()
                .identity(),
            None
        );
    }

    #[test]
    fn names_and_checks_must_be_equal() {
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
            assert_eq!(SentRequest::parse(body).unwrap().agrees_with(&case), agrees, "{body}");
        }
    }
}
