//! The tests of the core and of everything that is derived from it. They need no feature, except those of tables.
#![cfg(not(target_arch = "wasm32"))]

#[path = "../corpus/case.rs"]
mod case;
mod corpus;
#[path = "../corpus/files.rs"]
mod files;
mod form;
mod languages;
mod properties;
mod schema;
mod server_errors;
mod structure;
#[cfg(feature = "batch")]
mod tables;
mod typed;
