//! `required_one_of`: a case about nobody.

use crate::issue::Problem;
use crate::read::{IssueCollector, Location, Object};
use crate::request::CasePlace;

/// Decision: every case in a response has a customer, so a request needs one.
pub(super) fn check(case: &Object<'_>, collector: &mut IssueCollector) {
    let customer_id = case.slot(CasePlace::customer_id as usize).presence();
    let customer = case.slot(CasePlace::customer as usize).presence();
    if customer_id.is_absent() && customer.is_absent() {
        collector.report(
            &Location::ROOT,
            Problem::RequiredOneOf {
                fields: vec!["customer_id", "customer"],
            },
            Some(case.brace),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::codes;

    #[test]
    fn required_one_of() {
        assert_eq!(codes(r#"{"case_config":"c"}"#), ["required_one_of "]);
        assert_eq!(
            codes(r#"{"case_config":"c","customer":null}"#),
            ["not_nullable customer"]
        );
        assert_eq!(codes(r#"{"case_config":"c","customer_id":1}"#), [""; 0]);
    }
}
