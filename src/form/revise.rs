//! A form in another revision of the API: fields that it documents replace unknown fields of their name, and the other way round.
//! All texts are kept.

use super::node::{Node, Role};
use super::protocol::DIRTY;
use super::set_value::set_value;
use super::write;
use crate::lean::from_utf8_lossy;
use crate::request::{Kind, Revision, Table};

/// Gives a node, and all below it, the fields of a revision.
pub(super) fn revise(node: &mut Node, revision: Revision, last_id: &mut u32) {
    let is_initial = node.value() == node.initial;
    node.revision = revision;
    if let Kind::Object(table) = node.kind {
        let before = std::mem::take(&mut node.children);
        node.children = children(table, before, revision, last_id);
    }
    for child in &mut node.children {
        revise(child, revision, last_id);
    }
    if is_initial {
        node.initial = node.value();
    }
    node.mark();
}

/// The fields of a group, followed by its unknown fields.
fn children(table: &'static Table, mut before: Vec<Node>, revision: Revision, last_id: &mut u32) -> Vec<Node> {
    let mut children = Vec::new();
    for (place, field) in table.fields_in(revision) {
        let role = Role::Field(field, place);
        let known = before.iter().position(|child| child.key() == Some(field.name));
        children.push(match known.map(|at| before.remove(at)) {
            Some(child) if matches!(child.role, Role::Field(..)) => child,
            Some(unknown) => {
                let mut child = Node::new(&field.kind, role, revision);
                set_value(&mut child, &from_utf8_lossy(&json(&unknown)), last_id);
                if unknown.value() == unknown.initial {
                    child.keep_as_initial();
                }
                child
            }
            None => Node::new(&field.kind, role, revision),
        });
    }
    for child in before {
        match child.role {
            Role::Field(field, _) if child.is_included() => {
                let mut unknown = Node::unknown(table, field.name.to_owned());
                unknown.text = json(&child);
                unknown.exact_json = Some(unknown.text.clone());
                if child.flags & DIRTY == 0 {
                    unknown.keep_as_initial();
                }
                children.push(unknown);
            }
            Role::Field(..) => {}
            _ => children.push(child),
        }
    }
    children
}

fn json(node: &Node) -> Vec<u8> {
    let mut out = Vec::new();
    write::node(node, &mut out);
    out
}
