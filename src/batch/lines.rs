//! Lines of bytes, of which never more than one is kept, and not even that when it is too long.

use std::io::{self, BufRead, BufReader, Read};

/// The byte order mark of UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// One line that is not blank.
#[derive(Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// From 1; blank lines count.
    pub number: u64,
    /// Where its bytes begin in the input, a byte order mark not counted.
    pub offset: u64,
    /// Its bytes without the line end; none when there were too many to keep.
    pub bytes: Option<&'a [u8]>,
    /// How many bytes it has.
    pub length: u64,
}

/// Cuts an input into lines. The same lines come from the npm package `sphinx-case/lines`.
#[derive(Debug)]
pub struct Lines<Reader> {
    reader: BufReader<Reader>,
    buffer: Vec<u8>,
    max: u64,
    number: u64,
    /// Where the line that was read begins, and where the next one does.
    begin: u64,
    position: u64,
}

impl<Reader: Read> Lines<Reader> {
    /// Lines of at most `max` bytes.
    pub fn new(reader: BufReader<Reader>, max: u64) -> Self {
        Self {
            reader,
            buffer: Vec::new(),
            max,
            number: 0,
            begin: 0,
            position: 0,
        }
    }

    /// Whether the next line has still to be read from the input.
    pub fn would_wait(&self) -> bool {
        !self.reader.buffer().contains(&b'\n')
    }

    /// The next line that is not blank.
    ///
    /// # Errors
    /// When the input cannot be read.
    #[allow(clippy::should_implement_trait)] // It lends its buffer, which an iterator cannot.
    pub fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        loop {
            self.buffer.clear();
            // The line, and the two bytes that can end it.
            let most = self.max.saturating_add(2);
            let read = self.reader.by_ref().take(most).read_until(b'\n', &mut self.buffer)? as u64;
            if read == 0 {
                return Ok(None);
            }
            self.number = self.number.saturating_add(1);
            self.begin = self.position;
            self.position = self.position.saturating_add(read);
            if self.buffer.last() == Some(&b'\n') {
                self.buffer.pop();
            } else if read == most {
                let mut last = self.buffer.last().copied();
                let (skipped, consumed) = skip_line(&mut self.reader, &mut last)?;
                self.position = self.position.saturating_add(consumed);
                let line_end = u64::from(last == Some(b'\r'));
                return Ok(Some(Line {
                    number: self.number,
                    offset: self.begin,
                    bytes: None,
                    length: read.saturating_add(skipped).saturating_sub(line_end),
                }));
            }
            if !is_blank(self.content()) {
                break;
            }
        }
        let bytes = self.content();
        let mark = if self.has_mark() { MARK.len() as u64 } else { 0 };
        Ok(Some(Line {
            number: self.number,
            offset: self.begin.saturating_add(mark),
            bytes: Some(bytes),
            length: bytes.len() as u64,
        }))
    }

    /// The line that was read, without a byte order mark and a carriage return.
    fn content(&self) -> &[u8] {
        let bytes = self.buffer.as_slice();
        let bytes = match bytes.strip_prefix(MARK) {
            Some(rest) if self.number == 1 => rest,
            _ => bytes,
        };
        bytes.strip_suffix(b"\r").unwrap_or(bytes)
    }

    fn has_mark(&self) -> bool {
        self.number == 1 && self.buffer.starts_with(MARK)
    }
}

/// Goes behind the end of the line; how many bytes stood before it, how many with it, and which was the last.
fn skip_line(reader: &mut impl BufRead, last: &mut Option<u8>) -> io::Result<(u64, u64)> {
    let mut skipped = 0_u64;
    let mut consumed = 0_u64;
    loop {
        let bytes = match reader.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            other => other?,
        };
        let (count, at_end) = match bytes.iter().position(|byte| *byte == b'\n') {
            Some(place) => (place, true),
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

fn is_blank(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r'))
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::Lines;

    /// Number, text (or nothing when it was too long) and length of each line.
    fn lines(text: &str, max: u64, chunk: usize) -> Vec<(u64, Option<String>, u64)> {
        let mut lines = Lines::new(BufReader::with_capacity(chunk, text.as_bytes()), max);
        let mut found = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            let begin = usize::try_from(line.offset).unwrap();
            if let Some(bytes) = line.bytes {
                assert!(text.as_bytes()[begin..].starts_with(bytes), "{begin}");
            } else {
                assert!(begin == 0 || text.as_bytes()[begin - 1] == b'\n');
            }
            let text = line.bytes.map(|bytes| String::from_utf8(bytes.to_vec()).unwrap());
            found.push((line.number, text, line.length));
        }
        found
    }

    #[test]
    fn lines_are_the_same_whatever_the_chunks() {
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
    fn nothing_has_no_lines() {
        assert!(lines("", 5, 8).is_empty());
        assert!(lines("\n\r\n  ", 5, 8).is_empty());
    }

    #[test]
    fn a_line_of_just_the_limit_is_kept() {
        assert_eq!(lines("12345", 5, 8), [(1, Some("12345".to_owned()), 5)]);
        assert_eq!(lines("12345\n", 5, 8), [(1, Some("12345".to_owned()), 5)]);
        // One more is kept, since it could have been a carriage return; the core says that it is too many.
        assert_eq!(lines("123456\n", 5, 8), [(1, Some("123456".to_owned()), 6)]);
        assert_eq!(lines("1234567", 5, 8), [(1, None, 7)]);
    }
}
