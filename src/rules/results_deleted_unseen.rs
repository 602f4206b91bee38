//! `results_deleted_unseen`: results that are deleted before anyone can receive them.

use super::acceptance::Condition;
use crate::issue::Problem;
use crate::read::{IssueCollector, Known, Location, Object};
use crate::request::CasePlace;

/// The fields that the rule reads.
pub(super) const READS: &[&[&str]] = &[&[CasePlace::webhook_url.name()], &[CasePlace::delete_after.name()]];

/// Reports nothing if there is a webhook, or the case is not deleted immediately.
pub(super) const ACCEPTS: Condition = Condition::Any(&[
    Condition::Filled(CasePlace::webhook_url.name()),
    Condition::NotZero(CasePlace::delete_after.name()),
]);

/// Source: the reference page says that 0 deletes immediately. Then only a webhook can receive the results.
pub(super) fn check(case: &Object<'_>, collector: &mut IssueCollector) {
    let place = CasePlace::delete_after as usize;
    let slot = case.slot(place);
    let has_no_webhook = matches!(
        case.slot(CasePlace::webhook_url as usize).presence(),
        Known::Absent | Known::Null
    );
    if slot.integer() == Known::Value(0) && has_no_webhook {
        collector.report(
            &Location::ROOT.down(case.step(place)),
            Problem::ResultsDeletedUnseen {},
            Some(slot.range),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::codes;

    #[test]
    fn results_deleted_unseen() {
        assert_eq!(
            codes(r#"{"customer_id":1,"case_config":"c","delete_after":0}"#),
            ["results_deleted_unseen delete_after"]
        );
        assert_eq!(
            codes(r#"{"customer_id":1,"case_config":"c","delete_after":0,"webhook_url":null}"#),
            ["results_deleted_unseen delete_after"]
        );
        assert_eq!(
            codes(r#"{"customer_id":1,"case_config":"c","delete_after":0,"webhook_url":"https://example.com"}"#),
            [""; 0]
        );
        assert_eq!(
            codes(r#"{"customer_id":1,"case_config":"c","delete_after":0,"webhook_url":""}"#),
            ["blank webhook_url"]
        );
    }
}
