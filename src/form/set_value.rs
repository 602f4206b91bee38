//! Sets values from JSON: a request, or a part of it, becomes texts and rows.

use super::event::{Include, InvalidEvent};
use super::node::{Group, Holds, List, Node, attach, extra, new_row, update_presence};
use super::{Form, ROOT, node, typed};
use crate::draft::Draft;
use crate::issue::{Code, Issue, Path, Problem, Segment};
use crate::json::{Origin, is_json, read_parts, string};
use crate::read::{Slot, Value};
use crate::request::Kind;

impl Form {
    /// Begins anew, with another request or the one of the start.
    pub(super) fn reset(&mut self, json: Option<&[u8]>) -> Result<(), InvalidEvent> {
        let json = json.unwrap_or(&self.initial).to_vec();
        self.require_request(&json)?;
        let (mut root, mut draft) = node::blank(&ROOT, None);
        set_value(&mut root, &mut draft, &json, &mut self.last_id)?;
        root.include = Include::Always;
        self.root = root;
        self.draft = draft;
        self.initial = json;
        self.submit_count = 0;
        self.restructured = true;
        self.check_all();
        self.root.keep_as_initial();
        Ok(())
    }

    /// Takes over another request; the start stays what it was.
    pub(super) fn replace(&mut self, json: &[u8]) -> Result<(), InvalidEvent> {
        self.require_request(json)?;
        set_value(&mut self.root, &mut self.draft, json, &mut self.last_id)?;
        self.root.include = Include::Always;
        self.root.each(&mut |node| {
            node.external.clear();
            node.generation = 0;
            node.changed = true;
        });
        self.restructured = true;
        self.check_all();
        Ok(())
    }

    /// A form can hold any request that is a JSON object and names no key of it twice.
    fn require_request(&self, json: &[u8]) -> Result<(), InvalidEvent> {
        let draft = Draft::read(json, Origin::Text, &self.options.options);
        let in_the_way = |issue: &&Issue| match issue.problem.code() {
            Code::InvalidJson | Code::TooLarge => true,
            Code::InvalidType | Code::NotNullable => issue.path.0.is_empty(),
            Code::DuplicateKey => !is_in_free_json(&issue.path),
            _ => false,
        };
        match draft.issues().iter().find(in_the_way) {
            None => Ok(()),
            Some(Issue { problem, path, .. }) => Err(InvalidEvent::new(&[
                "the form cannot hold this request: ",
                match problem {
                    Problem::InvalidJson { reason } => reason,
                    other => other.code().as_str(),
                },
                " at \"",
                &path.name(),
                "\"",
            ])),
        }
    }
}

/// What a place of the request holds, whatever the indices; none beyond the table.
pub(super) fn kind_at(path: &[Segment]) -> Option<&'static Kind> {
    let mut kind = &ROOT;
    for segment in path {
        kind = match (kind, segment) {
            (Kind::Object(table), Segment::Key(key)) => &table.fields.get(table.position(key.as_bytes())?)?.kind,
            (Kind::List(item), Segment::Index(_)) => item,
            _ => return None,
        };
    }
    Some(kind)
}

/// Whether a place lies within an object of any shape.
fn is_in_free_json(path: &Path) -> bool {
    (1..path.0.len()).any(|length| matches!(path.0.get(..length).and_then(kind_at), Some(Kind::Free)))
}

/// JSON that came from a program must be JSON.
pub(super) fn require_json(json: &[u8]) -> Result<(), InvalidEvent> {
    if is_json(json) && std::str::from_utf8(json).is_ok() {
        Ok(())
    } else {
        Err(InvalidEvent::new(&["the value is no JSON"]))
    }
}

