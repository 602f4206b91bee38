//! `sphinx-case build`: writes the exact request bodies of valid requests.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use sphinx_case::{Options, Payload};

use crate::arguments::{DefaultsChoice, InputArguments};
use crate::failure::{self, Failure};
use crate::input::{self, Consumer, Document, Text};
use crate::progress::Progress;
use crate::report::{Human, Shown, Tally, Verdict, failed_line, visible};
use crate::target::Target;
use crate::terminal::Look;

/// The arguments of `build`.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    #[command(flatten)]
    inputs: InputArguments,

    /// How to treat default values (delete_after -1, auto_start true)
    #[arg(long, value_enum, default_value_t = DefaultsChoice::Explicit, value_name = "CHOICE")]
    defaults: DefaultsChoice,

    /// Write to a file; an existing file is replaced only if all inputs succeed
    #[arg(short, long, value_name = "FILE")]
    output: Option<String>,
}

const AFTER_HELP: &str = "\
Examples:
  sphinx-case build case.json                            the request body
  sphinx-case build case.json | curl … --data-binary @-
  sphinx-case build cases.ndjson -o bodies.ndjson        one body per line
  generate | sphinx-case build - --input ndjson          a stream, in constant memory

For a valid request, the exact body and a line break are written. For an invalid line of NDJSON,
{\"line\":12,\"issues\":[…]} is written (for a row of a table: \"row\"), so the output has one line per input line. Issues are shown
on standard error. With --output, an existing file is unchanged if a file cannot be read or a JSON
file (not a line of NDJSON) is invalid.

Exit codes: 0 all bodies were built, 1 at least one request is invalid (with --deny-warnings: or
has a warning), 2 usage error, or a file could not be read or written.";

/// Builds the payloads of all inputs.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let inputs = &arguments.inputs;
    let options = inputs.validation.options(arguments.defaults.into())?;
    let (target, target_name, may_show) = match &arguments.output {
        Some(name) if name != "-" => {
            let target = Target::file(name).map_err(|error| Failure::writing(name, &error))?;
            (target, name.as_str(), true)
        }
        _ => {
            let output = io::stdout().lock();
            let may_show = !output.is_terminal();
            (Target::standard(output), "standard output", may_show)
        }
    };
    let progress = Progress::new(may_show);
    let validate = |document: &Document<'_>| validate(document, &options, inputs);
    let mut building = Building {
        inputs,
        human: Human::new(
            Look::of(&io::stderr(), inputs.validation.color),
            inputs.validation.language,
        ),
        target,
        target_name,
        progress: &progress,
        tally: Tally::default(),
        lines_of: None,
        shown: Shown::default(),
        is_incomplete: false,
    };
    let unreadable = input::read_all(inputs, &options, &progress, &validate, &mut building)?;
    building.finish(unreadable)
}

struct Building<'r> {
    inputs: &'r InputArguments,
    human: Human,
    target: Target,
    target_name: &'r str,
    progress: &'r Progress,
    tally: Tally,
    /// The NDJSON input that is being read, and the number of issues shown for it. The output lists the issues of each
    /// invalid line, so a few frames are enough.
    lines_of: Option<String>,
    shown: Shown,
    /// A JSON file is invalid. The output would be incomplete without showing it.
    is_incomplete: bool,
}

/// The payload or the issues that prevent it; warnings in both cases.
pub fn payload(document: &Document<'_>, options: &Options, deny_warnings: bool) -> (Option<Payload>, Verdict) {
    let (verdict, payload) = document.read(options, true);
    let is_denied = deny_warnings && !verdict.issues.is_empty();
    (payload.filter(|_| !is_denied), verdict)
}

/// The verdict on a document, and the line for the output. A JSON file without a payload has none.
struct Validated {
    verdict: Verdict,
    line: Option<String>,
}

fn validate(document: &Document<'_>, options: &Options, inputs: &InputArguments) -> Validated {
    let (payload, verdict) = payload(document, options, inputs.validation.deny_warnings);
    let line = match (payload, document.line) {
        (Some(payload), _) => {
            let mut line = payload.into_body();
            line.push('\n');
            Some(line)
        }
        (None, Some(_)) => Some(failed_line(document, &verdict, inputs.validation.language)),
        (None, None) => None,
    };
    Validated { verdict, line }
}

impl Building<'_> {
    fn show(&mut self, document: &Document<'_>, verdict: &Verdict) -> io::Result<()> {
        if verdict.issues.is_empty() {
            return Ok(());
        }
        let limit = self.inputs.limit;
        self.progress.suspend(|| {
            let mut out = io::stderr().lock();
            if document.line.is_none() {
                let shown = self.human.frames(&mut out, document, verdict, limit)?;
                return self.human.more(&mut out, document, shown);
            }
            let left = limit.saturating_sub(self.shown.shown);
            let shown = self.human.frames(&mut out, document, verdict, left)?;
            self.shown.add(shown);
            Ok(())
        })
    }

    /// Reports how many issues of the last NDJSON input were not shown.
    fn close_lines(&mut self) {
        let shown = std::mem::take(&mut self.shown);
        if let Some(file) = self.lines_of.take() {
            let document = Document {
                file: &file,
                line: None,
                text: Text::Whole(&[]),
                table: None,
            };
            let _ = self
                .progress
                .suspend(|| self.human.more(&mut io::stderr().lock(), &document, shown));
        }
    }

    fn cannot_write(&self, error: &io::Error) -> Failure {
        Failure::writing(self.target_name, error)
    }

    fn finish(mut self, unreadable: usize) -> Result<ExitCode, Failure> {
        self.close_lines();
        let files = self.inputs.files.len();
        let deny_warnings = self.inputs.validation.deny_warnings;
        if files > unreadable && !self.tally.is_clean() {
            let summary = self.tally.summary(files, unreadable, deny_warnings);
            let _ = writeln!(io::stderr(), "{summary}");
        }
        let name = self.target_name;
        if (unreadable > 0 || self.is_incomplete) && matches!(self.target, Target::File { .. }) {
            failure::print(&format!(
                "{}: not written, because not all inputs are valid.",
                visible(name)
            ));
        } else {
            self.target.finish().map_err(|error| Failure::writing(name, &error))?;
        }
        Ok(self.tally.exit_code(unreadable, deny_warnings))
    }
}

impl Consumer<Validated> for Building<'_> {
    fn consume(&mut self, document: &Document<'_>, Validated { verdict, line }: Validated) -> Result<(), Failure> {
        if self.lines_of.as_deref() != document.line.map(|_| document.file) {
            self.close_lines();
            self.lines_of = document.line.map(|_| document.file.to_owned());
        }
        self.tally.add(document, &verdict);
        // If the frames cannot be written, there are still the output and the exit code.
        let _ = self.show(document, &verdict);
        let Some(line) = line else {
            self.is_incomplete = true;
            return Ok(());
        };
        self.target
            .write_all(line.as_bytes())
            .map_err(|error| self.cannot_write(&error))
    }

    fn flush(&mut self) -> Result<(), Failure> {
        self.target.flush().map_err(|error| self.cannot_write(&error))
    }
}
