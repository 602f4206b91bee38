//! The headings of a table: each is the name of a field, or mapped to one.

use super::cells::cells;
use super::template::Template;
use super::wrong_heading::WrongHeading;
use super::{Column, Table};
use crate::form::text;
use crate::issue::{Path, Problem, Severity};
use crate::lean::from_utf8_lossy;
use crate::options::{Options, UnknownFields};
use crate::request::Revision;
use crate::rules::has_place;

/// The separators of cells.
const SEPARATORS: [u8; 3] = *b",;\t";

/// The separator of a row of headings: the most frequent one outside of quotes.
pub(crate) fn separator_of(headings: &[u8]) -> u8 {
    // Where a cell begins depends on the separator, so every quote counts here.
    let mut is_open = false;
    let mut counts = [0_usize; SEPARATORS.len()];
    for byte in headings {
        is_open ^= *byte == b'"';
        for (count, separator) in counts.iter_mut().zip(SEPARATORS) {
            if *byte == separator && !is_open {
                *count = count.saturating_add(1);
            }
        }
    }
    // The first of several.
    let most = SEPARATORS.into_iter().zip(counts).rev().max_by_key(|(_, count)| *count);
    most.map_or(b',', |(separator, _)| separator)
}

impl Table {
    /// A table with a row of headings. `map` has the fields of other headings; an empty one leaves the column out.
    pub(crate) fn new(
        headings: &[u8],
        separator: u8,
        map: &[(String, String)],
        options: &Options,
    ) -> Result<Self, Vec<WrongHeading>> {
        let mut table = Self {
            separator,
            columns: Vec::new(),
            template: Template::default(),
            is_workbook: false,
        };
        let mut wrong = Vec::new();
        for cell in cells(headings, separator) {
            let Ok(cell) = cell else {
                return Err(vec![WrongHeading::OpenQuotes]);
            };
            let heading = from_utf8_lossy(text::trimmed(&cell));
            if heading.contains('\r') && !heading.contains('\n') {
                return Err(vec![WrongHeading::LoneReturns]);
            }
            if let Err(reason) = table.add(heading, map, options) {
                wrong.push(reason);
            }
        }
        for (heading, _) in map {
            if !table.columns.iter().any(|column| column.heading == *heading) {
                let heading = heading.clone();
                wrong.push(WrongHeading::NotThere { heading });
            }
        }
        if table.template.is_empty() && wrong.is_empty() {
            wrong.push(WrongHeading::Missing);
        }
        if wrong.is_empty() { Ok(table) } else { Err(wrong) }
    }

    /// Adds a column, or returns what is wrong with its heading.
    fn add(&mut self, heading: String, map: &[(String, String)], options: &Options) -> Result<(), WrongHeading> {
        let mapped = map
            .iter()
            .find(|(name, _)| *name == heading)
            .map(|(_, field)| field.as_str());
        let place = match mapped.unwrap_or(&heading) {
            "" => Ok(None),
            name => self.place(name, &heading, options).map(Some),
        };
        let (path, result) = match place {
            Ok(path) => (path, Ok(())),
            Err(wrong) => (None, Err(wrong)),
        };
        self.columns.push(Column { heading, path });
        result
    }

    fn place(&mut self, name: &str, heading: &str, options: &Options) -> Result<Path, WrongHeading> {
        let index = self.columns.len();
        let (column, heading, owned) = (index.saturating_add(1), heading.to_owned(), name.to_owned());
        let Some(path) = Template::place_of(name) else {
            return Err(WrongHeading::Unknown {
                column,
                heading,
                name: owned,
                suggestion: Template::suggestion(name),
            });
        };
        if let Some(revision) = revision_needed(&path, options) {
            return Err(WrongHeading::Newer {
                column,
                heading,
                name: owned,
                revision: revision.as_str(),
            });
        }
        self.template.add(path, index).map_err(|other| WrongHeading::SameField {
            column,
            other: other.saturating_add(1),
            name: owned,
        })
    }
}

/// The revision that documents a field, if it is a newer one and such a field is an error.
fn revision_needed(path: &Path, options: &Options) -> Option<Revision> {
    let problem = Problem::UnknownField {
        revision: None,
        suggestion: None,
    };
    let is_error =
        options.unknown_fields == UnknownFields::Reject && options.severity(&problem) == Some(Severity::Error);
    if !is_error || has_place(path, options.revision, None) {
        return None;
    }
    Revision::ALL
        .iter()
        .copied()
        .find(|revision| has_place(path, *revision, None))
}
