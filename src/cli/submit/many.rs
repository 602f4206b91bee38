//! Submits a file with one request per line.

use std::cell::RefCell;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use sphinx_case::batch::{
    self, Batch, BatchOptions, Counts, Error, Journal, JournalError, RunOptions, StopReason, Summary, ValidatedLine,
    ValidationCounts,
};

use super::bar::Bar;
use super::{Arguments, code_of, runtime, summary};
use crate::failure::{Failure, INTERRUPTED, JOURNAL, SERVER, UNABLE, UNKNOWN};
use crate::input::{Document, Text};
use crate::report::{Human, Shown, Tally, Verdict, shown_name, visible};
use crate::signals;
use crate::terminal::Look;

pub fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let validation = &arguments.validation;
    let options = BatchOptions::new(&arguments.api.base_url)
        .with_request_options(validation.options(arguments.defaults.into())?)
        .with_input_options(arguments.reading.options())
        .with_deny_warnings(validation.deny_warnings)
        .with_skip_invalid(arguments.batch.skip_invalid)
        .with_exactly_once(arguments.batch.exactly_once)
        .with_name(arguments.batch.batch.clone());
    let path = journal_of(arguments);
    let checks = RefCell::new(Checks::new(arguments));
    let inspect = |line: &ValidatedLine<'_>| checks.borrow_mut().report(line);
    if arguments.dry_run {
        let counts = batch::validate(&arguments.file, &options, inspect).map_err(failed)?;
        checks.into_inner().finish();
        return dry_run(arguments, &path, &counts);
    }
    // Missing credentials are reported before a journal is created.
    let client = arguments.api.client()?;
    let opened = Batch::open(&path, &arguments.file, options, inspect);
    checks.into_inner().finish();
    let mut batch = opened.map_err(failed)?;
    let options = run_options(arguments);
    let bar = Arc::new(Bar::new(arguments.batch.exactly_once));
    let observer = Arc::clone(&bar);
    let result = runtime()?.block_on(async {
        let counts = batch.counts().await?;
        bar.start(counts, batch.is_new());
        let stop = async {
            signals::ends().await;
            tokio::spawn(async {
                signals::ends().await;
                // This is safe: lines in progress are recorded, and have an unknown outcome in the next run.
                std::process::exit(i32::from(INTERRUPTED));
            });
        };
        batch
            .run(&client, options, move |event| observer.show(event), stop)
            .await
    });
    bar.finish();
    let summary = match result {
        Ok(summary) => summary,
        Err(error) => {
            bar.print_unrecorded();
            return Err(failed(error));
        }
    };
    print_summary(arguments, &path, &summary)?;
    Ok(ExitCode::from(exit_code(&summary)))
}

fn journal_of(arguments: &Arguments) -> PathBuf {
    arguments.batch.journal.clone().unwrap_or_else(|| {
        let mut name = std::ffi::OsString::from(&arguments.file);
        name.push(".journal");
        name.into()
    })
}

/// The journal of a batch, for reading.
fn open_journal(arguments: &Arguments, path: &Path) -> Result<Journal, Error> {
    let Some(url) = batch::url_of(path) else {
        return Journal::open(path);
    };
    let of_file = || {
        Path::new(&arguments.file)
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    };
    let name = arguments.batch.batch.clone().unwrap_or_else(of_file);
    Journal::open_batch(url, Some(&name))
}

/// The same, if there is one.
fn existing(arguments: &Arguments, path: &Path) -> Result<Option<Journal>, Error> {
    if batch::url_of(path).is_none() && !path.exists() {
        return Ok(None);
    }
    match open_journal(arguments, path) {
        Err(Error::Journal {
            error: JournalError::NotFound,
            ..
        }) => Ok(None),
        journal => journal.map(Some),
    }
}

/// The journal as it is printed: a URL without its password and its parameters.
fn shown_journal(path: &Path) -> PathBuf {
    let Some((scheme, rest)) = batch::url_of(path).and_then(|url| url.split_once("://")) else {
        return path.to_owned();
    };
    let rest = rest.split('?').next().unwrap_or_default();
    let shown = match rest.rsplit_once('@') {
        Some((user, host)) => format!("{}@{host}", user.split(':').next().unwrap_or_default()),
        None => rest.to_owned(),
    };
    PathBuf::from(format!("{scheme}://{shown}"))
}

fn run_options(arguments: &Arguments) -> RunOptions {
    let batch = &arguments.batch;
    RunOptions::default()
        .with_concurrency(batch.concurrency.get())
        .with_max_rate(batch.rate)
        .with_limit(batch.limit)
        .with_resend_unknown(batch.resend_unknown)
        .with_reconcile(!batch.no_reconcile)
}

