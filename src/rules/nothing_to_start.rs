//! `nothing_to_start`: a case that starts without checks and without a case configuration.

use super::acceptance::Condition;
use crate::issue::Problem;
use crate::read::{IssueCollector, Known, Location, Object};
use crate::request::CasePlace;

/// The fields that the rule reads.
pub(super) const READS: &[&[&str]] = &[
    &[CasePlace::checks.name()],
    &[CasePlace::case_config.name()],
    &[CasePlace::auto_start.name()],
];

/// Reports nothing if there is a check or a configuration, or the case does not start.
pub(super) const ACCEPTS: Condition = Condition::Any(&[
    Condition::Filled(CasePlace::checks.name()),
    Condition::Filled(CasePlace::case_config.name()),
    Condition::False(CasePlace::auto_start.name()),
]);

/// Source: other public pages say that a case needs a check to start.
pub(super) fn check(case: &Object<'_>, collector: &mut IssueCollector) {
    let starts = matches!(
        case.slot(CasePlace::auto_start as usize).boolean(),
        Known::Absent | Known::Value(true)
    );
    let has_no_check = matches!(
        case.slot(CasePlace::checks as usize).list(),
        Known::Absent | Known::Value([])
    );
    let has_no_config = case.slot(CasePlace::case_config as usize).text().is_absent();
    if starts && has_no_check && has_no_config {
        collector.report(&Location::ROOT, Problem::NothingToStart {}, Some(case.brace));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::codes;

    #[test]
    fn nothing_to_start() {
        assert_eq!(codes(r#"{"customer_id":1}"#), ["nothing_to_start "]);
        assert_eq!(
            codes(r#"{"customer_id":1,"checks":[],"auto_start":true}"#),
            ["nothing_to_start "]
        );
        assert_eq!(codes(r#"{"customer_id":1,"auto_start":false}"#), [""; 0]);
        assert_eq!(codes(r#"{"customer_id":1,"checks":"x"}"#), ["invalid_type checks"]);
        assert_eq!(
            codes(r#"{"customer_id":1,"auto_start":"yes"}"#),
            ["invalid_type auto_start"]
        );
    }
}
