//! Splits an input into lines, or into rows: a row of a table goes on where a line break is within quotes. Memory use does not depend on the
//! length of the input or of its lines.

use std::io::{self, ErrorKind, Read};
use std::ops::Range;

use memchr::memchr;

use super::CHUNK;
use crate::json::{BOM, is_blank};
use crate::table::Quotes;

/// The maximum number of lines in a block. Lines can be so short that what is made of them takes far more memory than they do.
const MAX_LINES: usize = 4096;

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

/// Lines that were read together. Filling one again reuses its memory.
#[derive(Debug, Default)]
pub struct Block {
    bytes: Vec<u8>,
    /// How many of the bytes have been read.
    filled: usize,
    lines: Vec<Found>,
}

/// A line in a block.
#[derive(Debug)]
struct Found {
    number: u64,
    offset: u64,
    length: u64,
    /// Where its bytes are; `None` if there are too many.
    place: Option<Range<usize>>,
}

/// The lines of an input. `sphinx-case/lines` in the npm package returns the same lines.
#[derive(Debug)]
pub struct Lines<Reader> {
    reader: Reader,
    /// Whether the reader has ended.
    is_ended: bool,
    /// The maximum length of a line with a line break of two bytes.
    limit: u64,
    /// What was read after the last line that was returned.
    rest: Vec<u8>,
    /// The beginning of a row, if these are the rows of a table.
    row: Option<Quotes>,
    /// The line that is being searched for its end.
    current: Current,
}

/// A line whose end has not been found.
#[derive(Debug)]
struct Current {
    number: u64,
    /// Where it starts in the input.
    offset: u64,
    /// How many of its bytes are not kept, because there are too many.
    dropped: u64,
    /// How many of its other bytes have been searched for its end.
    searched: usize,
    /// Whether quotes are open after them.
    quotes: Option<Quotes>,
}

impl<Reader: Read> Lines<Reader> {
    /// Lines of up to `max` bytes. Longer ones are returned without their bytes.
    pub fn new(reader: Reader, max: u64) -> Self {
        Self::of(reader, max, None)
    }

    /// The same for the rows of a table.
    pub fn rows(reader: Reader, max: u64, separator: u8) -> Self {
        Self::of(reader, max, Some(Quotes::new(separator)))
    }

    fn of(reader: Reader, max: u64, row: Option<Quotes>) -> Self {
        Self {
            reader,
            is_ended: false,
            limit: max.saturating_add(2),
            rest: Vec::new(),
            row,
            current: Current {
                number: 1,
                offset: 0,
                dropped: 0,
                searched: 0,
                quotes: row,
            },
        }
    }

    /// Reads until there is a line that is not blank, and puts the lines that are complete then into the block: all, or the first thousands.
    /// Returns false at the end.
    ///
    /// # Errors
    /// If the input cannot be read.
    pub fn read(&mut self, block: &mut Block) -> io::Result<bool> {
        self.read_up_to(MAX_LINES, block)
    }

    /// The next line that is not blank, whose bytes are in the block. Slower than [`read`](Self::read) for many lines.
    ///
    /// # Errors
    /// If the input cannot be read.
    pub fn next<'b>(&mut self, block: &'b mut Block) -> io::Result<Option<Line<'b>>> {
        self.read_up_to(1, block)?;
        Ok(block.lines().next())
    }

    fn read_up_to(&mut self, most: usize, block: &mut Block) -> io::Result<bool> {
        block.start(&self.rest);
        self.rest.clear();
        loop {
            let start = self.split(most, block);
            if self.is_ended || !block.lines.is_empty() {
                self.rest.extend_from_slice(block.rest(start));
                return Ok(!block.lines.is_empty());
            }
            block.remove(start);
            self.is_ended = block.fill(&mut self.reader)?;
        }
    }

    /// Finds the lines of a block. Returns where its rest starts.
    fn split(&mut self, most: usize, block: &mut Block) -> usize {
        let mut start = 0_usize;
        while block.lines.len() < most {
            let rest = block.rest(start);
            let Some(length) = self.end_of_line(rest) else {
                return start.saturating_add(self.drop_bytes(rest.len()));
            };
            let line = rest.get(..length).unwrap_or_default();
            block.lines.extend(self.finish(line, start));
            start = start.saturating_add(length);
        }
        start
    }

    /// The number of bytes of the current line, with its line break; `None` if it goes on after them. A row that is too long ends at the next
    /// line break, so that a quote that is not closed does not hide all rows after it.
    fn end_of_line(&mut self, bytes: &[u8]) -> Option<usize> {
        let current = &mut self.current;
        loop {
            let new = bytes.get(current.searched..).unwrap_or_default();
            let length = memchr(b'\n', new).map(|at| at.saturating_add(1));
            let new = new.get(..length.unwrap_or(new.len())).unwrap_or_default();
            let is_open = current.quotes.as_mut().is_some_and(|quotes| quotes.are_open_after(new));
            current.searched = current.searched.saturating_add(new.len());
            if length.is_none() {
                return (self.is_ended && !bytes.is_empty()).then_some(bytes.len());
            }
            if !is_open || current.dropped.saturating_add(current.searched as u64) >= self.limit {
                return Some(current.searched);
            }
        }
    }

    /// Drops the bytes of a line that is too long, except for the last one, which may be half of a line break. Returns their number.
    fn drop_bytes(&mut self, length: usize) -> usize {
        let current = &mut self.current;
        if current.dropped.saturating_add(length as u64) <= self.limit {
            return 0;
        }
        let count = length.saturating_sub(1);
        current.dropped = current.dropped.saturating_add(count as u64);
        current.searched = 1;
        count
    }

    /// Ends the current line, whose bytes are at a position of the block, and begins the next one. Returns `None` if it is blank.
    fn finish(&mut self, bytes: &[u8], start: usize) -> Option<Found> {
        let length = self.current.dropped.saturating_add(bytes.len() as u64);
        let next = Current {
            number: self.current.number.saturating_add(1),
            offset: self.current.offset.saturating_add(length),
            dropped: 0,
            searched: 0,
            quotes: self.row,
        };
        let Current {
            number,
            offset,
            dropped,
            ..
        } = std::mem::replace(&mut self.current, next);
        let line = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        let has_break = line.len() < bytes.len();
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if length > self.limit || (length == self.limit && !has_break) {
            return Some(Found {
                number,
                offset,
                length: dropped.saturating_add(line.len() as u64),
                place: None,
            });
        }
        let text = match line.strip_prefix(BOM) {
            Some(text) if number == 1 => text,
            _ => line,
        };
        let bom = line.len().saturating_sub(text.len());
        let start = start.saturating_add(bom);
        (!is_blank(text)).then(|| Found {
            number,
            offset: offset.saturating_add(bom as u64),
            length: text.len() as u64,
            place: Some(start..start.saturating_add(text.len())),
        })
    }
}

