//! `invalid_option`: a value that is not in a closed set.

use crate::issue::Problem;
use crate::json::Range;
use crate::read::{IssueCollector, Location};
use crate::request::Choice;
use crate::suggest;

/// Source: other public pages of the API list the customer types.
pub(super) fn check(
    text: &str,
    options: &'static [Choice],
    at: &Location<'_>,
    range: Range,
    collector: &mut IssueCollector,
) -> bool {
    if Choice::has(options, text) {
        return false;
    }
    collector.report(at, problem(text, options), Some(range));
    true
}

/// The problem for a text that is not one of the options.
#[inline(never)]
pub(crate) fn problem(text: &str, options: &'static [Choice]) -> Problem {
    let mut allowed = Vec::new();
    for option in options {
        allowed.push(option.value);
    }
    Problem::InvalidOption {
        allowed,
        suggestion: suggest::choice(options, text),
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::codes;

    #[test]
    fn invalid_option() {
        let input =
            |value: &str| format!(r#"{{"customer":{{"full_name":"A","customer_type":"{value}"}},"case_config":"c"}}"#);
        assert_eq!(codes(&input("individual")), ["invalid_option customer.customer_type"]);
        assert_eq!(codes(&input(" ")), ["invalid_option customer.customer_type"]);
        assert_eq!(codes(&input("COMPANY")), [""; 0]);
    }
}
