//! Named texts, as in a posted form or a saved draft: each is put into its field, and rows are added for it.

use super::event::{Event, Include, InvalidEvent};
use super::node::{Node, Role};
use super::options::FormOptions;
use super::set_value::kind_at;
use super::{Form, text};
use crate::issue::{Code, Issue, Path, Problem, Segment};
use crate::json::{read_parts, string, string_bytes};
use crate::lean::sorted_indices;
use crate::request::Kind;

/// A value of a posted form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PostedValue<'a> {
    /// A text, in UTF-8 or WTF-8.
    Text(&'a [u8]),
    /// Anything else, by the name of its type, such as `File` or `number`. It is an issue, because only texts are read.
    NotText(&'a str),
}

/// One named text.
#[derive(Debug, Default)]
struct Entry {
    /// The name of the input.
    name: String,
    /// The text, in WTF-8; `None` for a group, list or row.
    text: Option<Vec<u8>>,
    json: Option<Vec<u8>>,
    include: Include,
    touched: bool,
    /// The name of its type if the posted value is not a text.
    not_text: Option<String>,
}

impl Entry {
    fn has_value(&self) -> bool {
        self.json.is_some() || self.text.as_ref().is_some_and(|text| !text.is_empty())
    }
}

impl Form {
    /// A posted form: pairs of the name of a field and its text, in UTF-8 or WTF-8.
    ///
    /// The name of a list, with or without `[]`, adds a row each time. Gaps in the indices of rows are closed. A field that
    /// is named twice is an issue, and its last text is used; except a checkbox with a hidden input of the same name. A form
    /// without a field for the ID of a customer is asked for the required fields of the customer that it has fields for.
    #[must_use]
    pub fn posted(options: FormOptions, entries: &[(&str, &[u8])]) -> Self {
        let mut values = Vec::new();
        for (name, text) in entries {
            values.push((*name, PostedValue::Text(text)));
        }
        Self::posted_values(options, &values)
    }

    /// The same for a posted form that can contain files, or values of a program that are not texts. Each of them is an issue.
    #[must_use]
    pub fn posted_values(options: FormOptions, entries: &[(&str, PostedValue<'_>)]) -> Self {
        let mut named = Vec::new();
        for (name, value) in entries {
            // A value that is not a text is present, too, so that its field is not reported as missing.
            let (text, not_text) = match value {
                PostedValue::Text(text) => (*text, None),
                PostedValue::NotText(type_name) => (type_name.as_bytes(), Some((*type_name).to_owned())),
            };
            named.push(Entry {
                name: (*name).to_owned(),
                text: Some(text.to_vec()),
                not_text,
                ..Entry::default()
            });
        }
        let mut form = Self::new(options.with_draft(false));
        let problems = form.enter(&named);
        form.refresh();
        form.include_offered(entries);
        for (path, problem) in problems {
            if let Some(node) = form.root.find_mut(&path.0) {
                let is_text_of_a_group = node.exact_json.is_some() && !node.is_text();
                match problem.code() {
                    // The text is still the value of the group, which the core has reported.
                    Code::InvalidType if is_text_of_a_group => continue,
                    Code::DuplicateKey => {}
                    // The issues of a value that is not a text are about the name of its type.
                    _ => node.issues.clear(),
                }
                node.issues.push(Issue::new(problem, Path::default()));
            }
        }
        form
    }

    pub(super) fn restore(&mut self, draft: &str) -> Result<(), InvalidEvent> {
        let entries = read_draft(draft).ok_or_else(|| {
            InvalidEvent::new(&["this is not a draft of a case form; a draft comes from `draft()` or `to_draft`"])
        })?;
        // Initial rows are used again in their order, so that a row with its initial values is not dirty.
        self.take(Event::Reset { json: None })?;
        self.root.each(&mut |node| {
            node.text.clear();
            node.exact_json = None;
            node.include = Include::Auto;
            node.children.retain(|child| !matches!(child.role, Role::Unknown(..)));
        });
        self.root.include = Include::Always;
        self.enter(&entries);
        Ok(())
    }

    /// Puts the texts into their fields. Returns the fields that are named twice, of which the last text is used, and those
    /// whose value is not a text.
    fn enter(&mut self, entries: &[Entry]) -> Vec<(Path, Problem)> {
        let mut places = Vec::new();
        for (order, entry) in entries.iter().enumerate() {
            places.push(place_of(entry, order));
        }
        let sorted = sorted_indices(places.len(), &|one, other| places.get(one) < places.get(other));
        let mut problems: Vec<(Path, Problem)> = Vec::new();
        let (mut before, mut closed_before) = (&Path::default(), Path::default());
        let mut is_first = true;
        self.root.each(&mut |node| node.stale = false);
        for at in sorted {
            let (Some(entry), Some(place)) = (entries.get(at), places.get(at)) else {
                continue;
            };
            let closed = close_gaps(place, before, &closed_before);
            put(&mut self.root, &closed.0, entry, &mut self.last_id);
            // A hidden input with the name of a checkbox is posted when the checkbox is not checked.
            let may_repeat = matches!(kind_at(&closed.0), Some(Kind::Boolean)) || entry.text.is_none();
            if !is_first && place == before && !may_repeat && problems.last().is_none_or(|(path, _)| *path != closed) {
                problems.push((closed.clone(), Problem::DuplicateKey {}));
            }
            if let Some(type_name) = &entry.not_text {
                problems.push((closed.clone(), not_text_problem(type_name)));
            } else if entry.text.as_ref().is_some_and(|text| !text.is_empty())
                && let Some(kind @ (Kind::Object(_) | Kind::List(_))) = kind_at(&closed.0)
            {
                // The values of its fields replace the text.
                let (expected, received) = (kind.expected(), "string".to_owned());
                problems.push((closed.clone(), Problem::InvalidType { expected, received }));
            }
            (before, closed_before, is_first) = (place, closed, false);
        }
        // Only what an entry has named is stale now. The rows that are named come first, because gaps are closed.
        self.root.each(&mut |node| {
            node.children
                .retain(|child| child.stale || !matches!(child.role, Role::Row));
        });
        self.root.each(&mut Node::mark);
        self.restructured = true;
        problems
    }
}

/// The problem of a posted value of a type: JSON has it, but a form posts texts; or it is a file.
fn not_text_problem(type_name: &str) -> Problem {
    let received = type_name.to_owned();
    match type_name {
        "number" | "boolean" | "null" | "array" | "object" => Problem::InvalidType {
            expected: "string",
            received,
        },
        _ => Problem::NotJson { received, reason: None },
    }
}

/// The place that a name means, in which the indices can have gaps.
fn place_of(entry: &Entry, order: usize) -> Path {
    let name = entry.name.strip_suffix("[]").unwrap_or(&entry.name);
    let mut place = match name.parse::<Path>() {
        // The name of the request is empty, which is only valid in a draft.
        Ok(place) if (!place.0.is_empty() || entry.text.is_none()) && !place.is_pattern() => below_its_object(place),
        _ => Path(vec![Segment::Key(entry.name.clone().into())]),
    };
    if entry.text.is_some() && matches!(kind_at(&place.0), Some(Kind::List(_))) {
        // After all rows with an index.
        place.0.push(Segment::Index((usize::MAX >> 1).saturating_add(order)));
    }
    place
}

/// A place that no form has, such as `checks.x` or `document_ids[0].x`, as an unknown key of the object around it, so that it is
/// reported there.
fn below_its_object(mut place: Path) -> Path {
    let kind = |length: usize| kind_at(place.0.get(..length).unwrap_or_default());
    let mut length = (0..place.0.len())
        .rev()
        .find(|length| kind(*length).is_some())
        .unwrap_or_default();
    if kind(place.0.len()).is_some() || matches!(kind(length), Some(Kind::Object(_))) {
        return place;
    }
    while !matches!(kind(length), Some(Kind::Object(_))) && length > 0 {
        length = length.saturating_sub(1);
    }
    let rest = place.0.split_off(length);
    place.0.push(Segment::Key(Path(rest).name().into()));
    place
}

/// Closes the gaps in the indices of a place, by the place before it in sorted order and what that became.
fn close_gaps(place: &Path, before: &Path, closed_before: &Path) -> Path {
    let mut closed = Path::default();
    let mut is_same = true;
    for (depth, segment) in place.0.iter().enumerate() {
        let other = before.0.get(depth);
        closed.0.push(match (segment, other, closed_before.0.get(depth)) {
            (Segment::Key(_), ..) => segment.clone(),
            (Segment::Index(index), Some(Segment::Index(other)), Some(Segment::Index(number))) if is_same => {
                Segment::Index(number.saturating_add(usize::from(index != other)))
            }
            (Segment::Index(_), ..) => Segment::Index(0),
        });
        is_same &= other == Some(segment);
    }
    closed
}

/// Puts an entry into its place below a node. Rows are added in order.
fn put(node: &mut Node, rest: &[Segment], entry: &Entry, last_id: &mut u32) {
    node.stale = true;
    let Some((segment, below)) = rest.split_first() else {
        return fill(node, entry);
    };
    if entry.has_value() {
        node.exact_json = None;
    }
    match (node.kind, segment) {
        (Kind::List(item), Segment::Index(index)) => {
            if *index >= node.children.len() {
                node.children.push(Node::row(item, node.revision, last_id));
            }
            if let Some(row) = node.children.get_mut(*index) {
                put(row, below, entry, last_id);
            }
        }
        (Kind::Object(table), segment) => {
            let place = match segment {
                Segment::Key(key) => node.position_of_field(key),
                Segment::Index(_) => None,
            };
            if let Some(child) = place.and_then(|place| node.children.get_mut(place))
                && (below.is_empty() || !child.is_text())
            {
                return put(child, below, entry, last_id);
            }
            if !entry.has_value() && matches!(segment, Segment::Key(key) if table.position(key.as_bytes()).is_some()) {
                // An empty input for a field of a newer revision.
                return;
            }
            let key = match rest {
                [Segment::Key(key)] => key.clone().into_owned(),
                _ => Path(rest.to_vec()).name(),
            };
            let mut unknown = Node::unknown(table, key);
            fill(&mut unknown, entry);
            node.children.push(unknown);
        }
        _ => {}
    }
}

fn fill(node: &mut Node, entry: &Entry) {
    node.include = entry.include;
    node.rejection = None;
    node.touched = entry.touched;
    node.exact_json = entry.json.clone();
    match &entry.text {
        Some(text) if node.is_text() => node.text.clone_from(text),
        // A text in the place of a group or list is a value of another type.
        Some(text) => {
            let mut json = Vec::new();
            text::write_string(text, &mut json);
            node.exact_json = Some(json);
        }
        None => {}
    }
}

/// The entries of a draft; `None` if the text is not a draft.
fn read_draft(text: &str) -> Option<Vec<Entry>> {
    let parts = read_parts(text, b'{')?;
    let part = |name: &str| parts.iter().find(|part| part.key == name).map(|part| part.value);
    if part("version") != Some("1") {
        return None;
    }
    let mut entries = Vec::new();
    for item in read_parts(part("entries")?, b'[')? {
        let mut entry = Entry::default();
        for part in read_parts(item.value, b'{')? {
            match &*part.key {
                "name" => entry.name = string(part.value).into_owned(),
                "text" => entry.text = Some(string_bytes(part.value)),
                "json" => entry.json = Some(string_bytes(part.value)),
                "touched" => entry.touched = part.value == "true",
                "include" => {
                    entry.include = match &*string(part.value) {
                        "never" => Include::Never,
                        "always" => Include::Always,
                        _ => Include::Auto,
                    }
                }
                _ => {}
            }
        }
        entries.push(entry);
    }
    Some(entries)
}
