//! Collects the issues of one input: their severity, order, spans and maximum number.

use super::location::{Location, Order};
use crate::issue::{Issue, Issues, Problem, Severity, Span};
use crate::json::{BOM, Range};
use crate::lean::sorted_indices;
use crate::options::Options;

/// The maximum number of issues that each kind of check lists. Further ones are only counted.
const MOST_ISSUES: usize = 10_000;

/// Up to this number, issues are sorted in place.
const FEW_ISSUES: usize = 16;

/// Collects the issues of one input.
#[derive(Debug)]
pub(crate) struct IssueCollector {
    options: Options,
    entries: Vec<Entry>,
    /// The index in `entries` at which the current kind of check began.
    phase_start: usize,
    omitted: usize,
    omitted_errors: usize,
}

#[derive(Debug)]
struct Entry {
    issue: Issue,
    order: Order,
    range: Option<Range>,
}

impl Entry {
    /// The order of the contract.
    fn key(&self) -> (&[u32], Severity) {
        (&self.order, self.issue.severity)
    }
}

impl IssueCollector {
    pub(crate) fn new(options: &Options) -> Self {
        Self {
            options: options.clone(),
            entries: Vec::new(),
            phase_start: 0,
            omitted: 0,
            omitted_errors: 0,
        }
    }

    /// Begins another kind of check, with a maximum of its own.
    pub(crate) fn next_phase(&mut self) {
        self.phase_start = self.entries.len();
    }

    /// Whether the current kind of check has reached its maximum, so that details for the list need not be computed.
    pub(crate) fn is_full(&self) -> bool {
        self.entries.len().saturating_sub(self.phase_start) >= MOST_ISSUES
    }

    /// A text for the list: empty if the current kind of check has reached its maximum.
    pub(crate) fn detail(&self, text: &str) -> String {
        if self.is_full() { String::new() } else { text.to_owned() }
    }

    /// Adds an issue with the severity that its code or the options give. Returns whether it is an error.
    #[cold]
    pub(crate) fn report(&mut self, at: &Location<'_>, problem: Problem, range: Option<Range>) -> bool {
        self.report_related(at, problem, range, &[])
    }

    /// Adds an issue that is also about other paths.
    #[cold]
    #[inline(never)]
    pub(crate) fn report_related(
        &mut self,
        at: &Location<'_>,
        problem: Problem,
        range: Option<Range>,
        related: &[&Location<'_>],
    ) -> bool {
        let Some(severity) = self.options.severity(&problem) else {
            return false;
        };
        if self.is_full() {
            self.omit(severity);
        } else {
            self.push(severity, at, problem, range, related);
        }
        severity == Severity::Error
    }

    /// The number of listed issues.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are no issues.
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    #[inline(never)]
    fn push(
        &mut self,
        severity: Severity,
        at: &Location<'_>,
        problem: Problem,
        range: Option<Range>,
        related: &[&Location<'_>],
    ) {
        let (path, order) = at.resolve();
        let mut others = Vec::new();
        for place in related {
            others.push(place.resolve().0);
        }
        let mut issue = Issue::new(problem, path);
        issue.severity = severity;
        issue.related = others;
        self.list(issue, order, range);
    }

    /// Counts an issue that is not listed.
    pub(crate) fn omit(&mut self, severity: Severity) {
        self.omitted = self.omitted.saturating_add(1);
        if severity == Severity::Error {
            self.omitted_errors = self.omitted_errors.saturating_add(1);
        }
    }

    /// Lists an issue; the caller has checked `is_full`.
    pub(crate) fn list(&mut self, issue: Issue, order: Order, range: Option<Range>) {
        self.entries.push(Entry { issue, order, range });
    }

    /// Replaces all issues by one: the text is not valid JSON, so issues found in it so far do not count.
    pub(crate) fn replace_all(&mut self, problem: Problem, range: Option<Range>) {
        *self = Self::new(&self.options);
        self.push(Severity::Error, &Location::ROOT, problem, range, &[]);
    }

    /// Returns the issues in the order of the contract, with spans if the input was text.
    pub(crate) fn finish(self, text: Option<&[u8]>) -> Issues {
        if self.entries.is_empty() {
            Issues::default()
        } else {
            self.finish_entries(text)
        }
    }

    #[cold]
    #[inline(never)]
    fn finish_entries(mut self, text: Option<&[u8]>) -> Issues {
        if let Some(text) = text {
            self.locate(text);
        }
        self.sort();
        let mut list = Vec::with_capacity(self.entries.len());
        for entry in self.entries {
            list.push(entry.issue);
        }
        Issues {
            list,
            omitted: self.omitted,
            omitted_errors: self.omitted_errors,
        }
    }

    fn sort(&mut self) {
        if self.entries.len() <= FEW_ISSUES {
            // An insertion sort: stable, and in place.
            for end in 1..self.entries.len() {
                for place in (1..=end).rev() {
                    match self.entries.get_mut(place.wrapping_sub(1)..=place) {
                        Some([one, other]) if other.key() < one.key() => std::mem::swap(one, other),
                        _ => break,
                    }
                }
            }
            return;
        }
        let key = |place: usize| self.entries.get(place).map(Entry::key);
        let mut places = sorted_indices(self.entries.len(), &|one, other| key(one) < key(other));
        // Applies the permutation cycle by cycle, in place.
        for start in 0..places.len() {
            let mut at = start;
            while let Some(place) = places.get_mut(at) {
                let from = std::mem::replace(place, at);
                if from == start {
                    break;
                }
                self.entries.swap(at, from);
                at = from;
            }
        }
    }

    /// Sets the span of every issue, in one pass over the text.
    fn locate(&mut self, text: &[u8]) {
        let start = |place: usize| {
            self.entries
                .get(place)
                .and_then(|entry| entry.range)
                .map(|range| range.start)
        };
        let by_position = sorted_indices(self.entries.len(), &|one, other| start(one) < start(other));
        let (mut line, mut column, mut position) = (1_u32, 1_u32, 0_usize);
        if text.starts_with(BOM) {
            position = BOM.len();
        }
        for place in by_position {
            let Some(Entry {
                issue,
                range: Some(range),
                ..
            }) = self.entries.get_mut(place)
            else {
                continue;
            };
            let between = text.get(position..range.start as usize).unwrap_or_default();
            for byte in between {
                if *byte == b'\n' {
                    line = line.saturating_add(1);
                    column = 1;
                } else if byte & 0xC0 != 0x80 {
                    column = column.saturating_add(1);
                }
            }
            position = position.max(range.start as usize);
            issue.span = Some(Span {
                line,
                column,
                start: range.start,
                end: range.end,
            });
        }
    }
}
