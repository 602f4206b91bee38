//! `sphinx-case build`: writes the exact request bodies of valid requests.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use sphinx_case::{Options, Payload};

use crate::arguments::{DefaultsChoice, Shared};
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
    shared: Shared,

    /// How to treat default values (delete_after -1, auto_start true)
    #[arg(long, value_enum, default_value_t = DefaultsChoice::Explicit, value_name = "CHOICE")]
    defaults: DefaultsChoice,

    /// Write to a file; an existing file is replaced only if all inputs succeed
    #[arg(short, long, value_name = "FILE")]
    output: Option<String>,
}

const AFTER_HELP: &str = "\
Examples:
  sphinx-case build case.json                            the body to send
  sphinx-case build case.json | curl … --data-binary @-
  sphinx-case build cases.ndjson -o bodies.ndjson        a body for each line
  generate | sphinx-case build - --input ndjson          a stream, in flat memory

Of a valid request the exact body is written, and a line end. A line of NDJSON that is not valid
becomes {\"line\":12,\"issues\":[…]}, so line by line the output answers the input. Issues are shown
on standard error. With --output nothing is written when a file cannot be read, or a JSON file
(not: a line) is not valid; what was there before then stays.

Exit codes: 0 all built, 1 something is not valid (or there is a warning, with --deny-warnings),
2 wrong usage, or a file could not be read or written.";

/// Builds the payloads of all inputs.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let shared = &arguments.shared;
    let options = shared.validation.options(arguments.defaults.into())?;
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
    let mut building = Building {
        shared,
        options,
        human: Human::new(
            Look::of(&io::stderr(), shared.validation.color),
            shared.validation.language,
        ),
        target,
        target_name,
        progress: &progress,
        tally: Tally::default(),
        lines_of: None,
        shown: Shown::default(),
        is_incomplete: false,
    };
    let unreadable = input::read_all(shared, &progress, &mut building)?;
    building.finish(unreadable)
}

struct Building<'r> {
    shared: &'r Shared,
    options: Options,
    human: Human,
    target: Target,
    target_name: &'r str,
    progress: &'r Progress,
    tally: Tally,
    /// The NDJSON input that is being read, and how many issues of its lines were shown: a line that fails is told of
    /// in the output too, so that a few frames are enough.
    lines_of: Option<String>,
    shown: Shown,
    /// A file has no payload, so that the output would lack something that nothing in it tells of.
    is_incomplete: bool,
}

/// The payload or the issues that prevent it; warnings in both cases.
pub fn payload(text: Text<'_>, options: &Options, deny_warnings: bool) -> (Option<Payload>, Verdict) {
    let text = match text {
        Text::Whole(text) => text,
        Text::TooLarge(too_large) => return (None, Verdict::of_error(too_large.issue())),
    };
    let draft = sphinx_case::read_json_with(text, options);
    let verdict = Verdict::from(draft.issues().clone());
    if deny_warnings && !verdict.issues.is_empty() {
        return (None, verdict);
    }
    (draft.build().ok(), verdict)
}

impl Building<'_> {
    fn show(&mut self, document: &Document<'_>, verdict: &Verdict) -> io::Result<()> {
        if verdict.issues.is_empty() {
            return Ok(());
        }
        let limit = self.shared.limit;
        self.progress.aside(|| {
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

    /// Says what was not shown of the last NDJSON input.
    fn close_lines(&mut self) {
        let shown = std::mem::take(&mut self.shown);
        if let Some(file) = self.lines_of.take() {
            let document = Document {
                file: &file,
                line: None,
                text: Text::Whole(&[]),
            };
            let _ = self
                .progress
                .aside(|| self.human.more(&mut io::stderr().lock(), &document, shown));
        }
    }

    fn cannot_write(&self, error: &io::Error) -> Failure {
        Failure::writing(self.target_name, error)
    }

    fn finish(mut self, unreadable: usize) -> Result<ExitCode, Failure> {
        self.close_lines();
        let files = self.shared.files.len();
        let deny_warnings = self.shared.validation.deny_warnings;
        if files > unreadable && !self.tally.is_clean() {
            let summary = self.tally.summary(files, unreadable, deny_warnings);
            let _ = writeln!(io::stderr(), "{summary}");
        }
        let name = self.target_name;
        if (unreadable > 0 || self.is_incomplete) && matches!(self.target, Target::File { .. }) {
            failure::say(&format!(
                "{}: not written, because not all inputs are valid.",
                visible(name)
            ));
        } else {
            self.target.finish().map_err(|error| Failure::writing(name, &error))?;
        }
        Ok(self.tally.exit_code(unreadable, deny_warnings))
    }
}

impl Consumer for Building<'_> {
    fn take(&mut self, document: &Document<'_>) -> Result<(), Failure> {
        if self.lines_of.as_deref() != document.line.map(|_| document.file) {
            self.close_lines();
            self.lines_of = document.line.map(|_| document.file.to_owned());
        }
        let (payload, verdict) = payload(document.text, &self.options, self.shared.validation.deny_warnings);
        self.tally.add(document, &verdict);
        // Who cannot see the frames still gets the output and the exit code.
        let _ = self.show(document, &verdict);
        let line = match (payload, document.line) {
            (Some(payload), _) => {
                let mut line = payload.into_body();
                line.push('\n');
                line
            }
            (None, Some(number)) => failed_line(number, &verdict, self.shared.validation.language),
            (None, None) => {
                self.is_incomplete = true;
                return Ok(());
            }
        };
        self.target
            .write_all(line.as_bytes())
            .map_err(|error| self.cannot_write(&error))
    }

    fn rest(&mut self) -> Result<(), Failure> {
        self.target.flush().map_err(|error| self.cannot_write(&error))
    }
}
