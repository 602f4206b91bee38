//! What is it? Reads JSON text, driven by the field table, into a draft and the issues met on the way.
//!
//! The text is JSON as a user wrote it, or the same JSON written from a JavaScript value, where two more
//! tokens stand for what JSON cannot carry (see [`Origin::Host`]).

mod draft;
mod free;
mod location;
mod misfit;
mod number;
mod object;
mod parts;
mod scanner;
mod sink;
mod string;

pub(crate) use draft::{Extra, FreeValue, Known, Object, Slot, Value};
pub(crate) use location::{BEHIND_THE_TABLE, Location, Order, Step};
pub(crate) use parts::{Part, is_json, read_parts, string, string_bytes};
pub(crate) use scanner::Range;
use scanner::Stop;
pub(crate) use sink::Sink;

use crate::issue::Problem;
use crate::options::Options;
use crate::request::CASE;
use crate::request::{Kind, Table};

/// The deepest level of nesting that is read; the root object is level 1.
pub(crate) const MAX_DEPTH: u32 = 128;

/// Where the text comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A user's text: plain JSON, and issues say where in it they stand.
    Text,
    /// Written from a JavaScript value: `!"NaN"` is a value that JSON cannot carry, `!u"1e300"` a number
    /// that is an integer beyond what JavaScript counts exactly. Issues have no span.
    #[cfg_attr(not(any(test, target_arch = "wasm32")), allow(dead_code))]
    Host,
}

/// Reads a request. The draft is there unless the text is no JSON, too large, or no object.
pub(crate) fn read<'a>(input: &'a [u8], origin: Origin, options: &Options, sink: &mut Sink) -> Option<Object<'a>> {
    read_as(&CASE, input, origin, options, sink)
}

/// Reads one value that stands alone, as a field of a form holds it, `depth` levels below the root. Issues have
/// paths from the value.
pub(crate) fn read_value<'a>(
    kind: &'static Kind,
    nullable: bool,
    depth: u32,
    input: &'a [u8],
    origin: Origin,
    options: &Options,
    sink: &mut Sink,
) -> Slot<'a> {
    let mut reader = object::Reader::new(input, origin, options, sink);
    reader.depth = depth;
    let mut slot = Slot::default();
    let read = reader.value(&mut slot, kind, nullable, &Location::ROOT);
    if read.and_then(|()| reader.scanner.end()).is_ok() {
        return slot;
    }
    let fault = reader.scanner.fault;
    if let Some(fault) = fault {
        sink.only(Problem::InvalidJson { reason: fault.reason }, Some(fault.range));
    }
    Slot {
        value: Value::Unreadable,
        broken: true,
        ..Slot::default()
    }
}

/// Reads an object of the given table at the root.
pub(crate) fn read_as<'a>(
    table: &'static Table,
    input: &'a [u8],
    origin: Origin,
    options: &Options,
    sink: &mut Sink,
) -> Option<Object<'a>> {
    let limit = options.max_bytes.min(u64::from(u32::MAX >> 1));
    if input.len() as u64 > limit {
        sink.found(
            &Location::ROOT,
            Problem::TooLarge {
                max: limit,
                actual: input.len() as u64,
            },
            None,
        );
        return None;
    }
    let mut reader = object::Reader::new(input, origin, options, sink);
    match reader.root(table) {
        Ok(root) => root,
        Err(Stop) => {
            let fault = reader.scanner.fault?;
            sink.only(
                Problem::InvalidJson { reason: fault.reason },
                (origin == Origin::Text).then_some(fault.range),
            );
            None
        }
    }
}
