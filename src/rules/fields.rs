//! Walks the fields of a request and applies to each value the rules of its kind.

use super::{
    blank, insecure_webhook, invalid_option, invalid_slug, invalid_url, missing_check_type, required,
    retention_over_a_year, step, too_long, unknown_option, unreachable_webhook,
};
use crate::json::Range;
use crate::read::{IssueCollector, Location, Object, Slot, Value};
use crate::request::{Field, Format, Kind};

pub(super) fn check(object: &mut Object<'_>, at: &Location<'_>, collector: &mut IssueCollector) {
    let brace = object.brace;
    for (place, field) in object.table.fields.iter().enumerate() {
        let here = at.down(step(object, place));
        let Some(slot) = object.slots.get_mut(place) else {
            continue;
        };
        check_field(field, slot, &here, brace, collector);
    }
}

/// Applies to one field, and to all in it, the rules that read nothing else.
pub(crate) fn check_field(
    field: &Field,
    slot: &mut Slot<'_>,
    at: &Location<'_>,
    brace: Range,
    collector: &mut IssueCollector,
) {
    match slot.value {
        Value::Absent => required::check(field, at, brace, collector),
        _ => value(&field.kind, slot, at, collector),
    }
    if field.name == "delete_after" {
        retention_over_a_year::check(slot, at, collector);
    }
    if field.name == "check_type" {
        missing_check_type::check(slot, at, brace, collector);
    }
}

fn value(kind: &Kind, slot: &mut Slot<'_>, at: &Location<'_>, collector: &mut IssueCollector) {
    let range = slot.range;
    match (kind, &mut slot.value) {
        (Kind::Text { max, format }, Value::Text(text)) => {
            if blank::check(text, at, range, collector) {
                slot.broken = true;
                return;
            }
            slot.broken |= max.is_some_and(|max| too_long::check(text, max, at, range, collector));
            match format {
                Format::Plain => {}
                Format::Slug => slot.broken |= invalid_slug::check(text, at, range, collector),
                Format::Url => match invalid_url::check(text, at, range, collector) {
                    Some(url) if !slot.broken => {
                        insecure_webhook::check(&url, at, range, collector);
                        unreachable_webhook::check(&url, at, range, collector);
                    }
                    Some(_) => {}
                    None => slot.broken = true,
                },
            }
        }
        (Kind::Choice { options, open, empty }, Value::Text(text)) => {
            if *empty && text.is_empty() {
                return;
            }
            if !*empty && blank::check(text, at, range, collector) {
                slot.broken = true;
            } else if !*open {
                slot.broken |= invalid_option::check(text, options, at, range, collector);
            } else if !slot.broken {
                slot.broken = unknown_option::check(text, options, at, range, collector);
            }
        }
        (Kind::Object(_), Value::Object(object)) => check(object, at, collector),
        // A list of numbers has no rules beyond those of reading.
        (Kind::List(item), Value::List(items)) if !matches!(item, Kind::Integer { .. }) => {
            for (index, slot) in items.iter_mut().enumerate() {
                value(item, slot, &at.down(crate::read::Step::Index(index)), collector);
            }
        }
        _ => {}
    }
}
