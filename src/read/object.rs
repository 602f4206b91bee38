//! The reader: walks the text along the field table and never stops at the first issue.

use super::draft::{Extra, FreeValue, Object, Slot, Value};
use super::free::report_repeated;
use super::location::{Location, Step};
use super::number::Whole;
use super::scanner::{Range, Scan, Scanner, Token};
use super::sink::Sink;
use super::string::{Key, Text};
use super::{MAX_DEPTH, Origin};
use crate::issue::Problem;
use crate::options::Options;
use crate::request::{Kind, Table};
use crate::suggest;

/// Reads one text.
pub(crate) struct Reader<'a, 's> {
    pub(super) scanner: Scanner<'a>,
    pub(super) sink: &'s mut Sink,
    pub(super) depth: u32,
    reports_unknown_keys: bool,
    /// The keys of the free objects around the cursor, innermost last.
    pub(super) keys: Vec<(Key<'a>, Range)>,
}

impl<'a, 's> Reader<'a, 's> {
    pub(crate) fn new(input: &'a [u8], origin: Origin, options: &Options, sink: &'s mut Sink) -> Self {
        let reports_unknown_keys = options.severity(&Problem::UnknownField { suggestion: None }).is_some();
        Self {
            scanner: Scanner::new(input, origin),
            sink,
            depth: 0,
            reports_unknown_keys,
            keys: Vec::new(),
        }
    }

    /// Reads the whole text, which must hold one object.
    pub(crate) fn root(&mut self, table: &'static Table) -> Scan<Option<Object<'a>>> {
        self.scanner.skip_white_space();
        if self.scanner.byte().is_none() {
            return Err(super::scanner::Fault {
                reason: "empty",
                range: self.scanner.since(self.scanner.offset()),
            });
        }
        let at = Location::ROOT;
        let start = self.scanner.offset();
        let mut root = None;
        match self.scanner.peek()? {
            Token::Object => {
                self.depth = 1;
                root = Some(self.object(table, &at)?);
            }
            Token::Foreign => self.foreign_root()?,
            token => {
                self.free(&at)?;
                self.wrong_type("object", token_name(token), self.scanner.since(start), &at);
            }
        }
        self.scanner.end()?;
        Ok(root)
    }

    /// `undefined` at the root is no value at all, so it is not the wrong type of object but none.
    fn foreign_root(&mut self) -> Scan<()> {
        let foreign = self.scanner.foreign()?;
        let problem = if foreign.unsafe_integer {
            Problem::InvalidType {
                expected: "object",
                received: "number".to_owned(),
            }
        } else if foreign.received == "undefined" {
            Problem::InvalidType {
                expected: "object",
                received: foreign.received,
            }
        } else {
            Problem::NotJson {
                received: foreign.received,
            }
        };
        self.sink.found(&Location::ROOT, problem, None);
        Ok(())
    }

    fn object(&mut self, table: &'static Table, at: &Location<'_>) -> Scan<Object<'a>> {
        let start = self.scanner.offset();
        self.scanner.advance(1);
        let mut object = Object {
            table,
            slots: std::iter::repeat_with(Slot::default).take(table.fields.len()).collect(),
            extras: Vec::new(),
            brace: self.scanner.since(start),
        };
        let mut first = true;
        while self.scanner.next_member(first, b'}')? {
            first = false;
            self.scanner.skip_white_space();
            let key = self.scanner.string()?;
            self.scanner.expect(b':')?;
            self.member(&mut object, key, at)?;
        }
        let keys: Vec<_> = object.extras.iter().map(|extra| (extra.key, extra.key_range)).collect();
        report_repeated(&keys, at, self.sink);
        Ok(object)
    }

    fn member(&mut self, object: &mut Object<'a>, key: Text, at: &Location<'_>) -> Scan<()> {
        let name = key.key(self.scanner.input);
        let place = match key.bad_character {
            Some(_) => None,
            None if key.escaped => object.table.position(name.text().as_bytes()),
            None => object.table.position(name.raw),
        };
        if let Some(place) = place
            && let (Some(field), Some(slot)) = (object.table.fields.get(place), object.slots.get_mut(place))
        {
            let here = at.down(Step::Field(field, place));
            let repeated = !matches!(slot.value, Value::Absent);
            if repeated {
                self.sink.found(&here, Problem::DuplicateKey {}, Some(key.range()));
            }
            *slot = self.value(&field.kind, field.is_nullable(), &here)?;
            slot.key_range = key.range();
            slot.broken |= repeated;
            return Ok(());
        }
        let here = at.down(Step::Key(name, object.extras.len()));
        self.bad_characters(&key, &here);
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

    /// Reads a value of the kind that is due.
    fn value(&mut self, kind: &'static Kind, nullable: bool, at: &Location<'_>) -> Scan<Slot<'a>> {
        let token = self.scanner.peek()?;
        let start = self.scanner.offset();
        let value = match (token, kind) {
            (Token::String, Kind::Text { .. } | Kind::Choice { .. }) => {
                let text = self.scanner.string()?;
                if self.bad_characters(&text, at) {
                    Value::Unreadable
                } else {
                    Value::Text(text.decode(self.scanner.input))
                }
            }
            (Token::Number, Kind::Integer { min, max }) => self.integer(*min, *max, at)?,
            (Token::True, Kind::Boolean) => {
                self.scanner.literal("true")?;
                Value::Boolean(true)
            }
            (Token::False, Kind::Boolean) => {
                self.scanner.literal("false")?;
                Value::Boolean(false)
            }
            (Token::Object, Kind::Object(table)) => match self.enter(at)? {
                true => {
                    let object = self.object(table, at)?;
                    self.depth = self.depth.wrapping_sub(1);
                    Value::Object(Box::new(object))
                }
                false => Value::Unreadable,
            },
            (Token::Object, Kind::Free) => Value::Free(self.free_value(at)?),
            (Token::Array, Kind::List(item)) => match self.enter(at)? {
                true => {
                    let items = self.list(item, at)?;
                    self.depth = self.depth.wrapping_sub(1);
                    Value::List(items)
                }
                false => Value::Unreadable,
            },
            (Token::Null, _) => {
                self.scanner.literal("null")?;
                if nullable {
                    Value::Null
                } else {
                    self.sink
                        .found(at, Problem::NotNullable {}, Some(self.scanner.since(start)));
                    Value::Unreadable
                }
            }
            (Token::Foreign, _) => self.foreign(kind, at)?,
            (token, _) => {
                let free = self.free_value(at)?;
                self.wrong_type(kind.expected(), token_name(token), free.range, at);
                Value::Unreadable
            }
        };
        let broken = matches!(value, Value::Unreadable);
        Ok(Slot {
            value,
            broken,
            key_range: Range::default(),
            range: self.scanner.since(start),
        })
    }

