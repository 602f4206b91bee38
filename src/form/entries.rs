//! Named texts, as a posted form and a saved draft have them: each finds its field, and rows come into being for it.

use super::event::{Event, Include, InvalidEvent};
use super::node::{Holds, Node, attach, extra, new_row, update_presence};
use super::options::FormOptions;
use super::set_value::kind_at;
use super::{Form, typed};
use crate::issue::{Issue, Path, Problem, Segment};
use crate::json::{read_parts, string, string_bytes};
use crate::lean::sorted_indices;
use crate::read::{Slot, Value};
use crate::request::Kind;

/// One named text.
#[derive(Debug, Default)]
struct Entry {
    /// The name as it was given.
    name: String,
    /// The text, in WTF-8; none for a group, list or row that is only there.
    text: Option<Vec<u8>>,
    json: Option<Vec<u8>>,
    include: Include,
    touched: bool,
    /// The place in the form that the name means, once it is found.
    place: Path,
}

impl Form {
    /// A posted form: pairs of a field's name and its text (UTF-8 or WTF-8). A list's name by itself, or with `[]`,
    /// adds a row each time; of rows that are numbered with gaps only the order counts. A field that is named twice is
    /// an issue, and its last text counts; but of a box that is ticked and the hidden field before it, the last one does.
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
        let mut form = Self::new(FormOptions {
            draft: false,
            ..options
        });
        let repeated = form.enter(named);
        form.check_all();
        for path in repeated {
            let issue = Issue::new(Problem::DuplicateKey {}, Path::default());
            if let Ok(node) = form.node_mut(&path) {
                node.issues.push(issue);
            }
        }
        form.refresh();
        form
    }

    pub(super) fn restore(&mut self, draft: &str) -> Result<(), InvalidEvent> {
        let entries = read_draft(draft).ok_or_else(|| {
            InvalidEvent::new(&["this is no draft of a case form; a draft is what `draft()` or `to_draft` gave"])
        })?;
        // Rows of the start are taken again by their order, so that what is as it was at the start is not dirty.
        self.take(Event::Reset { json: None })?;
        self.empty();
        self.enter(entries);
        self.check_all();
        self.restructured = true;
        Ok(())
    }

    /// Empties the form, but for its rows, which `enter` takes or leaves.
    fn empty(&mut self) {
        self.root.each(&mut |node| {
            node.flags = 0;
            node.exact_json = None;
            node.include = Include::Auto;
            match &mut node.holds {
                Holds::Text(text) => text.clear(),
                Holds::Group(group) => group.extras.clear(),
                Holds::List(_) => {}
            }
        });
        self.root.include = Include::Always;
    }

    /// Puts the texts into their fields. Answers which fields were named twice; there the last text counts.
    fn enter(&mut self, mut entries: Vec<Entry>) -> Vec<Path> {
        place_all(&mut entries);
        let place = |at: usize| entries.get(at).map(|entry| &entry.place);
        let by_place = sorted_indices(entries.len(), &|one, other| place(one) < place(other));
        let mut repeated: Vec<Path> = Vec::new();
        let mut before: Option<&Path> = None;
        for at in by_place {
            let Some(entry) = entries.get(at) else { continue };
            put(
                &mut self.root,
                &mut self.draft,
                &entry.place.0,
                entry,
                &mut self.last_id,
            );
            // A box that is ticked is often posted behind a hidden field of its name, for when it is not.
            let may_repeat = matches!(kind_at(&entry.place.0), Some(Kind::Boolean)) || entry.text.is_none();
            if before == Some(&entry.place) && !may_repeat && repeated.last() != before {
                repeated.push(entry.place.clone());
            }
            before = Some(&entry.place);
        }
        keep_named(&mut self.root, &mut self.draft);
        repeated
    }
}

/// The mark of a row that an entry has named; the flags are made anew afterwards.
const NAMED: u8 = 1;

