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
                let mut object = self.open_object(table);
                self.object(&mut object, &at)?;
                root = Some(object);
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

    #[inline]
    fn open_object(&mut self, table: &'static Table) -> Object<'a> {
        let start = self.scanner.offset();
        self.scanner.advance(1);
        Object::empty(table, self.revision, self.scanner.since(start))
    }

    /// Reads the members of an object.
    fn object(&mut self, object: &mut Object<'a>, at: &Location<'_>) -> Scan<()> {
        let (mut first, mut next) = (true, 0);
        while self.scanner.next_member(first, b'}')? {
            first = false;
            self.scanner.skip_white_space();
            let key = self.scanner.string_inline()?;
            self.scanner.expect(b':')?;
            next = self.member(object, key, next, at)?;
        }
        if !object.extras.is_empty() {
            self.repeated_extras(object, at);
        }
        Ok(())
    }

    #[cold]
    #[inline(never)]
    fn repeated_extras(&mut self, object: &Object<'a>, at: &Location<'_>) {
        let mut keys = Vec::new();
        for extra in &object.extras {
            keys.push((extra.key, extra.key_range));
        }
        report_repeated(&keys, at, self.collector);
    }

    /// Reads a member whose key is probably that of the field at index `next`. Returns the index after its field.
    #[inline]
    fn member(&mut self, object: &mut Object<'a>, key: Text, next: usize, at: &Location<'_>) -> Scan<usize> {
        let name = key.key(self.scanner.input);
        let place = match (key.has_bad_character(), key.is_escaped()) {
            (true, _) => None,
            (false, true) => object.table.position(name.text().as_bytes()),
            (false, false) => object.table.position_near(name.raw, next),
        };
        if let Some(place) = place
            && let (Some(field), Some(slot)) = (object.table.fields.get(place), object.slots.get_mut(place))
            && field.is_in(self.revision)
        {
            let here = at.down(Step::Field(field, place));
            let repeated = !matches!(slot.value, Value::Absent);
            if repeated {
                slot.value = Value::Absent;
                self.collector
                    .report(&here, Problem::DuplicateKey {}, Some(key.range()));
            }
            self.value(slot, &field.kind, field.is_nullable(), &here)?;
            slot.key_range = key.range();
            slot.broken |= repeated;
            return Ok(place.wrapping_add(1));
        }
        self.unknown_member(object, key, name, at)?;
        Ok(next)
    }

    /// Reads a value of the expected kind into its slot, which is empty.
    pub(super) fn value(
        &mut self,
        slot: &mut Slot<'a>,
        kind: &'static Kind,
        nullable: bool,
        at: &Location<'_>,
    ) -> Scan<()> {
        let token = self.scanner.peek()?;
        let start = self.scanner.offset();
        // Each arm fills the slot itself: returning the value from the match and then moving it would take longer than reading most.
        match (token, kind) {
            (Token::String, Kind::Text { .. } | Kind::Choice { .. }) => {
                let text = self.scanner.string_inline()?;
                if text.has_bad_character() {
                    self.bad_characters(text, at);
                    slot.fill(Value::Unreadable);
                } else {
                    slot.fill_text(text.key(self.scanner.input));
                }
            }
            (Token::Number, Kind::Integer { min, max }) => match self.scanner.small_integer() {
                Some(value) if *min <= value && value <= *max => slot.fill(Value::Integer(value)),
                _ => {
                    self.scanner.position = start as usize;
                    slot.fill(self.unusual_integer(*min, *max, at)?);
                }
            },
            (Token::True, Kind::Boolean) => {
                self.scanner.literal("true")?;
                slot.fill(Value::Boolean(true));
            }
            (Token::False, Kind::Boolean) => {
                self.scanner.literal("false")?;
                slot.fill(Value::Boolean(false));
            }
            (Token::Object, Kind::Object(table)) if self.depth < MAX_DEPTH => {
                self.depth = self.depth.wrapping_add(1);
                let mut object = Box::new(self.open_object(table));
                self.object(&mut object, at)?;
                self.depth = self.depth.wrapping_sub(1);
                slot.fill(Value::Object(object));
            }
            (Token::Array, Kind::List(item)) if self.depth < MAX_DEPTH => {
                self.depth = self.depth.wrapping_add(1);
                let items = self.list(item, at)?;
                self.depth = self.depth.wrapping_sub(1);
                slot.fill(Value::List(items));
            }
            (Token::Object, Kind::Free) => slot.fill(Value::Free(self.free_value(at)?)),
            (token, kind) => slot.fill(self.mismatched_value(token, kind, nullable, at)?),
        }
        slot.broken = matches!(slot.value, Value::Unreadable);
        slot.range = self.scanner.since(start);
        Ok(())
    }

    fn list(&mut self, item: &'static Kind, at: &Location<'_>) -> Scan<Vec<Slot<'a>>> {
        self.scanner.advance(1);
        let mut items = Vec::new();
        while self.scanner.next_member(items.is_empty(), b']')? {
            let here = at.down(Step::Index(items.len()));
            items.push(Slot::default());
            if let Some(slot) = items.last_mut() {
                self.value(slot, item, false, &here)?;
            }
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
