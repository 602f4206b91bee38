//! `duplicate_item`: a document that is linked more than once.

use super::acceptance::Condition;
use crate::issue::{Digits, Problem};
use crate::json::Range;
use crate::read::{IssueCollector, Known, Location, Object, Slot, Step};
use crate::request::{CasePlace, CheckPlace};

use crate::lean::sorted_indices;

/// The fields that the rule reads.
pub(super) const READS: &[&[&str]] = &[
    &[CasePlace::checks.name(), CheckPlace::document_ids.name()],
    &[CasePlace::document_ids.name()],
];

/// Reports nothing if no document is in the lists twice.
pub(super) const ACCEPTS: Condition = Condition::Distinct(READS);

/// One link to a document: from which check (or from the case, which is last), at which index.
#[derive(Clone, Copy)]
struct Link {
    document: i64,
    check: usize,
    index: usize,
}

/// Up to this number, each is compared with each.
const FEW_LINKS: usize = 16;

/// The list of the case comes after the checks in the order of the fields.
const OF_THE_CASE: usize = usize::MAX;

/// Source: other public pages say that a document belongs to one check.
pub(super) fn check(case: &Object<'_>, collector: &mut IssueCollector) {
    let checks = case.slot(CasePlace::checks as usize).list().value().unwrap_or_default();
    let mut links = Vec::new();
    for (check, item) in checks.iter().enumerate() {
        if let Known::Value(object) = item.object() {
            collect(object.slot(CheckPlace::document_ids as usize), check, &mut links);
        }
    }
    collect(case.slot(CasePlace::document_ids as usize), OF_THE_CASE, &mut links);
    if are_distinct(&links) {
        return;
    }
    // The links are in the order of the fields, and a stable sort keeps that order within each document.
    let document = |place: usize| links.get(place).map(|link| link.document);
    let mut first: Option<Link> = None;
    for place in sorted_indices(links.len(), &|one, other| document(one) < document(other)) {
        let Some(link) = links.get(place).copied() else {
            continue;
        };
        match first {
            Some(first) if first.document == link.document => report(case, checks, first, link, collector),
            _ => first = Some(link),
        }
    }
}

/// Whether that is quickly certain: the documents ascend or descend, or there are few.
fn are_distinct(links: &[Link]) -> bool {
    let is_first = |(place, link): (usize, &Link)| {
        let mut earlier = links.iter().take(place);
        earlier.all(|other| other.document != link.document)
    };
    links.is_sorted_by(|one, other| one.document < other.document)
        || links.is_sorted_by(|one, other| one.document > other.document)
        || (links.len() <= FEW_LINKS && links.iter().enumerate().all(is_first))
}

fn collect(list: &Slot<'_>, check: usize, links: &mut Vec<Link>) {
    for (index, item) in list.list().value().unwrap_or_default().iter().enumerate() {
        if let Known::Value(document) = item.integer() {
            links.push(Link { document, check, index });
        }
    }
}

fn report(case: &Object<'_>, checks: &[Slot<'_>], first: Link, later: Link, collector: &mut IssueCollector) {
    if collector.is_full() {
        let value = Digits(String::new());
        collector.report(&Location::ROOT, Problem::DuplicateItem { value }, None);
        return;
    }
    let found = located(case, checks, first, &mut |at, _| {
        located(case, checks, later, &mut |there, range| {
            collector.report_related(
                there,
                Problem::DuplicateItem {
                    value: later.document.into(),
                },
                Some(range),
                &[at],
            );
        });
    });
    debug_assert!(found.is_some(), "a link stands in the list it was taken from");
}

/// Calls `then` with the location of a link.
fn located(
    case: &Object<'_>,
    checks: &[Slot<'_>],
    link: Link,
    then: &mut dyn FnMut(&Location<'_>, Range),
) -> Option<()> {
    let root = Location::ROOT;
    if link.check == OF_THE_CASE {
        let place = CasePlace::document_ids as usize;
        let range = case.slot(place).list().value()?.get(link.index)?.range;
        then(&root.down(case.step(place)).down(Step::Index(link.index)), range);
        return Some(());
    }
    let check = checks.get(link.check)?.object().value()?;
    let place = CheckPlace::document_ids as usize;
    let range = check.slot(place).list().value()?.get(link.index)?.range;
    let list = root.down(case.step(CasePlace::checks as usize));
    let item = list.down(Step::Index(link.check));
    let documents = item.down(check.step(place));
    then(&documents.down(Step::Index(link.index)), range);
    Some(())
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::codes;

    #[test]
    fn duplicate_item() {
        assert_eq!(
            codes(r#"{"customer_id":1,"case_config":"c","document_ids":[5,6,5,5]}"#),
            ["duplicate_item document_ids[2]", "duplicate_item document_ids[3]"]
        );
        assert_eq!(
            codes(
                r#"{"customer_id":1,"document_ids":[7],"checks":[{"check_type":"PEP","document_ids":[7]},{"check_type":"IDV","document_ids":[8,7]}]}"#
            ),
            [
                "duplicate_item checks[1].document_ids[1]",
                "duplicate_item document_ids[0]"
            ]
        );
        assert_eq!(
            codes(r#"{"customer_id":1,"case_config":"c","document_ids":[1,2,0,0]}"#),
            ["out_of_range document_ids[2]", "out_of_range document_ids[3]"]
        );
    }
}
