//! The issues of documents for people: code frames in the order of the text. If not all are shown, errors take precedence.

use std::io::{self, Write};

use sphinx_case::Language;

use super::Verdict;
use super::frame::{self, place_of};
use crate::input::Document;
use crate::terminal::Look;

/// Writes frames.
#[derive(Debug)]
pub struct Human {
    look: Look,
    language: Language,
    /// The flag that shows more.
    flag: &'static str,
}

/// How many issues were shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Shown {
    /// The number of issues shown.
    pub shown: usize,
    /// The number of issues not shown.
    pub hidden: usize,
}

impl Shown {
    /// Adds the numbers of another document.
    pub fn add(&mut self, more: Self) {
        self.shown = self.shown.saturating_add(more.shown);
        self.hidden = self.hidden.saturating_add(more.hidden);
    }
}

impl Human {
    /// Frames with this look, and messages in this language.
    pub fn new(look: Look, language: Language) -> Self {
        Self {
            look,
            language,
            flag: "--limit",
        }
    }

    /// The same for a command where another flag shows more issues.
    pub fn with_flag(self, flag: &'static str) -> Self {
        Self { flag, ..self }
    }

    /// Writes at most `limit` frames for a document.
    pub fn frames(
        &self,
        out: &mut dyn Write,
        document: &Document<'_>,
        verdict: &Verdict,
        limit: usize,
    ) -> io::Result<Shown> {
        let all = &verdict.issues;
        let mut chosen: Vec<_> = all.iter().collect();
        if chosen.len() > limit {
            chosen.sort_by_key(|issue| issue.severity);
            chosen.truncate(limit);
        }
        chosen.sort_by_key(|issue| issue.span.map(|span| span.start));
        for issue in &chosen {
            let text = frame::render(issue, document, &self.look, self.language).map_err(io::Error::other)?;
            writeln!(out, "{text}")?;
        }
        Ok(Shown {
            shown: chosen.len(),
            hidden: all.len().saturating_sub(chosen.len()).saturating_add(verdict.omitted),
        })
    }

    /// Writes how many issues of a document were not shown.
    pub fn more(&self, out: &mut dyn Write, document: &Document<'_>, shown: Shown) -> io::Result<()> {
        if shown.hidden == 0 {
            return Ok(());
        }
        let all = shown.shown.saturating_add(shown.hidden);
        let place = place_of(document);
        writeln!(
            out,
            "  … and {} more in {place}. To show all, use {} {all}.\n",
            shown.hidden, self.flag
        )
    }
}