impl Block {
    /// Its lines, in their order.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.lines.iter().map(|found| Line {
            number: found.number,
            offset: found.offset,
            bytes: found
                .place
                .clone()
                .map(|place| self.bytes.get(place).unwrap_or_default()),
            length: found.length,
        })
    }

    /// Begins again with these bytes. A long line does not keep its memory.
    fn start(&mut self, rest: &[u8]) {
        self.lines.clear();
        self.bytes.truncate(2 * CHUNK);
        self.bytes.shrink_to(2 * CHUNK);
        self.filled = 0;
        self.room(rest.len()).copy_from_slice(rest);
        self.filled = rest.len();
    }

    /// The bytes after those that have been read.
    fn room(&mut self, count: usize) -> &mut [u8] {
        let end = self.filled.saturating_add(count);
        if self.bytes.len() < end {
            self.bytes.resize(end, 0);
        }
        self.bytes.get_mut(self.filled..end).unwrap_or_default()
    }

    /// Reads once. Returns whether the reader has ended.
    fn fill(&mut self, reader: &mut impl Read) -> io::Result<bool> {
        let room = self.room(CHUNK);
        let count = loop {
            match reader.read(room) {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                other => break other?,
            }
        };
        self.filled = self.filled.saturating_add(count);
        Ok(count == 0)
    }

    /// What has been read, from a position on.
    fn rest(&self, start: usize) -> &[u8] {
        self.bytes.get(start..self.filled).unwrap_or_default()
    }

    /// Removes bytes from the beginning. It must have no lines.
    fn remove(&mut self, count: usize) {
        // A long line must not be copied for each read.
        if count > 0 {
            self.bytes.copy_within(count..self.filled, 0);
            self.filled = self.filled.saturating_sub(count);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Block, Line, Lines};
    use crate::input::pieces::Pieces;

    /// Number, text (`None` if it is too long) and length of each line, read one by one and together.
    fn lines(text: &str, max: u64, size: usize) -> Vec<(u64, Option<String>, u64)> {
        let reader = || Lines::new(Pieces::new(text.as_bytes(), size), max);
        let mut block = Block::default();
        let mut result = Vec::new();
        let mut lines = reader();
        while let Some(line) = lines.next(&mut block).unwrap() {
            result.push(found(&line, text));
        }
        let mut together = Vec::new();
        let mut lines = reader();
        while lines.read(&mut block).unwrap() {
            together.extend(block.lines().map(|line| found(&line, text)));
        }
        assert_eq!(together, result);
        result
    }

    fn found(line: &Line<'_>, text: &str) -> (u64, Option<String>, u64) {
        let start = usize::try_from(line.offset).unwrap();
        if let Some(bytes) = line.bytes {
            assert!(text.as_bytes()[start..].starts_with(bytes), "{start}");
        } else {
            assert!(start == 0 || text.as_bytes()[start - 1] == b'\n');
        }
        let text = line.bytes.map(|bytes| String::from_utf8(bytes.to_vec()).unwrap());
        (line.number, text, line.length)
    }

    #[test]
    fn lines_do_not_depend_on_the_chunks() {
        let text = "\u{FEFF}b\r\n\n \t\r\nlonger than that\nöd\nlonger again\r\nefghi\r\nx";
        for size in 1..text.len() {
            assert_eq!(
                lines(text, 5, size),
                [
                    (1, Some("b".to_owned()), 1),
                    (4, None, 16),
                    (5, Some("öd".to_owned()), 3),
                    (6, None, 12),
                    (7, Some("efghi".to_owned()), 5),
                    (8, Some("x".to_owned()), 1),
                ],
                "{size}"
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
