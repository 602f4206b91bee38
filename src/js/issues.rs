//! Issues from JavaScript: those of this crate, and those that something else has found.

use serde::Deserialize;
use serde_json::{Map, Value};
use wasm_bindgen::JsValue;

use crate::issue::{Issue, Issues, Path, Problem, Segment, Severity, Source, Span};

/// The members of an issue that are read. `pointer` and `name` follow from `path`.
#[derive(Deserialize)]
struct IssueRecord {
    path: Vec<SegmentRecord>,
    message: String,
    code: Option<String>,
    #[serde(default)]
    params: Map<String, Value>,
    severity: Option<String>,
    #[serde(default)]
    related: Vec<Vec<SegmentRecord>>,
    span: Option<SpanRecord>,
    source: Option<String>,
    /// The status of the API's response, where a program makes the issue itself.
    status: Option<u16>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum SegmentRecord {
    Index(u32),
    Key(String),
}

#[derive(Deserialize)]
struct SpanRecord {
    line: u32,
    column: u32,
    start: u32,
    end: u32,
}

/// Reads an array of issues: those that this crate or the npm package has returned, with code and params, or those that
/// something else has found, such as a check of your own, which need `path` and `message` only.
///
/// An issue of the second kind has the code `server`; its own code is then the param `server_code`, and its message stays as
/// it is in every language. So it is when a code or a param is not one that this version has.
///
/// # Errors
/// When it is not an array of such objects.
impl TryFrom<&JsValue> for Issues {
    type Error = super::Error;

    fn try_from(value: &JsValue) -> Result<Self, super::Error> {
        let records: Vec<IssueRecord> = serde_wasm_bindgen::from_value(value.clone())?;
        Ok(Self {
            list: records.into_iter().map(Issue::from).collect(),
            ..Self::default()
        })
    }
}

impl From<IssueRecord> for Issue {
    fn from(record: IssueRecord) -> Self {
        let source = Source::ALL
            .iter()
            .find(|source| record.source.as_deref() == Some(source.as_str()))
            .copied();
        let code = record.code.as_deref().unwrap_or_default();
        let known = source.and_then(|_| Problem::read(code, &record.params));
        // Only the messages of this crate can be rendered again.
        let is_own = known.is_some() && source == Some(Source::Core);
        let problem = known.unwrap_or(Problem::Server {
            status: u64::from(record.status.unwrap_or_default()),
            server_code: record.code,
        });
        let is_warning = record.severity.as_deref() == Some("warning");
        Self {
            severity: if is_warning { Severity::Warning } else { Severity::Error },
            related: record.related.into_iter().map(path).collect(),
            span: record.span.map(Span::from),
            source: source.unwrap_or(Source::Server),
            original_message: (!is_own).then_some(record.message),
            ..Self::new(problem, path(record.path))
        }
    }
}

fn path(segments: Vec<SegmentRecord>) -> Path {
    let segments = segments.into_iter().map(|segment| match segment {
        SegmentRecord::Index(index) => Segment::Index(index as usize),
        SegmentRecord::Key(key) => Segment::Key(key.into()),
    });
    Path(segments.collect())
}

impl From<SpanRecord> for Span {
    fn from(record: SpanRecord) -> Self {
        Self {
            line: record.line,
            column: record.column,
            start: record.start,
            end: record.end,
        }
    }
}
