//! Reads inputs as a sequence of documents: whole JSON files, NDJSON line by line, or tables row by row.

mod parallel;
mod source;

use std::io::{self, Read};

use sphinx_case::input::{Block, Cell, Input, InputFormat, InputOptions, Records, Table, read_request};
use sphinx_case::{Draft, Issue, Issues, Options, Path, Payload, Problem};

use crate::arguments::InputArguments;
use crate::failure::{self, Failure};
use crate::progress::{Progress, ProgressReader};
use crate::report::{Verdict, shown_name};

/// One request of an input.
#[derive(Debug)]
pub struct Document<'a> {
    /// The input, as named on the command line.
    pub file: &'a str,
    /// The line of an NDJSON input or the row of a table, from 1; blank ones count.
    pub line: Option<u64>,
    /// Its text: JSON, or a row of CSV.
    pub text: Text<'a>,
    /// The headings, if it is a row of a table.
    pub table: Option<&'a Table>,
}

impl Document<'_> {
    /// Its issues, and its payload if that is asked for and there is no error.
    pub fn read(&self, options: &Options, builds: bool) -> (Verdict, Option<Payload>) {
        match self.text {
            Text::Whole(text) => {
                let build = |draft: Draft<'_>, _: &mut Issues| if builds { draft.build().ok() } else { None };
                let (issues, payload) = read_request(text, self.table, options, build);
                (issues.into(), payload)
            }
            Text::TooLarge(too_large) => (Verdict::of_error(too_large.issue()), None),
        }
    }

    /// The cell of a row that an issue is about, as far as one is.
    pub fn cell(&self, issue: &Issue) -> Option<Cell> {
        match self.text {
            Text::Whole(row) => self.table?.cell(row, &issue.path),
            Text::TooLarge(_) => None,
        }
    }
}

/// The text of a request.
#[derive(Debug, Clone, Copy)]
pub enum Text<'a> {
    /// The whole text, which may not be UTF-8.
    Whole(&'a [u8]),
    /// It is over the limit and was not kept.
    TooLarge(TooLarge),
}

/// The size of a text over the limit, in bytes.
#[derive(Debug, Clone, Copy)]
pub struct TooLarge {
    /// The limit.
    max: u64,
    /// The length.
    actual: u64,
}

impl TooLarge {
    /// The issue that the core reports for a text that is too large. The core never receives this one.
    pub fn issue(self) -> Issue {
        Issue::new(
            Problem::TooLarge {
                max: self.max,
                actual: self.actual,
            },
            Path::default(),
        )
    }
}

