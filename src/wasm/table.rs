//! The rows of a table as requests. An instance reads one table, whose text comes in pieces.

use std::mem::ManuallyDrop;

use wasm_bindgen::prelude::wasm_bindgen;

use super::{Kept, answer, kept, line, read_options, with_input};
use crate::draft::Draft;
use crate::issue::{Issue, Issues, Path, Problem};
use crate::json::{read_parts, string, write_count, write_integer, write_string};
use crate::lean::concat;
use crate::options::Options;
use crate::payload::Payload;
use crate::table::rows::{Row, Rows};
use crate::table::{Cell, OptionStyle, Table, Utf8Check, WrongHeading, csv_headings};

thread_local! {
    static READER: Kept<Option<Reader>> = const { kept(None) };
}

/// Reads a table.
struct Reader {
    encoding: Utf8Check,
    rows: Rows,
    requests: Requests,
}

/// The results of rows.
struct Requests {
    options: Options,
    /// The fields of headings with other names.
    map: Vec<(String, String)>,
    /// Whether results are wanted of rows with a payload, too, instead of their bodies.
    wants_all: bool,
    /// `None` before the row of headings.
    table: Option<Table>,
    /// Why the table cannot be read.
    wrong: String,
    /// The bodies of the last call, each with a line break.
    bodies: Vec<u8>,
    results: String,
}

/// Begins a table. The input is the options as JSON (may be empty), a line break, 1 if results of all rows are wanted, a line break, and
/// an object with the fields of headings. Returns an empty text, or `!` and the reason why an option is invalid.
#[wasm_bindgen]
#[must_use]
pub fn table_start(length: usize) -> String {
    with_input(length, |input| {
        let (options, rest) = line(input);
        let (wants_all, map) = line(rest);
        let options = match read_options(options) {
            Ok(options) => options,
            Err(error) => return error,
        };
        let parts = read_parts(std::str::from_utf8(map).unwrap_or_default(), b'{').unwrap_or_default();
        let mut map = Vec::with_capacity(parts.len());
        for part in parts {
            map.push((part.key.into_owned(), string(part.value).into_owned()));
        }
        READER.set(ManuallyDrop::new(Some(Reader {
            encoding: Utf8Check::new(),
            rows: Rows::new(options.max_bytes),
            requests: Requests {
                options,
                map,
                wants_all: wants_all == b"1",
                table: None,
                wrong: String::new(),
                bodies: Vec::new(),
                results: String::new(),
            },
        })));
        String::new()
    })
}

/// Builds the payloads of the rows that end in the input. The bodies, each with a line break, are in the memory from
/// [`table_bodies`] on.
///
/// Returns, for each row that has no payload, its number, that of its first line, the length of the bodies before it, the result of a
/// check, and for each issue the cell: `[column, heading, text]`, or 0. If all results are wanted, a row with a payload has the body, the
/// defaulted keys and the warnings instead of the result of a check, and its cells are those of the warnings. At the end is the length of the
/// bodies. Each is followed by a line break.
///
/// Returns `!` and the reason if the table cannot be read.
#[wasm_bindgen]
#[must_use]
pub fn table_push(length: usize) -> String {
    with_input(length, |input| {
        with_reader(&mut |reader| {
            let Reader {
                encoding,
                rows,
                requests,
            } = reader;
            match encoding.inspect(input) {
                Ok(()) => rows.push(input, &mut |row, separator| requests.read(&row, separator)),
                Err(wrong) => requests.refuse(&wrong.message(OptionStyle::JavaScript)),
            }
        })
    })
}

/// The same for the last row, if it has no line break.
#[wasm_bindgen]
#[must_use]
pub fn table_end() -> String {
    with_reader(&mut |Reader { rows, requests, .. }| {
        rows.end(&mut |row, separator| requests.read(&row, separator));
        if requests.table.is_none() && requests.wrong.is_empty() {
            requests.refuse_headings(&[WrongHeading::Missing]);
        }
    })
}

