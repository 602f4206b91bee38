//! One issue as a code frame: its position, its message, and advice.

use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, LabeledSpan, MietteError, MietteSpanContents, Severity, SourceCode, SourceSpan,
    SpanContents,
};
use sphinx_case::input::Cell;
use sphinx_case::{Issue, Language, Segment, Span};

use super::excerpt::Excerpt;
use super::visible::{shortened, shown_name, visible};
use crate::input::{Document, Text};
use crate::terminal::Look;

/// The maximum number of characters of a message. Only a message with a very long number has more.
const LONGEST_MESSAGE: usize = 400;
/// The maximum number of characters of a heading.
const LONGEST_HEADING: usize = 60;
/// The minimum width of a label, which may exceed the width of the terminal.
const NARROWEST_LABEL: usize = 24;

/// Renders an issue of a document.
pub fn render(issue: &Issue, document: &Document<'_>, look: &Look, language: Language) -> Result<String, fmt::Error> {
    let mut theme = look.theme.clone();
    let style = if issue.is_error() {
        theme.styles.error
    } else {
        theme.styles.warning
    };
    theme.styles.highlights = vec![if look.has_colors { style.bold() } else { style }];
    let title = format!("{}[{}]:", issue.severity.as_str(), issue.code().as_str());
    let title_width = look.width.saturating_sub(title.len()).saturating_sub(6);
    theme.characters.error.clone_from(&title);
    theme.characters.warning = title;
    let frame = Frame::new(issue, &issue.message_in(language), document, look.width, title_width);
    let mut text = String::new();
    GraphicalReportHandler::new_themed(theme)
        .with_width(look.width)
        .with_context_lines(1)
        .render_report(&mut text, &frame)?;
    Ok(text)
}

#[derive(Debug)]
struct Frame {
    severity: Severity,
    title: String,
    help: Option<String>,
    place: Option<Place>,
}

/// The excerpt and its position in the file.
#[derive(Debug)]
struct Place {
    file: String,
    line: usize,
    column: usize,
    excerpt: Excerpt,
    label: String,
}

impl Frame {
    fn new(issue: &Issue, message: &str, document: &Document<'_>, width: usize, title_width: usize) -> Self {
        let name = issue.path.name();
        let path = shortened(&name, title_width);
        let subject = if path.is_empty() {
            "the request".into()
        } else {
            visible(&path)
        };
        let message = visible(message);
        // A message has the problem first, and after a semicolon what to do about it.
        let (wrong, advice) = match message.split_once("; ") {
            // French has a space before it, too.
            Some((wrong, advice)) => (wrong.trim_end(), Some(advice)),
            None => (&*message, None),
        };
        let wrong = shortened(wrong, LONGEST_MESSAGE);
        let cell = document.cell(issue);
        let place = match &cell {
            Some(cell) => Some(Place::of_cell(cell, &wrong, document, width)),
            None => Place::of(issue, &wrong, document, width),
        };
        Self {
            severity: if issue.is_error() {
                Severity::Error
            } else {
                Severity::Warning
            },
            title: match &place {
                Some(_) => match &cell {
                    Some(cell) => format!("{subject} in {}", cell_name(cell, &name, document)),
                    None => subject.into_owned(),
                },
                None => format!("{}: {subject}: {wrong}", place_of(document)),
            },
            help: help(issue, advice),
            place,
        }
    }
}

impl Place {
    /// The text of a cell; its row and column are the position in the file.
    fn of_cell(cell: &Cell, message: &str, document: &Document<'_>, width: usize) -> Self {
        let row = document.line.unwrap_or_default();
        let gutter = row.to_string().len().saturating_add(4);
        let span = Span {
            line: 1,
            column: 1,
            start: 0,
            end: u32::try_from(cell.text.len()).unwrap_or(u32::MAX),
        };
        let excerpt = Excerpt::cut(cell.text.as_bytes(), span, width.saturating_sub(gutter));
        let label_column = gutter.saturating_add(excerpt.label_column).saturating_add(5);
        Self {
            file: shown_name(document.file),
            line: usize::try_from(row).unwrap_or(usize::MAX),
            column: cell.column,
            label: broken(message, width.saturating_sub(label_column).max(NARROWEST_LABEL)),
            excerpt,
        }
    }