/// Gives a node the value of a JSON text; what was there before goes. The text is one JSON value.
pub(super) fn set_value(
    node: &mut Node,
    slot: &mut Slot<'static>,
    json: &[u8],
    last_id: &mut u32,
) -> Result<(), InvalidEvent> {
    let json = json.trim_ascii();
    let text = std::str::from_utf8(json).map_err(|_| InvalidEvent::new(&["the value is no UTF-8"]))?;
    node.exact_json = None;
    node.include = Include::Auto;
    attach(node, slot);
    match (&mut node.holds, json.first(), &mut slot.value) {
        (Holds::Text(held), ..) => {
            let (text, exact_json) = as_text(node.kind, text);
            *held = text;
            node.exact_json = exact_json;
        }
        (Holds::Group(group), Some(b'{'), Value::Object(object)) => {
            if set_group(group, &mut object.slots, text, last_id)? {
                node.include = Include::Always;
            }
        }
        (Holds::List(list), Some(b'['), Value::List(items)) => {
            if set_list(list, items, text, last_id)? {
                node.include = Include::Always;
            }
        }
        _ => {
            // Something else stands where a group or list is due. Its parts are kept aside.
            clear(node, slot);
            node.include = Include::Never;
            update_presence(node, slot, false);
            node.include = Include::Auto;
            node.exact_json = Some(json.to_vec());
        }
    }
    Ok(())
}

/// Says whether the group was exact_json, but empty.
fn set_group(
    group: &mut Group,
    slots: &mut [Slot<'static>],
    text: &str,
    last_id: &mut u32,
) -> Result<bool, InvalidEvent> {
    let parts = read_parts(text, b'{').ok_or_else(|| InvalidEvent::new(&["the value is no JSON"]))?;
    for (child, slot) in group.children.iter_mut().zip(slots.iter_mut()) {
        clear(child, slot);
    }
    group.extras.clear();
    for part in &parts {
        let place = group.table.position(part.key.as_bytes()).unwrap_or(usize::MAX);
        match (group.children.get_mut(place), slots.get_mut(place)) {
            (Some(child), Some(slot)) => set_value(child, slot, part.value.as_bytes(), last_id)?,
            _ => group
                .extras
                .push((part.key.clone().into_owned(), extra(part.value.as_bytes()))),
        }
    }
    Ok(parts.is_empty())
}

/// Says whether the list was exact_json, but empty. Rows that are there already take the new values, by their order.
fn set_list(
    list: &mut List,
    items: &mut Vec<Slot<'static>>,
    text: &str,
    last_id: &mut u32,
) -> Result<bool, InvalidEvent> {
    let parts = read_parts(text, b'[').ok_or_else(|| InvalidEvent::new(&["the value is no JSON"]))?;
    list.rows.truncate(parts.len());
    items.truncate(parts.len());
    for (index, part) in parts.iter().enumerate() {
        if index >= list.rows.len() {
            let (row, slot) = new_row(list.item, last_id);
            list.rows.push(row);
            items.push(slot);
        }
        if let (Some(row), Some(slot)) = (list.rows.get_mut(index), items.get_mut(index)) {
            set_value(row, slot, part.value.as_bytes(), last_id)?;
        }
    }
    Ok(parts.is_empty())
}

/// Empties a node and all in it.
fn clear(node: &mut Node, slot: &mut Slot<'static>) {
    node.exact_json = None;
    node.include = Include::Auto;
    attach(node, slot);
    match (&mut node.holds, &mut slot.value) {
        (Holds::Text(text), _) => {
            text.clear();
            *slot = Slot::default();
        }
        (Holds::Group(group), Value::Object(object)) => {
            for (child, slot) in group.children.iter_mut().zip(&mut object.slots) {
                clear(child, slot);
            }
            group.extras.clear();
        }
        (Holds::List(list), Value::List(items)) => {
            list.rows.clear();
            items.clear();
        }
        _ => {}
    }
}

/// A JSON value as an input shows it; and the value itself, where what is shown would be read as another.
fn as_text(kind: &Kind, json: &str) -> (Vec<u8>, Option<Vec<u8>>) {
    let exact = || Some(json.as_bytes().to_vec());
    if json == "null" {
        return (Vec::new(), exact());
    }
    if json.starts_with('"') {
        let text = string(json).into_owned().into_bytes();
        let is_same = matches!(kind, Kind::Text { .. } | Kind::Choice { .. })
            && !text.is_empty()
            && typed::trimmed(&text).len() == text.len()
            // In the place of a lone surrogate.
            && !text.windows(3).any(|character| character == "\u{fffd}".as_bytes());
        return (text, if is_same { None } else { exact() });
    }
    let mut meant = Vec::new();
    typed::write(kind, json.as_bytes(), &mut meant);
    let is_same = meant == json.as_bytes();
    (json.as_bytes().to_vec(), if is_same { None } else { exact() })
}