/// Finds out which place each name means. Rows are numbered without gaps.
fn place_all(entries: &mut [Entry]) {
    let mut longest = 0;
    for (order, entry) in entries.iter_mut().enumerate() {
        let name = entry.name.strip_suffix("[]").unwrap_or(&entry.name);
        entry.place = match name.parse::<Path>() {
            // The request itself has no name that an input could have; in a draft it has.
            Ok(place) if !place.0.is_empty() || entry.text.is_none() => place,
            _ => Path(vec![Segment::Key(entry.name.clone().into())]),
        };
        if entry.text.is_some() && matches!(kind_at(&entry.place.0), Some(Kind::List(_))) {
            // Behind all rows that have numbers.
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

/// Puts an entry into its place below a node; rows come in their order.
fn put(node: &mut Node, slot: &mut Slot<'static>, rest: &[Segment], entry: &Entry, last_id: &mut u32) {
    node.flags = NAMED;
    let Some((segment, below)) = rest.split_first() else {
        return fill(node, entry);
    };
    if entry.json.is_some() || entry.text.as_ref().is_some_and(|text| !text.is_empty()) {
        node.exact_json = None;
    }
    attach(node, slot);
    match (&mut node.holds, &mut slot.value, segment) {
        (Holds::Group(group), Value::Object(object), segment) => {
            let place = match segment {
                Segment::Key(key) => group.table.position(key.as_bytes()).unwrap_or(usize::MAX),
                Segment::Index(_) => usize::MAX,
            };
            match (group.children.get_mut(place), object.slots.get_mut(place)) {
                (Some(child), Some(slot)) if below.is_empty() || !matches!(child.holds, Holds::Text(_)) => {
                    put(child, slot, below, entry, last_id);
                }
                _ => {
                    let key = match rest {
                        [Segment::Key(key)] => key.clone().into_owned(),
                        _ => Path(rest.to_vec()).name(),
                    };
                    let mut extra = extra(&[]);
                    fill(&mut extra, entry);
                    group.extras.push((key, extra));
                }
            }
        }
        (Holds::List(list), Value::List(items), Segment::Index(index)) => {
            if *index >= list.rows.len() {
                let (row, slot) = new_row(list.item, last_id);
                list.rows.push(row);
                items.push(slot);
            }
            if let (Some(row), Some(slot)) = (list.rows.get_mut(*index), items.get_mut(*index)) {
                put(row, slot, below, entry, last_id);
            }
        }
        _ => {}
    }
}

fn fill(node: &mut Node, entry: &Entry) {
    node.include = entry.include;
    node.touched = entry.touched;
    node.exact_json = entry.json.clone();
    match (&mut node.holds, &entry.text) {
        (Holds::Text(held), Some(text)) => *held = text.clone(),
        (Holds::Text(_), None) | (_, None) => {}
        // A text for what is a group: of another type than is due.
        (_, Some(text)) => {
            let mut json = Vec::new();
            typed::write_string(text, &mut json);
            node.exact_json = Some(json);
        }
    }
}

/// Lets go of the rows that no entry has named.
fn keep_named(node: &mut Node, slot: &mut Slot<'static>) {
    attach(node, slot);
    match (&mut node.holds, &mut slot.value) {
        (Holds::Group(group), Value::Object(object)) => {
            for (child, slot) in group.children.iter_mut().zip(&mut object.slots) {
                keep_named(child, slot);
            }
        }
        (Holds::List(list), Value::List(items)) => {
            // Rows are numbered without gaps, so those that were named come first.
            let named = list.rows.iter().take_while(|row| row.flags == NAMED).count();
            list.rows.truncate(named);
            items.truncate(named);
            for (row, slot) in list.rows.iter_mut().zip(items) {
                keep_named(row, slot);
            }
        }
        _ => {}
    }
    update_presence(node, slot, node.id > 0);
}

/// The entries of a draft; none when it is no draft.
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
