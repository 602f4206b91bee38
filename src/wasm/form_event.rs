//! Reads the events of a form from text: `KIND\nPATH\nVALUE`, in which the value is a text, JSON or numbers.

use std::borrow::Cow;

use super::line;
use crate::form::protocol::{EVENTS, EventKind};
use crate::form::{Event, Include, Rejection};
use crate::issue::{Issue, Path, Problem, Severity, Source};
use crate::json::{read_parts, string};
use crate::lean::{from_utf8_lossy, parse_digits};
use crate::map_server_errors;

/// Reads an event; `None` if there is no such kind or the value cannot be read.
pub(super) fn read_event<'e>(kind: &str, path: &'e str, value: &'e [u8]) -> Option<Event<'e>> {
    let (_, kind) = EVENTS.iter().find(|(name, _)| *name == kind)?;
    let json = not_empty(value);
    let text = std::str::from_utf8(value).unwrap_or_default();
    Some(match kind {
        EventKind::Set => Event::Set {
            path,
            text: Cow::Borrowed(value),
        },
        EventKind::Reject => {
            let (kind, rest) = line(value);
            let (message, text) = line(rest);
            let message = from_utf8_lossy(message);
            Event::Reject {
                path,
                text: Cow::Borrowed(text),
                rejection: match kind {
                    b"unreadable" => Rejection::Unreadable(message),
                    b"missing" => Rejection::Missing,
                    _ => Rejection::Constraint(message),
                },
            }
        }
        EventKind::SetValue => Event::SetValue { path, json: value },
        EventKind::Leave => Event::Leave { path },
        EventKind::Include => Event::Include {
            path,
            include: match text {
                "always" => Include::Always,
                "never" => Include::Never,
                _ => Include::Auto,
            },
        },
        EventKind::Append => Event::Insert {
            list: path,
            at: None,
            json,
        },
        EventKind::Insert | EventKind::Move => read_row_event(*kind, path, value)?,
        EventKind::Remove => Event::Remove { path },
        EventKind::Duplicate => Event::Duplicate { path },
        EventKind::Submit => Event::Submit,
        EventKind::Reset => Event::Reset { json },
        EventKind::Restore => Event::Restore { draft: text },
        EventKind::SetExternalIssues => Event::SetExternalIssues {
            issues: read_issues(text, Source::Server)?,
        },
        EventKind::SetApiResponse => {
            let (status, body) = line(value);
            let status = u16::try_from(read_number(status)?).ok()?;
            Event::SetExternalIssues {
                issues: map_server_errors(status, &from_utf8_lossy(body)).into_vec(),
            }
        }
        EventKind::BeginAsyncCheck => Event::BeginAsyncCheck { path },
        EventKind::FinishAsyncCheck => {
            let (generation, issues) = line(value);
            Event::FinishAsyncCheck {
                path,
                generation: u32::try_from(read_number(generation)?).ok()?,
                issues: read_issues(std::str::from_utf8(issues).ok()?, Source::Async)?,
            }
        }
    })
}

/// Reads an event whose value begins with the index of a row.
fn read_row_event<'e>(kind: EventKind, list: &'e str, value: &'e [u8]) -> Option<Event<'e>> {
    let (index, rest) = line(value);
    let index = read_number(index)?;
    Some(match kind {
        EventKind::Move => Event::Move {
            list,
            from: index,
            to: read_number(rest)?,
        },
        _ => Event::Insert {
            list,
            at: Some(index),
            json: not_empty(rest),
        },
    })
}

fn not_empty(value: &[u8]) -> Option<&[u8]> {
    (!value.is_empty()).then_some(value)
}

fn read_number(text: &[u8]) -> Option<usize> {
    parse_digits(std::str::from_utf8(text).ok()?, 10).map(|number| number as usize)
}

/// Reads issues from a JSON array of `{"path","severity","status","code","message"}`.
fn read_issues(list: &str, source: Source) -> Option<Vec<Issue>> {
    let mut issues = Vec::new();
    for item in read_parts(list, b'[')? {
        let mut issue = Issue::new(Problem::Required {}, Path::default());
        issue.source = source;
        let (mut status, mut server_code) = (0, None);
        for part in read_parts(item.value, b'{')? {
            match &*part.key {
                "path" => issue.path = part.value.parse().ok()?,
                "severity" if string(part.value) == "warning" => issue.severity = Severity::Warning,
                "status" => status = parse_digits(part.value, 10).unwrap_or_default(),
                "code" => server_code = Some(string(part.value).into_owned()),
                "message" => issue.original_message = Some(string(part.value).into_owned()),
                _ => {}
            }
        }
        issue.problem = Problem::Server { status, server_code };
        issues.push(issue);
    }
    Some(issues)
}
