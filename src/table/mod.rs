//! Tables of requests: a row of headings, each the name of a field, and one request per row, whose cells are texts as in a form.
//!
//! This is the format itself, for the command line and for JavaScript. Files, encodings and workbooks are in `input/`.

mod cells;
mod columns;
mod headings;
#[cfg(any(test, all(target_arch = "wasm32", feature = "wasm-table")))]
pub(crate) mod rows;
mod template;
mod utf8;
mod wrong_heading;

use std::borrow::Cow;

use crate::draft::Draft;
use crate::form::text;
use crate::issue::{Issue, Issues, Path, Problem};
use crate::json::Origin;
use crate::lean::{concat, from_utf8_lossy};
use crate::options::Options;
pub(crate) use cells::Quotes;
use cells::cells;
pub(crate) use columns::separator_of;
pub use headings::csv_headings;
use template::Template;
pub(crate) use utf8::Utf8Check;
pub(crate) use wrong_heading::{OptionStyle, WrongHeading};

/// Begins a cell of a workbook whose value must not be used: an error value of a formula, or a number that Excel has rounded. No text of a
/// workbook contains this character.
pub(crate) const UNUSABLE: char = '\0';

/// The maximum number of characters of the text of a [`Cell`]: it is shown, not read, and a cell may have megabytes and many issues.
const LONGEST_SHOWN: usize = 500;

/// The headings of a table, and the fields that they name.
#[derive(Debug, Clone)]
pub struct Table {
    separator: u8,
    columns: Vec<Column>,
    template: Template,
    is_workbook: bool,
}

/// A column that has a heading.
#[derive(Debug, Clone)]
struct Column {
    heading: String,
    /// `None` if the column is left out.
    path: Option<Path>,
}

/// A cell of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The number of its column, from 1.
    pub column: usize,
    /// The heading of the column; empty if it has none.
    pub heading: String,
    /// Its text; of one with more than 500 characters the first ones, and "…".
    pub text: String,
}

/// A cell that makes the whole row unreadable.
struct WrongCell<'r> {
    index: usize,
    text: Cow<'r, [u8]>,
    reason: &'static str,
}

/// Whether a line has headings: at least one is the name of a field.
pub(crate) fn has_headings(line: &[u8]) -> bool {
    cells(line, separator_of(line)).any(|cell| {
        cell.is_ok_and(|name| {
            std::str::from_utf8(text::trimmed(&name)).is_ok_and(|name| Template::place_of(name).is_some())
        })
    })
}

impl Table {
    /// The same with the rows of a workbook, in which some cells are [`UNUSABLE`].
    pub(crate) fn of_workbook(self) -> Self {
        Self {
            is_workbook: true,
            ..self
        }
    }

    /// The issues of a row, and what `build` makes of its request unless a cell prevents that.
    pub(crate) fn read<Built>(
        &self,
        row: &[u8],
        options: &Options,
        build: impl FnOnce(Draft<'_>, &mut Issues) -> Option<Built>,
    ) -> (Issues, Option<Built>) {
        let texts = match self.texts(row) {
            Ok(texts) => texts,
            Err(wrong) => return (wrong.issues(), None),
        };
        let mut json = Vec::with_capacity(row.len().saturating_mul(3));
        self.template.write(&texts, &mut json);
        // Without positions, which would be in a text that nobody has seen.
        let draft = Draft::read(&json, Origin::Host, options);
        let mut issues = draft.issues().clone();
        #[cfg(not(target_arch = "wasm32"))]
        if self.has_unusable(&texts, &mut issues) {
            return (issues, None);
        }
        let built = build(draft, &mut issues);
        (issues, built)
    }

    /// The trimmed texts of the cells of all columns.
    #[inline(never)]
    fn texts<'r>(&self, row: &'r [u8]) -> Result<Vec<Cow<'r, [u8]>>, WrongCell<'r>> {
        let mut texts = Vec::with_capacity(self.columns.len());
        for cell in cells(row, self.separator) {
            let index = texts.len();
            let text = match cell {
                Ok(text) => trimmed(text),
                Err(rest) => {
                    let (text, reason) = (Cow::Borrowed(rest), "open_quotes");
                    return Err(WrongCell { index, text, reason });
                }
            };
            let has_heading = self.columns.get(index).is_some_and(|column| !column.heading.is_empty());
            if !text.is_empty() && !has_heading {
                let reason = "no_heading";
                return Err(WrongCell { index, text, reason });
            }
            texts.push(text);
        }
        Ok(texts)
    }

