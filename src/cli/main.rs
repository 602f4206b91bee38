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
    /// Say everything that is wrong with requests, and where
    Check(check::Arguments),
    /// Write the exact request bodies of valid requests
    Build(build::Arguments),
    /// Create the cases of requests, each once
    Submit(submit::Arguments),
    /// Say what has become of the lines of a batch
    Report(journal_report::Arguments),
    /// Write the curl command that sends a request
    Curl(curl::Arguments),
    /// Serve the page, and create the cases it asks for (--sandbox: in a stand-in for the API)
    Serve(Box<serve::Arguments>),
    /// Write the JSON Schema, the types and the tables that come from the same declarations
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
  sphinx-case check case.json                 what is wrong with one request
  sphinx-case check cases/*.json              … with many
  sphinx-case build case.json                 the body to send
  sphinx-case build cases.ndjson -o bodies.ndjson
  sphinx-case submit cases.ndjson             create the cases, each once
  sphinx-case report cases.ndjson.journal     what has become of them

Exit codes: 0 all valid (submit: all created), 1 something is not, 2 wrong usage, or a file could
not be read or written; 'sphinx-case help submit' says which others sending has.
'sphinx-case help check' says more about a command.";

const COMPLETIONS_HELP: &str = "\
Examples:
  sphinx-case completions bash > ~/.local/share/bash-completion/completions/sphinx-case
  sphinx-case completions zsh > \"${fpath[1]}/_sphinx-case\"
  sphinx-case completions fish > ~/.config/fish/completions/sphinx-case.fish";

fn main() -> ExitCode {
    logging::begin();
    match Cli::parse().command {
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
