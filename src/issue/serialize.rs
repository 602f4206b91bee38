//! Issues as JSON: the same text for every caller.

use serde::ser::{Serialize, SerializeSeq, Serializer};
use serde_json::value::RawValue;

use super::{Issue, Issues, Path};
use crate::{json, messages};

impl Issue {
    /// The issue as one JSON object, the form that every language sees.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        self.write_json(&mut out);
        out
    }

    pub(crate) fn write_json(&self, out: &mut String) {
        self.write_json_at(&self.path, out);
    }

    /// The same, as the issue of another place.
    pub(crate) fn write_json_at(&self, path: &Path, out: &mut String) {
        out.push_str("{\"severity\":\"");
        out.push_str(self.severity.as_str());
        out.push_str("\",\"code\":\"");
        out.push_str(self.code().as_str());
        out.push_str("\",\"path\":");
        path.write_json(out);
        out.push_str(",\"pointer\":");
        json::write_quoted(out, &mut |out| path.write_pointer(out));
        out.push_str(",\"name\":");
        json::write_quoted(out, &mut |out| path.write_name(out));
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
        out.push_str("},\"message\":");
        match &self.said {
            Some(said) => json::write_string(said, out),
            None => json::write_quoted(out, &mut |out| messages::write(&self.problem, out)),
        }
        if !self.related.is_empty() {
            out.push_str(",\"related\":[");
            for (index, path) in self.related.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                path.write_json(out);
            }
            out.push(']');
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
    /// The issues as a JSON array.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        self.write_json(&mut out);
        out
    }

    pub(crate) fn write_json(&self, out: &mut String) {
        write_list(&self.list, out);
    }
}

/// Appends issues as a JSON array.
pub(crate) fn write_list(issues: &[Issue], out: &mut String) {
    out.push('[');
    for (index, issue) in issues.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        issue.write_json(out);
    }
    out.push(']');
}

impl Serialize for Issue {
    /// For `serde_json`, as which it is written; its text is the one of [`Issue::to_json`].
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
