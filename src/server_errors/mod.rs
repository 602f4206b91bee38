//! Converts an error response of the API to issues on the fields of the request.
//!
//! Two families of bodies are read: those of Django REST Framework (lists of item errors until 3.17, objects by index
//! since 3.18, plain messages and full details) and problem details (RFC 9457). The field table decides what a key means:
//! `0`, `detail` and `non_field_errors` can also be keys of the caller, for example in free JSON.

mod known_messages;
mod pointer;

use std::borrow::Cow;

use crate::issue::{Issue, Issues, Path, Segment, Severity, Source};
use crate::json::{Part, read_parts, string};
use crate::lean::{concat, parse_digits};
use crate::options::{DEFAULT_MAX_BYTES, Options};
use crate::read::{BEHIND_THE_TABLE, IssueCollector, Order};
use crate::request::{CASE, Kind, MAX_DEPTH};

/// The number of code points that are kept of a body that cannot be read.
const MOST_KEPT: usize = 2_000;

/// The kind of the root of a request.
static REQUEST: Kind = Kind::Object(&CASE);

/// Converts an error response of the API to issues on the fields of the request.
///
/// Every issue is an error of [`Source::Server`]. Its `original_message` is the message of the API.
/// A known message gets the corresponding code of this library if the params can be determined from the
/// message or the field table. Any other message is [`crate::Problem::Server`], with the code of the API if it gave one.
/// Issues are in the order of the contract. At most 10,000 are listed; [`Issues::omitted`] counts the rest.
///
/// A body that cannot be read (HTML, invalid JSON, neither object nor array, over 10 MiB) becomes one issue at the root with the beginning of
/// the body. A status from 200 to 299 has no issues, regardless of the body.
///
/// ```
/// let body = r#"{"checks": {"1": {"check_type": ["\"X\" is not a valid choice."]}}, "customer_id": ["This field is required."]}"#;
/// let issues = sphinx_case::map_server_errors(400, body);
/// assert_eq!(issues.to_string(), "\
/// customer_id: This field is required. [required]
/// checks[1].check_type: \"X\" is not a valid choice. [server]");
/// ```
#[must_use]
pub fn map_server_errors(status: u16, body: &str) -> Issues {
    let mut answer = Answer {
        status,
        collector: IssueCollector::new(&Options::default()),
        path: Path::default(),
        order: Order::new(),
    };
    if !(200..300).contains(&status) {
        if body.len() as u64 <= DEFAULT_MAX_BYTES {
            if let Some(parts) = read_parts(body, b'{') {
                answer.object(body, &parts, Some(&REQUEST), 0);
            } else if body.trim_ascii_start().starts_with('[') {
                // A list raised by a view, not by a serializer.
                answer.list(body, Some(&REQUEST), 0);
            }
        }
        if answer.collector.is_empty() {
            answer.report(kept(body), None, None);
        }
    }
    answer.collector.finish(None)
}

/// The conversion of one body, with the path in the request that the current part of the body is about.
struct Answer {
    status: u16,
    collector: IssueCollector,
    path: Path,
    order: Order,
}

/// The kind of the value at a path. `None` in free JSON and below unknown keys, where every key is just a key.
type Known = Option<&'static Kind>;

impl Answer {
    /// Reads the errors at the current path and below it.
    fn walk(&mut self, value: &str, kind: Known, depth: u32) {
        match value.as_bytes().first() {
            Some(b'"') => self.report(string(value).into_owned(), None, kind),
            Some(b'n') | None => {}
            Some(b'[') if depth < MAX_DEPTH => self.list(value, kind, depth),
            Some(b'{') if depth < MAX_DEPTH => {
                let parts = read_parts(value, b'{').unwrap_or_default();
                self.object(value, &parts, kind, depth);
            }
            Some(_) => self.report(kept(value), None, kind),
        }
    }

    /// Reads an array: messages, or the errors of each item of a list.
    fn list(&mut self, value: &str, kind: Known, depth: u32) {
        let below = match kind {
            Some(Kind::List(kind)) => Some(*kind),
            _ => None,
        };
        for (index, item) in read_parts(value, b'[').unwrap_or_default().iter().enumerate() {
            // The request itself is not a list, so arrays about it contain errors.
            let is_about_item = !self.path.0.is_empty() && holds_errors(item.value);
            if is_about_item {
                self.enter(Segment::Index(index), index);
            }
            self.walk(
                item.value,
                if is_about_item { below } else { kind },
                depth.saturating_add(1),
            );
            if is_about_item {
                self.leave();
            }
        }
    }