/// The address of the bodies of the last call.
#[wasm_bindgen]
#[must_use]
pub fn table_bodies() -> *const u8 {
    let reader = ManuallyDrop::into_inner(READER.take());
    let address = reader
        .as_ref()
        .map_or(std::ptr::null(), |reader| reader.requests.bodies.as_ptr());
    READER.set(ManuallyDrop::new(reader));
    address
}

/// The headings of a table, as a row of CSV with a line break. The input is the options as JSON, which may be empty.
#[wasm_bindgen]
#[must_use]
pub fn csv_template(length: usize) -> String {
    with_input(length, |input| match read_options(input) {
        Ok(options) => csv_headings(options.revision),
        Err(error) => error,
    })
}

fn with_reader(run: &mut dyn FnMut(&mut Reader)) -> String {
    let mut reader = ManuallyDrop::into_inner(READER.take());
    let answer = reader.as_mut().map(|reader| {
        reader.requests.bodies.clear();
        run(reader);
        reader.requests.answer()
    });
    READER.set(ManuallyDrop::new(reader));
    answer.unwrap_or_default()
}

impl Requests {
    fn read(&mut self, row: &Row<'_>, separator: u8) {
        let Some(table) = &self.table else {
            return self.read_headings(row, separator);
        };
        let (issues, payload) = match row.bytes {
            Some(bytes) => table.read(bytes, &self.options, |draft: Draft<'_>, _| draft.build().ok()),
            None => (self.too_large(row.length), None),
        };
        match payload {
            Some(payload) if !self.wants_all => {
                self.bodies.extend_from_slice(payload.body().as_bytes());
                self.bodies.push(b'\n');
            }
            payload => {
                let cells = match row.bytes {
                    Some(bytes) => table.cells(bytes, &mut issues.iter().map(|issue| &issue.path)),
                    None => Vec::new(),
                };
                self.add(
                    row,
                    &payload.map_or_else(|| answer(&issues), Payload::into_answer),
                    &cells,
                );
            }
        }
    }

    fn read_headings(&mut self, row: &Row<'_>, separator: u8) {
        if !self.wrong.is_empty() {
            return;
        }
        let table = match row.bytes {
            Some(bytes) => Table::new(bytes, separator, &self.map, &self.options),
            None => Err(vec![WrongHeading::TooLong {
                max: self.options.max_bytes,
            }]),
        };
        match table {
            Ok(table) => self.table = Some(table),
            Err(wrong) => self.refuse_headings(&wrong),
        }
    }

    fn refuse_headings(&mut self, wrong: &[WrongHeading]) {
        self.refuse(&WrongHeading::message(wrong, OptionStyle::JavaScript));
    }

    fn refuse(&mut self, reason: &str) {
        self.wrong = concat(&["!this table cannot be read: ", reason]);
    }

    fn too_large(&self, actual: u64) -> Issues {
        let max = self.options.max_bytes;
        Issues {
            list: vec![Issue::new(Problem::TooLarge { max, actual }, Path::default())],
            ..Issues::default()
        }
    }

    fn add(&mut self, row: &Row<'_>, result: &str, cells: &[Option<Cell>]) {
        self.push_count(row.number);
        self.push_count(row.line);
        self.push_count(self.bodies.len() as u64);
        let out = &mut self.results;
        out.push_str(result);
        out.push_str("\n[");
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            let Some(cell) = cell else {
                out.push('0');
                continue;
            };
            out.push('[');
            write_count(cell.column, out);
            out.push(',');
            write_string(&cell.heading, out);
            out.push(',');
            write_string(&cell.text, out);
            out.push(']');
        }
        out.push_str("]\n");
    }

    #[inline(never)]
    fn push_count(&mut self, count: u64) {
        write_integer(i64::try_from(count).unwrap_or(i64::MAX), &mut self.results);
        self.results.push('\n');
    }

    /// What the last call returns.
    fn answer(&mut self) -> String {
        if !self.wrong.is_empty() {
            return self.wrong.clone();
        }
        self.push_count(self.bodies.len() as u64);
        std::mem::take(&mut self.results)
    }
}