/// Reports what would be sent.
fn dry_run(arguments: &Arguments, path: &Path, validation: &ValidationCounts) -> Result<ExitCode, Failure> {
    let name = shown_name(&arguments.file);
    let base_url = visible(&arguments.api.base_url);
    let mut to_send = validation.valid;
    let mut out = io::stdout().lock();
    let mut lines = Vec::new();
    let journal = existing(arguments, path).map_err(failed)?;
    if let Some(journal) = &journal {
        let counts = journal.counts().map_err(failed)?;
        to_send = counts.pending;
        lines.extend(summary::counts(&counts));
        if arguments.batch.resend_unknown || arguments.batch.exactly_once {
            to_send = to_send.saturating_add(counts.unknown).saturating_add(counts.sending);
        }
    }
    let limit = arguments.batch.limit.unwrap_or(u64::MAX);
    let blocked = validation.invalid > 0 && !arguments.batch.skip_invalid;
    let outcome = if blocked && journal.is_none() {
        format!(
            "{name}: nothing would be sent, because {} invalid. To send the others, use --skip-invalid.",
            summary::counted(validation.invalid, "line is", "lines are")
        )
    } else {
        format!(
            "{name}: {} would be sent to {base_url}.",
            summary::counted(to_send.min(limit), "line", "lines")
        )
    };
    lines.push(format!("{outcome} Nothing was sent (--dry-run)."));
    for line in lines {
        writeln!(out, "{line}").map_err(cannot_write)?;
    }
    Ok(if validation.invalid > 0 {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Prints the result: the counts, the lines with an unknown outcome, the rejected lines, and what to do next.
fn print_summary(arguments: &Arguments, path: &Path, summary: &Summary) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let name = shown_name(&arguments.file);
    let lines = summary::counted(summary.counts.lines(), "line", "lines");
    let mut text = vec![format!("{name}: {lines}")];
    text.extend(summary::counts(&summary.counts));
    let journal = open_journal(arguments, path).map_err(failed)?;
    let path = &shown_journal(path);
    text.extend(summary::listed(&journal, path).map_err(failed)?);
    text.extend(summary::next(summary, path, arguments.batch.exactly_once));
    for line in text {
        writeln!(out, "{line}").map_err(cannot_write)?;
    }
    Ok(())
}

fn exit_code(summary: &Summary) -> u8 {
    match &summary.stop_reason {
        Some(StopReason::Interrupted) => return INTERRUPTED,
        Some(StopReason::InputChanged { .. }) => return UNABLE,
        Some(StopReason::ExternalIdIgnored) => return SERVER,
        Some(StopReason::Api(error) | StopReason::TooManyFailures(error)) => match code_of(error) {
            UNKNOWN | 1 => {}
            code => return code,
        },
        _ => {}
    }
    let Counts {
        unknown,
        rejected,
        invalid,
        ..
    } = summary.counts;
    if unknown > 0 {
        UNKNOWN
    } else {
        u8::from(rejected > 0 || invalid > 0)
    }
}

/// An error of a batch as a failure of the command.
pub fn failed(error: Error) -> Failure {
    let message = visible(&error.to_string()).into_owned();
    let message = match message.ends_with('.') {
        true => message,
        false => format!("{message}."),
    };
    match error {
        Error::Journal { .. } | Error::Stopped { .. } => Failure::Ended(JOURNAL, message),
        Error::Invalid { .. } => Failure::Ended(1, message),
        _ => Failure::Fatal(message),
    }
}

fn cannot_write(error: io::Error) -> Failure {
    Failure::writing("standard output", &error)
}

/// Reports the issues of lines as `check` does.
struct Checks<'a> {
    file: &'a str,
    human: Human,
    limit: usize,
    deny_warnings: bool,
    shown: Shown,
    tally: Tally,
    any: bool,
}

impl<'a> Checks<'a> {
    fn new(arguments: &'a Arguments) -> Self {
        let validation = &arguments.validation;
        Self {
            file: &arguments.file,
            human: Human::new(Look::of(&io::stderr(), validation.color), validation.language).with_flag("--issues"),
            limit: arguments.issues,
            deny_warnings: validation.deny_warnings,
            shown: Shown::default(),
            tally: Tally::default(),
            any: false,
        }
    }

    fn report(&mut self, line: &ValidatedLine<'_>) {
        let document = Document {
            file: self.file,
            line: Some(line.line),
            text: Text::Whole(line.text.unwrap_or_default()),
            table: line.table,
        };
        let verdict = Verdict {
            issues: line.issues.to_vec(),
            omitted: line.omitted,
            is_valid: line.issues.iter().all(|issue| !issue.is_error()) && (line.is_valid || self.deny_warnings),
        };
        self.any = true;
        self.tally.add(&document, &verdict);
        let left = self.limit.saturating_sub(self.shown.shown);
        if let Ok(shown) = self.human.frames(&mut io::stderr().lock(), &document, &verdict, left) {
            self.shown.add(shown);
        }
    }

    fn finish(self) {
        let document = Document {
            file: self.file,
            line: None,
            text: Text::Whole(&[]),
            table: None,
        };
        let mut out = io::stderr().lock();
        let _ = self.human.more(&mut out, &document, self.shown);
        if self.any && !self.tally.is_clean() {
            let _ = writeln!(out, "{}", self.tally.summary(1, 0, self.deny_warnings));
        }
    }
}
