//! The rows of a table whose text comes in pieces. It keeps at most one row in memory, and none that is too long.
//!
//! The command line reads the same rows from files: `src/input/lines.rs`.

use super::cells::Quotes;
use super::separator_of;
use crate::json::{BOM, is_blank, position};

/// A row that is not blank.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Row<'r> {
    /// From 1 for the first row of the text, including blank ones.
    pub number: u64,
    /// The number of its first line, from 1. A cell can have several lines.
    pub line: u64,
    /// Its bytes without the line break; `None` if there are too many.
    pub bytes: Option<&'r [u8]>,
    /// Its number of bytes.
    pub length: u64,
}

/// Receives the rows, with the separator of the cells.
pub(crate) type Visit<'v> = dyn FnMut(Row<'_>, u8) + 'v;

/// Splits a text into rows.
#[derive(Debug)]
pub(crate) struct Rows {
    /// The maximum length of a row with its line break.
    limit: u64,
    /// Whether quotes are open where the text so far ends. `None` until the first line that is not blank is there: it tells the separator.
    quotes: Option<Quotes>,
    separator: u8,
    /// The beginning of a row that is not complete, unless it is too long.
    kept: Vec<u8>,
    /// The length of the row so far, and its last byte.
    length: u64,
    last: u8,
    /// The number of rows and of lines before the row.
    rows: u64,
    lines: u64,
    /// The number of line breaks in the row so far.
    breaks: u64,
}

impl Rows {
    /// Rows of up to `max` bytes. Longer ones are returned without their bytes.
    pub fn new(max: u64) -> Self {
        Self {
            // The row, and a line break of two bytes.
            limit: max.saturating_add(2),
            quotes: None,
            separator: b',',
            kept: Vec::new(),
            length: 0,
            last: 0,
            rows: 0,
            lines: 0,
            breaks: 0,
        }
    }

    /// Goes on with these bytes.
    pub fn push(&mut self, bytes: &[u8], visit: &mut Visit<'_>) {
        if self.quotes.is_some() {
            return self.split(bytes, visit);
        }
        self.kept.extend_from_slice(bytes);
        let has_headings = first_line(&self.kept).is_some_and(|(_, is_complete)| is_complete);
        if has_headings || self.kept.len() as u64 > self.limit {
            self.start(visit);
        }
    }

    /// The last row, if it has no line break.
    pub fn end(&mut self, visit: &mut Visit<'_>) {
        if self.quotes.is_none() {
            self.start(visit);
        }
        if self.length > 0 {
            self.finish(&[], visit);
        }
    }

    /// Begins to split, with the text that was kept for the separator.
    fn start(&mut self, visit: &mut Visit<'_>) {
        let text = std::mem::take(&mut self.kept);
        self.separator = separator_of(first_line(&text).map(|(line, _)| line).unwrap_or_default());
        self.quotes = Some(Quotes::new(self.separator));
        self.split(&text, visit);
    }

    fn split(&mut self, bytes: &[u8], visit: &mut Visit<'_>) {
        let mut rest = bytes;
        while let Some((row, after)) = self.end_of_row(rest).and_then(|end| rest.split_at_checked(end)) {
            self.finish(row, visit);
            rest = after;
        }
        self.keep(rest);
    }

    /// The number of bytes up to the end of the row, with its line break; `None` if it goes on after them. A row that is too long ends
    /// at the next line break, so that a quote that is not closed does not hide all rows after it.
    fn end_of_row(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut end = 0_usize;
        loop {
            let rest = bytes.get(end..).unwrap_or_default();
            let length = position(b'\n', rest).map(|at| at.saturating_add(1));
            let line = rest.get(..length.unwrap_or(rest.len())).unwrap_or_default();
            let is_open = self.quotes.as_mut().is_some_and(|quotes| quotes.are_open_after(line));
            end = end.saturating_add(length?);
            self.breaks = self.breaks.saturating_add(1);
            if !is_open || self.length.saturating_add(end as u64) >= self.limit {
                return Some(end);
            }
        }
    }

    fn keep(&mut self, bytes: &[u8]) {
        self.length = self.length.saturating_add(bytes.len() as u64);
        self.last = bytes.last().copied().unwrap_or(self.last);
        if self.length <= self.limit {
            self.kept.extend_from_slice(bytes);
        } else {
            self.kept = Vec::new();
        }
    }

