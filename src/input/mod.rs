//! Files as people have them, as text in UTF-8: plain, in UTF-16, or compressed with gzip.
//!
//! What a file is, is recognized by its first bytes. Everything else is one error that says what the file is and what to do.

mod copy;
mod decode;
mod encoding;
mod error;
mod format;
mod lines;

use std::fs::File;
use std::io::{self, Cursor, Read};

use decode::Decoded;
pub use format::InputFormat;
pub use lines::{Line, Lines};

/// The size of a read, in bytes.
pub const CHUNK: usize = 64 * 1024;

/// An input as text.
pub struct Input<'r> {
    /// Its text in UTF-8.
    pub reader: Box<dyn Read + Send + 'r>,
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
    pub fn read(reader: impl Read + Send + 'r, name: &str, asked: InputFormat, max_bytes: u64) -> io::Result<Self> {
        let Decoded { mut reader, is_encoded } = decode::decode(reader)?;
        let (head, format) = match format::by_name(name, asked) {
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
