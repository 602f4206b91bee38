//! Strings of JSON: scanned once, decoded only if they have escapes.

use std::borrow::Cow;

use super::bytes::{below, beyond_ascii, first, repeated};
use super::scanner::{Range, Scan, Scanner};
use crate::lean::from_utf8_lossy;

/// A scanned string.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text {
    /// The content without its quotes.
    pub content: Range,
    /// The lowest bit: whether it contains escapes. The others: 0, or one more than the first bad character.
    marks: u32,
}

/// The content of a string as it is in the input.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key<'a> {
    pub raw: &'a [u8],
    pub escaped: bool,
}

impl<'a> Key<'a> {
    /// The decoded text, with U+FFFD for lone surrogates.
    pub(crate) fn text(self) -> Cow<'a, str> {
        if !self.escaped
            && let Ok(text) = std::str::from_utf8(self.raw)
        {
            return Cow::Borrowed(text);
        }
        Cow::Owned(decode_escapes(self.raw))
    }

    /// Whether two keys have the same decoded text.
    pub(crate) fn is_same(&self, other: &Key<'_>) -> bool {
        self.raw == other.raw || ((self.escaped || other.escaped) && self.bytes() == other.bytes())
    }

    /// The bytes of the decoded text, in WTF-8: lone surrogates differ.
    pub(crate) fn bytes(self) -> Cow<'a, [u8]> {
        if self.escaped {
            Cow::Owned(decode(self.raw, true))
        } else {
            Cow::Borrowed(self.raw)
        }
    }
}

impl Text {
    /// Whether it contains escapes.
    pub(crate) fn is_escaped(&self) -> bool {
        self.marks & 1 == 1
    }

    /// Whether it contains a lone surrogate or U+0000: such a string cannot be sent.
    pub(crate) fn has_bad_character(&self) -> bool {
        self.marks > 1
    }

    /// The first bad character in the form `U+D800`.
    pub(crate) fn bad_character_name(&self) -> Option<String> {
        (self.marks >> 1).checked_sub(1).map(code_point_name)
    }

    /// The range with the quotes.
    pub(crate) fn range(&self) -> Range {
        Range {
            start: self.content.start.wrapping_sub(1),
            end: self.content.end.wrapping_add(1),
        }
    }

    /// The decoded text, with U+FFFD for lone surrogates.
    pub(crate) fn decode<'a>(&self, input: &'a [u8]) -> Cow<'a, str> {
        self.key(input).text()
    }

    /// The content, which can be decoded later.
    pub(crate) fn key<'a>(&self, input: &'a [u8]) -> Key<'a> {
        Key {
            raw: self.content.slice(input),
            escaped: self.is_escaped(),
        }
    }
}

/// A code point in the form `U+200B`, with at least four digits.
pub(crate) fn code_point_name(code: u32) -> String {
    let mut name = String::from("U+");
    for shift in [20_u32, 16, 12, 8, 4, 0] {
        let digit = char::from_digit((code >> shift) & 15, 16).unwrap_or('0');
        if shift < 16 || code >> shift > 0 {
            name.push(digit.to_ascii_uppercase());
        }
    }
    name
}

