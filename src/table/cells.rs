//! The cells of a row of CSV (RFC 4180): a cell that begins with a quote goes on to the next single one, over separators and line breaks; two
//! quotes in it are one. A quote within another cell is a quote.

use std::borrow::Cow;

use crate::json::position;

/// Whether a position in a row is within quotes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Quotes {
    separator: u8,
    is_open: bool,
    is_start: bool,
}

impl Quotes {
    /// The beginning of a row.
    pub fn new(separator: u8) -> Self {
        Self {
            separator,
            is_open: false,
            is_start: true,
        }
    }

    /// Goes on with these bytes. Returns whether quotes are open after them.
    pub fn are_open_after(&mut self, bytes: &[u8]) -> bool {
        if bytes.is_empty() {
            return self.is_open;
        }
        // Most rows have none, and this search is several times as fast.
        if !self.is_open && !bytes.contains(&b'"') {
            self.is_start = bytes.last().is_none_or(|byte| *byte == self.separator);
            return false;
        }
        let mut rest = bytes;
        loop {
            if self.is_open {
                // Two quotes close and open again.
                let Some(at) = position(b'"', rest) else {
                    return true;
                };
                self.is_open = false;
                self.is_start = rest.get(at.saturating_add(1)) == Some(&b'"');
                rest = rest.get(at.saturating_add(1)..).unwrap_or_default();
                continue;
            }
            let Some(at) = position(b'"', rest) else {
                self.is_start = rest.last().is_none_or(|byte| *byte == self.separator);
                return false;
            };
            let is_start = match at.checked_sub(1).and_then(|before| rest.get(before)) {
                Some(before) => *before == self.separator,
                None => self.is_start,
            };
            self.is_open = is_start;
            self.is_start = false;
            rest = rest.get(at.saturating_add(1)..).unwrap_or_default();
        }
    }
}

/// The cells of a row, as they are in the file but without their quotes; `None` at the end if the quotes of the last one are open.
pub(super) fn cells(row: &[u8], separator: u8) -> Cells<'_> {
    Cells {
        rest: Some(row),
        separator,
    }
}

/// An iterator over cells.
pub(super) struct Cells<'a> {
    rest: Option<&'a [u8]>,
    separator: u8,
}

/// A cell, or what is left of one whose quotes are not closed.
pub(super) type Cell<'a> = Result<Cow<'a, [u8]>, &'a [u8]>;

impl<'a> Iterator for Cells<'a> {
    type Item = Cell<'a>;

    fn next(&mut self) -> Option<Cell<'a>> {
        let row = self.rest?;
        let Some(quoted) = row.strip_prefix(b"\"") else {
            let (cell, rest) = self.until_separator(row);
            self.rest = rest;
            return Some(Ok(Cow::Borrowed(cell)));
        };
        let mut text = Cow::Borrowed(&[][..]);
        let mut rest = quoted;
        loop {
            let Some((part, after)) = position(b'"', rest).and_then(|at| rest.split_at_checked(at)) else {
                self.rest = None;
                return Some(Err(quoted));
            };
            append(&mut text, part);
            let after = after.get(1..).unwrap_or_default();
            if let Some(more) = after.strip_prefix(b"\"") {
                append(&mut text, b"\"");
                rest = more;
                continue;
            }
            // What follows the closing quote belongs to the cell.
            let (tail, rest) = self.until_separator(after);
            append(&mut text, tail);
            self.rest = rest;
            return Some(Ok(text));
        }
    }
}

impl<'a> Cells<'a> {
    fn until_separator(&self, bytes: &'a [u8]) -> (&'a [u8], Option<&'a [u8]>) {
        match position(self.separator, bytes).and_then(|at| bytes.split_at_checked(at)) {
            Some((cell, rest)) => (cell, Some(rest.get(1..).unwrap_or_default())),
            None => (bytes, None),
        }
    }
}

fn append<'a>(text: &mut Cow<'a, [u8]>, part: &'a [u8]) {
    if text.is_empty() {
        *text = Cow::Borrowed(part);
    } else if !part.is_empty() {
        text.to_mut().extend_from_slice(part);
    }
}

#[cfg(test)]
mod tests {
    use super::{Quotes, cells};

    fn texts(row: &str) -> Vec<String> {
        cells(row.as_bytes(), b';')
            .map(|cell| match cell {
                Ok(text) => String::from_utf8(text.into_owned()).unwrap(),
                Err(_) => "OPEN".to_owned(),
            })
            .collect()
    }

    #[test]
    fn cells_of_a_row() {
        for (row, expected) in [
            ("a;b", &["a", "b"][..]),
            ("", &[""]),
            (";", &["", ""]),
            ("\"a;b\";c", &["a;b", "c"]),
            ("\"a\"\"b\";\"\";\"\"\"\"", &["a\"b", "", "\""]),
            ("5\" pipe;\"a\nb\"", &["5\" pipe", "a\nb"]),
            ("\"a\" b;c", &["a b", "c"]),
            ("a;\"b;c", &["a", "OPEN"]),
        ] {
            assert_eq!(texts(row), expected, "{row}");
        }
    }

    #[test]
    fn quotes_are_open_as_the_cells_say_wherever_the_text_is_cut() {
        for (text, open) in [
            ("a;b", false),
            ("\"a", true),
            ("a;\"b", true),
            ("a\"b", false),
            ("\"a\"", false),
            ("\"a\"\"", true),
            ("\"a\"\"\"", false),
            ("\"a\"b\"", false),
            ("\"\"", false),
            ("\"\"\"", true),
            ("a;\"\";\"", true),
        ] {
            assert_eq!(texts(text).last().is_some_and(|cell| cell == "OPEN"), open, "{text}");
            for at in 0..=text.len() {
                let mut quotes = Quotes::new(b';');
                let (before, after) = text.as_bytes().split_at(at);
                quotes.are_open_after(before);
                quotes.are_open_after(&[]);
                assert_eq!(quotes.are_open_after(after), open, "{text}, {at}");
            }
        }
    }
}
