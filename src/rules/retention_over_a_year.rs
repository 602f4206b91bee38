//! `retention_over_a_year`: a retention period longer than some pages of the API allow.

use super::acceptance::ValueCondition;
use crate::issue::Problem;
use crate::read::{IssueCollector, Known, Location, Slot};

/// The maximum that some public pages give, in days.
const YEAR: u64 = 365;

/// Reports nothing up to a year.
pub(super) const ACCEPTS: ValueCondition = ValueCondition::AtMost(YEAR as i64);

/// Source: some public pages of the API give 365 as the maximum, the reference page gives none.
pub(super) fn check(slot: &Slot<'_>, at: &Location<'_>, collector: &mut IssueCollector) {
    if let Known::Value(days) = slot.integer()
        && days > YEAR as i64
    {
        collector.report(at, Problem::RetentionOverAYear { max: YEAR }, Some(slot.range));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::codes;

    #[test]
    fn retention_over_a_year() {
        assert_eq!(
            codes(r#"{"customer_id":1,"case_config":"c","delete_after":365}"#),
            [""; 0]
        );
        assert_eq!(
            codes(
                r#"{"customer":{"full_name":"A","delete_after":366},"checks":[{"check_type":"PEP","delete_after":400}],"delete_after":2147483647}"#
            ),
            [
                "retention_over_a_year customer.delete_after",
                "retention_over_a_year checks[0].delete_after",
                "retention_over_a_year delete_after"
            ]
        );
    }
}
