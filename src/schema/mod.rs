//! What is derived from the declarations for others: JSON Schema, TypeScript, the field table, the list of codes.
//!
//! Every function answers the whole text of one artefact, so that a build step only writes it down.

mod codes;
mod document;
mod field_table;
mod json_schema;
mod patterns;
mod typescript;

pub use codes::{CODES_BEGIN, CODES_END, codes, codes_table};
pub use field_table::fields;
pub use json_schema::{Dialect, Side, json_schema};
pub use typescript::typescript;

/// The sentences of a doc comment in one line.
fn sentences(doc: &str) -> String {
    doc.split_whitespace().collect::<Vec<_>>().join(" ")
}
