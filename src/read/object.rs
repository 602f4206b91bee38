//! Reads objects and lists along the field table, without stopping at the first issue.

use super::free::report_repeated;
use super::location::{Location, Step};
use super::mismatch::token_name;
use super::reader::Reader;
use super::value::{FreeValue, Object, Slot, Value};
use crate::issue::Problem;
use crate::json::{Scan, Text, Token};
use crate::request::{Kind, MAX_DEPTH, Table};

impl<'a> Reader<'a, '_> {
    /// Reads the whole text, which must be one object.
    pub(crate) fn root(&mut self, table: &'static Table) -> Scan<Option<Object<'a>>> {
        self.scanner.skip_white_space();
        if self.scanner.byte().is_none() {
            return Err(self.scanner.stop("empty"));
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

    fn object(&mut self, table: &'static Table, at: &Location<'_>) -> Scan<Object<'a>> {
        let start = self.scanner.offset();
        self.scanner.advance(1);
        let mut object = Object {
            table,
            revision: self.revision,
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
        let mut keys = Vec::new();
        for extra in &object.extras {
            keys.push((extra.key, extra.key_range));
        }
        report_repeated(&keys, at, self.collector);
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
            && field.is_in(self.revision)
        {
            let here = at.down(Step::Field(field, place));
            let repeated = !matches!(slot.value, Value::Absent);
            if repeated {
                self.collector
                    .report(&here, Problem::DuplicateKey {}, Some(key.range()));
            }
            self.value(slot, &field.kind, field.is_nullable(), &here)?;
            slot.key_range = key.range();
            slot.broken |= repeated;
            return Ok(());
        }
        self.unknown_member(object, &key, name, at)
    }

    /// Reads a value of the expected kind into its slot.
    pub(super) fn value(
        &mut self,
        slot: &mut Slot<'a>,
        kind: &'static Kind,
        nullable: bool,
        at: &Location<'_>,
    ) -> Scan<()> {
        let token = self.scanner.peek()?;
        let start = self.scanner.offset();
        slot.value = match (token, kind) {
            (Token::String, Kind::Text { .. } | Kind::Choice { .. }) => {
                let text = self.scanner.string()?;
                if text.bad_character.is_some() {
                    self.bad_characters(&text, at);
                    Value::Unreadable
                } else {
                    Value::Text(text.decode(self.scanner.input))
                }
            }
            (Token::Number, Kind::Integer { min, max }) => {
                let number = self.scanner.number()?;
                match number.small(self.scanner.input) {
                    Some(value) if *min <= value && value <= *max => Value::Integer(value),
                    _ => self.unusual_integer(number, *min, *max, at),
                }
            }
            (Token::True, Kind::Boolean) => {
                self.scanner.literal("true")?;
                Value::Boolean(true)
            }
            (Token::False, Kind::Boolean) => {
                self.scanner.literal("false")?;
                Value::Boolean(false)
            }
            (Token::Object, Kind::Object(table)) if self.depth < MAX_DEPTH => {
                self.depth = self.depth.wrapping_add(1);
                let object = self.object(table, at)?;
                self.depth = self.depth.wrapping_sub(1);
                Value::Object(Box::new(object))
            }
            (Token::Array, Kind::List(item)) if self.depth < MAX_DEPTH => {
                self.depth = self.depth.wrapping_add(1);
                let items = self.list(item, at)?;
                self.depth = self.depth.wrapping_sub(1);
                Value::List(items)
            }
            (Token::Object, Kind::Free) => Value::Free(self.free_value(at)?),
            (token, kind) => self.mismatched_value(token, kind, nullable, at)?,
        };
        slot.broken = matches!(slot.value, Value::Unreadable);
        slot.range = self.scanner.since(start);
        Ok(())
    }

    fn list(&mut self, item: &'static Kind, at: &Location<'_>) -> Scan<Vec<Slot<'a>>> {
        self.scanner.advance(1);
        let mut items = Vec::new();
        while self.scanner.next_member(items.is_empty(), b']')? {
            let here = at.down(Step::Index(items.len()));
            let mut slot = Slot::default();
            self.value(&mut slot, item, false, &here)?;
            items.push(slot);
        }
        Ok(items)
    }

    /// Enters a container. If it is nested too deep, reports it, skips it and returns false.
    pub(super) fn enter(&mut self, at: &Location<'_>) -> Scan<bool> {
        if self.depth < MAX_DEPTH {
            self.depth = self.depth.wrapping_add(1);
            return Ok(true);
        }
        let start = self.scanner.offset();
        self.scanner.skip_value()?;
        let range = Some(self.scanner.since(start));
        self.collector.report(
            at,
            Problem::TooDeep {
                max: u64::from(MAX_DEPTH),
            },
            range,
        );
        Ok(false)
    }

    /// Scans free JSON and returns its range.
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
