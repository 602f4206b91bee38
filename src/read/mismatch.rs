//! Values that do not match their field. They are rare, so they have functions of their own: engines compile WebAssembly
//! function by function, and a valid request never compiles these.

use super::location::{Location, Step};
use super::reader::Reader;
use super::value::{Extra, Object, Value};
use crate::issue::{Digits, Problem};
use crate::json::{Foreign, Key, Range, Scan, Text, Token, Whole};
use crate::request::{Kind, Table};
use crate::suggest;

impl<'a> Reader<'a, '_> {
    /// Reads a value whose token does not match its kind.
    #[cold]
    #[inline(never)]
    pub(super) fn mismatched_value(
        &mut self,
        token: Token,
        kind: &Kind,
        nullable: bool,
        at: &Location<'_>,
    ) -> Scan<Value<'a>> {
        let start = self.scanner.offset();
        match token {
            Token::Null if nullable => {
                self.scanner.literal("null")?;
                return Ok(Value::Null);
            }
            Token::Null => {
                self.scanner.literal("null")?;
                let range = self.scanner.since(start);
                self.collector.report(at, Problem::NotNullable {}, Some(range));
            }
            Token::Foreign => self.foreign(kind, at)?,
            Token::Object | Token::Array if token_name(token) == kind.expected() => {
                // The type matches, but the value is nested too deep.
                self.enter(at)?;
            }
            _ => {
                let free = self.free_value(at)?;
                self.wrong_type(kind.expected(), token_name(token), free.range, at);
            }
        }
        Ok(Value::Unreadable)
    }

    /// Reads a number that is long, has a fraction or an exponent, or is out of range.
    #[cold]
    #[inline(never)]
    pub(super) fn unusual_integer(&mut self, min: i64, max: i64, at: &Location<'_>) -> Scan<Value<'a>> {
        let number = self.scanner.number()?;
        let actual = match number.whole(self.scanner.input) {
            Whole::Fits(value) if (min..=max).contains(&value) => return Ok(Value::Integer(value)),
            Whole::Fits(value) => value.into(),
            Whole::Beyond(digits) => Digits(digits),
            Whole::Fraction => {
                self.wrong_type("integer", "number", number.range, at);
                return Ok(Value::Unreadable);
            }
        };
        let problem = Problem::OutOfRange {
            min: min.into(),
            max: max.into(),
            actual,
        };
        self.collector.report(at, problem, Some(number.range));
        Ok(Value::Unreadable)
    }

    /// Reads a member that the revision does not document.
    #[cold]
    #[inline(never)]
    pub(super) fn unknown_member(
        &mut self,
        object: &mut Object<'a>,
        key: Text,
        name: Key<'a>,
        at: &Location<'_>,
    ) -> Scan<()> {
        let here = at.down(Step::Key(name, object.extras.len()));
        if key.has_bad_character() {
            self.bad_characters(key, &here);
        }
        if self.reports_unknown_keys {
            let problem = self.unknown_field(object.table, name);
            self.collector.report(&here, problem, Some(key.range()));
        }
        let value = self.free_value(&here)?;
        object.extras.push(Extra {
            key: name,
            key_range: key.range(),
            value,
        });
        Ok(())
    }

    fn unknown_field(&self, table: &'static Table, name: Key<'_>) -> Problem {
        if self.collector.is_full() {
            return Problem::UnknownField {
                revision: None,
                suggestion: None,
            };
        }
        let name = name.text();
        let newer = table
            .position(name.as_bytes())
            .and_then(|place| table.fields.get(place));
        Problem::UnknownField {
            revision: newer.map(|field| field.since.as_str().to_owned()),
            suggestion: suggest::key(table, self.revision, &name),
        }
    }

    /// Reports a lone surrogate or U+0000, if there is one.
    #[cold]
    #[inline(never)]
    pub(super) fn bad_characters(&mut self, text: Text, at: &Location<'_>) {
        if let Some(character) = text.bad_character_name() {
            self.collector
                .report(at, Problem::InvalidUnicode { character }, Some(text.range()));
        }
    }

    pub(super) fn wrong_type(&mut self, expected: &'static str, received: &str, range: Range, at: &Location<'_>) {
        let received = self.collector.detail(received);
        self.collector
            .report(at, Problem::InvalidType { expected, received }, Some(range));
    }

    /// Reads a value that JSON cannot express.
    fn foreign(&mut self, kind: &Kind, at: &Location<'_>) -> Scan<()> {
        let start = self.scanner.offset();
        let foreign = self.scanner.foreign()?;
        if foreign.unsafe_integer && !matches!(kind, Kind::Integer { .. }) {
            self.wrong_type(kind.expected(), "number", self.scanner.since(start), at);
        } else {
            self.collector.report(at, foreign_problem(foreign), None);
        }
        Ok(())
    }

    /// The same at the root, where `undefined` has the wrong type because no value was passed.
    #[cold]
    pub(super) fn foreign_root(&mut self) -> Scan<()> {
        let foreign = self.scanner.foreign()?;
        let at = Location::ROOT;
        if foreign.unsafe_integer {
            self.wrong_type("object", "number", Range::default(), &at);
        } else if foreign.received == "undefined" {
            self.wrong_type("object", "undefined", Range::default(), &at);
        } else {
            self.collector.report(&at, foreign_problem(foreign), None);
        }
        Ok(())
    }
}

/// The issue for a value that JSON cannot express.
pub(super) fn foreign_problem(foreign: Foreign) -> Problem {
    let received = foreign.received;
    if foreign.unsafe_integer {
        Problem::UnsafeInteger { received }
    } else {
        Problem::NotJson { received, reason: None }
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
