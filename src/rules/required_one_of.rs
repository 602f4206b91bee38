//! `required_one_of`: a case without a customer.

use super::acceptance::Condition;
use crate::issue::Problem;
use crate::read::{IssueCollector, Location, Object};
use crate::request::REQUIRED_ONE_OF;

/// The fields that the rule reads.
pub(super) const READS: &[&[&str]] = &[&[REQUIRED_ONE_OF[0].name()], &[REQUIRED_ONE_OF[1].name()]];

/// Reports nothing if one of the fields is present.
pub(super) const ACCEPTS: Condition = Condition::Any(&[
    Condition::Present(REQUIRED_ONE_OF[0].name()),
    Condition::Present(REQUIRED_ONE_OF[1].name()),
]);

/// Source: see [`REQUIRED_ONE_OF`].
pub(super) fn check(case: &Object<'_>, collector: &mut IssueCollector) {
    let mut fields = Vec::new();
    for field in REQUIRED_ONE_OF {
        if !case.slot(field as usize).presence().is_absent() {
            return;
        }
        fields.push(field.name());
    }
    collector.report(&Location::ROOT, Problem::RequiredOneOf { fields }, Some(case.brace));
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
