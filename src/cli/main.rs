//! `sphinx-case`: check, build and send case requests on the command line.

#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::unreachable
    )
)]

mod arguments;
mod build;
mod check;
mod credentials;
mod curl;
mod failure;
mod input;
mod journal_report;
mod logging;
mod progress;
mod report;
mod schema;
mod serve;
mod shell;
mod signals;
mod submit;
mod target;
mod terminal;

use std::io::Write;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use failure::Failure;

/// Check, build and send the Create Case request of the Sphinx compliance API.
#[derive(Debug, Parser)]
#[command(name = "sphinx-case", version, after_help = AFTER_HELP)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Validate requests and show each issue with its position
    Check(check::Arguments),
    /// Write the exact request bodies of valid requests
    Build(build::Arguments),
    /// Create a case from each request, only once
    Submit(submit::Arguments),
    /// Show the status of each line of a batch
    Report(journal_report::Arguments),
    /// Write the curl command that sends a request
    Curl(curl::Arguments),
    /// Serve the page and create its cases (--sandbox: in a simulated API)
    Serve(Box<serve::Arguments>),
    /// Write the JSON Schema, the types and the tables that are derived from the declarations
    Schema(schema::Arguments),
    /// Write a completion script for a shell
    #[command(after_help = COMPLETIONS_HELP)]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

const AFTER_HELP: &str = "\
Examples:
  sphinx-case check case.json                 validate one request
  sphinx-case check cases/*.json              validate many files
  sphinx-case build case.json                 print the request body
  sphinx-case build cases.ndjson -o bodies.ndjson
  sphinx-case submit cases.ndjson             create the cases, each only once
  sphinx-case report cases.ndjson.journal     show the status of each line

Exit codes: 0 all requests are valid (submit: all cases created), 1 at least one is not, 2 usage
error or a file could not be read or written. For the exit codes of submit, run
'sphinx-case help submit'. For details of a command, run 'sphinx-case help COMMAND'.";

const COMPLETIONS_HELP: &str = "\
Examples:
  sphinx-case completions bash > ~/.local/share/bash-completion/completions/sphinx-case
  sphinx-case completions zsh > \"${fpath[1]}/_sphinx-case\"
  sphinx-case completions fish > ~/.config/fish/completions/sphinx-case.fish";

fn main() -> ExitCode {
    let command = Cli::parse().command;
    logging::start(matches!(command, Command::Serve(_)));
    match command {
        Command::Check(arguments) => failure::exit(check::run(&arguments)),
        Command::Build(arguments) => failure::exit(build::run(&arguments)),
        Command::Submit(arguments) => failure::exit(submit::run(&arguments)),
        Command::Report(arguments) => failure::exit(journal_report::run(&arguments)),
        Command::Curl(arguments) => failure::exit(curl::run(&arguments)),
        Command::Serve(arguments) => failure::exit(serve::run(&arguments)),
        Command::Schema(arguments) => schema::run(arguments),
        Command::Completions { shell } => failure::exit(completions(shell)),
    }
}

fn completions(shell: clap_complete::Shell) -> Result<ExitCode, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "sphinx-case", &mut script);
    std::io::stdout()
        .write_all(&script)
        .map_err(|error| Failure::writing("standard output", &error))?;
    Ok(ExitCode::SUCCESS)
}
