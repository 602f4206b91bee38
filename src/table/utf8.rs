//! Recognizes text in an older encoding such as Windows-1252, in which every line with an umlaut would be invalid. Text that has other
//! characters in UTF-8 before is in UTF-8, and damaged; that is an issue of its line.

use super::OptionStyle;
use crate::json::write_integer;
use crate::lean::concat;

/// Watches a text until its encoding is certain.
#[derive(Debug)]
pub(crate) struct Utf8Check {
    /// Whether everything so far was ASCII.
    is_open: bool,
    line: u64,
    column: u64,
    /// The beginning of a character at the end of the last bytes.
    pending: Vec<u8>,
}

/// The first byte that is not UTF-8. Line and column are counted from 1, the column in bytes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct OlderEncoding {
    byte: u8,
    line: u64,
    column: u64,
}

impl Utf8Check {
    pub const fn new() -> Self {
        Self {
            is_open: true,
            line: 1,
            column: 1,
            pending: Vec::new(),
        }
    }

    /// Goes on with these bytes.
    pub fn inspect(&mut self, read: &[u8]) -> Result<(), OlderEncoding> {
        if !self.is_open {
            return Ok(());
        }
        let mut bytes = std::mem::take(&mut self.pending);
        let ascii = if !bytes.is_empty() {
            0
        } else if read.is_ascii() {
            read.len()
        } else {
            read.iter().take_while(|byte| byte.is_ascii()).count()
        };
        let (before, rest) = read.split_at_checked(ascii).unwrap_or((read, &[]));
        self.advance(before);
        // A character has up to four bytes.
        bytes.extend_from_slice(rest.get(..4).unwrap_or(rest));
        let (is_invalid, is_cut) = match std::str::from_utf8(&bytes) {
            Ok(_) => (false, false),
            Err(error) if error.valid_up_to() > 0 => (false, false),
            Err(error) => (error.error_len().is_some(), error.error_len().is_none()),
        };
        // A text of JavaScript can have half of a surrogate pair.
        let is_surrogate = matches!(bytes.as_slice(), [0xED, 0xA0..=0xBF, ..]);
        if is_cut {
            self.pending = bytes;
        } else if is_invalid
            && !is_surrogate
            && let Some(byte @ 0x80..0xFE) = bytes.first().copied()
        {
            let (line, column) = (self.line, self.column);
            return Err(OlderEncoding { byte, line, column });
        } else if !bytes.is_empty() {
            self.is_open = false;
        }
        Ok(())
    }

    fn advance(&mut self, ascii: &[u8]) {
        // Counted in bytes first: counting in 64 bits takes several times as long.
        let breaks_of = |bytes: &[u8]| {
            bytes
                .iter()
                .fold(0_u8, |sum, byte| sum.wrapping_add(u8::from(*byte == b'\n')))
        };
        let breaks = ascii.chunks(255).map(|bytes| u64::from(breaks_of(bytes))).sum();
        let last = ascii.iter().rposition(|byte| *byte == b'\n');
        self.line = self.line.saturating_add(breaks);
        let length = ascii.len() as u64;
        self.column = match last {
            Some(last) => length.saturating_sub(last as u64),
            None => self.column.saturating_add(length),
        };
    }
}

impl OlderEncoding {
    /// What it is, and what to do, as one sentence without a period.
    pub fn message(&self, style: OptionStyle) -> String {
        let digit = |place: u32| {
            let digit = char::from_digit(u32::from(self.byte) >> place & 15, 16).unwrap_or('0');
            digit.to_ascii_uppercase()
        };
        let mut text =
            String::from("it is not in UTF-8, but probably in Windows-1252 or another older encoding (byte ");
        text.push(digit(4));
        text.push(digit(0));
        for (name, number) in [(" in line ", self.line), (", column ", self.column)] {
            text.push_str(name);
            write_integer(i64::try_from(number).unwrap_or(i64::MAX), &mut text);
        }
        let advice = "); save it as UTF-8 (in Excel: \"CSV UTF-8\")";
        match style {
            OptionStyle::CommandLine => concat(&[&text, advice]),
            OptionStyle::JavaScript => concat(&[
                &text,
                advice,
                ", or pipe it through new TextDecoderStream(\"windows-1252\") first",
            ]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{OptionStyle, Utf8Check};

    /// The message for a text in pieces.
    fn found(text: &[u8], size: usize) -> Option<String> {
        let mut check = Utf8Check::new();
        let wrong = text.chunks(size).find_map(|piece| check.inspect(piece).err())?;
        Some(wrong.message(OptionStyle::CommandLine))
    }

    #[test]
    fn an_older_encoding_is_found_wherever_the_text_is_cut() {
        for size in 1..12 {
            let message = found(b"a;b\r\nZo\xEB;x\n", size).unwrap();
            assert!(message.contains("(byte EB in line 2, column 3)"), "{message}");
            for text in ["", "a\n", "Zo\u{EB}\n", "\u{FEFF}a"] {
                assert_eq!(found(text.as_bytes(), size), None, "{text}");
            }
            // Damaged after a character in UTF-8; half of a surrogate pair.
            assert_eq!(found(b"\xC3\xAB\xEB;", size), None);
            assert_eq!(found(b"x\xED\xA0\xBD\n", size), None);
        }
    }
}