    fn of(issue: &Issue, message: &str, document: &Document<'_>, width: usize) -> Option<Self> {
        let (Some(span), Text::Whole(text)) = (issue.span, document.text) else {
            return None;
        };
        let lines_above = document.line.unwrap_or(1).saturating_sub(1);
        let line = lines_above.saturating_add(u64::from(span.line));
        let gutter = line.saturating_add(1).to_string().len().saturating_add(4);
        let excerpt = Excerpt::cut(text, span, width.saturating_sub(gutter));
        let label = match absent_key(issue, text) {
            Some(key) => format!("{}: {message}", visible(key)),
            None => message.to_owned(),
        };
        let label_column = gutter.saturating_add(excerpt.label_column).saturating_add(5);
        Some(Self {
            file: shown_name(document.file),
            line: usize::try_from(line).unwrap_or(usize::MAX),
            column: span.column as usize,
            label: broken(&label, width.saturating_sub(label_column).max(NARROWEST_LABEL)),
            excerpt,
        })
    }
}

/// The key of a missing field. The frame shows the opening brace of the object that lacks it.
fn absent_key<'i>(issue: &'i Issue, text: &[u8]) -> Option<&'i str> {
    let span = issue.span?;
    let Some(Segment::Key(key)) = issue.path.0.last() else {
        return None;
    };
    (text.get(span.start as usize..span.end as usize) == Some(b"{")).then_some(key)
}

fn help(issue: &Issue, advice: Option<&str>) -> Option<String> {
    let related: Vec<String> = issue
        .related
        .iter()
        .map(|path| visible(&path.name()).into_owned())
        .collect();
    let related = (!related.is_empty()).then(|| format!("see also {}", related.join(", ")));
    match (advice, related) {
        (Some(advice), Some(related)) => Some(format!("{advice} ({related})")),
        (advice, related) => advice.map(str::to_owned).or(related),
    }
}

/// `row 3, column 2`, with the heading if it is not the name of the field.
fn cell_name(cell: &Cell, field: &str, document: &Document<'_>) -> String {
    let place = format!("row {}, column {}", document.line.unwrap_or_default(), cell.column);
    if cell.heading == field {
        return place;
    }
    format!("{place}, \"{}\"", visible(&shortened(&cell.heading, LONGEST_HEADING)))
}

/// A document as `file`, `file:line`, or `file, row 3`.
pub fn place_of(document: &Document<'_>) -> String {
    match document.line {
        Some(row) if document.table.is_some() => format!("{}, row {row}", shown_name(document.file)),
        Some(line) => format!("{}:{line}", shown_name(document.file)),
        None => shown_name(document.file),
    }
}

/// Breaks a label between words into lines of at most `width` characters.
fn broken(label: &str, width: usize) -> String {
    let mut text = String::with_capacity(label.len());
    let mut used = 0_usize;
    for word in label.split(' ') {
        let length = word.chars().count();
        if used > 0 && used.saturating_add(length).saturating_add(1) > width {
            text.push('\n');
            used = 0;
        } else if used > 0 {
            text.push(' ');
            used = used.saturating_add(1);
        }
        text.push_str(word);
        used = used.saturating_add(length);
    }
    text
}

impl fmt::Display for Frame {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.title)
    }
}

impl std::error::Error for Frame {}

impl Diagnostic for Frame {
    fn severity(&self) -> Option<Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.place.as_ref().map(|place| place as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let Place { excerpt, label, .. } = self.place.as_ref()?;
        let span = LabeledSpan::new(Some(label.clone()), excerpt.start, excerpt.length);
        Some(Box::new(std::iter::once(span)))
    }
}

impl SourceCode for Place {
    /// The whole excerpt; without context lines, the position of the issue in its file.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let data = self.excerpt.text.as_bytes();
        let (span, line, column) = if lines_before == 0 && lines_after == 0 {
            (*span, self.line, self.column)
        } else {
            let line = self.line.saturating_sub(self.excerpt.lines_before);
            ((0, data.len()).into(), line, 1)
        };
        Ok(Box::new(MietteSpanContents::new_named(
            self.file.clone(),
            data,
            span,
            line.saturating_sub(1),
            column.saturating_sub(1),
            data.split(|byte| *byte == b'\n').count(),
        )))
    }
}
