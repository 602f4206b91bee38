//! Derived artifacts: JSON Schema, TypeScript, the field table, the headings of a table, the table of codes.
//!
//! Every function returns the whole text of one artifact, so that a build step only has to write it to a file.

mod acceptance;
mod codes;
mod document;
mod field_table;
mod form_protocol;
mod json_schema;
mod patterns;
mod typescript;

pub use crate::table::csv_headings;
pub use acceptance::acceptance;
pub use codes::{CODES_BEGIN, CODES_END, codes, codes_table};
pub use field_table::fields;
pub use form_protocol::form_protocol;
pub use json_schema::{Dialect, Side, json_schema};
pub use typescript::{typescript, typescript_of_exports};

/// The sentences of a doc comment on one line.
fn sentences(doc: &str) -> String {
    doc.split_whitespace().collect::<Vec<_>>().join(" ")
}
