//! `sphinx-case check`: reports all issues of requests with their positions.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};
use std::process::ExitCode;

use clap::ValueEnum;
use sphinx_case::Defaults;

use crate::arguments::InputArguments;
use crate::failure::Failure;
use crate::input::{self, Consumer, Document};
use crate::progress::Progress;
use crate::report::{Human, Tally, Verdict, record};
use crate::terminal::Look;

/// The arguments of `check`.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    #[command(flatten)]
    inputs: InputArguments,

    /// Code frames for people, or one line of JSON per request
    #[arg(long, value_enum, default_value_t = ReportFormat::Human, value_name = "FORMAT")]
    format: ReportFormat,
}

/// The format of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReportFormat {
    /// Code frames, and a summary
    Human,
    /// {"file", "line" (of NDJSON) or "row" (of a table), "valid", "issues", "omitted"} on one line per request; issues of a row have "column" and
    /// "heading"
    Json,
}

const AFTER_HELP: &str = "\
Examples:
  sphinx-case check case.json                        all issues with their positions
  sphinx-case check cases/*.json --deny-warnings     fail on warnings too
  sphinx-case check cases.ndjson --format json       one result per line, for programs
  sphinx-case check cases.xlsx --sheet New           a table: CSV, TSV or Excel, also in gzip
  sphinx-case check cases.csv --map \"Name=customer.full_name\"
  generate | sphinx-case check - --input ndjson      a stream, in constant memory
  sphinx-case check case.json --rule unknown_option=off --unknown-fields strip

Exit codes: 0 all requests are valid, 1 at least one is invalid (with --deny-warnings: or has a
warning), 2 usage error, or a file could not be read.";

/// Checks all inputs.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let inputs = &arguments.inputs;
    let output = io::stdout().lock();
    let progress = Progress::new(arguments.format == ReportFormat::Human || !output.is_terminal());
    let options = inputs.validation.options(Defaults::Explicit)?;
    let language = inputs.validation.language;
    let validate = |document: &Document<'_>| {
        let (verdict, _) = document.read(&options, false);
        let record = (arguments.format == ReportFormat::Json).then(|| record(document, &verdict, language));
        Validated { verdict, record }
    };
    let mut checking = Checking {
        inputs,
        format: arguments.format,
        human: Human::new(Look::of(&output, inputs.validation.color), language),
        output: BufWriter::new(output),
        progress: &progress,
        tally: Tally::default(),
    };
    let unreadable = input::read_all(inputs, &options, &progress, &validate, &mut checking)?;
    checking.finish(unreadable)
}

/// The verdict on a document, and its record if the report consists of records.
struct Validated {
    verdict: Verdict,
    record: Option<String>,
}

struct Checking<'r> {
    inputs: &'r InputArguments,
    format: ReportFormat,
    human: Human,
    output: BufWriter<StdoutLock<'static>>,
    progress: &'r Progress,
    tally: Tally,
}

impl Checking<'_> {
    fn report(&mut self, document: &Document<'_>, Validated { verdict, record }: &Validated) -> io::Result<()> {
        if let Some(record) = record {
            return self.output.write_all(record.as_bytes());
        }
        if verdict.issues.is_empty() {
            return Ok(());
        }
        self.progress.suspend(|| {
            let shown = self
                .human
                .frames(&mut self.output, document, verdict, self.inputs.limit)?;
            self.human.more(&mut self.output, document, shown)?;
            self.output.flush()
        })
    }

    fn finish(mut self, unreadable: usize) -> Result<ExitCode, Failure> {
        let files = self.inputs.files.len();
        let deny_warnings = self.inputs.validation.deny_warnings;
        if self.format == ReportFormat::Human && files > unreadable {
            let summary = self.tally.summary(files, unreadable, deny_warnings);
            writeln!(self.output, "{summary}").map_err(cannot_write)?;
        }
        self.output.flush().map_err(cannot_write)?;
        Ok(self.tally.exit_code(unreadable, deny_warnings))
    }
}

impl Consumer<Validated> for Checking<'_> {
    fn consume(&mut self, document: &Document<'_>, validated: Validated) -> Result<(), Failure> {
        self.tally.add(document, &validated.verdict);
        self.report(document, &validated).map_err(cannot_write)
    }

    fn flush(&mut self) -> Result<(), Failure> {
        self.output.flush().map_err(cannot_write)
    }
}

fn cannot_write(error: io::Error) -> Failure {
    Failure::writing("standard output", &error)
}