/// Receives the documents in their order, each with its result.
pub trait Consumer<Validated> {
    /// Receives the next document.
    fn consume(&mut self, document: &Document<'_>, validated: Validated) -> Result<(), Failure>;

    /// Called before waiting for more input, so that the reader of the output gets everything so far.
    fn flush(&mut self) -> Result<(), Failure>;
}

/// Validates all documents of all inputs, lines on several threads, and passes them to a consumer. Reports inputs that cannot be
/// read, and continues. Returns the number of those.
pub fn read_all<Validated: Send>(
    inputs: &InputArguments,
    options: &Options,
    progress: &Progress,
    validate: &(impl Fn(&Document<'_>) -> Validated + Sync),
    consumer: &mut impl Consumer<Validated>,
) -> Result<usize, Failure> {
    if inputs
        .files
        .iter()
        .filter(|name| *name == source::STANDARD_INPUT)
        .count()
        > 1
    {
        let message = "standard input (-) can only be read once. Pass - only once.";
        return Err(Failure::Fatal(message.to_owned()));
    }
    let mut unreadable: usize = 0;
    for name in &inputs.files {
        let result = read_file(name, inputs, options, progress, validate, consumer);
        consumer.flush()?;
        match result {
            Err(Failure::Reading { message, unread }) => {
                unreadable = unreadable.saturating_add(1);
                progress.suspend(|| failure::print(&format!("{message}{unread}")));
            }
            other => other?,
        }
    }
    progress.finish();
    Ok(unreadable)
}

fn read_file<Validated: Send>(
    name: &str,
    inputs: &InputArguments,
    options: &Options,
    progress: &Progress,
    validate: &(impl Fn(&Document<'_>) -> Validated + Sync),
    consumer: &mut impl Consumer<Validated>,
) -> Result<(), Failure> {
    let unread = |error: io::Error| Failure::reading(name, &error);
    let source = source::open(name).map_err(unread)?;
    progress.start(&shown_name(name), source.length);
    let max_bytes = options.max_bytes();
    let reader = ProgressReader::new(source.reader, progress);
    let reading = inputs.reading.options();
    let input = Input::read(reader, name, &reading, max_bytes).map_err(unread)?;
    if input.format != InputFormat::Json {
        let records = Records::new(input.reader, input.format, &reading, options).map_err(unread)?;
        return parallel::read_records(name, max_bytes, records, validate, consumer);
    }
    let length = source.length.filter(|_| !input.is_encoded);
    let whole = read_whole(input.reader, max_bytes, length).map_err(unread)?;
    let document = Document {
        file: name,
        line: None,
        text: match &whole {
            Ok(bytes) => Text::Whole(bytes),
            Err(too_large) => Text::TooLarge(*too_large),
        },
        table: None,
    };
    consumer.consume(&document, validate(&document))
}

/// Reads one text, unless it is over the limit.
fn read_whole(mut reader: impl Read, max: u64, length: Option<u64>) -> io::Result<Result<Vec<u8>, TooLarge>> {
    let mut bytes = Vec::new();
    reader.by_ref().take(max.saturating_add(1)).read_to_end(&mut bytes)?;
    let read = bytes.len() as u64;
    if read <= max {
        return Ok(Ok(bytes));
    }
    drop(bytes);
    let actual = match length {
        Some(length) if length >= read => length,
        _ => read.saturating_add(io::copy(&mut reader, &mut io::sink())?),
    };
    Ok(Err(TooLarge { max, actual }))
}

/// The content of an input.
pub enum Single {
    /// One request.
    One(Request),
    /// One request per line or row.
    Many,
}

/// One request that was read.
pub struct Request {
    /// The row of a table.
    line: Option<u64>,
    text: Result<Vec<u8>, TooLarge>,
    table: Option<Table>,
}

impl Request {
    /// The document of a file.
    pub fn document<'a>(&'a self, file: &'a str) -> Document<'a> {
        Document {
            file,
            line: self.line,
            text: match &self.text {
                Ok(bytes) => Text::Whole(bytes),
                Err(too_large) => Text::TooLarge(*too_large),
            },
            table: self.table.as_ref(),
        }
    }
}

/// Reads an input with one request. Of an input with many, it only reads the beginning.
pub fn read_single(name: &str, options: &InputOptions, max_bytes: u64) -> Result<Single, Failure> {
    let unread = |error: io::Error| Failure::reading(name, &error);
    let source = source::open(name).map_err(unread)?;
    let input = Input::read(source.reader, name, options, max_bytes).map_err(unread)?;
    if input.format != InputFormat::Json {
        return Ok(Single::Many);
    }
    let length = source.length.filter(|_| !input.is_encoded);
    let text = read_whole(input.reader, max_bytes, length).map_err(unread)?;
    Ok(Single::One(Request {
        line: None,
        text,
        table: None,
    }))
}

/// Reads the only request of an input: a whole file, or the only row of a table.
pub fn read_only(name: &str, reading: &InputOptions, options: &Options) -> Result<Single, Failure> {
    let unread = |error: io::Error| Failure::reading(name, &error);
    let source = source::open(name).map_err(unread)?;
    let max_bytes = options.max_bytes();
    let input = Input::read(source.reader, name, reading, max_bytes).map_err(unread)?;
    if !input.format.is_table() {
        let text = read_whole(input.reader, max_bytes, None).map_err(unread)?;
        return Ok(Single::One(Request {
            line: None,
            text,
            table: None,
        }));
    }
    let mut records = Records::new(input.reader, input.format, reading, options).map_err(unread)?;
    let mut block = Block::default();
    let Some(row) = records.lines.next(&mut block).map_err(unread)? else {
        return Err(Failure::Fatal(format!(
            "{}: has no row below the headings.",
            shown_name(name)
        )));
    };
    let max = max_bytes;
    let (line, text) = (
        Some(row.number),
        row.bytes.map(<[u8]>::to_vec).ok_or(TooLarge {
            max,
            actual: row.length,
        }),
    );
    if records.lines.next(&mut block).map_err(unread)?.is_some() {
        return Ok(Single::Many);
    }
    let table = records.table;
    Ok(Single::One(Request { line, text, table }))
}
