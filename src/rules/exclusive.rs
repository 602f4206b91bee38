//! `exclusive`: two fields of which only one can be meant.

use crate::issue::Problem;
use crate::read::{IssueCollector, Known, Location, Object};
use crate::request::CasePlace;

use super::step;

/// Source: the reference page excludes `checks` with `case_config`. Decision: `customer_id` with `customer`.
pub(super) fn check(case: &Object<'_>, collector: &mut IssueCollector) {
    let there = |place: CasePlace| matches!(case.slot(place as usize).presence(), Known::Value(()));
    if there(CasePlace::customer_id) && there(CasePlace::customer) {
        report(case, CasePlace::customer_id, CasePlace::customer, collector);
    }
    let has_checks = matches!(case.slot(CasePlace::checks as usize).list(), Known::Value([_, ..]));
    if has_checks && there(CasePlace::case_config) {
        report(case, CasePlace::checks, CasePlace::case_config, collector);
    }
}

fn report(case: &Object<'_>, first: CasePlace, second: CasePlace, collector: &mut IssueCollector) {
    let mut fields = Vec::new();
    for place in [first, second] {
        if let Some(field) = case.field(place as usize) {
            fields.push(field.name);
        }
    }
    let at = Location::ROOT;
    let range = case.slot(second as usize).key_range;
    collector.report_related(
        &at.down(step(case, second as usize)),
        Problem::Exclusive { fields },
        Some(range),
        &[&at.down(step(case, first as usize))],
    );
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::codes;

    #[test]
    fn exclusive() {
        let both =
            r#"{"customer_id":1,"customer":{"full_name":"A"},"checks":[{"check_type":"PEP"}],"case_config":"c"}"#;
        assert_eq!(codes(both), ["exclusive customer", "exclusive case_config"]);
        assert_eq!(codes(r#"{"customer_id":1,"checks":[],"case_config":"c"}"#), [""; 0]);
        assert_eq!(
            codes(r#"{"customer_id":1,"checks":[{"check_type":"PEP"}],"case_config":""}"#),
            ["blank case_config"]
        );
        assert_eq!(
            codes(r#"{"customer_id":1,"checks":[5],"case_config":"c"}"#),
            ["invalid_type checks[0]", "exclusive case_config"]
        );
    }
}
