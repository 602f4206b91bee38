//! Input files: one request, one per line, or one per row of a table, in UTF-8, in UTF-16, compressed with gzip, or an
//! Excel workbook.
//!
//! Encodings and workbooks are recognized by the first bytes of a file; JSON, NDJSON and CSV by its name, otherwise by its first line.
//! Everything else is one error that says what the file is and what to do.

mod copy;
mod decode;
mod encoding;
mod error;
mod format;
mod lines;
mod options;
#[cfg(test)]
pub(crate) mod pieces;
mod workbook;

use std::fs::File;
use std::io::{self, Cursor, Read};

use crate::draft::{self, Draft};
use crate::issue::Issues;
use crate::options::Options;
use crate::table::{self, OptionStyle, WrongHeading};
pub use crate::table::{Cell, Table};
use decode::Decoded;
pub use lines::{Block, Line, Lines};
pub use options::{InputFormat, InputOptions};

/// The size of a read, in bytes.
const CHUNK: usize = 256 * 1024;

/// Reads the text of an input.
pub type TextReader<'r> = Box<dyn Read + Send + 'r>;

/// An input as text.
pub struct Input<'r> {
    /// Its text, in UTF-8 unless it is damaged: CSV for a workbook.
    pub reader: TextReader<'r>,
    /// What it contains; never [`InputFormat::Auto`].
    pub format: InputFormat,
    /// Whether the text differs from the bytes of the file.
    pub is_encoded: bool,
}

impl<'r> Input<'r> {
    /// Decodes an input, and detects its format by its name or its beginning, of which at most `max_bytes` are read.
    ///
    /// # Errors
    /// If it cannot be read; [`io::ErrorKind::Unsupported`] with a sentence if it has another format or encoding, and
    /// [`io::ErrorKind::InvalidData`] if that shows later.
    pub fn read(reader: impl Read + Send + 'r, name: &str, options: &InputOptions, max_bytes: u64) -> io::Result<Self> {
        let (mut reader, is_encoded) = match decode::decode(reader)? {
            Decoded::Text { reader, is_encoded } => (reader, is_encoded),
            Decoded::CompoundFile(reader) => return Err(workbook::refuse_compound_file(reader)),
            Decoded::Zip(reader) => {
                return Ok(Self {
                    reader: Box::new(workbook::to_csv(reader, options.sheet.as_deref())?),
                    format: InputFormat::Workbook,
                    is_encoded: true,
                });
            }
        };
        if let Some(sheet) = &options.sheet {
            return Err(error::unsupported(format!(
                "it is not an Excel workbook, so it has no sheet \"{sheet}\"; pass it without --sheet"
            )));
        }
        let (head, format) = match format::by_name(name, options.format) {
            Some(format) => (Vec::new(), format),
            None => format::by_content(&mut reader, max_bytes)?,
        };
        Ok(Self {
            reader: Box::new(Cursor::new(head).chain(reader)),
            format,
            is_encoded,
        })
    }

    /// The text in a temporary file without a name, at its beginning.
    ///
    /// # Errors
    /// If the text cannot be read or written, or is too large.
    pub fn into_copy(self) -> io::Result<File> {
        copy::copy(self.reader)
    }
}

/// The requests of an input with more than one.
pub struct Records<'r> {
    /// Its lines or rows, without the row of headings.
    pub lines: Lines<TextReader<'r>>,
    /// The headings, if it is a table.
    pub table: Option<Table>,
}

impl<'r> Records<'r> {
    /// Reads the headings of a table.
    ///
    /// # Errors
    /// If the input cannot be read, or headings are not fields or name one twice.
    pub fn new(
        reader: TextReader<'r>,
        format: InputFormat,
        input_options: &InputOptions,
        options: &Options,
    ) -> io::Result<Self> {
        let max_bytes = options.max_bytes;
        if !format.is_table() {
            return Ok(Self {
                lines: Lines::new(reader, max_bytes),
                table: None,
            });
        }
        let mut reader = reader;
        let head = format::read_first_line(&mut reader, max_bytes)?;
        let separator = table::separator_of(format::first_line(&head));
        let reader: TextReader<'r> = Box::new(Cursor::new(head).chain(reader));
        let mut lines = Lines::rows(reader, max_bytes, separator);
        let headings = match lines.next(&mut Block::default())? {
            Some(Line { bytes: Some(row), .. }) => Table::new(row, separator, &input_options.map, options),
            Some(_) => Err(vec![WrongHeading::TooLong { max: max_bytes }]),
            None => Err(vec![WrongHeading::Missing]),
        };
        let table =
            headings.map_err(|wrong| error::unsupported(WrongHeading::message(&wrong, OptionStyle::CommandLine)))?;
        Ok(Self {
            lines,
            table: Some(match format {
                InputFormat::Workbook => table.of_workbook(),
                _ => table,
            }),
        })
    }
}

/// The issues of a request, and what `build` makes of it unless a cell of a row prevents that. The text is JSON, or a row of a table.
pub fn read_request<Built>(
    text: &[u8],
    table: Option<&Table>,
    options: &Options,
    build: impl FnOnce(Draft<'_>, &mut Issues) -> Option<Built>,
) -> (Issues, Option<Built>) {
    if let Some(table) = table {
        return table.read(text, options, build);
    }
    let draft = draft::read_json_with(text, options);
    let mut issues = draft.issues().clone();
    let built = build(draft, &mut issues);
    (issues, built)
}
