//! Reads a case request from a file or from standard input and prints its payload, or why there is none.
//!
//! ```text
//! cargo run --example check_request -- request.json
//! echo '{"customer_id": 7, "case_config": "kyb"}' | cargo run --example check_request
//! ```

use std::error::Error;
use std::io::Read;
use std::process::ExitCode;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut input = Vec::new();
    match std::env::args().nth(1) {
        Some(file) => input = std::fs::read(&file).map_err(|error| format!("{file}: {error}"))?,
        None => drop(std::io::stdin().read_to_end(&mut input)?),
    }
    let draft = sphinx_case::read_json(&input);
    // All issues at once, errors and advice, each with its place in the text.
    for issue in draft.issues() {
        let place = issue
            .span
            .map_or_else(String::new, |span| format!("{}:{}: ", span.line, span.column));
        eprintln!("{place}{}: {issue}", issue.severity.as_str());
    }
    match draft.build() {
        Ok(payload) => println!("{}", payload.body()),
        Err(_) => return Ok(ExitCode::FAILURE),
    }
    Ok(ExitCode::SUCCESS)
}