impl Scanner<'_> {
    /// Scans a string.
    #[inline(never)]
    pub(crate) fn string(&mut self) -> Scan<Text> {
        self.string_inline()
    }

    /// The same, inlined where requests are read: what a call returns through memory takes longer than scanning a short string. In the
    /// module with forms, which is small rather than fast, it is not.
    #[cfg_attr(not(all(target_arch = "wasm32", feature = "wasm-form")), inline(always))]
    pub(crate) fn string_inline(&mut self) -> Scan<Text> {
        if self.byte() != Some(b'"') {
            return Err(self.stop("unexpected_character"));
        }
        self.advance(1);
        let start = self.offset();
        self.skip_plain();
        let marks = if self.byte() == Some(b'"') {
            0
        } else {
            self.special_characters()?
        };
        let content = self.since(start);
        self.advance(1);
        Ok(Text { content, marks })
    }

    /// Scans the rest of a string, whose next character is not printable ASCII, up to its end. Returns the marks of the text.
    #[inline(never)]
    fn special_characters(&mut self) -> Scan<u32> {
        let mut escaped = 0;
        let mut bad_character = 0;
        loop {
            let found = match self.byte() {
                Some(b'"') => return Ok(escaped | bad_character << 1),
                Some(b'\\') => {
                    escaped = 1;
                    self.escape()?
                }
                Some(0x80..) => self.wide_character()?,
                Some(_) => return Err(self.stop("control_character")),
                None => return Err(self.stop("unexpected_end")),
            };
            if let (Some(code), 0) = (found, bad_character) {
                bad_character = code.wrapping_add(1);
            }
            self.skip_plain();
        }
    }

    /// Skips bytes that need no special handling, eight at a time.
    #[inline]
    fn skip_plain(&mut self) {
        while let Some(chunk) = self.input.get(self.position..).and_then(|rest| rest.first_chunk()) {
            let word = u64::from_le_bytes(*chunk);
            let special = below(word ^ repeated(b'"'), 1)
                | below(word ^ repeated(b'\\'), 1)
                | below(word, 0x20)
                | beyond_ascii(word);
            if special != 0 {
                self.advance(first(special));
                return;
            }
            self.advance(8);
        }
        while let Some(byte) = self.byte() {
            if byte == b'"' || byte == b'\\' || !(0x20..0x80).contains(&byte) {
                return;
            }
            self.advance(1);
        }
    }

    /// Scans an escape. Returns the character if it is a bad one.
    fn escape(&mut self) -> Scan<Option<u32>> {
        self.advance(1);
        match self.byte() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                self.advance(1);
                Ok(None)
            }
            Some(b'u') => {
                self.advance(1);
                let code = self.hexadecimal()?;
                match code {
                    0 | 0xDC00..=0xDFFF => Ok(Some(code)),
                    0xD800..=0xDBFF => {
                        let follower = self.input.get(self.position..).and_then(|rest| rest.first_chunk::<6>());
                        if let Some([b'\\', b'u', digits @ ..]) = follower
                            && hexadecimal(digits).is_some_and(|low| (0xDC00..=0xDFFF).contains(&low))
                        {
                            self.advance(6);
                            return Ok(None);
                        }
                        Ok(Some(code))
                    }
                    _ => Ok(None),
                }
            }
            _ => Err(self.stop("invalid_escape")),
        }
    }

    fn hexadecimal(&mut self) -> Scan<u32> {
        let digits = self.input.get(self.position..).and_then(|rest| rest.first_chunk::<4>());
        match digits.and_then(hexadecimal) {
            Some(code) => {
                self.advance(4);
                Ok(code)
            }
            None => {
                while self.byte().is_some_and(|byte| byte.is_ascii_hexdigit()) {
                    self.advance(1);
                }
                Err(self.stop("invalid_escape"))
            }
        }
    }

    /// Scans a character beyond ASCII. Returns it if it is a lone surrogate.
    fn wide_character(&mut self) -> Scan<Option<u32>> {
        let rest = self.input.get(self.position..).unwrap_or_default();
        let (length, surrogate) = match *rest {
            [0xC2..=0xDF, second, ..] if continues(second) => (2, None),
            [0xED, second @ 0xA0..=0xBF, third, ..] if continues(third) => {
                let code = 0xD000 | (u32::from(second & 0x3F) << 6) | u32::from(third & 0x3F);
                (3, Some(code))
            }
            [first @ 0xE0..=0xEF, second, third, ..]
                if continues(second) && continues(third) && (first != 0xE0 || second >= 0xA0) =>
            {
                (3, None)
            }
            [first @ 0xF0..=0xF4, second, third, fourth, ..]
                if continues(second)
                    && continues(third)
                    && continues(fourth)
                    && (first != 0xF0 || second >= 0x90)
                    && (first != 0xF4 || second < 0x90) =>
            {
                (4, None)
            }
            _ => return Err(self.stop("invalid_utf8")),
        };
        self.advance(length);
        Ok(surrogate)
    }
}

fn continues(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

fn hexadecimal(digits: &[u8; 4]) -> Option<u32> {
    digits.iter().try_fold(0_u32, |code, digit| {
        Some((code << 4) | char::from(*digit).to_digit(16)?)
    })
}

/// Decodes the escapes of a scanned string.
fn decode_escapes(raw: &[u8]) -> String {
    // Only lone surrogates passed as bytes are invalid UTF-8, and their strings are never sent.
    String::from_utf8(decode(raw, false)).unwrap_or_else(|error| from_utf8_lossy(error.as_bytes()))
}

/// Decodes escapes. An escaped lone surrogate becomes the three bytes that it has in WTF-8 if `keeps_surrogates`, else U+FFFD.
pub(crate) fn decode(raw: &[u8], keeps_surrogates: bool) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        let Some((&letter, after)) = rest.split_first() else {
            break;
        };
        rest = after;
        match letter {
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'u' => {
                let code = take_code(&mut rest);
                match char::from_u32(code) {
                    None if keeps_surrogates => {
                        let low = |bits: u32| 0x80 | (bits & 0x3F) as u8;
                        out.extend_from_slice(&[0xED, low(code >> 6), low(code)]);
                    }
                    character => {
                        let character = character.unwrap_or(char::REPLACEMENT_CHARACTER);
                        out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                    }
                }
            }
            other => out.push(other),
        }
    }
    out
}

/// Reads the digits after `\u`, and the second half of a surrogate pair if there is one.
fn take_code(rest: &mut &[u8]) -> u32 {
    let mut take = |start: &[u8]| {
        let digits = rest.strip_prefix(start)?.first_chunk::<4>()?;
        let unit = hexadecimal(digits)?;
        if !start.is_empty() && !(0xDC00..0xE000).contains(&unit) {
            return None;
        }
        *rest = rest.get(start.len().wrapping_add(4)..)?;
        Some(unit)
    };
    let code = take(b"").unwrap_or_default();
    if !(0xD800..0xDC00).contains(&code) {
        return code;
    }
    match take(b"\\u") {
        Some(low) => 0x1_0000_u32.wrapping_add(((code & 0x3FF) << 10) | (low & 0x3FF)),
        None => code,
    }
}
