//! Validates a draft: the limits of each field, cross-field rules and advice.
//!
//! A rule is a small function in a file named after its code. It runs as soon as the values that it reads are well-formed,
//! whatever else is wrong. The kind of a field and its advice decide which rules run on it (`fields.rs`); a cross-field rule
//! is listed in [`CROSS_FIELD_RULES`] with the fields that it reads.

mod acceptance;
mod blank;
mod customer_overwrite;
mod duplicate_item;
mod exclusive;
mod fields;
mod insecure_webhook;
pub(crate) mod invalid_option;
mod invalid_slug;
mod invalid_type;
mod invalid_url;
mod invisible_character;
mod missing_check_type;
mod nothing_to_start;
mod place;
mod required;
mod required_one_of;
mod results_deleted_unseen;
mod retention_over_a_year;
mod too_long;
mod unknown_option;
mod unreachable_webhook;
mod url;

#[cfg_attr(target_arch = "wasm32", allow(unused_imports))]
pub(crate) use acceptance::{Condition, ValueCondition};
pub(crate) use blank::is_white_space;
pub(crate) use fields::check_field;
pub(crate) use place::has_place;

use crate::issue::{Code, Issue, Issues, Path, Scope, Segment};
use crate::read::{IssueCollector, Location, Object};
use crate::request::{Advice, CASE, CUSTOMER, EXCLUSIVE, Format, Table};

