//! `invalid_url`: a text that is not an absolute http or https URL with a host.

use super::acceptance::ValueCondition;
use super::url::{ORDINARY, Url, parse};
use crate::issue::Problem;
use crate::json::Range;
use crate::read::{IssueCollector, Location};

pub(super) const ACCEPTS: ValueCondition = ORDINARY;

/// Decision: a URL that the API can call. The documentation says only that it is a URL.
pub(super) fn check<'t>(
    text: &'t str,
    at: &Location<'_>,
    range: Range,
    collector: &mut IssueCollector,
) -> Option<Url<'t>> {
    match parse(text) {
        Ok(url) => Some(url),
        Err(reason) => {
            collector.report(at, Problem::InvalidUrl { reason }, Some(range));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::codes;

    #[test]
    fn invalid_url() {
        for text in [
            "example.com",
            "ftp://example.com",
            "https://",
            "https:///x",
            " https://example.com",
        ] {
            let input = format!(r#"{{"customer_id":1,"case_config":"c","webhook_url":"{text}"}}"#);
            assert_eq!(codes(&input), ["invalid_url webhook_url"], "{text}");
        }
    }
}