    /// Returns the row that ends with these bytes, and begins the next one.
    fn finish(&mut self, bytes: &[u8], visit: &mut Visit<'_>) {
        let is_within = self.length == 0;
        let before = std::mem::replace(&mut self.last, 0);
        if is_within {
            self.length = bytes.len() as u64;
        } else {
            self.keep(bytes);
        }
        let end = bytes.strip_suffix(b"\n");
        let content = end.unwrap_or(bytes);
        let has_return = *content.last().unwrap_or(&before) == b'\r';
        let is_first = self.rows == 0;
        self.rows = self.rows.saturating_add(1);
        let (number, line) = (self.rows, self.lines.saturating_add(1));
        if self.length > self.limit || (self.length == self.limit && end.is_none()) {
            let line_break = u64::from(end.is_some()).saturating_add(u64::from(has_return));
            let length = self.length.saturating_sub(line_break);
            let bytes = None;
            let row = Row {
                number,
                line,
                bytes,
                length,
            };
            visit(row, self.separator);
        } else {
            let whole = if is_within { bytes } else { self.kept.as_slice() };
            let row = without_break(whole, is_first);
            if !is_blank(row) {
                let length = row.len() as u64;
                let bytes = Some(row);
                visit(
                    Row {
                        number,
                        line,
                        bytes,
                        length,
                    },
                    self.separator,
                );
            }
        }
        self.kept.clear();
        self.length = 0;
        self.last = 0;
        self.lines = self.lines.saturating_add(std::mem::take(&mut self.breaks));
        self.quotes = Some(Quotes::new(self.separator));
    }
}

/// A row without its line break, and without the byte order mark of the first one.
fn without_break(row: &[u8], is_first: bool) -> &[u8] {
    let row = row.strip_suffix(b"\n").unwrap_or(row);
    let row = match row.strip_prefix(BOM) {
        Some(rest) if is_first => rest,
        _ => row,
    };
    row.strip_suffix(b"\r").unwrap_or(row)
}

/// The first line that is not blank, as far as it is there, and whether its line break is.
fn first_line(text: &[u8]) -> Option<(&[u8], bool)> {
    let text = text.strip_prefix(BOM).unwrap_or(text).trim_ascii_start();
    match position(b'\n', text) {
        Some(end) => Some((text.get(..end)?.trim_ascii_end(), true)),
        None => Some((text.trim_ascii_end(), false)),
    }
}

#[cfg(test)]
mod tests {
    use super::Rows;

    /// Row, line, text (`None` if it is too long) and length of each row, and the separator.
    type Found = Vec<(u64, u64, Option<String>, u64, char)>;

    fn rows<'t>(pieces: impl IntoIterator<Item = &'t [u8]>, max: u64) -> Found {
        let mut found = Vec::new();
        let mut rows = Rows::new(max);
        let mut visit = |row: super::Row<'_>, separator: u8| {
            let text = row.bytes.map(|bytes| String::from_utf8(bytes.to_vec()).unwrap());
            found.push((row.number, row.line, text, row.length, char::from(separator)));
        };
        for piece in pieces {
            rows.push(piece, &mut visit);
        }
        rows.end(&mut visit);
        found
    }

    const TEXT: &str = "\u{FEFF}\r\nNo;\"a\nb\";c\r\n1;\"x\n\"\"y\";2\r\n;;\n \t\r\nlonger than\r\r\n3;\"not close\nand too long\r\nö\n";

    #[test]
    fn rows_do_not_depend_on_the_pieces() {
        let text = TEXT.as_bytes();
        let expected: Found = [
            (2, 2, Some("No;\"a\nb\";c"), 10),
            (3, 4, Some("1;\"x\n\"\"y\";2"), 11),
            (4, 6, Some(";;"), 2),
            (6, 8, Some("longer than\r"), 12),
            (7, 9, None, 25),
            (8, 11, Some("ö"), 2),
        ]
        .map(|(number, line, text, length): (u64, u64, Option<&str>, u64)| {
            (number, line, text.map(str::to_owned), length, ';')
        })
        .into();
        assert_eq!(rows([text], 12), expected);
        for cut in 0..=text.len() {
            assert_eq!(rows([&text[..cut], &text[cut..]], 12), expected, "{cut}");
        }
        for size in 1..text.len() {
            assert_eq!(rows(text.chunks(size), 12), expected, "{size}");
        }
    }

    #[cfg(feature = "batch")]
    #[test]
    fn rows_are_those_of_a_file() {
        use crate::input::pieces::Pieces;
        use crate::input::{Block, Lines};
        for max in 0..40 {
            for end in 0..=TEXT.len() {
                let text = &TEXT.as_bytes()[..end];
                let mut lines = Lines::rows(Pieces::new(text, 5), max, b';');
                let mut block = Block::default();
                let mut expected = Vec::new();
                while let Some(line) = lines.next(&mut block).unwrap() {
                    expected.push((line.number, line.bytes.map(<[u8]>::to_vec), line.length));
                }
                let mut found = Vec::new();
                let mut rows = Rows::new(max);
                rows.quotes = Some(super::Quotes::new(b';'));
                rows.separator = b';';
                let mut visit =
                    |row: super::Row<'_>, _| found.push((row.number, row.bytes.map(<[u8]>::to_vec), row.length));
                for piece in text.chunks(3) {
                    rows.push(piece, &mut visit);
                }
                rows.end(&mut visit);
                assert_eq!(found, expected, "{max} {end}");
            }
        }
    }

    #[test]
    fn a_text_without_rows_has_none() {
        for text in ["", "\n", "\u{FEFF}", " \r\n\t"] {
            assert!(rows([text.as_bytes()], 9).is_empty(), "{text:?}");
        }
    }
}
