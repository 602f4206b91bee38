//! Inputs as a row of documents: whole files of JSON, or the lines of NDJSON, read one at a time.

mod format;
mod source;

use std::io::{self, BufReader, Read};

use sphinx_case::batch::{Line, Lines};
use sphinx_case::{Issue, Path, Problem};

use crate::arguments::{InputFormat, Shared};
use crate::failure::{self, Failure};
use crate::progress::{Progress, Watched};
use crate::report::shown_name;

/// The bytes that are read at once.
const CHUNK: usize = 64 * 1024;

/// One request, as it stands in an input.
#[derive(Debug)]
pub struct Document<'a> {
    /// The input, as it was named.
    pub file: &'a str,
    /// The line of an NDJSON input, from 1; blank lines count.
    pub line: Option<u64>,
    /// Its text.
    pub text: Text<'a>,
}

/// The text of a request.
#[derive(Debug, Clone, Copy)]
pub enum Text<'a> {
    /// All of it, in bytes that may be anything.
    Whole(&'a [u8]),
    /// It was over the limit, and was not kept.
    TooLarge(TooLarge),
}

/// How far a text is over the limit, in bytes.
#[derive(Debug, Clone, Copy)]
pub struct TooLarge {
    /// The limit.
    max: u64,
    /// The length.
    actual: u64,
}

impl TooLarge {
    /// The issue that the core has for a text that is too large; it never saw this one.
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

/// What is done with the documents.
pub trait Consumer {
    /// Takes the next document.
    fn take(&mut self, document: &Document<'_>) -> Result<(), Failure>;

    /// Called before waiting for more input, so that the reader of the output gets everything so far.
    fn rest(&mut self) -> Result<(), Failure>;
}

/// Gives all documents of all inputs to a consumer; says which inputs cannot be read, and goes on.
/// The answer is how many could not be.
pub fn read_all(shared: &Shared, progress: &Progress, consumer: &mut dyn Consumer) -> Result<usize, Failure> {
    if shared
        .files
        .iter()
        .filter(|name| *name == source::STANDARD_INPUT)
        .count()
        > 1
    {
        let message = "- (standard input) is given twice, and can be read only once.";
        return Err(Failure::Fatal(message.to_owned()));
    }
    let mut unreadable: usize = 0;
    for name in &shared.files {
        let result = read_file(name, shared, progress, consumer);
        consumer.rest()?;
        match result {
            Err(Failure::Reading(message)) => {
                unreadable = unreadable.saturating_add(1);
                progress.aside(|| failure::say(&message));
            }
            other => other?,
        }
    }
    progress.end();
    Ok(unreadable)
}

fn read_file(name: &str, shared: &Shared, progress: &Progress, consumer: &mut dyn Consumer) -> Result<(), Failure> {
    let unread = |error: io::Error| Failure::reading(name, &error);
    let source = source::open(name).map_err(unread)?;
    progress.begin(&shown_name(name), source.length);
    let mut reader = Watched::new(source.reader, progress);
    let (head, format) = match format::by_name(name, shared.input) {
        Some(format) => (Vec::new(), format),
        None => format::by_content(&mut reader, shared.validation.max_bytes).map_err(unread)?,
    };
    let reader = io::Cursor::new(head).chain(reader);
    if format == InputFormat::Ndjson {
        return read_lines(name, shared.validation.max_bytes, reader, consumer);
    }
    let whole = read_whole(reader, shared.validation.max_bytes, source.length).map_err(unread)?;
    consumer.take(&Document {
        file: name,
        line: None,
        text: match &whole {
            Ok(bytes) => Text::Whole(bytes),
            Err(too_large) => Text::TooLarge(*too_large),
        },
    })
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

/// What a single input is.
pub enum Single {
    /// One request.
    One(Result<Vec<u8>, TooLarge>),
    /// One on each line.
    Lines,
}

/// Reads an input that is one request; of one with many only the beginning.
pub fn read_single(name: &str, asked: InputFormat, max_bytes: u64) -> Result<Single, Failure> {
    let unread = |error: io::Error| Failure::reading(name, &error);
    let mut source = source::open(name).map_err(unread)?;
    let (head, format) = match format::by_name(name, asked) {
        Some(format) => (Vec::new(), format),
        None => format::by_content(&mut source.reader, max_bytes).map_err(unread)?,
    };
    if format == InputFormat::Ndjson {
        return Ok(Single::Lines);
    }
    let reader = io::Cursor::new(head).chain(source.reader);
    read_whole(reader, max_bytes, source.length)
        .map(Single::One)
        .map_err(unread)
}

fn read_lines(name: &str, max: u64, reader: impl Read, consumer: &mut dyn Consumer) -> Result<(), Failure> {
    let mut lines = Lines::new(BufReader::with_capacity(CHUNK, reader), max);
    loop {
        if lines.would_wait() {
            consumer.rest()?;
        }
        let line = lines.next().map_err(|error| Failure::reading(name, &error))?;
        let Some(Line {
            number, bytes, length, ..
        }) = line
        else {
            return Ok(());
        };
        consumer.take(&Document {
            file: name,
            line: Some(number),
            text: bytes.map_or(Text::TooLarge(TooLarge { max, actual: length }), Text::Whole),
        })?;
    }
}
