//! The headings of a table of cases, as a template to fill in.

use crate::lean::concat;
use crate::request::{CASE, Kind, Revision, Table};

/// A row of CSV with a heading for each field of a revision, in the order of the contract and with a line break at its end.
///
/// Lists have a heading for their first item; for more items, add columns such as `checks[1].check_type`. An empty cell is an absent
/// field, so a column that is not needed can stay empty or be removed.
///
/// ```
/// use sphinx_case::{Revision, schema};
///
/// let headings = schema::csv_headings(Revision::Reference);
/// assert!(headings.starts_with("customer_id,customer.full_name,"));
/// ```
#[must_use]
pub fn csv_headings(revision: Revision) -> String {
    let mut names = Vec::new();
    add_fields(&CASE, "", revision, &mut names);
    // Names of fields contain no comma, quote or line break.
    names.join(",") + "\n"
}

fn add_fields(table: &Table, holder: &str, revision: Revision, names: &mut Vec<String>) {
    for (_, field) in table.fields_in(revision) {
        add(&field.kind, concat(&[holder, field.name]), revision, names);
    }
}

fn add(kind: &Kind, name: String, revision: Revision, names: &mut Vec<String>) {
    match kind {
        Kind::Object(table) => add_fields(table, &concat(&[&name, "."]), revision, names),
        Kind::List(item) => add(item, concat(&[&name, "[0]"]), revision, names),
        _ => names.push(name),
    }
}