/// A rule that reads more than one field of the case.
struct Rule {
    code: Code,
    reads: Reads,
    /// Whether an issue of it names every field that it concerns: the rule looks at several pairs, and an issue about one
    /// does not concern the others.
    names_its_fields: bool,
    check: fn(&Object<'_>, &mut IssueCollector),
}

/// The fields that a rule reads.
enum Reads {
    /// Paths of keys, without indices.
    Paths(&'static [&'static [&'static str]]),
    /// The fields of [`EXCLUSIVE`].
    ExclusivePairs,
}

impl Reads {
    #[inline(never)]
    fn any(&self, matches: &dyn Fn(&[&'static str]) -> bool) -> bool {
        match self {
            Self::Paths(paths) => paths.iter().any(|path| matches(path)),
            Self::ExclusivePairs => {
                for pair in EXCLUSIVE {
                    let [first, second] = pair.names();
                    if matches(&[first]) || matches(&[second]) {
                        return true;
                    }
                }
                false
            }
        }
    }
}

/// The cross-field rules, in the order of the contract.
const CROSS_FIELD_RULES: &[Rule] = &[
    Rule {
        code: Code::RequiredOneOf,
        reads: Reads::Paths(required_one_of::READS),
        names_its_fields: false,
        check: required_one_of::check,
    },
    Rule {
        code: Code::Exclusive,
        reads: Reads::ExclusivePairs,
        names_its_fields: true,
        check: exclusive::check,
    },
    Rule {
        code: Code::NothingToStart,
        reads: Reads::Paths(nothing_to_start::READS),
        names_its_fields: false,
        check: nothing_to_start::check,
    },
    Rule {
        code: Code::ResultsDeletedUnseen,
        reads: Reads::Paths(results_deleted_unseen::READS),
        names_its_fields: false,
        check: results_deleted_unseen::check,
    },
    Rule {
        code: Code::DuplicateItem,
        reads: Reads::Paths(duplicate_item::READS),
        names_its_fields: true,
        check: duplicate_item::check,
    },
    Rule {
        code: Code::CustomerOverwrite,
        reads: Reads::Paths(customer_overwrite::READS),
        names_its_fields: false,
        check: customer_overwrite::check,
    },
];

/// The codes of the cross-field rules.
#[cfg_attr(target_arch = "wasm32", allow(dead_code))]
pub(crate) fn cross_field_codes() -> impl Iterator<Item = Code> {
    CROSS_FIELD_RULES.iter().map(|rule| rule.code)
}

/// When a cross-field rule certainly reports nothing, with the object whose fields the condition names. The condition of
/// `exclusive` is in the declaration.
#[cfg_attr(target_arch = "wasm32", allow(dead_code))]
pub(crate) fn acceptance_of_rule(code: Code) -> Option<(&'static Table, Condition)> {
    match code {
        Code::RequiredOneOf => Some((&CASE, required_one_of::ACCEPTS)),
        Code::NothingToStart => Some((&CASE, nothing_to_start::ACCEPTS)),
        Code::ResultsDeletedUnseen => Some((&CASE, results_deleted_unseen::ACCEPTS)),
        Code::DuplicateItem => Some((&CASE, duplicate_item::ACCEPTS)),
        Code::CustomerOverwrite => Some((&CUSTOMER, customer_overwrite::ACCEPTS)),
        _ => None,
    }
}

/// When the rule about a single field certainly reports nothing.
#[cfg_attr(target_arch = "wasm32", allow(dead_code))]
pub(crate) fn acceptance_of_advice(advice: Advice) -> Option<ValueCondition> {
    match advice {
        Advice::InsecureWebhook => Some(insecure_webhook::ACCEPTS),
        Advice::UnreachableWebhook => Some(unreachable_webhook::ACCEPTS),
        Advice::RetentionOverAYear => Some(retention_over_a_year::ACCEPTS),
        Advice::MissingCheckType => Some(missing_check_type::ACCEPTS),
        Advice::InvisibleCharacter => Some(invisible_character::ACCEPTS),
        #[allow(unreachable_patterns)] // An advice may have no condition.
        _ => None,
    }
}

/// When the rules about a text of a format certainly report nothing, except for the one about its length.
#[cfg_attr(target_arch = "wasm32", allow(dead_code))]
pub(crate) fn acceptance_of_format(format: Format) -> &'static [ValueCondition] {
    match format {
        // A slug, an email address and a URL are not blank.
        Format::Plain => &[blank::ACCEPTS],
        Format::Email => &[invalid_type::ACCEPTS],
        Format::Slug => &[invalid_slug::ACCEPTS],
        Format::Url => &[invalid_url::ACCEPTS],
    }
}

/// Validates an object and everything in it. Values with an error are marked, so that no rule reads them.
pub(crate) fn check(object: &mut Object<'_>, collector: &mut IssueCollector) {
    collector.next_phase();
    fields::check(object, &Location::ROOT, collector);
    if object.table.name == CASE.name {
        check_cross_field_rules(object, collector);
    } else if object.table.name == CUSTOMER.name {
        customer_overwrite::check_customer(object, &Location::ROOT, collector);
    }
}

/// Applies the cross-field rules to a case.
pub(crate) fn check_cross_field_rules(case: &Object<'_>, collector: &mut IssueCollector) {
    for rule in CROSS_FIELD_RULES {
        collector.next_phase();
        (rule.check)(case, collector);
    }
}

/// Whether an issue concerns the value at `path`: its path is that path, inside of it or around it, it is related to it, or
/// it comes from a rule that reads it.
#[inline(never)]
fn concerns(issue: &Issue, path: &Path) -> bool {
    if path.holds(&issue.path) || issue.related.iter().any(|other| path.holds(other)) {
        return true;
    }
    if issue.path.holds(path) && issue.code().scope() == Scope::Field {
        return true;
    }
    CROSS_FIELD_RULES
        .iter()
        .any(|rule| rule.code == issue.code() && !rule.names_its_fields && reads(rule, path))
}

/// Keeps the issues that concern the value at `path`: see [`crate::check_field`].
pub(crate) fn keep_concerning(issues: &mut Issues, path: &Path) {
    issues.list.retain(|issue| concerns(issue, path));
}

/// Whether a rule reads exactly the value at `path`.
fn reads(rule: &Rule, path: &Path) -> bool {
    let is = |segment: &Segment, name: &str| matches!(segment, Segment::Key(key) if key == name);
    rule.reads.any(&|read| match (read, path.0.as_slice()) {
        ([name], [segment]) => is(segment, name),
        ([parent, name], [above, segment]) => is(above, parent) && is(segment, name),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    /// The codes and paths of all issues of a text, for the tests of the rules.
    pub(super) fn codes(text: &str) -> Vec<String> {
        crate::check(text.as_bytes(), &crate::Options::default())
            .iter()
            .map(|issue| format!("{} {}", issue.code().as_str(), issue.path.name()))
            .collect()
    }
}
