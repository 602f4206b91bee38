//! Converts an error response of the API to issues on the fields of the request.
//!
//! These bodies are read: those of Django REST Framework (lists of item errors until 3.17, objects by index since 3.18, plain
//! messages and full details) and of drf-standardized-errors, problem details (RFC 9457), and JSON:API. The field table decides
//! what a key means: `0`, `detail` and `non_field_errors` can also be keys of the caller, for example in free JSON.

mod body;
#[cfg(feature = "client")]
mod duplicate;
mod error_object;
mod known_messages;
mod meaning;
mod pointer;

use std::borrow::Cow;

#[cfg(feature = "relay")]
pub(crate) use body::RELAY_PROBLEM;
use body::is_markup;
pub(crate) use body::is_readable;
#[cfg(feature = "client")]
pub(crate) use duplicate::is_duplicate;
pub use meaning::ResponseMeaning;
#[cfg(feature = "relay")]
pub(crate) use meaning::{API_FAILED, IN_PROGRESS, OTHER_INSTANCE, OUTCOME_UNKNOWN};

use crate::issue::{Issue, Issues, Path, Segment, Severity, Source};
use crate::json::{Part, read_parts, string};
use crate::lean::{concat, parse_digits, split_at_any};
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
/// Any other body (text, invalid JSON, JSON of another structure, over 10 MiB) becomes one issue at the root with the message
/// in it, or its beginning. Markup and bytes that are not text are not messages: the issue then has only the status. A status from
/// 200 to 299 has no issues, regardless of the body.
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
        is_understood: true,
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
        if answer.collector.is_empty() || !answer.is_understood {
            answer.collector = IssueCollector::new(&Options::default());
            let said = error_object::message_in(body).unwrap_or_else(|| readable(body));
            answer.report(said, None, None);
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
    /// Whether the body has a structure that is read.
    is_understood: bool,
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
            if self.path.0.is_empty() {
                if !self.listed_error(item.value) {
                    self.walk(item.value, kind, depth.saturating_add(1));
                }
                continue;
            }
            let is_about_item = holds_errors(item.value);
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
        if let Some((message, code)) = full_details(parts) {
            // An object with exactly these two strings is an error, in free JSON too.
            return self.report(message, Some(code), kind);
        }
        let is_whole = self.path.0.is_empty();
        if is_whole && self.problem_details(value, parts) {
            return;
        }
        let mut is_known = !self.collector.is_empty();
        let mut has_others = false;
        for (place, part) in parts.iter().enumerate() {
            let key = part.key.as_ref();
            let is_list = part.value.starts_with('[') || part.value.starts_with('{');
            if is_whole && !is_list && OF_PROBLEM_DETAILS.contains(&key) {
                continue;
            }
            let is_here = match kind {
                Some(Kind::Object(_) | Kind::List(_)) if key == "non_field_errors" => true,
                _ => is_whole && (key == "errors" || key == "detail" || (is_list && error_object::is_message_key(key))),
            };
            if is_whole && !is_here && !is_field(key) {
                if !holds_messages(part.value) {
                    // Such as `timestamp` or `success`: about the response, not about a field.
                    has_others = true;
                    continue;
                }
            } else {
                is_known = true;
            }
            let path_length = self.path.0.len();
            let below = if is_here { kind } else { self.down(key, place, kind) };
            self.walk(part.value, below, depth.saturating_add(1));
            while self.path.0.len() > path_length {
                self.leave();
            }
        }
        if is_whole && has_others && !is_known {
            self.is_understood = false;
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
        if self.path.0.is_empty() && is_field(key) {
            // `customer.full_name`
            return self.steps(key, b".[", kind);
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
        issue.original_message = (!text.is_empty() && !is_markup(&text)).then_some(text);
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

/// Message and code of an object with exactly these two strings.
#[inline(never)]
fn full_details(parts: &[Part<'_>]) -> Option<(String, String)> {
    if parts.len() != 2 {
        return None;
    }
    Some((text(parts, "message")?, text(parts, "code")?))
}

/// Whether a key is a field of the request, or a path that begins with one.
#[inline(never)]
fn is_field(key: &str) -> bool {
    CASE.position(split_at_any(key, b".[").0.as_bytes()).is_some()
}

/// Whether an array item contains the errors of a list item, rather than a message about the list itself.
#[inline(never)]
fn holds_errors(item: &str) -> bool {
    item.starts_with('[') || read_parts(item, b'{').is_some_and(|parts| full_details(&parts).is_none())
}

/// Whether a value is a list of messages, as Django REST Framework has it at every field.
#[inline(never)]
fn holds_messages(value: &str) -> bool {
    let items = read_parts(value, b'[').unwrap_or_default();
    !items.is_empty()
        && items
            .iter()
            .all(|item| item.value.starts_with('"') || !holds_errors(item.value))
}

/// Parses a key that is an index.
fn index(key: &str) -> Option<usize> {
    let is_plain = key.len() == 1 || !key.starts_with('0');
    let index = parse_digits(key, 10).filter(|index| is_plain && *index <= u64::from(u32::MAX))?;
    usize::try_from(index).ok()
}

/// The beginning of a body, if it is text that a person can read.
fn readable(body: &str) -> String {
    if is_readable(body) { kept(body) } else { String::new() }
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
