//! `exclusive`: two fields of which only one can be present.

use crate::issue::Problem;
use crate::read::{IssueCollector, Location, Object};
use crate::request::EXCLUSIVE;

/// Source: see [`EXCLUSIVE`].
pub(super) fn check(case: &Object<'_>, collector: &mut IssueCollector) {
    for pair in EXCLUSIVE {
        let [first, second] = pair.fields;
        let (first, second) = (first as usize, second as usize);
        if case.slot(first).is_filled() && case.slot(second).is_filled() {
            collector.report_related(
                &Location::ROOT.down(case.step(second)),
                Problem::Exclusive {
                    fields: pair.names().to_vec(),
                },
                Some(case.slot(second).key_range),
                &[&Location::ROOT.down(case.step(first))],
            );
        }
    }
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
