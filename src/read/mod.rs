//! Parses JSON text, driven by the field table, into a draft, and collects the issues found while parsing.

mod collector;
mod free;
mod location;
mod mismatch;
mod object;
mod reader;
mod value;

pub(crate) use collector::IssueCollector;
pub(crate) use location::{BEHIND_THE_TABLE, Location, Order, Step};
pub(crate) use value::{Extra, FreeValue, Known, Object, Slot, Value};

use crate::issue::Problem;
use crate::json::{Origin, Stop};
use crate::options::Options;
use crate::request::{CASE, Kind, Table};

/// Reads a request. Returns `None` if the text is not valid JSON, too large, or not an object.
pub(crate) fn read<'a>(
    input: &'a [u8],
    origin: Origin,
    options: &Options,
    collector: &mut IssueCollector,
) -> Option<Object<'a>> {
    read_as(&CASE, input, origin, options, collector)
}

/// Reads a single value, such as the text of a form field, `depth` levels below the root. The paths of issues are relative
/// to the value.
pub(crate) fn read_value<'a>(
    kind: &'static Kind,
    nullable: bool,
    depth: u32,
    input: &'a [u8],
    origin: Origin,
    options: &Options,
    collector: &mut IssueCollector,
) -> Slot<'a> {
    let mut reader = reader::Reader::new(input, origin, options, collector);
    reader.depth = depth;
    let mut slot = Slot::default();
    let read = reader.value(&mut slot, kind, nullable, &Location::ROOT);
    if read.and_then(|()| reader.scanner.end()).is_ok() {
        return slot;
    }
    let fault = reader.scanner.fault;
    if let Some(fault) = fault {
        collector.replace_all(Problem::InvalidJson { reason: fault.reason }, Some(fault.range));
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
    collector: &mut IssueCollector,
) -> Option<Object<'a>> {
    let limit = options.max_bytes.min(u64::from(u32::MAX >> 1));
    if input.len() as u64 > limit {
        collector.report(
            &Location::ROOT,
            Problem::TooLarge {
                max: limit,
                actual: input.len() as u64,
            },
            None,
        );
        return None;
    }
    let mut reader = reader::Reader::new(input, origin, options, collector);
    match reader.root(table) {
        Ok(root) => root,
        Err(Stop) => {
            let fault = reader.scanner.fault?;
            collector.replace_all(
                Problem::InvalidJson { reason: fault.reason },
                (origin == Origin::Text).then_some(fault.range),
            );
            None
        }
    }
}
