//! `customer_overwrite`: a customer that may exist already, and would lose what is left out here.

use crate::issue::Problem;
use crate::json::Range;
use crate::read::{IssueCollector, Known, Location, Object};
use crate::request::{CasePlace, CustomerPlace};

use super::step;

/// Source: other public pages say that a known `external_id` updates that customer, and what is omitted becomes null.
pub(super) fn check(case: &Object<'_>, collector: &mut IssueCollector) {
    let place = CasePlace::customer as usize;
    let slot = case.slot(place);
    if let Known::Value(customer) = slot.object() {
        let at = Location::ROOT;
        report(customer, &at.down(step(case, place)), slot.key_range, collector);
    }
}

/// The same for a customer that is checked by itself.
pub(super) fn check_customer(customer: &Object<'_>, at: &Location<'_>, collector: &mut IssueCollector) {
    report(customer, at, customer.brace, collector);
}

fn report(customer: &Object<'_>, at: &Location<'_>, range: Range, collector: &mut IssueCollector) {
    let Known::Value(_) = customer.slot(CustomerPlace::external_id as usize).text() else {
        return;
    };
    let mut fields = Vec::new();
    for place in [
        CustomerPlace::customer_type as usize,
        CustomerPlace::input_details as usize,
    ] {
        match customer.slot(place).presence() {
            Known::Broken => return,
            Known::Absent => {
                if let Some(field) = customer.field(place) {
                    fields.push(field.name);
                }
            }
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
