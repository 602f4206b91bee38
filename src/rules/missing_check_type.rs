//! `missing_check_type`: a check without a check type.

use super::acceptance::ValueCondition;
use crate::issue::Problem;
use crate::json::Range;
use crate::read::{IssueCollector, Known, Location, Slot};

/// Reports nothing if there is a check type.
pub(super) const ACCEPTS: ValueCondition = ValueCondition::Value;

/// Decision: null is documented, but a check without a type is probably a mistake.
pub(super) fn check(slot: &Slot<'_>, at: &Location<'_>, brace: Range, collector: &mut IssueCollector) {
    let range = match slot.presence() {
        Known::Absent => brace,
        Known::Null => slot.range,
        Known::Broken | Known::Value(()) => return,
    };
    collector.report(at, Problem::MissingCheckType {}, Some(range));
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::codes;

    #[test]
    fn missing_check_type() {
        assert_eq!(
            codes(r#"{"customer_id":1,"checks":[{}]}"#),
            ["missing_check_type checks[0].check_type"]
        );
        assert_eq!(
            codes(r#"{"customer_id":1,"checks":[{"check_type":null}]}"#),
            ["missing_check_type checks[0].check_type"]
        );
        assert_eq!(
            codes(r#"{"customer_id":1,"checks":[{"check_type":7}]}"#),
            ["invalid_type checks[0].check_type"]
        );
    }
}
