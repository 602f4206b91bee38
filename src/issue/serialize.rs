//! Issues as JSON: the same text in every runtime.

use serde::ser::{Serialize, SerializeSeq, Serializer};
use serde_json::value::RawValue;

use super::{Issue, Issues, Path, Severity, Source};
use crate::json;
use crate::messages::Language;

impl Issue {
    /// The issue as one JSON object, with its message in English.
    #[must_use]
    pub fn to_json(&self) -> String {
        self.to_json_in(Language::En)
    }

    /// The issue as one JSON object, with its message in a language.
    #[must_use]
    pub fn to_json_in(&self, language: Language) -> String {
        let mut out = String::new();
        self.write_json(language, &mut out);
        out
    }

    fn write_json(&self, language: Language, out: &mut String) {
        out.push_str("{\"severity\":\"");
        out.push_str(self.severity.as_str());
        out.push_str("\",\"code\":\"");
        out.push_str(self.code().as_str());
        out.push_str("\",\"path\":");
        self.path.write_json(out);
        out.push_str(",\"pointer\":");
        json::write_quoted(out, &mut |out| self.path.write_pointer(out));
        out.push_str(",\"name\":");
        json::write_quoted(out, &mut |out| self.path.write_name(out));
        self.write_params(out);
        out.push_str(",\"message\":");
        match &self.original_message {
            Some(text) => json::write_string(text, out),
            None => json::write_quoted(out, &mut |out| self.problem.write_message(language, out)),
        }
        self.write_end(out);
    }

    /// Appends the issue as [`write_facts`] does, with another path.
    pub(crate) fn write_facts_at(&self, path: &Path, out: &mut String) {
        if !out.ends_with('[') {
            out.push(',');
        }
        json::write_count(self.code() as usize, out);
        out.push(',');
        let is_warning = usize::from(self.severity == Severity::Warning);
        json::write_count(self.rarer_facts().saturating_mul(2).saturating_add(is_warning), out);
        out.push(',');
        json::write_count(path.0.len(), out);
        for step in &path.0 {
            out.push(',');
            step.write_json(out);
        }
        self.problem.visit_params(&mut |_, param| {
            out.push(',');
            if param.is_present() {
                param.write_json(out);
            } else {
                out.push_str("null");
            }
        });
        self.write_rarer_facts(out);
    }

    /// How many of the rarer facts there are: all up to the last one that the issue has.
    fn rarer_facts(&self) -> usize {
        if self.original_message.is_some() {
            4
        } else if self.source != Source::Core {
            3
        } else if self.span.is_some() {
            2
        } else {
            usize::from(!self.related.is_empty())
        }
    }

    fn write_rarer_facts(&self, out: &mut String) {
        let count = self.rarer_facts();
        if count > 0 {
            out.push(',');
            write_paths(&self.related, out);
        }
        if count > 1 {
            out.push_str(",[");
            if let Some(span) = self.span {
                json::write_integer(i64::from(span.line), out);
                for value in [span.column, span.start, span.end] {
                    out.push(',');
                    json::write_integer(i64::from(value), out);
                }
            }
            out.push(']');
        }
        if count > 2 {
            out.push_str(",\"");
            out.push_str(self.source.as_str());
            out.push('"');
        }
        if let Some(text) = &self.original_message {
            out.push(',');
            json::write_string(text, out);
        }
    }

    fn write_params(&self, out: &mut String) {
        out.push_str(",\"params\":{");
        let mut first = true;
        self.problem.visit_params(&mut |name, param| {
            if param.is_present() {
                if !first {
                    out.push(',');
                }
                first = false;
                out.push('"');
                out.push_str(name);
                out.push_str("\":");
                param.write_json(out);
            }
        });
        out.push('}');
    }

    fn write_end(&self, out: &mut String) {
        if !self.related.is_empty() {
            out.push_str(",\"related\":");
            write_paths(&self.related, out);
        }
        if let Some(span) = self.span {
            for (name, value) in [
                (",\"span\":{\"line\":", span.line),
                (",\"column\":", span.column),
                (",\"start\":", span.start),
                (",\"end\":", span.end),
            ] {
                out.push_str(name);
                json::write_integer(i64::from(value), out);
            }
            out.push('}');
        }
        out.push_str(",\"source\":\"");
        out.push_str(self.source.as_str());
        out.push_str("\"}");
    }
}

impl Issues {
    /// The issues as a JSON array, with their messages in English.
    #[must_use]
    pub fn to_json(&self) -> String {
        self.to_json_in(Language::En)
    }

    /// The issues as a JSON array, with their messages in a language.
    #[must_use]
    pub fn to_json_in(&self, language: Language) -> String {
        let mut out = String::new();
        write_list(&self.list, &mut out, &mut |issue, out| issue.write_json(language, out));
        out
    }
}

/// Appends issues for the JavaScript side as items of one JSON array, which may have others before: `JSON.parse` takes half the time
/// that arrays in arrays or objects would. The JavaScript side derives pointer, name and message.
///
/// The items of an issue: the number of its code; twice the number of rarer facts, and one more for a warning; the number of steps
/// of its path, and the steps; the params in their order, null for one that is absent; and as many as there are of the rarer facts:
/// the related paths, the span (empty if there is none), the source and the original message.
#[cfg_attr(
    not(all(target_arch = "wasm32", any(feature = "wasm", feature = "wasm-form"))),
    allow(dead_code)
)]
pub(crate) fn write_facts(issues: &[Issue], out: &mut String) {
    for issue in issues {
        issue.write_facts_at(&issue.path, out);
    }
}

fn write_paths(paths: &[Path], out: &mut String) {
    out.push('[');
    for (index, path) in paths.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        path.write_json(out);
    }
    out.push(']');
}

fn write_list(issues: &[Issue], out: &mut String, write: &mut dyn FnMut(&Issue, &mut String)) {
    out.push('[');
    for (index, issue) in issues.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write(issue, out);
    }
    out.push(']');
}

impl Serialize for Issue {
    /// Serializes as the JSON of [`Issue::to_json`]. Works with `serde_json` only.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.to_json())
            .map_err(serde::ser::Error::custom)?
            .serialize(serializer)
    }
}

impl Serialize for Issues {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.list.len()))?;
        for issue in &self.list {
            list.serialize_element(issue)?;
        }
        list.end()
    }
}
