//! What is not what is due: the reader's rare turns, kept out of its way. Engines compile WebAssembly function by
//! function, so what a good request never needs costs it nothing.

use super::draft::{Extra, Object, Value};
use super::location::{Location, Step};
use super::number::{Number, Whole};
use super::object::Reader;
use super::scanner::{Range, Scan, Token};
use super::string::{Key, Text};
use crate::issue::{Digits, Problem};
use crate::request::Kind;
use crate::suggest;

impl<'a> Reader<'a, '_> {
    /// Reads a value whose token does not fit its kind.
    #[cold]
    #[inline(never)]
    pub(super) fn misfit(&mut self, token: Token, kind: &Kind, nullable: bool, at: &Location<'_>) -> Scan<Value<'a>> {
        let start = self.scanner.offset();
        match token {
            Token::Null if nullable => {
                self.scanner.literal("null")?;
                return Ok(Value::Null);
            }
            Token::Null => {
                self.scanner.literal("null")?;
                let range = self.scanner.since(start);
                self.sink.found(at, Problem::NotNullable {}, Some(range));
            }
            Token::Foreign => self.foreign(kind, at)?,
            Token::Object | Token::Array if token_name(token) == kind.expected() => {
                // It fits, but is nested too deep.
                self.enter(at)?;
            }
            _ => {
                let free = self.free_value(at)?;
                self.wrong_type(kind.expected(), token_name(token), free.range, at);
            }
        }
        Ok(Value::Unreadable)
    }

    /// Reads a number that is no small plain one, or is out of range.
    #[cold]
    #[inline(never)]
    pub(super) fn odd_integer(&mut self, number: Number, min: i64, max: i64, at: &Location<'_>) -> Value<'a> {
        let actual = match number.whole(self.scanner.input) {
            Whole::Fits(value) if (min..=max).contains(&value) => return Value::Integer(value),
            Whole::Fits(value) => value.into(),
            Whole::Beyond(digits) => Digits(digits),
            Whole::Fraction => {
                self.wrong_type("integer", "number", number.range, at);
                return Value::Unreadable;
            }
        };
        let problem = Problem::OutOfRange {
            min: min.into(),
            max: max.into(),
            actual,
        };
        self.sink.found(at, problem, Some(number.range));
        Value::Unreadable
    }

    /// Reads a member that is not in the table.
    #[cold]
    #[inline(never)]
    pub(super) fn unknown_member(
        &mut self,
        object: &mut Object<'a>,
        key: &Text,
        name: Key<'a>,
        at: &Location<'_>,
    ) -> Scan<()> {
        let here = at.down(Step::Key(name, object.extras.len()));
        self.bad_characters(key, &here);
        if self.reports_unknown_keys {
            let suggestion = if self.sink.is_full() {
                None
            } else {
                suggest::key(object.table, &name.text())
            };
            self.sink
                .found(&here, Problem::UnknownField { suggestion }, Some(key.range()));
        }
        let value = self.free_value(&here)?;
        object.extras.push(Extra {
            key: name,
            key_range: key.range(),
            value,
        });
        Ok(())
    }

    /// Reports a lone surrogate or U+0000, if there is one.
    #[cold]
    #[inline(never)]
    pub(super) fn bad_characters(&mut self, text: &Text, at: &Location<'_>) {
        if let Some(character) = text.bad_character_name() {
            self.sink
                .found(at, Problem::InvalidUnicode { character }, Some(text.range()));
        }
    }

    pub(super) fn wrong_type(&mut self, expected: &'static str, received: &str, range: Range, at: &Location<'_>) {
        self.sink.found(
            at,
            Problem::InvalidType {
                expected,
                received: received.to_owned(),
            },
            Some(range),
        );
    }

    /// Reads a value that JSON cannot carry where one of a kind is due.
    fn foreign(&mut self, kind: &Kind, at: &Location<'_>) -> Scan<()> {
        let start = self.scanner.offset();
        let foreign = self.scanner.foreign()?;
        if foreign.unsafe_integer && !matches!(kind, Kind::Integer { .. }) {
            self.wrong_type(kind.expected(), "number", self.scanner.since(start), at);
        } else {
            self.sink.found(at, foreign.problem(), None);
        }
        Ok(())
    }

    /// The same at the root, where `undefined` is the wrong type of object: no value at all.
    #[cold]
    pub(super) fn foreign_root(&mut self) -> Scan<()> {
        let foreign = self.scanner.foreign()?;
        let at = Location::ROOT;
        if foreign.unsafe_integer {
            self.wrong_type("object", "number", Range::default(), &at);
        } else if foreign.received == "undefined" {
            self.wrong_type("object", "undefined", Range::default(), &at);
        } else {
            self.sink.found(&at, foreign.problem(), None);
        }
        Ok(())
    }
}

/// The JSON type of a token.
pub(super) fn token_name(token: Token) -> &'static str {
    match token {
        Token::Object => "object",
        Token::Array => "array",
        Token::String => "string",
        Token::Number => "number",
        Token::True | Token::False => "boolean",
        Token::Null => "null",
        Token::Foreign => "undefined",
    }
}
