//! `sphinx-case submit`: creates a case from a request, or from each request of a file, each only once.

mod bar;
mod many;
mod single;
pub mod summary;

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;

use sphinx_case::batch::RunOptions;
use sphinx_case::client::{Error, ErrorKind, NotSentReason};

use crate::arguments::{DefaultsChoice, ReadingOptions, ValidationOptions};
use crate::credentials::{Api, CREDENTIALS_HELP};
use crate::failure::{CREDENTIALS, Failure, SERVER, UNABLE, UNKNOWN, UNREACHABLE};
use crate::input::{self, Single};
pub use many::failed;
pub use single::payload;

/// The arguments of `submit`.
#[derive(Debug, clap::Args)]
#[command(after_help = after_help())]
pub struct Arguments {
    /// A file with one request (JSON), one per line (NDJSON) or one per row (CSV, TSV, Excel); - is one request on standard input
    #[arg(value_name = "FILE")]
    file: String,

    #[command(flatten)]
    reading: ReadingOptions,

    #[command(flatten)]
    validation: ValidationOptions,

    /// How to treat default values (delete_after -1, auto_start true)
    #[arg(long, value_enum, default_value_t = DefaultsChoice::Explicit, value_name = "CHOICE")]
    defaults: DefaultsChoice,

    /// Maximum number of issues to show (the --limit of check; here --limit is the number of lines to send)
    #[arg(long, default_value_t = 20, value_name = "COUNT")]
    issues: usize,

    /// Validate everything and show what would be sent, without sending; needs no credentials
    #[arg(long)]
    dry_run: bool,

    #[command(flatten)]
    batch: BatchArguments,

    #[command(flatten)]
    api: Api,
}

/// Options for files with many requests.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Files with many requests")]
struct BatchArguments {
    /// The journal file (default: FILE.journal), or the URL of a PostgreSQL database (postgres://user@host/database), through which any
    /// number of machines share the batch, each with the same file and command. The password can be in PGPASSWORD
    #[arg(long, value_name = "FILE or URL")]
    journal: Option<PathBuf>,

    /// The name of the batch in the database (default: the name of FILE)
    #[arg(long, value_name = "NAME", requires = "journal")]
    batch: Option<String>,

    /// Send the valid lines even if others are invalid
    #[arg(long)]
    skip_invalid: bool,

    /// Maximum number of lines to send now; the others can be sent later
    #[arg(long, value_name = "COUNT")]
    limit: Option<u64>,

    /// Create each case exactly once, also if responses are lost: lines without an external_id get a UUID, and lines whose outcome is
    /// unknown are sent again with the same one, which the API refuses if the case exists. Needs --revision newest. A single request
    /// needs an external_id of its own
    #[arg(long, conflicts_with_all = ["resend_unknown", "no_reconcile"])]
    exactly_once: bool,

    /// Resend lines whose outcome is unknown and whose cases were not found. This can create duplicate cases
    #[arg(long)]
    resend_unknown: bool,

    /// Do not look for the cases of lines with an unknown outcome
    #[arg(long)]
    no_reconcile: bool,

    /// Number of concurrent requests
    #[arg(long, default_value_t = DEFAULT_CONCURRENCY, value_name = "COUNT")]
    concurrency: NonZeroUsize,

    /// Maximum number of requests per second (default: no limit, because the API documents none); with a journal in a database, of all
    /// machines together
    #[arg(long, value_name = "COUNT", value_parser = rate)]
    rate: Option<f64>,
}

const DEFAULT_CONCURRENCY: NonZeroUsize = match NonZeroUsize::new(RunOptions::DEFAULT_CONCURRENCY) {
    Some(count) => count,
    None => NonZeroUsize::MIN,
};

