//! The command line: the program, its output, and its exit codes.

mod build;
mod check;
pub mod encodings;
mod failures;
mod format;
mod stream;
mod tables;
pub mod workbooks;

use crate::support::{Run, program, run_with_input};

fn run(arguments: &[&str]) -> Run {
    run_with(arguments, b"")
}

/// Runs the program with this standard input.
fn run_with(arguments: &[&str], input: &[u8]) -> Run {
    run_with_input(program().args(arguments), input)
}

/// A request without issues.
const VALID: &str = r#"{"customer_id":1,"checks":[{"check_type":"PEP"}]}"#;
/// A request with one warning and no error.
const WARNED: &str = r#"{"customer_id":1,"checks":[{"check_type":"PEPP"}]}"#;
/// A request with one error.
const INVALID: &str = r#"{"customer_id":0,"checks":[{"check_type":"PEP"}]}"#;
