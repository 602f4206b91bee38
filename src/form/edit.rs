//! Edits one place of the form, and keeps everything that depends on it up to date.

use super::Form;
use super::check::{check_below, check_extra};
use super::event::InvalidEvent;
use super::node::{self, Holds, Node, attach, is_row, update_presence};
use crate::issue::{Path, Segment};
use crate::read::{Slot, Value};

/// Does something to a node and its part of the draft, which lies so many levels below the root.
pub(super) type Edit<'a> = &'a mut dyn FnMut(&mut Node, &mut Slot<'static>, u32) -> Result<(), InvalidEvent>;

impl Form {
    /// Changes the value at a path, which exists: it is checked again, with the rules that read it. What the server
    /// and others said about it, or about what holds it, is forgotten.
    pub(super) fn edit(&mut self, path: &Path, act: Edit<'_>) -> Result<(), InvalidEvent> {
        let options = self.options.options.clone();
        let mut act = |node: &mut Node, slot: &mut Slot<'static>, depth: u32| {
            act(node, slot, depth)?;
            check_below(node, slot, depth, &options);
            node.each(&mut |node| {
                clear_external(node);
                node.changed = true;
            });
            Ok(())
        };
        descend(&mut self.root, &mut self.draft, &path.0, 0, &mut act)?;
        // A key that is in no table is checked with the table.
        if let Some((Segment::Key(key), holder)) = path.0.split_last()
            && let Some(holder) = node::find(&mut self.root, &Path(holder.to_vec()))
            && let Holds::Group(group) = &mut holder.holds
            && let Some((_, extra)) = group.extras.iter_mut().find(|(name, _)| name == key)
        {
            check_extra(group.table, key, extra, &self.options.options);
        }
        self.check_cross_field_rules(path);
        Ok(())
    }
}

/// A change: what was said about the value before says nothing about it now.
pub(super) fn clear_external(node: &mut Node) {
    node.changed |= !node.external.is_empty() || node.generation > 0;
    node.external.clear();
    node.generation = 0;
}

/// Walks to a place that exists, with its part of the draft, and settles on the way back what is part of the request.
pub(super) fn descend(
    node: &mut Node,
    slot: &mut Slot<'static>,
    rest: &[Segment],
    depth: u32,
    act: Edit<'_>,
) -> Result<(), InvalidEvent> {
    node.touch();
    let Some((segment, rest)) = rest.split_first() else {
        return act(node, slot, depth);
    };
    if node.exact_json.take().is_some() {
        // What stood here instead of a group or list gives way to what is put into it.
        node.issues.clear();
        node.changed = true;
    }
    if depth > 0 {
        clear_external(node);
    }
    attach(node, slot);
    let below = depth.saturating_add(1);
    let done = match (&mut node.holds, &mut slot.value, segment) {
        (Holds::Group(group), Value::Object(object), Segment::Key(key)) => {
            let place = group.table.position(key.as_bytes()).unwrap_or(usize::MAX);
            match (group.children.get_mut(place), object.slots.get_mut(place)) {
                (Some(child), Some(slot)) => descend(child, slot, rest, below, act),
                _ => match group.extras.iter_mut().find(|(name, _)| name == key) {
                    Some((_, extra)) => act(extra, &mut Slot::default(), below),
                    None => Ok(()),
                },
            }
        }
        (Holds::List(list), Value::List(items), Segment::Index(index)) => {
            match (list.rows.get_mut(*index), items.get_mut(*index)) {
                (Some(row), Some(slot)) => descend(row, slot, rest, below, act),
                _ => Ok(()),
            }
        }
        _ => Ok(()),
    };
    update_presence(node, slot, is_row(node));
    done
}
