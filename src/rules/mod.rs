//! Is it right? The limits of each field, the rules between fields, and advice.
//!
//! A rule is a small function in a file with the name of its code. It runs as soon as the values that it
//! reads are well-formed, whatever else is wrong. A rule between fields also stands in [`BETWEEN_FIELDS`],
//! with the fields that it reads.

mod blank;
mod customer_overwrite;
mod duplicate_item;
mod exclusive;
mod fields;
mod insecure_webhook;
pub(crate) mod invalid_option;
mod invalid_slug;
mod invalid_url;
mod missing_check_type;
mod nothing_to_start;
mod required;
mod required_one_of;
mod results_deleted_unseen;
mod retention_over_a_year;
mod too_long;
mod unknown_option;
mod unreachable_webhook;
mod url;

pub(crate) use blank::is_white_space;
pub(crate) use fields::check_field;

use crate::issue::{Code, Issue, Issues, Path, Problem, Segment};
use crate::read::{IssueCollector, Location, Object, Step};
use crate::request::{CASE, CUSTOMER};

/// A rule that reads more than one value of the case.
struct Rule {
    code: Code,
    /// The fields that it reads, as names without indices.
    reads: &'static [&'static [&'static str]],
    /// Whether an issue of it names every field that it concerns: it looks at several pairs, and an issue
    /// about one does not concern the others.
    names_its_fields: bool,
    check: fn(&Object<'_>, &mut IssueCollector),
}

/// The rules between fields, in the order of the contract.
const BETWEEN_FIELDS: &[Rule] = &[
    Rule {
        code: Code::RequiredOneOf,
        reads: &[&["customer_id"], &["customer"]],
        names_its_fields: false,
        check: required_one_of::check,
    },
    Rule {
        code: Code::Exclusive,
        reads: &[&["customer_id"], &["customer"], &["checks"], &["case_config"]],
        names_its_fields: true,
        check: exclusive::check,
    },
    Rule {
        code: Code::NothingToStart,
        reads: &[&["checks"], &["case_config"], &["auto_start"]],
        names_its_fields: false,
        check: nothing_to_start::check,
    },
    Rule {
        code: Code::ResultsDeletedUnseen,
        reads: &[&["webhook_url"], &["delete_after"]],
        names_its_fields: false,
        check: results_deleted_unseen::check,
    },
    Rule {
        code: Code::DuplicateItem,
        reads: &[&["checks", "document_ids"], &["document_ids"]],
        names_its_fields: true,
        check: duplicate_item::check,
    },
    Rule {
        code: Code::CustomerOverwrite,
        reads: &[
            &["customer", "external_id"],
            &["customer", "customer_type"],
            &["customer", "input_details"],
        ],
        names_its_fields: false,
        check: customer_overwrite::check,
    },
];

/// Checks an object and all in it. Values with an error of their own are marked, so that no rule reads them.
pub(crate) fn check(object: &mut Object<'_>, collector: &mut IssueCollector) {
    collector.next_phase();
    fields::check(object, &Location::ROOT, collector);
    if object.table.name == CASE.name {
        for rule in BETWEEN_FIELDS {
            collector.next_phase();
            (rule.check)(object, collector);
        }
    } else if object.table.name == CUSTOMER.name {
        customer_overwrite::check_customer(object, &Location::ROOT, collector);
    }
}

/// Whether an issue concerns the value at `path`: it is at it, in it or at what holds it, names it, or
/// comes from a rule that reads it.
#[inline(never)]
fn concerns(issue: &Issue, path: &Path) -> bool {
    if path.holds(&issue.path) || issue.related.iter().any(|other| path.holds(other)) {
        return true;
    }
    if issue.path.holds(path) && !is_about_members(&issue.problem) {
        return true;
    }
    BETWEEN_FIELDS
        .iter()
        .any(|rule| rule.code == issue.code() && !rule.names_its_fields && reads(rule, path))
}

/// Keeps the issues that concern the value at `path`: see [`crate::check_field`].
pub(crate) fn keep_concerning(issues: &mut Issues, path: &Path) {
    issues.list.retain(|issue| concerns(issue, path));
}

/// How many rules between fields there are.
pub(crate) const COUNT_BETWEEN_FIELDS: usize = BETWEEN_FIELDS.len();

/// Checks one rule between fields, by its place among them.
pub(crate) fn check_between(place: usize, case: &Object<'_>, collector: &mut IssueCollector) {
    if let Some(rule) = BETWEEN_FIELDS.get(place) {
        (rule.check)(case, collector);
    }
}

/// Whether a rule between fields, by its place among them, reads the value at `path`, something in it, or
/// whether something that holds it is there.
pub(crate) fn depends_on(place: usize, path: &Path) -> bool {
    let keys = || {
        path.0.iter().filter_map(|segment| match segment {
            Segment::Key(key) => Some(&**key),
            Segment::Index(_) => None,
        })
    };
    BETWEEN_FIELDS.get(place).is_some_and(|rule| {
        rule.reads
            .iter()
            .any(|read| keys().zip(*read).all(|(key, name)| key == *name))
    })
}

fn reads(rule: &Rule, path: &Path) -> bool {
    let is = |segment: &Segment, name: &str| matches!(segment, Segment::Key(key) if key == name);
    rule.reads.iter().any(|read| match (*read, path.0.as_slice()) {
        ([name], [segment]) => is(segment, name),
        ([parent, name], [above, segment]) => is(above, parent) && is(segment, name),
        _ => false,
    })
}

/// Whether an issue at an object is about which members it has, not about the object as such.
fn is_about_members(problem: &Problem) -> bool {
    !matches!(
        problem.code(),
        Code::InvalidJson
            | Code::TooLarge
            | Code::InvalidType
            | Code::NotNullable
            | Code::NotJson
            | Code::TooDeep
            | Code::UnknownField
    )
}

/// The step to the field at a place of an object's table.
fn step(object: &Object<'_>, place: usize) -> Step<'static> {
    object
        .field(place)
        .map_or(Step::Index(place), |field| Step::Field(field, place))
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
