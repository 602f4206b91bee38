//! Where an issue stands once more: recounted in the text, and compared with what the path leads to.

use serde_json::Value;
use sphinx_case::{Code, Issue, Segment, Span};

/// What is wrong with a span in a text, if anything is.
pub fn fault(text: &str, span: Span) -> Option<String> {
    let (start, end) = (span.start as usize, span.end as usize);
    let Some(before) = text.get(..start) else {
        return Some("starts within a character".to_owned());
    };
    if text.get(start..end).is_none() {
        return Some("ends before its start, behind the text or within a character".to_owned());
    }
    let before = before.strip_prefix('\u{feff}').unwrap_or(before);
    let line = 1 + before.matches('\n').count();
    let column = 1 + before.rsplit('\n').next().unwrap_or_default().chars().count();
    let found = (span.line as usize, span.column as usize);
    (found != (line, column)).then(|| format!("stands at {line}:{column}, not at {found:?}"))
}

/// Whether the piece of the text that is pointed at is the one the issue is about. No key is given twice.
pub fn is_the_place(issue: &Issue, piece: &str, root: &Value) -> bool {
    let names_its_key = |issue: &Issue| {
        let name = serde_json::from_str::<String>(piece).ok();
        matches!(issue.path.0.last(), Some(Segment::Key(key)) if name.as_deref() == Some(key))
    };
    let value = issue.path.0.iter().try_fold(root, |at, segment| match segment {
        Segment::Key(key) => at.get(&**key),
        Segment::Index(index) => at.get(index),
    });
    let is_its_value = || serde_json::from_str::<Value>(piece).ok().as_ref() == value;
    match issue.code() {
        Code::UnknownField | Code::Exclusive | Code::CustomerOverwrite => names_its_key(issue),
        Code::Required | Code::RequiredOneOf | Code::NothingToStart => piece == "{",
        Code::MissingCheckType => {
            if value.is_none() {
                piece == "{"
            } else {
                is_its_value()
            }
        }
        Code::InvalidUnicode => names_its_key(issue) || is_its_value(),
        _ => value.is_some() && is_its_value(),
    }
}
