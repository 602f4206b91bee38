//! Reads inputs as a sequence of documents: whole JSON files, or NDJSON line by line.

mod parallel;
mod source;

use std::io::{self, Read};

use sphinx_case::input::{Input, InputFormat};
use sphinx_case::{Issue, Path, Problem};

use crate::arguments::InputArguments;
use crate::failure::{self, Failure};
use crate::progress::{Progress, ProgressReader};
use crate::report::shown_name;

/// One request of an input.
#[derive(Debug)]
pub struct Document<'a> {
    /// The input, as named on the command line.
    pub file: &'a str,
    /// The line of an NDJSON input, from 1; blank lines count.
    pub line: Option<u64>,
    /// Its text.
    pub text: Text<'a>,
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
        let result = read_file(name, inputs, progress, validate, consumer);
        consumer.flush()?;
        match result {
            Err(Failure::Reading(message)) => {
                unreadable = unreadable.saturating_add(1);
                progress.suspend(|| failure::print(&message));
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
    progress: &Progress,
    validate: &(impl Fn(&Document<'_>) -> Validated + Sync),
    consumer: &mut impl Consumer<Validated>,
) -> Result<(), Failure> {
    let unread = |error: io::Error| Failure::reading(name, &error);
    let source = source::open(name).map_err(unread)?;
    progress.start(&shown_name(name), source.length);
    let max_bytes = inputs.validation.max_bytes;
    let reader = ProgressReader::new(source.reader, progress);
    let input = Input::read(reader, name, inputs.input.into(), max_bytes).map_err(unread)?;
    if input.format == InputFormat::Ndjson {
        return parallel::read_lines(name, max_bytes, input.reader, validate, consumer);
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
    One(Result<Vec<u8>, TooLarge>),
    /// One request per line.
    Lines,
}

/// Reads an input with one request. Of an input with many, it only reads the beginning.
pub fn read_single(name: &str, asked: InputFormat, max_bytes: u64) -> Result<Single, Failure> {
    let unread = |error: io::Error| Failure::reading(name, &error);
    let source = source::open(name).map_err(unread)?;
    let input = Input::read(source.reader, name, asked, max_bytes).map_err(unread)?;
    if input.format == InputFormat::Ndjson {
        return Ok(Single::Lines);
    }
    let length = source.length.filter(|_| !input.is_encoded);
    read_whole(input.reader, max_bytes, length)
        .map(Single::One)
        .map_err(unread)
}