    fn list(&mut self, item: &'static Kind, at: &Location<'_>) -> Scan<Vec<Slot<'a>>> {
        self.scanner.advance(1);
        let mut items = Vec::new();
        while self.scanner.next_member(items.is_empty(), b']')? {
            let here = at.down(Step::Index(items.len()));
            items.push(self.value(item, false, &here)?);
        }
        Ok(items)
    }

    /// Counts a level of nesting; says so and passes the container when it is one too many.
    pub(super) fn enter(&mut self, at: &Location<'_>) -> Scan<bool> {
        if self.depth < MAX_DEPTH {
            self.depth = self.depth.wrapping_add(1);
            return Ok(true);
        }
        let start = self.scanner.offset();
        self.scanner.skip_value()?;
        let range = Some(self.scanner.since(start));
        self.sink.found(
            at,
            Problem::TooDeep {
                max: u64::from(MAX_DEPTH),
            },
            range,
        );
        Ok(false)
    }

    fn integer(&mut self, min: i64, max: i64, at: &Location<'_>) -> Scan<Value<'a>> {
        let number = self.scanner.number()?;
        let actual = match number.whole(self.scanner.input) {
            Whole::Fits(value) if (min..=max).contains(&value) => return Ok(Value::Integer(value)),
            Whole::Fits(value) => value.into(),
            Whole::Beyond(digits) => crate::issue::Digits(digits),
            Whole::Fraction => {
                self.sink.found(
                    at,
                    Problem::InvalidType {
                        expected: "integer",
                        received: "number".to_owned(),
                    },
                    Some(number.range),
                );
                return Ok(Value::Unreadable);
            }
        };
        self.sink.found(
            at,
            Problem::OutOfRange {
                min: min.into(),
                max: max.into(),
                actual,
            },
            Some(number.range),
        );
        Ok(Value::Unreadable)
    }

    fn foreign(&mut self, kind: &'static Kind, at: &Location<'_>) -> Scan<Value<'a>> {
        let start = self.scanner.offset();
        let foreign = self.scanner.foreign()?;
        let range = self.scanner.since(start);
        if !foreign.unsafe_integer {
            self.sink.found(
                at,
                Problem::NotJson {
                    received: foreign.received,
                },
                None,
            );
        } else if matches!(kind, Kind::Integer { .. }) {
            self.sink.found(
                at,
                Problem::UnsafeInteger {
                    received: foreign.received,
                },
                None,
            );
        } else {
            self.wrong_type(kind.expected(), "number", range, at);
        }
        Ok(Value::Unreadable)
    }

    fn wrong_type(&mut self, expected: &'static str, received: &str, range: Range, at: &Location<'_>) {
        self.sink.found(
            at,
            Problem::InvalidType {
                expected,
                received: received.to_owned(),
            },
            Some(range),
        );
    }

    /// Reports a lone surrogate or U+0000, and says whether there was one.
    pub(super) fn bad_characters(&mut self, text: &Text, at: &Location<'_>) -> bool {
        match text.bad_character_name() {
            Some(character) => {
                self.sink
                    .found(at, Problem::InvalidUnicode { character }, Some(text.range()));
                true
            }
            None => false,
        }
    }

    /// Passes any value and says where it is.
    pub(super) fn free_value(&mut self, at: &Location<'_>) -> Scan<FreeValue> {
        self.scanner.skip_white_space();
        let start = self.scanner.offset();
        let before = std::mem::take(&mut self.scanner.white_space);
        self.free(at)?;
        let spaced = self.scanner.white_space;
        self.scanner.white_space |= before;
        Ok(FreeValue {
            range: self.scanner.since(start),
            spaced,
        })
    }
}

fn token_name(token: Token) -> &'static str {
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
