//! `insecure_webhook`: a webhook URL without encryption.

use super::acceptance::ValueCondition;
use super::url::{ORDINARY, Url};
use crate::issue::Problem;
use crate::json::Range;
use crate::read::{IssueCollector, Location};

pub(super) const ACCEPTS: ValueCondition = ORDINARY;

/// Decision: the results of a compliance case should not be sent unencrypted.
pub(super) fn check(url: &Url<'_>, at: &Location<'_>, range: Range, collector: &mut IssueCollector) {
    if !url.is_secure {
        collector.report(at, Problem::InsecureWebhook {}, Some(range));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::codes;

    #[test]
    fn insecure_webhook() {
        assert_eq!(
            codes(r#"{"customer_id":1,"case_config":"c","webhook_url":"HTTP://example.com"}"#),
            ["insecure_webhook webhook_url"]
        );
        assert_eq!(
            codes(r#"{"customer_id":1,"case_config":"c","webhook_url":"https://example.com"}"#),
            [""; 0]
        );
    }
}
