//! Sets values from JSON: a request, or a part of it, becomes texts and rows.

use super::event::{Include, InvalidEvent};
use super::node::{Node, Role};
use super::{Form, REQUEST, text};
use crate::draft::Draft;
use crate::issue::{Code, Issue, Path, Problem, Segment};
use crate::json::{Origin, is_json, read_parts, string};
use crate::read::Slot;
use crate::request::Kind;

impl Form {
    /// Returns to the initial request, or starts with a new one.
    pub(super) fn reset(&mut self, json: Option<&[u8]>) -> Result<(), InvalidEvent> {
        let json = json.unwrap_or(&self.initial).to_vec();
        let text = self.require_request(&json)?;
        let mut root = Node::new(&REQUEST, Role::Request, self.options.options.revision);
        set_value(&mut root, text, &mut self.last_id);
        root.include = Include::Always;
        root.keep_as_initial();
        self.root = root;
        self.draft = Slot::default();
        self.initial = json;
        self.submit_count = 0;
        self.restructured = true;
        Ok(())
    }

    /// Replaces the request. The initial request stays the same.
    pub(super) fn replace(&mut self, json: &[u8]) -> Result<(), InvalidEvent> {
        let text = self.require_request(json)?;
        set_value(&mut self.root, text, &mut self.last_id);
        self.root.include = Include::Always;
        self.root.each(&mut |node| {
            node.outdate();
            node.mark();
        });
        self.restructured = true;
        Ok(())
    }

    /// A form can hold any request that is a JSON object without duplicate keys.
    fn require_request<'j>(&self, json: &'j [u8]) -> Result<&'j str, InvalidEvent> {
        let draft = Draft::read(json, Origin::Text, &self.options.options);
        let prevents = |issue: &&Issue| match issue.problem.code() {
            Code::InvalidJson | Code::TooLarge => true,
            Code::InvalidType | Code::NotNullable => issue.path.0.is_empty(),
            Code::DuplicateKey => !is_in_free_json(&issue.path),
            _ => false,
        };
        match draft.issues().iter().find(prevents) {
            None => require_json(json),
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

/// The kind of value at a path in every revision; `None` if the path is not in the tables.
pub(crate) fn kind_at(path: &[Segment]) -> Option<&'static Kind> {
    let mut kind = &REQUEST;
    for segment in path {
        kind = match (kind, segment) {
            (Kind::Object(table), Segment::Key(key)) => &table.fields.get(table.position(key.as_bytes())?)?.kind,
            (Kind::List(item), Segment::Index(_)) => item,
            _ => return None,
        };
    }
    Some(kind)
}

fn is_in_free_json(path: &Path) -> bool {
    (1..path.0.len()).any(|length| matches!(path.0.get(..length).and_then(kind_at), Some(Kind::Free)))
}

/// The text of a JSON value that a program has passed.
pub(super) fn require_json(json: &[u8]) -> Result<&str, InvalidEvent> {
    match std::str::from_utf8(json) {
        Ok(text) if is_json(json) => Ok(text),
        _ => Err(InvalidEvent::new(&["the value is not valid JSON"])),
    }
}

/// Sets the value of a node to a JSON value.
pub(super) fn set_value(node: &mut Node, json: &str, last_id: &mut u32) {
    let json = json.trim_ascii();
    node.exact_json = None;
    node.rejection = None;
    node.sent_rows = None;
    node.include = Include::Auto;
    match (node.kind, json.as_bytes().first()) {
        (Kind::Object(table), Some(b'{')) => {
            node.clear();
            let parts = read_parts(json, b'{').unwrap_or_default();
            if parts.is_empty() {
                node.include = Include::Always;
            }
            for part in parts {
                let place = node.position_of_field(&part.key);
                if let Some(child) = place.and_then(|place| node.children.get_mut(place)) {
                    set_value(child, part.value, last_id);
                    continue;
                }
                let mut unknown = Node::unknown(table, part.key.into_owned());
                unknown.text = part.value.as_bytes().to_vec();
                unknown.exact_json = Some(unknown.text.clone());
                node.children.push(unknown);
            }
        }
        (Kind::List(item), Some(b'[')) => {
            let parts = read_parts(json, b'[').unwrap_or_default();
            if parts.is_empty() {
                node.include = Include::Always;
            }
            // Existing rows keep their IDs.
            node.children.truncate(parts.len());
            for (index, part) in parts.iter().enumerate() {
                if index >= node.children.len() {
                    node.children.push(Node::row(item, node.revision, last_id));
                }
                if let Some(row) = node.children.get_mut(index) {
                    set_value(row, part.value, last_id);
                }
            }
        }
        (Kind::Object(_) | Kind::List(_), _) => {
            node.clear();
            node.exact_json = Some(json.as_bytes().to_vec());
        }
        (kind, _) => (node.text, node.exact_json) = as_text(kind, json),
    }
}

/// The text of an input for a JSON value; and the JSON, if the text alone would be read as another value.
fn as_text(kind: &Kind, json: &str) -> (Vec<u8>, Option<Vec<u8>>) {
    let exact = || Some(json.as_bytes().to_vec());
    if json == "null" {
        return (Vec::new(), exact());
    }
    if json.starts_with('"') {
        let text = string(json).into_owned().into_bytes();
        let is_same = matches!(kind, Kind::Text { .. } | Kind::Choice { .. })
            && !text.is_empty()
            && text::trimmed(&text).len() == text.len()
            // The replacement of a lone surrogate.
            && !text.windows(3).any(|character| character == "\u{fffd}".as_bytes());
        return (text, if is_same { None } else { exact() });
    }
    let mut meant = Vec::new();
    text::write(kind, json.as_bytes(), &mut meant);
    let is_same = meant == json.as_bytes();
    (json.as_bytes().to_vec(), if is_same { None } else { exact() })
}
