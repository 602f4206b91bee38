//! `sphinx-case`: check and build case requests on the command line.

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
mod failure;
mod input;
mod logging;
mod progress;
mod report;
mod schema;
mod serve;
mod target;
mod terminal;

use std::io::Write;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use failure::Failure;

/// Check and build the Create Case request of the Sphinx compliance API, without sending anything.
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

Exit codes: 0 all valid, 1 something is not, 2 wrong usage, or a file could not be read or written.
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
