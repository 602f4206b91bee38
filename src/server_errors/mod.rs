//! The way back: what the server answered to a request becomes issues on the fields of the request.
//!
//! Two families of bodies are read: those of Django REST Framework (lists by index until 3.17, objects by index
//! since 3.18, plain messages and full details) and problem details (RFC 9457). What a key means is asked of the
//! field table: `0`, `detail` and `non_field_errors` can be names of a caller's own, in free JSON for instance.

mod pointer;
mod said;

use std::borrow::Cow;

use crate::issue::{Issue, Issues, Path, Segment, Severity, Source};
use crate::json::{Part, read_parts, string};
use crate::lean::{concat, parse_digits};
use crate::options::{DEFAULT_MAX_BYTES, Options};
use crate::read::{BEHIND_THE_TABLE, IssueCollector, Order};
use crate::request::{CASE, Kind, MAX_DEPTH};

/// Of a body that cannot be read, so many code points are kept.
const MOST_KEPT: usize = 2_000;

/// What the root of a body is about.
static REQUEST: Kind = Kind::Object(&CASE);

/// What the server said of a request, as issues on the fields of the request.
///
/// Every issue is an error of [`Source::Server`] whose `said` holds the server's words, which are also its message.
/// A message that is known gets the code that this library has for it, if its params can be known too: from the
/// message or from the field table. Any other is [`crate::Problem::Server`], with the server's code where there is one.
/// Issues come in the order of the contract; at most 10,000 are listed, and [`Issues::omitted`] counts the rest.
///
/// A body that cannot be read (HTML, no JSON, neither object nor list, over 10 MiB) is one issue at the root with the beginning of
/// the body. A status from 200 to 299 has no issues, whatever the body.
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
                // What a view raises, and no serializer.
                answer.list(body, Some(&REQUEST), 0);
            }
        }
        if answer.collector.is_empty() {
            answer.say(kept(body), None, None);
        }
    }
    answer.collector.finish(None)
}

/// One body on its way to issues, and the place in the request that the part at hand speaks of.
struct Answer {
    status: u16,
    collector: IssueCollector,
    path: Path,
    order: Order,
}

/// What the table says is at a place: nothing in free JSON and below unknown keys, where every key is a key.
type Known = Option<&'static Kind>;

impl Answer {
    /// Takes what is said at the present place and below it.
    fn walk(&mut self, value: &str, kind: Known, depth: u32) {
        match value.as_bytes().first() {
            Some(b'"') => self.say(string(value).into_owned(), None, kind),
            Some(b'n') | None => {}
            Some(b'[') if depth < MAX_DEPTH => self.list(value, kind, depth),
            Some(b'{') if depth < MAX_DEPTH => {
                let parts = read_parts(value, b'{').unwrap_or_default();
                self.object(value, &parts, kind, depth);
            }
            Some(_) => self.say(kept(value), None, kind),
        }
    }

    /// Messages, or errors of each item of a list.
    fn list(&mut self, value: &str, kind: Known, depth: u32) {
        let below = match kind {
            Some(Kind::List(kind)) => Some(*kind),
            _ => None,
        };
        for (index, item) in read_parts(value, b'[').unwrap_or_default().iter().enumerate() {
            // The request itself is no list: lists about the whole of it are lists of errors.
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

    /// An error in full details, or errors by key; about the whole request, problem details too.
    fn object(&mut self, value: &str, parts: &[Part<'_>], kind: Known, depth: u32) {
        if parts.len() == 2
            && let Some(message) = text(parts, "message")
            && let code @ Some(_) = text(parts, "code")
        {
            // Two texts with just these names are taken for an error in free JSON too.
            return self.say(message, code, kind);
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

    /// Goes where `key` leads; unknown keys keep the order in which they came.
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

    /// Takes one message about the present place.
    #[inline(never)]
    fn say(&mut self, text: String, code: Option<String>, kind: Known) {
        if self.collector.is_full() {
            return self.collector.omit(Severity::Error);
        }
        self.collector.list(
            Issue {
                source: Source::Server,
                severity: Severity::Error,
                original_message: (!text.is_empty()).then_some(text.clone()),
                ..Issue::new(said::problem(self.status, &text, code, kind), self.path.clone())
            },
            self.order.clone(),
            None,
        );
    }
}

/// Members of problem details that are no fields of the request, where they are neither lists nor objects.
const OF_PROBLEM_DETAILS: &[&str] = &["detail", "title", "type", "status", "instance", "code", "pointer"];

/// The string at `key`, if there is one.
#[inline(never)]
fn text(parts: &[Part<'_>], key: &str) -> Option<String> {
    let part = parts
        .iter()
        .find(|part| part.key == key && part.value.starts_with('"'))?;
    Some(string(part.value).into_owned())
}

/// Whether an item of a list is about an item of the request, and no message about the list itself.
fn holds_errors(item: &str) -> bool {
    item.starts_with('[')
        || read_parts(item, b'{').is_some_and(|parts| {
            parts.len() != 2 || text(&parts, "message").is_none() || text(&parts, "code").is_none()
        })
}

/// A key that is the index of a list.
fn index(key: &str) -> Option<usize> {
    let is_plain = key.len() == 1 || !key.starts_with('0');
    let index = parse_digits(key, 10).filter(|index| is_plain && *index <= u64::from(u32::MAX))?;
    usize::try_from(index).ok()
}

/// What has no form that is known, as it stands; of a long text the beginning.
#[inline(never)]
fn kept(text: &str) -> String {
    let text = text.trim_ascii();
    match text.char_indices().nth(MOST_KEPT) {
        Some((end, _)) => concat(&[text.get(..end).unwrap_or_default(), "…"]),
        None => text.to_owned(),
    }
}