    /// Whether cells of a workbook are error values or rounded numbers. The core has an issue for each of them, because of the character,
    /// but not the reason, which replaces it.
    #[cfg(not(target_arch = "wasm32"))]
    fn has_unusable(&self, texts: &[Cow<'_, [u8]>], issues: &mut Issues) -> bool {
        let mut own = Vec::new();
        for (text, column) in texts.iter().zip(&self.columns) {
            if self.is_workbook
                && let Some(rest) = text.strip_prefix(&[UNUSABLE as u8])
                && let Some(path) = &column.path
            {
                own.push(unusable(from_utf8_lossy(rest), path));
            }
        }
        issues
            .list
            .retain(|issue| !own.iter().any(|other| other.path == issue.path));
        let has_any = !own.is_empty();
        issues.list.splice(..0, own);
        has_any
    }

    /// The cell that a path of a request is about, as far as one is.
    #[must_use]
    pub fn cell(&self, row: &[u8], path: &Path) -> Option<Cell> {
        self.cells(row, &mut [path].into_iter()).pop().flatten()
    }

    /// The cells that paths of a request are about.
    pub(crate) fn cells(&self, row: &[u8], paths: &mut dyn Iterator<Item = &Path>) -> Vec<Option<Cell>> {
        let mut found = Vec::new();
        match self.texts(row) {
            Ok(texts) => {
                for path in paths {
                    // A row can have fewer cells than there are headings.
                    let text = |index: usize| texts.get(index).map(|text| &**text).unwrap_or_default();
                    let index = self.template.column_of(&texts, &path.0);
                    found.push(index.map(|index| self.shown(index, text(index))));
                }
            }
            // It has only one issue, which is about this cell.
            Err(wrong) => found.push(Some(self.shown(wrong.index, &wrong.text))),
        }
        found
    }

    fn shown(&self, index: usize, text: &[u8]) -> Cell {
        let text = text.strip_prefix(&[UNUSABLE as u8]).unwrap_or(text);
        // A character has up to four bytes.
        let beginning = text
            .get(..LONGEST_SHOWN.saturating_add(1).saturating_mul(4))
            .unwrap_or(text);
        let mut shown = from_utf8_lossy(beginning);
        if let Some((end, _)) = shown.char_indices().nth(LONGEST_SHOWN) {
            shown = concat(&[shown.get(..end).unwrap_or_default(), "…"]);
        }
        Cell {
            column: index.saturating_add(1),
            heading: self
                .columns
                .get(index)
                .map(|column| column.heading.clone())
                .unwrap_or_default(),
            text: shown,
        }
    }
}

impl WrongCell<'_> {
    fn issues(&self) -> Issues {
        let reason = self.reason;
        let issue = Issue::new(Problem::InvalidJson { reason }, Path::default());
        Issues {
            list: vec![issue],
            ..Issues::default()
        }
    }
}

fn trimmed(cell: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    // Most cells need not be searched for white space of Unicode.
    if let (Some(b'!'..=b'~'), Some(b'!'..=b'~')) = (cell.first(), cell.last()) {
        return cell;
    }
    match cell {
        Cow::Borrowed(text) => Cow::Borrowed(text::trimmed(text)),
        Cow::Owned(text) => Cow::Owned(text::trimmed(&text).to_vec()),
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn unusable(received: String, path: &Path) -> Issue {
    let reason = if received.starts_with('#') {
        "error_value"
    } else {
        "rounded_number"
    };
    let reason = Some(reason);
    Issue::new(Problem::NotJson { received, reason }, path.clone())
}
