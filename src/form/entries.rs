//! Named texts, as in a posted form or a saved draft: each is put into its field, and rows are added for it.

use super::event::{Event, Include, InvalidEvent};
use super::node::{Node, Role};
use super::options::FormOptions;
use super::set_value::kind_at;
use super::{Form, text};
use crate::issue::{Issue, Path, Problem, Segment};
use crate::json::{read_parts, string, string_bytes};
use crate::lean::sorted_indices;
use crate::request::Kind;

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
    /// The place that the name means.
    place: Path,
}

impl Form {
    /// A posted form: pairs of the name of a field and its text, in UTF-8 or WTF-8.
    ///
    /// The name of a list, with or without `[]`, adds a row each time. Gaps in the indices of rows are closed. A field that
    /// is named twice is an issue, and its last text is used; except a checkbox with a hidden input of the same name.
    #[must_use]
    pub fn posted(options: FormOptions, entries: &[(&str, &[u8])]) -> Self {
        let mut named = Vec::new();
        for (name, text) in entries {
            named.push(Entry {
                name: (*name).to_owned(),
                text: Some(text.to_vec()),
                ..Entry::default()
            });
        }
        let mut form = Self::new(options.with_draft(false));
        let repeated = form.enter(named);
        form.refresh();
        for path in repeated {
            if let Some(node) = form.root.find_mut(&path.0) {
                node.issues.push(Issue::new(Problem::DuplicateKey {}, Path::default()));
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
        self.enter(entries);
        Ok(())
    }

    /// Puts the texts into their fields. Returns the fields that are named twice; the last text is used.
    fn enter(&mut self, mut entries: Vec<Entry>) -> Vec<Path> {
        place_all(&mut entries);
        let place = |at: usize| entries.get(at).map(|entry| &entry.place);
        let by_place = sorted_indices(entries.len(), &|one, other| place(one) < place(other));
        let mut repeated: Vec<Path> = Vec::new();
        let mut before: Option<&Path> = None;
        self.root.each(&mut |node| node.stale = false);
        for at in by_place {
            let Some(entry) = entries.get(at) else { continue };
            put(&mut self.root, &entry.place.0, entry, &mut self.last_id);
            // A hidden input with the name of a checkbox is posted when the checkbox is not checked.
            let may_repeat = matches!(kind_at(&entry.place.0), Some(Kind::Boolean)) || entry.text.is_none();
            if before == Some(&entry.place) && !may_repeat && repeated.last() != before {
                repeated.push(entry.place.clone());
            }
            before = Some(&entry.place);
        }
        // Only what an entry has named is stale now. The rows that are named come first, because gaps are closed.
        self.root.each(&mut |node| {
            node.children
                .retain(|child| child.stale || !matches!(child.role, Role::Row));
        });
        self.root.each(&mut Node::mark);
        self.restructured = true;
        repeated
    }
}

/// Finds the place of each name. Gaps in the indices of rows are closed.
fn place_all(entries: &mut [Entry]) {
    let mut longest = 0;
    for (order, entry) in entries.iter_mut().enumerate() {
        let name = entry.name.strip_suffix("[]").unwrap_or(&entry.name);
        entry.place = match name.parse::<Path>() {
            // The name of the request is empty, which is only valid in a draft.
            Ok(place) if !place.0.is_empty() || entry.text.is_none() => place,
            _ => Path(vec![Segment::Key(entry.name.clone().into())]),
        };
        if entry.text.is_some() && matches!(kind_at(&entry.place.0), Some(Kind::List(_))) {
            // After all rows with an index.
            entry
                .place
                .0
                .push(Segment::Index((usize::MAX >> 1).saturating_add(order)));
        }
        longest = longest.max(entry.place.0.len());
    }
    for depth in 0..longest {
        let up_to = |at: usize| {
            let place = entries.get(at).and_then(|entry| entry.place.0.get(..=depth));
            place.filter(|place| matches!(place.last(), Some(Segment::Index(_))))
        };
        let mut numbers = Vec::new();
        let mut before: Option<&[Segment]> = None;
        let mut number = 0_usize;
        for at in sorted_indices(entries.len(), &|one, other| up_to(one) < up_to(other)) {
            let Some(place) = up_to(at) else { continue };
            let is_same_list = before.and_then(|before| before.get(..depth)) == place.get(..depth);
            if !is_same_list {
                number = 0;
            } else if before != Some(place) {
                number = number.saturating_add(1);
            }
            before = Some(place);
            numbers.push((at, number));
        }
        for (at, number) in numbers {
            if let Some(segment) = entries.get_mut(at).and_then(|entry| entry.place.0.get_mut(depth)) {
                *segment = Segment::Index(number);
            }
        }
    }
}

/// Puts an entry into its place below a node. Rows are added in order.
fn put(node: &mut Node, rest: &[Segment], entry: &Entry, last_id: &mut u32) {
    node.stale = true;
    let Some((segment, below)) = rest.split_first() else {
        return fill(node, entry);
    };
    if entry.json.is_some() || entry.text.as_ref().is_some_and(|text| !text.is_empty()) {
        node.exact_json = None;
    }
    match (node.kind, segment) {
        (Kind::List(item), Segment::Index(index)) => {
            if *index >= node.children.len() {
                node.children.push(Node::row(item, last_id));
            }
            if let Some(row) = node.children.get_mut(*index) {
                put(row, below, entry, last_id);
            }
        }
        (Kind::Object(table), segment) => {
            let place = match segment {
                Segment::Key(key) => table.position(key.as_bytes()).unwrap_or(usize::MAX),
                Segment::Index(_) => usize::MAX,
            };
            if let Some(child) = node.children.get_mut(place)
                && (below.is_empty() || !child.is_text())
            {
                return put(child, below, entry, last_id);
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
