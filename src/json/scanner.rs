//! The scanner: a cursor over the tokens of a JSON text.

use super::{BOM, Origin};

/// A range of the input, as byte offsets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Range {
    pub start: u32,
    pub end: u32,
}

impl Range {
    pub(crate) fn slice<'a>(&self, input: &'a [u8]) -> &'a [u8] {
        input.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

/// Why the text is not valid JSON, and where.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fault {
    pub reason: &'static str,
    pub range: Range,
}

/// The text is not valid JSON; `Scanner::fault` says why and where.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stop;

pub(crate) type Scan<T> = Result<T, Stop>;

/// The kind of the next value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token {
    Object,
    Array,
    String,
    Number,
    True,
    False,
    Null,
    /// A value that JSON cannot express, described by the JavaScript side.
    Foreign,
}

/// A cursor over the bytes of one JSON text.
pub(crate) struct Scanner<'a> {
    pub(crate) input: &'a [u8],
    pub(crate) position: usize,
    origin: Origin,
    /// Whether whitespace was skipped since this was last set to false.
    pub(crate) white_space: bool,
    /// Why and where scanning stopped.
    pub(crate) fault: Option<Fault>,
}

impl<'a> Scanner<'a> {
    /// Starts after the byte order mark, if there is one.
    pub(crate) fn new(input: &'a [u8], origin: Origin) -> Self {
        let position = if input.starts_with(BOM) { BOM.len() } else { 0 };
        Self {
            input,
            position,
            origin,
            white_space: false,
            fault: None,
        }
    }

    #[inline]
    pub(crate) fn byte(&self) -> Option<u8> {
        self.input.get(self.position).copied()
    }

    #[inline]
    pub(crate) fn advance(&mut self, count: usize) {
        self.position = self.position.wrapping_add(count);
    }

    #[inline]
    pub(crate) fn offset(&self) -> u32 {
        self.position as u32
    }

    #[inline]
    pub(crate) fn since(&self, start: u32) -> Range {
        Range {
            start,
            end: self.offset(),
        }
    }

    /// Records why scanning stops here.
    #[cold]
    #[inline(never)]
    pub(crate) fn stop(&mut self, reason: &'static str) -> Stop {
        let reason = match reason {
            "empty" => reason,
            _ if self.position >= self.input.len() => "unexpected_end",
            _ => reason,
        };
        let length = self.input.get(self.position..).map_or(0, first_character);
        let start = self.offset();
        self.fault = Some(Fault {
            reason,
            range: Range {
                start,
                end: start.wrapping_add(length),
            },
        });
        Stop
    }

    #[inline]
    pub(crate) fn skip_white_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.byte() {
            self.white_space = true;
            self.advance(1);
        }
    }

    /// Skips whitespace, then `byte` if it is next. Returns whether it was.
    #[inline]
    pub(crate) fn eat(&mut self, byte: u8) -> bool {
        self.skip_white_space();
        let found = self.byte() == Some(byte);
        if found {
            self.advance(1);
        }
        found
    }

    /// Skips whitespace and `byte`, which must be next.
    #[inline]
    pub(crate) fn expect(&mut self, byte: u8) -> Scan<()> {
        if self.byte() == Some(byte) {
            self.advance(1);
            return Ok(());
        }
        self.expect_after_white_space(byte)
    }

    /// The same where whitespace comes first, or another byte.
    #[inline(never)]
    fn expect_after_white_space(&mut self, byte: u8) -> Scan<()> {
        if self.eat(byte) {
            Ok(())
        } else {
            Err(self.stop("unexpected_character"))
        }
    }

    /// Skips whitespace and returns the kind of the next value.
    #[inline]
    pub(crate) fn peek(&mut self) -> Scan<Token> {
        self.skip_white_space();
        Ok(match self.byte() {
            Some(b'"') => Token::String,
            Some(b'{') => Token::Object,
            Some(b'[') => Token::Array,
            Some(b'-' | b'0'..=b'9') => Token::Number,
            Some(b't') => Token::True,
            Some(b'f') => Token::False,
            Some(b'n') => Token::Null,
            Some(b'!') if self.origin == Origin::Host => Token::Foreign,
            _ => return Err(self.stop("unexpected_character")),
        })
    }

    /// Scans `true`, `false` or `null`.
    pub(crate) fn literal(&mut self, word: &'static str) -> Scan<()> {
        let end = self.position.wrapping_add(word.len());
        if self.input.get(self.position..end) == Some(word.as_bytes()) {
            self.position = end;
            return Ok(());
        }
        if self
            .input
            .get(self.position..)
            .is_some_and(|rest| word.as_bytes().starts_with(rest))
        {
            self.position = self.input.len();
        }
        Err(self.stop("invalid_literal"))
    }

    /// Checks that only whitespace follows.
    pub(crate) fn end(&mut self) -> Scan<()> {
        self.skip_white_space();
        if self.position < self.input.len() {
            Err(self.stop("trailing_characters"))
        } else {
            Ok(())
        }
    }

    /// Moves to the next member of a container. Returns false if the container is closed instead.
    #[inline]
    pub(crate) fn next_member(&mut self, first: bool, close: u8) -> Scan<bool> {
        if !first && self.byte() == Some(b',') {
            self.advance(1);
            return Ok(true);
        }
        self.next_member_after_white_space(first, close)
    }

    /// The same where whitespace comes first, at the first member and at the end.
    #[inline(never)]
    fn next_member_after_white_space(&mut self, first: bool, close: u8) -> Scan<bool> {
        if self.eat(close) {
            return Ok(false);
        }
        if !first {
            self.expect(b',')?;
        }
        Ok(true)
    }

    fn skip_scalar(&mut self, token: Token) -> Scan<()> {
        match token {
            Token::String => self.string().map(drop),
            Token::Number => self.number().map(drop),
            Token::True => self.literal("true"),
            Token::False => self.literal("false"),
            Token::Foreign => self.foreign().map(drop),
            Token::Null | Token::Object | Token::Array => self.literal("null"),
        }
    }

    /// Scans a value and everything in it, without recursion.
    pub(crate) fn skip_value(&mut self) -> Scan<()> {
        let mut open: Vec<u8> = Vec::new();
        loop {
            let closing = match self.peek()? {
                Token::Object => Some(b'}'),
                Token::Array => Some(b']'),
                scalar => {
                    self.skip_scalar(scalar)?;
                    None
                }
            };
            let mut first = closing.is_some();
            if let Some(close) = closing {
                self.advance(1);
                open.push(close);
            }
            loop {
                let Some(&close) = open.last() else { return Ok(()) };
                if self.next_member(first, close)? {
                    if close == b'}' {
                        self.skip_white_space();
                        self.string()?;
                        self.expect(b':')?;
                    }
                    break;
                }
                open.pop();
                first = false;
            }
        }
    }
}

/// The length in bytes of the first character of `rest`.
fn first_character(rest: &[u8]) -> u32 {
    let continuation = rest
        .iter()
        .skip(1)
        .take(3)
        .take_while(|byte| **byte & 0xC0 == 0x80)
        .count();
    u32::from(!rest.is_empty()).wrapping_add(continuation as u32)
}