const EXAMPLES: &str = "\
Examples:
  sphinx-case submit case.json                      create a case and print it
  sphinx-case submit cases.ndjson --dry-run         show what would be sent
  sphinx-case submit cases.ndjson                   create all cases; run it again to continue
  sphinx-case submit cases.ndjson --limit 10        send the first ten lines
  sphinx-case submit cases.ndjson --revision newest --exactly-once
                                                    leave no outcome unknown
  sphinx-case submit cases.ndjson --resend-unknown  also resend lines with an unknown outcome";

const JOURNAL_HELP: &str = "\
All lines are validated before the first is sent. A journal next to the file records the state of
each line. If the command is interrupted at any time and run again, no line is lost or sent twice.
If the response for a line was lost, its outcome is unknown: the command looks for the case in the
list of cases and counts the line as created if the match is certain. Other lines with an unknown
outcome are only resent with --resend-unknown. With --exactly-once, they are sent again until each
has a case.

Exit codes: 0 all cases created, 1 a request is invalid or was rejected, 2 usage error or unusable
file, 3 an outcome is unknown, 4 credentials missing or not accepted, 5 the API cannot be reached,
or not over TLS (nothing was sent), 6 the API returns errors, is not the Sphinx API, or keeps
limiting requests, 7 the journal cannot be used (of another file or version, locked, disk full,
database away), 130 interrupted. If several apply, the exit code is the first of: 7, 130, 4, 5,
6, 2, 3, 1.";

fn after_help() -> String {
    format!("{EXAMPLES}\n\n{CREDENTIALS_HELP}\n\n{JOURNAL_HELP}")
}

/// Sends one request or a batch.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let max_bytes = arguments.validation.max_bytes;
    let nothing_sent = |failure| match failure {
        Failure::Reading { message, .. } => Failure::Fatal(format!("{message} Nothing was sent.")),
        other => other,
    };
    let input = input::read_single(&arguments.file, &arguments.reading.options(), max_bytes).map_err(nothing_sent)?;
    match input {
        Single::One(request) => single::run(arguments, &request),
        Single::Many if arguments.file == "-" => Err(Failure::Fatal(
            "standard input contains many requests, which submit can only read from a file. Save it to a file and pass the \
             file name."
                .to_owned(),
        )),
        Single::Many => many::run(arguments),
    }
}

/// The exit code for an error of the client.
fn code_of(error: &Error) -> u8 {
    match error.kind() {
        ErrorKind::Rejected(_) => 1,
        ErrorKind::OutcomeUnknown => UNKNOWN,
        ErrorKind::Unauthorized | ErrorKind::NotSent(NotSentReason::InvalidRequest) => CREDENTIALS,
        ErrorKind::NotSent(NotSentReason::Unreachable | NotSentReason::Tls) => UNREACHABLE,
        ErrorKind::NotSent(NotSentReason::NoExternalId) => UNABLE,
        _ => SERVER,
    }
}

/// What the user can do about an error that affects more than one request.
fn advice(error: &Error) -> &'static str {
    match error.kind() {
        ErrorKind::Unauthorized => "Check that the credentials are valid for this API.",
        ErrorKind::NotSent(NotSentReason::InvalidRequest) => "Check the token.",
        ErrorKind::NotSent(NotSentReason::Tls) => "Check the base URL. To trust your own certificate, use --ca FILE.",
        ErrorKind::NotSent(NotSentReason::NoExternalId) => {
            "Add an external_id to the request, and keep it for later attempts."
        }
        ErrorKind::NotSent(NotSentReason::Unreachable) => "Check the base URL and the network.",
        ErrorKind::NotFound => "Check the base URL.",
        ErrorKind::RateLimited { .. } => "Try again later, or use --rate and --concurrency to send more slowly.",
        _ => "Try again later.",
    }
}

fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::Fatal(format!("the system has no resources for sending ({error}).")))
}

fn rate(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|rate| (0.001..=1_000_000.0).contains(rate))
        .ok_or_else(|| "expected a number of requests per second, such as 10 or 0.5".to_owned())
}
