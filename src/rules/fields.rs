//! Applies to each field of a request the rules of its kind and its advice.

use super::{
    blank, insecure_webhook, invalid_option, invalid_slug, invalid_type, invalid_url, invisible_character,
    missing_check_type, required, retention_over_a_year, too_long, unknown_option, unreachable_webhook,
};
use crate::json::Range;
use crate::read::{IssueCollector, Location, Object, Slot, Step, Value};
use crate::request::{Advice, Field, Format, Kind};

pub(super) fn check(object: &mut Object<'_>, at: &Location<'_>, collector: &mut IssueCollector) {
    let (brace, revision) = (object.brace, object.revision);
    for ((place, field), slot) in object.table.fields.iter().enumerate().zip(&mut object.slots) {
        if !matches!(slot.value, Value::Absent) || field.is_in(revision) {
            check_field(field, slot, &at.down(Step::Field(field, place)), brace, collector);
        }
    }
}

/// Applies to one field, and to everything in it, the rules that read only that field.
#[inline]
pub(crate) fn check_field(
    field: &Field,
    slot: &mut Slot<'_>,
    at: &Location<'_>,
    brace: Range,
    collector: &mut IssueCollector,
) {
    match slot.value {
        Value::Absent => absent(field, slot, at, brace, collector),
        _ => present(field, slot, at, brace, collector),
    }
}

/// The rules that can report that a field is absent. Most fields are absent, and have none.
#[inline]
fn absent(field: &Field, slot: &Slot<'_>, at: &Location<'_>, brace: Range, collector: &mut IssueCollector) {
    required::check(field, at, brace, collector);
    if field.advice.contains(&Advice::MissingCheckType) {
        missing_check_type::check(slot, at, brace, collector);
    }
}

/// The rules about a value, which can be null.
fn present(field: &Field, slot: &mut Slot<'_>, at: &Location<'_>, brace: Range, collector: &mut IssueCollector) {
    value(&field.kind, field.advice, slot, at, collector);
    for advice in field.advice {
        match advice {
            Advice::RetentionOverAYear => retention_over_a_year::check(slot, at, collector),
            Advice::InvisibleCharacter => invisible_character::check(slot, at, collector),
            Advice::MissingCheckType => missing_check_type::check(slot, at, brace, collector),
            // These read the parsed URL, see `value`.
            Advice::InsecureWebhook | Advice::UnreachableWebhook => {}
        }
    }
}

/// Applies to a value the rules of its kind.
fn value(kind: &Kind, advice: &[Advice], slot: &mut Slot<'_>, at: &Location<'_>, collector: &mut IssueCollector) {
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
                Format::Email => slot.broken |= invalid_type::check(text, at, range, collector),
                Format::Slug => slot.broken |= invalid_slug::check(text, at, range, collector),
                Format::Url => match invalid_url::check(text, at, range, collector) {
                    Some(url) if !slot.broken => {
                        if advice.contains(&Advice::InsecureWebhook) {
                            insecure_webhook::check(&url, at, range, collector);
                        }
                        if advice.contains(&Advice::UnreachableWebhook) {
                            unreachable_webhook::check(&url, at, range, collector);
                        }
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
        // Integers are validated by the reader.
        (Kind::List(item), Value::List(items)) if !matches!(item, Kind::Integer { .. }) => {
            for (index, slot) in items.iter_mut().enumerate() {
                value(item, &[], slot, &at.down(Step::Index(index)), collector);
            }
        }
        _ => {}
    }
}
