//! JSON text to a JavaScript value: as `JSON.parse` reads it, but that integers beyond ±(2^53-1) become `BigInt`s.

use std::borrow::Cow;

use js_sys::{Array, BigInt, JSON, Object};
use wasm_bindgen::JsValue;

use super::plain::is_exact;
use crate::issue::{Path, Segment};
use crate::json::{Origin, Scan, Scanner, Stop, Token};
use crate::request::{Kind, MAX_DEPTH, Table};

/// Which integers become `BigInt`s where a number cannot hold them exactly.
#[derive(Clone, Copy)]
pub(super) enum BigIntegers {
    /// All of them.
    Everywhere,
    /// Those of integer fields. In free JSON they are rounded, as `JSON.parse` does.
    InFields(&'static Table),
}

/// Why a text has no JavaScript value.
#[derive(Debug)]
pub(super) struct ParseError(pub(super) String);

/// Parses one JSON value.
///
/// # Errors
/// When the value is nested more than 128 levels deep and, with [`BigIntegers::Everywhere`], when a number is beyond the range
/// of a JavaScript number, such as `1e400`.
pub(super) fn parse(text: &str, big_integers: BigIntegers) -> Result<JsValue, ParseError> {
    let (kind, everywhere) = match big_integers {
        BigIntegers::Everywhere => (Kind::Free, true),
        BigIntegers::InFields(table) => (Kind::Object(table), false),
    };
    let mut parser = Parser {
        scanner: Scanner::new(text.as_bytes(), Origin::Text),
        everywhere,
        path: Path::default(),
        error: None,
    };
    match (parser.value(&kind), parser.error) {
        (Ok(value), None) => Ok(value),
        (_, Some(error)) => Err(error),
        (Err(_), None) => Err(ParseError("expected JSON text".to_owned())),
    }
}

struct Parser<'a> {
    scanner: Scanner<'a>,
    everywhere: bool,
    path: Path,
    /// The first reason why the text has no JavaScript value.
    error: Option<ParseError>,
}

impl Parser<'_> {
    fn value(&mut self, kind: &Kind) -> Scan<JsValue> {
        if self.path.0.len() > MAX_DEPTH as usize {
            self.report("nested more than 128 levels deep");
            return Err(Stop);
        }
        Ok(match self.scanner.peek()? {
            Token::Object => self.object(kind)?,
            Token::Array => self.array(kind)?,
            Token::String => {
                let text = self.scanner.string()?;
                let input = self.scanner.input;
                if text.is_escaped() {
                    // `JSON.parse` keeps a lone surrogate, which no Rust string can hold.
                    let literal = std::str::from_utf8(text.range().slice(input)).unwrap_or_default();
                    JSON::parse(literal).unwrap_or_default()
                } else {
                    JsValue::from_str(&text.decode(input))
                }
            }
            Token::Number => self.number(kind)?,
            Token::True => self.literal("true", JsValue::TRUE)?,
            Token::False => self.literal("false", JsValue::FALSE)?,
            Token::Null | Token::Foreign => self.literal("null", JsValue::NULL)?,
        })
    }

    /// Keeps the first error, with its path.
    fn report(&mut self, problem: &str) {
        let place = self.path.name();
        let separator = if place.is_empty() { "" } else { ": " };
        self.error
            .get_or_insert_with(|| ParseError(format!("{place}{separator}{problem}")));
    }

    fn literal(&mut self, word: &'static str, value: JsValue) -> Scan<JsValue> {
        self.scanner.literal(word)?;
        Ok(value)
    }

    fn number(&mut self, kind: &Kind) -> Scan<JsValue> {
        let range = self.scanner.number()?.range;
        let digits = std::str::from_utf8(range.slice(self.scanner.input)).unwrap_or_default();
        let number: f64 = digits.parse().unwrap_or(f64::NAN);
        let is_integer = digits.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit());
        if is_integer && !is_exact(number) && (self.everywhere || matches!(kind, Kind::Integer { .. })) {
            return Ok(BigInt::new(&JsValue::from_str(digits)).map_or(JsValue::NULL, JsValue::from));
        }
        if self.everywhere && number.is_infinite() {
            self.report(&format!(
                "expected a number that JavaScript can hold, received {digits}"
            ));
        }
        Ok(JsValue::from_f64(number))
    }

    fn array(&mut self, kind: &Kind) -> Scan<JsValue> {
        let item_kind = if let Kind::List(item) = kind { item } else { &Kind::Free };
        let items = Array::new();
        self.scanner.advance(1);
        while self.scanner.next_member(items.length() == 0, b']')? {
            self.path.0.push(Segment::Index(items.length() as usize));
            items.push(&self.value(item_kind)?);
            self.path.0.pop();
        }
        Ok(items.into())
    }

    /// `Object.fromEntries` defines each member, also one named `__proto__`, which an assignment would not.
    fn object(&mut self, kind: &Kind) -> Scan<JsValue> {
        let entries = Array::new();
        self.scanner.advance(1);
        while self.scanner.next_member(entries.length() == 0, b'}')? {
            self.scanner.skip_white_space();
            let key = self.scanner.string()?.decode(self.scanner.input).into_owned();
            self.scanner.expect(b':')?;
            let field = match kind {
                Kind::Object(table) => table.position(key.as_bytes()).and_then(|place| table.fields.get(place)),
                _ => None,
            };
            let name = JsValue::from_str(&key);
            self.path.0.push(Segment::Key(Cow::Owned(key)));
            let value = self.value(field.map_or(&Kind::Free, |field| &field.kind))?;
            self.path.0.pop();
            entries.push(&Array::of2(&name, &value));
        }
        Ok(Object::from_entries(&entries).map_or(JsValue::NULL, JsValue::from))
    }
}
