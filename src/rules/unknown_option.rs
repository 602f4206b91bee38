//! `unknown_option`: a check type that is not on the list. The list is open, so this is a warning.

use crate::issue::Problem;
use crate::json::Range;
use crate::read::{IssueCollector, Location};
use crate::request::Choice;
use crate::suggest;

/// Source: the public list of check types is incomplete, so another value can be correct.
pub(super) fn check(
    text: &str,
    options: &[Choice],
    at: &Location<'_>,
    range: Range,
    collector: &mut IssueCollector,
) -> bool {
    if Choice::has(options, text) {
        return false;
    }
    let suggestion = if collector.is_full() {
        None
    } else {
        suggest::choice(options, text)
    };
    collector.report(at, Problem::UnknownOption { suggestion }, Some(range))
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::codes;

    #[test]
    fn unknown_option() {
        assert_eq!(
            codes(r#"{"customer_id":1,"checks":[{"check_type":"PEPP"}]}"#),
            ["unknown_option checks[0].check_type"]
        );
        assert_eq!(codes(r#"{"customer_id":1,"checks":[{"check_type":"PEP"}]}"#), [""; 0]);
    }
}
