//! `required`: a required key is absent.

use crate::issue::Problem;
use crate::json::Range;
use crate::read::{IssueCollector, Location};
use crate::request::{Field, Presence};

/// Source: other public pages of the API list `full_name` as required.
pub(super) fn check(field: &Field, at: &Location<'_>, brace: Range, collector: &mut IssueCollector) {
    if field.presence == Presence::Required {
        collector.report(at, Problem::Required {}, Some(brace));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::codes;

    #[test]
    fn required() {
        assert_eq!(
            codes(r#"{"customer":{},"case_config":"c"}"#),
            ["required customer.full_name"]
        );
        assert_eq!(codes(r#"{"customer":{"full_name":"A"},"case_config":"c"}"#), [""; 0]);
    }
}
