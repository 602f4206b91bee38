//! The last line: how many requests were validated, and the result.

use std::process::ExitCode;

use crate::failure::UNABLE;

use super::Verdict;
use crate::input::Document;

/// Counts verdicts.
#[derive(Debug, Default)]
pub struct Tally {
    has_lines: bool,
    valid: usize,
    invalid: usize,
    errors: usize,
    warnings: usize,
    omitted: usize,
}

impl Tally {
    /// Counts a document.
    pub fn add(&mut self, document: &Document<'_>, verdict: &Verdict) {
        self.has_lines |= document.line.is_some();
        let count = if verdict.is_valid {
            &mut self.valid
        } else {
            &mut self.invalid
        };
        *count = count.saturating_add(1);
        let errors = verdict.issues.iter().filter(|issue| issue.is_error()).count();
        let warnings = verdict.issues.len().saturating_sub(errors);
        self.errors = self.errors.saturating_add(errors);
        self.warnings = self.warnings.saturating_add(warnings);
        self.omitted = self.omitted.saturating_add(verdict.omitted);
    }

    /// Whether all documents are valid; with `deny_warnings`, also without warnings.
    pub fn is_good(&self, deny_warnings: bool) -> bool {
        self.invalid == 0 && !(deny_warnings && self.has_warnings())
    }

    /// The exit code if files could not be read.
    pub fn exit_code(&self, unreadable: usize, deny_warnings: bool) -> ExitCode {
        if unreadable > 0 {
            ExitCode::from(UNABLE)
        } else if self.is_good(deny_warnings) {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }

    /// Whether no document has an issue.
    pub fn is_clean(&self) -> bool {
        self.errors == 0 && !self.has_warnings()
    }

    fn has_warnings(&self) -> bool {
        // Issues that are not listed may be warnings. If a request is invalid, this changes nothing.
        self.warnings > 0 || (self.omitted > 0 && self.invalid == 0)
    }

    /// `3 files: 2 valid, 1 with 2 errors, 1 warning`
    pub fn summary(&self, files: usize, unreadable: usize, deny_warnings: bool) -> String {
        let read = files.saturating_sub(unreadable);
        let requests = self.valid.saturating_add(self.invalid);
        let mut parts = Vec::new();
        match (requests, self.valid, self.invalid) {
            (0, _, _) => parts.push("no requests".to_owned()),
            (1, 1, _) => parts.push("valid".to_owned()),
            (_, valid, 0) if valid > 0 => parts.push("all valid".to_owned()),
            (1, ..) => parts.push(counted(self.errors, "error")),
            (_, valid, invalid) => {
                if valid > 0 {
                    parts.push(format!("{valid} valid"));
                }
                parts.push(format!("{invalid} with {}", counted(self.errors, "error")));
            }
        }
        if self.warnings > 0 {
            parts.push(counted(self.warnings, "warning"));
        }
        if self.omitted > 0 {
            parts.push(format!("{} not listed", counted(self.omitted, "more issue")));
        }
        if unreadable > 0 {
            parts.push(format!("{} could not be read", counted(unreadable, "file")));
        }
        let mut line = counted(read, "file");
        if self.has_lines {
            line.push_str(", ");
            line.push_str(&counted(requests, "request"));
        }
        line.push_str(": ");
        line.push_str(&parts.join(", "));
        if deny_warnings && self.has_warnings() {
            line.push_str(" (warnings count as errors: --deny-warnings)");
        }
        line
    }
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
