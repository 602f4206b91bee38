//! The headings of a table, and its rows as requests: a heading is the name of a field, and a cell its text, as in a form.

use std::borrow::Cow;

use super::cells::cells;
use super::error::unsupported;
use super::options::InputOptions;
use super::template::Template;
use super::workbook::UNUSABLE;
use crate::draft::{self, Draft};
use crate::form::text;
use crate::issue::{Issue, Issues, Path, Problem};
use crate::options::Options;

/// The separators of cells.
const SEPARATORS: [u8; 3] = *b",;\t";

/// How many wrong headings are listed.
const MAX_WRONG: usize = 5;

/// The headings of a table, and the fields that they name.
#[derive(Debug, Clone)]
pub struct Table {
    separator: u8,
    columns: Vec<Column>,
    template: Template,
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
    /// The heading of the column.
    pub heading: String,
    /// Its text.
    pub text: String,
}

/// The separator of a row of headings: the most frequent one outside of quotes.
pub(super) fn separator_of(headings: &[u8]) -> u8 {
    let count = |separator: u8| cells(headings, separator).count();
    // The first of several.
    SEPARATORS
        .into_iter()
        .rev()
        .max_by_key(|separator| count(*separator))
        .unwrap_or(b',')
}

/// Whether a line has headings: at least one is the name of a field.
pub(super) fn has_headings(line: &[u8]) -> bool {
    cells(line, separator_of(line)).any(|cell| {
        cell.is_ok_and(|name| {
            std::str::from_utf8(text::trimmed(&name)).is_ok_and(|name| Template::place_of(name).is_some())
        })
    })
}

impl Table {
    /// A table with a row of headings.
    pub(super) fn new(headings: &[u8], separator: u8, options: &InputOptions) -> std::io::Result<Self> {
        let mut table = Self {
            separator,
            columns: Vec::new(),
            template: Template::default(),
        };
        let mut wrong = Vec::new();
        for cell in cells(headings, separator) {
            let Ok(cell) = cell else {
                return Err(unsupported("the quotes of a heading in row 1 are not closed"));
            };
            let heading = String::from_utf8_lossy(text::trimmed(&cell)).into_owned();
            if let Err(message) = table.add(heading, options) {
                wrong.push(message);
            }
        }
        let has_heading = |name: &str| table.columns.iter().any(|column| column.heading == name);
        for (heading, _) in options.map.iter().filter(|(heading, _)| !has_heading(heading)) {
            wrong.push(format!("there is no heading \"{heading}\", which --map names"));
        }
        if table.template.is_empty() && wrong.is_empty() {
            wrong.push(
                "its first row has no headings; expected the names of fields, such as customer.full_name".to_owned(),
            );
        }
        if wrong.is_empty() {
            return Ok(table);
        }
        let hidden = wrong.len().saturating_sub(MAX_WRONG);
        wrong.truncate(MAX_WRONG);
        if hidden > 0 {
            wrong.push(format!("{hidden} more headings are wrong"));
        }
        Err(unsupported(wrong.join("; ")))
    }

    /// Adds a column, or returns what is wrong with its heading.
    fn add(&mut self, heading: String, options: &InputOptions) -> Result<(), String> {
        let index = self.columns.len();
        let mapped = options
            .map
            .iter()
            .find(|(name, _)| *name == heading)
            .map(|(_, field)| field.as_str());
        let name = mapped.unwrap_or(&heading);
        let mut column = Column {
            heading: heading.clone(),
            path: None,
        };
        let place = match name {
            "" => Ok(None),
            name => self.place(name, &heading, index).map(Some),
        };
        let result = place.map(|path| column.path = path);
        self.columns.push(column);
        result
    }

    fn place(&mut self, name: &str, heading: &str, index: usize) -> Result<Path, String> {
        let number = index.saturating_add(1);
        let Some(path) = Template::place_of(name) else {
            let suggestion = Template::suggestion(name).map(|name| format!(" (did you mean {name}?)"));
            return Err(format!(
                "the heading \"{name}\" of column {number} is not a field{}; rename it, or use --map \"{heading}=FIELD\", or --map \
                 \"{heading}=\" to leave the column out",
                suggestion.unwrap_or_default()
            ));
        };
        self.template.add(path, index).map_err(|other| {
            let other = other.saturating_add(1);
            format!("columns {other} and {number} are for the same field ({name}); remove or rename one of them")
        })
    }

