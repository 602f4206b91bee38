//! `invalid_type`: a text that is not an email address. The reader reports values of another JSON type.

use super::acceptance::ValueCondition;
use super::is_white_space;
use crate::issue::Problem;
use crate::json::Range;
use crate::read::{IssueCollector, Location};
use crate::request::Format;

/// Reports nothing for an address of ASCII characters.
pub(super) const ACCEPTS: ValueCondition = ValueCondition::Text(r"[!-?A-~]+@[!--/-?A-~]+(?:\.[!--/-?A-~]+)+$");

/// Decision: `x@y.z` without whitespace. The API documents only that an assignee is a member of the organization.
pub(super) fn check(text: &str, at: &Location<'_>, range: Range, collector: &mut IssueCollector) -> bool {
    if is_address(text) {
        return false;
    }
    let problem = Problem::InvalidType {
        expected: Format::Email.expected(),
        received: "string".to_owned(),
    };
    collector.report(at, problem, Some(range));
    true
}

fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    !local.is_empty()
        && domain.contains('.')
        && domain.split('.').all(|label| !label.is_empty())
        && !domain.contains('@')
        && !text.chars().any(is_white_space)
}

#[cfg(test)]
mod tests {
    use crate::{Options, Revision};

    #[test]
    fn invalid_type() {
        let newest = Options::default().with_revision(Revision::Newest);
        let is_valid = |address: &str| {
            let text = format!(r#"{{"customer_id":1,"case_config":"c","assignee":"{address}"}}"#);
            crate::check(&text, &newest).is_valid()
        };
        for address in ["a@b.c", "jane.doe+kyc@mail.example.com", "jürgen@exämple.de"] {
            assert!(is_valid(address), "{address}");
        }
        for address in [
            "jane", "@b.c", "a@", "a@b", "a@.c", "a@b.", "a@b..c", "a b@c.d", "a@b.c ", "a@b@c.d",
        ] {
            assert!(!is_valid(address), "{address}");
        }
    }
}
