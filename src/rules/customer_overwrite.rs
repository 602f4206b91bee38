//! `customer_overwrite`: a customer that may already exist would lose the fields omitted here.

use super::acceptance::Condition;
use crate::issue::Problem;
use crate::json::Range;
use crate::read::{IssueCollector, Known, Location, Object};
use crate::request::{CasePlace, CustomerPlace};

/// The fields that the rule reads.
pub(super) const READS: &[&[&str]] = &[
    &[CasePlace::customer.name(), CustomerPlace::external_id.name()],
    &[CasePlace::customer.name(), CustomerPlace::customer_type.name()],
    &[CasePlace::customer.name(), CustomerPlace::input_details.name()],
];

/// Reports nothing if the customer has no external ID, or the fields that it would clear are present. Of the customer's fields.
pub(super) const ACCEPTS: Condition = Condition::Any(&[
    Condition::Empty(CustomerPlace::external_id.name()),
    Condition::All(&[
        Condition::Present(CustomerPlace::customer_type.name()),
        Condition::Present(CustomerPlace::input_details.name()),
    ]),
]);

/// Source: other public pages say that a known `external_id` updates that customer, and omitted fields become null.
pub(super) fn check(case: &Object<'_>, collector: &mut IssueCollector) {
    let place = CasePlace::customer as usize;
    let slot = case.slot(place);
    if let Known::Value(customer) = slot.object() {
        let at = Location::ROOT;
        report(customer, &at.down(case.step(place)), slot.key_range, collector);
    }
}

/// The same for a customer that is validated by itself.
pub(super) fn check_customer(customer: &Object<'_>, at: &Location<'_>, collector: &mut IssueCollector) {
    report(customer, at, customer.brace, collector);
}

fn report(customer: &Object<'_>, at: &Location<'_>, range: Range, collector: &mut IssueCollector) {
    let Known::Value(_) = customer.slot(CustomerPlace::external_id as usize).text() else {
        return;
    };
    let mut fields = Vec::new();
    for field in [CustomerPlace::customer_type, CustomerPlace::input_details] {
        match customer.slot(field as usize).presence() {
            Known::Broken => return,
            Known::Absent => fields.push(field.name()),
            Known::Null | Known::Value(()) => {}
        }
    }
    if !fields.is_empty() {
        collector.report(at, Problem::CustomerOverwrite { fields }, Some(range));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::codes;

    #[test]
    fn customer_overwrite() {
        let of = |members: &str| {
            codes(&format!(
                r#"{{"customer":{{"full_name":"A",{members}}},"case_config":"c"}}"#
            ))
        };
        assert_eq!(of(r#""external_id":"x""#), ["customer_overwrite customer"]);
        assert_eq!(
            of(r#""external_id":"x","customer_type":null"#),
            ["customer_overwrite customer"]
        );
        assert_eq!(
            of(r#""external_id":"x","customer_type":"COMPANY","input_details":{}"#),
            [""; 0]
        );
        assert_eq!(of(r#""external_id":null"#), [""; 0]);
        assert_eq!(
            of(r#""external_id":"x","customer_type":5"#),
            ["invalid_type customer.customer_type"]
        );
    }
}