    /// The issues of a row, and what `build` makes of its request unless a cell prevents that.
    pub(super) fn read<Built>(
        &self,
        row: &[u8],
        options: &Options,
        build: impl FnOnce(Draft<'_>, &mut Issues) -> Option<Built>,
    ) -> (Issues, Option<Built>) {
        let texts = match self.texts(row) {
            Ok(texts) => texts,
            Err(issue) => return (of_list(vec![*issue]), None),
        };
        let own = self.unusable(&texts);
        let mut json = Vec::with_capacity(row.len().saturating_mul(3));
        self.template.write(&texts, &mut json);
        let draft = draft::read_json_with(&json, options);
        let mut issues = draft.issues().clone();
        // Positions in a text that nobody has seen.
        issues.list.iter_mut().for_each(|issue| issue.span = None);
        if own.is_empty() {
            let built = build(draft, &mut issues);
            return (issues, built);
        }
        // The core has an issue for each of them, because of the character, but not the reason.
        issues
            .list
            .retain(|issue| !own.iter().any(|other| other.path == issue.path));
        issues.list.splice(..0, own);
        (issues, None)
    }

    /// The trimmed texts of the cells of all columns.
    fn texts<'r>(&self, row: &'r [u8]) -> Result<Vec<Cow<'r, [u8]>>, Box<Issue>> {
        let mut texts = Vec::with_capacity(self.columns.len());
        for cell in cells(row, self.separator) {
            let index = texts.len();
            let cell = trimmed(cell.map_err(|_| open_quotes(index))?);
            let has_heading = self.columns.get(index).is_some_and(|column| !column.heading.is_empty());
            if !cell.is_empty() && !has_heading {
                return Err(no_heading(index, &cell));
            }
            texts.push(cell);
        }
        Ok(texts)
    }

    /// The issues of cells that are error values or rounded numbers of a workbook.
    fn unusable(&self, texts: &[Cow<'_, [u8]>]) -> Vec<Issue> {
        let mut issues = Vec::new();
        for (text, column) in texts.iter().zip(&self.columns) {
            if let Some(rest) = text.strip_prefix(&[UNUSABLE as u8])
                && let Some(path) = &column.path
            {
                issues.push(unusable(String::from_utf8_lossy(rest).into_owned(), path));
            }
        }
        issues
    }

    /// The cell that a path of a request is about, as far as one is.
    #[must_use]
    pub fn cell(&self, row: &[u8], path: &Path) -> Option<Cell> {
        let texts = self.texts(row).ok()?;
        let index = self.template.column_of(&texts, &path.0)?;
        let text = String::from_utf8_lossy(texts.get(index).map(|text| &**text).unwrap_or_default());
        Some(Cell {
            column: index.saturating_add(1),
            heading: self.columns.get(index)?.heading.clone(),
            text: text.trim_start_matches(UNUSABLE).to_owned(),
        })
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

fn open_quotes(index: usize) -> Box<Issue> {
    let number = index.saturating_add(1);
    let problem = Problem::InvalidJson {
        reason: "unexpected_end",
    };
    Box::new(Issue {
        original_message: Some(format!(
            "The quotes of the cell in column {number} are not closed; write a quote within quotes twice"
        )),
        ..Issue::new(problem, Path::default())
    })
}

fn no_heading(index: usize, cell: &[u8]) -> Box<Issue> {
    let number = index.saturating_add(1);
    let text: String = String::from_utf8_lossy(cell).chars().take(40).collect();
    let problem = Problem::UnknownField {
        revision: None,
        suggestion: None,
    };
    Box::new(Issue {
        original_message: Some(format!(
            "Column {number} has the value \"{text}\" and no heading; a value that contains the separator needs quotes"
        )),
        ..Issue::new(problem, Path::default())
    })
}

fn unusable(received: String, path: &Path) -> Issue {
    let is_error = received.starts_with('#');
    let message = if is_error {
        format!("The cell has the error value {received}; correct its formula")
    } else {
        format!("Excel may have rounded the number {received}; format the cell as text, and enter the number again")
    };
    Issue {
        original_message: Some(message),
        ..Issue::new(Problem::NotJson { received }, path.clone())
    }
}

fn of_list(list: Vec<Issue>) -> Issues {
    Issues {
        list,
        ..Issues::default()
    }
}
