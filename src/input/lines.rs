//! Reads an input line by line, or row by row: a row of a table goes on where a line break is within quotes. Memory use does not depend on the
//! length of the input or of its lines.

use std::io::{self, BufRead, BufReader, Read};

use crate::json::{BOM, is_blank};
use crate::table::Quotes;

/// A line that is not blank.
#[derive(Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// From 1, including blank lines. A row counts once, however many lines it has.
    pub number: u64,
    /// Where its bytes start in the input, without a byte order mark.
    pub offset: u64,
    /// Its bytes without the line break; `None` if there are too many.
    pub bytes: Option<&'a [u8]>,
    /// Its number of bytes.
    pub length: u64,
}

/// The lines of an input. `sphinx-case/lines` in the npm package returns the same lines.
#[derive(Debug)]
pub struct Lines<Reader> {
    reader: BufReader<Reader>,
    buffer: Vec<u8>,
    max: u64,
    /// The separator of the cells if these are the rows of a table.
    separator: Option<u8>,
    number: u64,
    /// Where the current line starts, and where the next one does.
    start: u64,
    position: u64,
}

impl<Reader: Read> Lines<Reader> {
    /// Lines of up to `max` bytes. Longer ones are returned without their bytes.
    pub fn new(reader: BufReader<Reader>, max: u64) -> Self {
        Self {
            reader,
            buffer: Vec::new(),
            max,
            separator: None,
            number: 0,
            start: 0,
            position: 0,
        }
    }

    /// The same for the rows of a table.
    pub fn rows(reader: BufReader<Reader>, max: u64, separator: u8) -> Self {
        Self {
            separator: Some(separator),
            ..Self::new(reader, max)
        }
    }

    /// Whether the input must be read before the next line is complete.
    pub fn would_wait(&self) -> bool {
        !self.reader.buffer().contains(&b'\n')
    }

    /// The next line that is not blank.
    ///
    /// # Errors
    /// If the input cannot be read.
    #[allow(clippy::should_implement_trait)] // The line borrows the buffer, which an iterator does not allow.
    pub fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        loop {
            self.buffer.clear();
            // The line, and a line break of two bytes.
            let limit = self.max.saturating_add(2);
            let read = self.read_record(limit)?;
            if read == 0 {
                return Ok(None);
            }
            self.number = self.number.saturating_add(1);
            self.start = self.position;
            self.position = self.position.saturating_add(read);
            if read < limit || self.buffer.last() == Some(&b'\n') {
                if self.buffer.last() == Some(&b'\n') {
                    self.buffer.pop();
                }
            } else {
                let mut last = self.buffer.last().copied();
                let (skipped, consumed) = skip_line(&mut self.reader, &mut last)?;
                self.position = self.position.saturating_add(consumed);
                let line_end = u64::from(last == Some(b'\r'));
                return Ok(Some(Line {
                    number: self.number,
                    offset: self.start,
                    bytes: None,
                    length: read.saturating_add(skipped).saturating_sub(line_end),
                }));
            }
            if !is_blank(self.content()) {
                break;
            }
        }
        let bytes = self.content();
        let bom = if self.has_bom() { BOM.len() as u64 } else { 0 };
        Ok(Some(Line {
            number: self.number,
            offset: self.start.saturating_add(bom),
            bytes: Some(bytes),
            length: bytes.len() as u64,
        }))
    }

    /// Reads up to `limit` bytes of a line or row, with its line break.
    fn read_record(&mut self, limit: u64) -> io::Result<u64> {
        let mut quotes = self.separator.map(Quotes::new);
        let mut read = 0_u64;
        loop {
            let from = self.buffer.len();
            let left = limit.saturating_sub(read);
            let more = self.reader.by_ref().take(left).read_until(b'\n', &mut self.buffer)? as u64;
            read = read.saturating_add(more);
            let new = self.buffer.get(from..).unwrap_or_default();
            let is_open = quotes.as_mut().is_some_and(|quotes| quotes.are_open_after(new));
            if !is_open || more == 0 || read == limit {
                return Ok(read);
            }
        }
    }

    /// The current line, without a byte order mark and a carriage return.
    fn content(&self) -> &[u8] {
        let bytes = self.buffer.as_slice();
        let bytes = match bytes.strip_prefix(BOM) {
            Some(rest) if self.number == 1 => rest,
            _ => bytes,
        };
        bytes.strip_suffix(b"\r").unwrap_or(bytes)
    }

    fn has_bom(&self) -> bool {
        self.number == 1 && self.buffer.starts_with(BOM)
    }
}

/// Skips the rest of a line. Returns its number of bytes without and with the line break; `last` becomes its last byte.
fn skip_line(reader: &mut impl BufRead, last: &mut Option<u8>) -> io::Result<(u64, u64)> {
    let mut skipped = 0_u64;
    let mut consumed = 0_u64;
    loop {
        let bytes = match reader.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            other => other?,
        };
        let (count, at_end) = match bytes.iter().position(|byte| *byte == b'\n') {
            Some(length) => (length, true),
            None => (bytes.len(), bytes.is_empty()),
        };
        *last = bytes.get(..count).and_then(<[u8]>::last).copied().or(*last);
        let used = count.saturating_add(usize::from(at_end)).min(bytes.len());
        reader.consume(used);
        consumed = consumed.saturating_add(used as u64);
        skipped = skipped.saturating_add(count as u64);
        if at_end {
            return Ok((skipped, consumed));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::Lines;

    /// Number, text (`None` if it is too long) and length of each line.
    fn lines(text: &str, max: u64, chunk: usize) -> Vec<(u64, Option<String>, u64)> {
        let mut lines = Lines::new(BufReader::with_capacity(chunk, text.as_bytes()), max);
        let mut result = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            let start = usize::try_from(line.offset).unwrap();
            if let Some(bytes) = line.bytes {
                assert!(text.as_bytes()[start..].starts_with(bytes), "{start}");
            } else {
                assert!(start == 0 || text.as_bytes()[start - 1] == b'\n');
            }
            let text = line.bytes.map(|bytes| String::from_utf8(bytes.to_vec()).unwrap());
            result.push((line.number, text, line.length));
        }
        result
    }

    #[test]
    fn lines_do_not_depend_on_the_chunks() {
        let text = "\u{FEFF}b\r\n\n \t\r\nlonger than that\nöd\nlonger again\r\nefghi\r\nx";
        for chunk in 1..30 {
            assert_eq!(
                lines(text, 5, chunk),
                [
                    (1, Some("b".to_owned()), 1),
                    (4, None, 16),
                    (5, Some("öd".to_owned()), 3),
                    (6, None, 12),
                    (7, Some("efghi".to_owned()), 5),
                    (8, Some("x".to_owned()), 1),
                ],
                "{chunk}"
            );
        }
    }

    #[test]
    fn an_empty_input_has_no_lines() {
        assert!(lines("", 5, 8).is_empty());
        assert!(lines("\n\r\n  ", 5, 8).is_empty());
    }

    #[test]
    fn a_line_of_exactly_the_limit_is_kept() {
        assert_eq!(lines("12345", 5, 8), [(1, Some("12345".to_owned()), 5)]);
        assert_eq!(lines("12345\n", 5, 8), [(1, Some("12345".to_owned()), 5)]);
        // One more byte is kept, because it could be a carriage return; the core then reports the size.
        assert_eq!(lines("123456\n", 5, 8), [(1, Some("123456".to_owned()), 6)]);
        assert_eq!(lines("1234567", 5, 8), [(1, None, 7)]);
    }
}
