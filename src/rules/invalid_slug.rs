//! `invalid_slug`: a slug with characters other than ASCII letters, digits, `-` and `_`.

use super::acceptance::ValueCondition;
use crate::issue::Problem;
use crate::json::Range;
use crate::read::{IssueCollector, Location};

/// Reports nothing for a slug.
pub(super) const ACCEPTS: ValueCondition = ValueCondition::Text("[-A-Za-z0-9_]+$");

/// Source: the reference page calls `case_config` a slug.
pub(super) fn check(text: &str, at: &Location<'_>, range: Range, collector: &mut IssueCollector) -> bool {
    !text
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        && {
            collector.report(at, Problem::InvalidSlug {}, Some(range));
            true
        }
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::codes;

    #[test]
    fn invalid_slug() {
        for slug in ["a b", "a/b", "ä", "a.b", " a"] {
            assert_eq!(
                codes(&format!(r#"{{"customer_id":1,"case_config":"{slug}"}}"#)),
                ["invalid_slug case_config"],
                "{slug}"
            );
        }
        assert_eq!(codes(r#"{"customer_id":1,"case_config":"KYB_standard-2"}"#), [""; 0]);
    }
}