    /// Reads an object: an error with full details, or errors by key; at the root also problem details.
    fn object(&mut self, value: &str, parts: &[Part<'_>], kind: Known, depth: u32) {
        if parts.len() == 2
            && let Some(message) = text(parts, "message")
            && let code @ Some(_) = text(parts, "code")
        {
            // An object with exactly these two strings is an error, in free JSON too.
            return self.report(message, code, kind);
        }
        let is_whole = self.path.0.is_empty();
        if is_whole && self.problem_details(value, parts) {
            return;
        }
        for (place, part) in parts.iter().enumerate() {
            let key = part.key.as_ref();
            let is_list = part.value.starts_with('[') || part.value.starts_with('{');
            if is_whole && !is_list && OF_PROBLEM_DETAILS.contains(&key) {
                continue;
            }
            let is_here = match kind {
                Some(Kind::Object(_) | Kind::List(_)) if key == "non_field_errors" => true,
                _ => is_whole && (key == "errors" || key == "detail"),
            };
            let below = if is_here { kind } else { self.down(key, place, kind) };
            self.walk(part.value, below, depth.saturating_add(1));
            if !is_here {
                self.leave();
            }
        }
    }

    /// Moves the path to `key`; unknown keys keep their order.
    fn down(&mut self, key: &str, place: usize, kind: Known) -> Known {
        match kind {
            Some(Kind::Object(table)) => {
                if let Some(place) = table.position(key.as_bytes())
                    && let Some(field) = table.fields.get(place)
                {
                    self.enter(Segment::Key(Cow::Borrowed(field.name)), place);
                    return Some(&field.kind);
                }
            }
            Some(Kind::List(kind)) => {
                if let Some(index) = index(key) {
                    self.enter(Segment::Index(index), index);
                    return Some(*kind);
                }
            }
            _ => {}
        }
        self.enter(
            Segment::Key(Cow::Owned(key.to_owned())),
            place.saturating_add(BEHIND_THE_TABLE),
        );
        None
    }

    #[inline(never)]
    fn enter(&mut self, segment: Segment, rank: usize) {
        self.path.0.push(segment);
        self.order.push(rank as u32);
    }

    #[inline(never)]
    fn leave(&mut self) {
        self.path.0.pop();
        self.order.pop();
    }

    /// Adds one message about the current path.
    #[inline(never)]
    fn report(&mut self, text: String, code: Option<String>, kind: Known) {
        if self.collector.is_full() {
            return self.collector.omit(Severity::Error);
        }
        let mut issue = Issue::new(
            known_messages::problem(self.status, &text, code, kind),
            self.path.clone(),
        );
        issue.severity = Severity::Error;
        issue.source = Source::Server;
        issue.original_message = (!text.is_empty()).then_some(text);
        self.collector.list(issue, self.order.clone(), None);
    }
}

/// Members of problem details that are not fields of the request, unless they are arrays or objects.
const OF_PROBLEM_DETAILS: &[&str] = &["detail", "title", "type", "status", "instance", "code", "pointer"];

/// The string at `key`, if there is one.
#[inline(never)]
fn text(parts: &[Part<'_>], key: &str) -> Option<String> {
    let part = parts
        .iter()
        .find(|part| part.key == key && part.value.starts_with('"'))?;
    Some(string(part.value).into_owned())
}

/// Whether an array item contains the errors of a list item, rather than a message about the list itself.
fn holds_errors(item: &str) -> bool {
    item.starts_with('[')
        || read_parts(item, b'{').is_some_and(|parts| {
            parts.len() != 2 || text(&parts, "message").is_none() || text(&parts, "code").is_none()
        })
}

/// Parses a key that is an index.
fn index(key: &str) -> Option<usize> {
    let is_plain = key.len() == 1 || !key.starts_with('0');
    let index = parse_digits(key, 10).filter(|index| is_plain && *index <= u64::from(u32::MAX))?;
    usize::try_from(index).ok()
}

/// A value of unknown structure as text; only the beginning of a long one.
#[inline(never)]
fn kept(text: &str) -> String {
    let text = text.trim_ascii();
    match text.char_indices().nth(MOST_KEPT) {
        Some((end, _)) => concat(&[text.get(..end).unwrap_or_default(), "…"]),
        None => text.to_owned(),
    }
}
