//! Rows of a list: they come, go, move and are copied, and everything about a row goes with it.

use super::apply::{Act, descend, forget};
use super::event::InvalidEvent;
use super::node::{Holds, Node, blank, settle, unpark};
use super::{Form, check_below, give};
use crate::issue::{Path, Segment};
use crate::json;
use crate::read::{Slot, Value};
use crate::request::Kind;

/// Changes the rows of a list and their drafts alike.
type Change<'a> = &'a mut dyn FnMut(&mut Vec<Node>, &mut Vec<Slot<'static>>);

impl Form {
    pub(super) fn insert(&mut self, list: &Path, at: Option<usize>, json: Option<&[u8]>) -> Result<(), InvalidEvent> {
        let (item, count) = self.rows(list)?;
        let at = at.unwrap_or(count);
        if at > count {
            return Err(no_row(list, at, count));
        }
        let mut last_id = self.last_id;
        let (mut row, mut slot) = new_row(item, &mut last_id);
        if let Some(json) = json {
            give::require_json(json)?;
            give::give(&mut row, &mut slot, json, &mut last_id)?;
        }
        let depth = u32::try_from(list.0.len()).unwrap_or(u32::MAX).saturating_add(1);
        check_below(&mut row, &mut slot, depth, &self.settings.options);
        row.keep_as_first();
        self.last_id = last_id;
        let mut new = Some((row, slot));
        self.change_rows(list, &mut |rows, items| {
            if let Some((row, slot)) = new.take() {
                insert(rows, at, row);
                insert(items, at, slot);
            }
        })
    }

    pub(super) fn remove(&mut self, path: &Path) -> Result<(), InvalidEvent> {
        if let Some((list, at)) = self.row(path)? {
            return self.change_rows(&list, &mut |rows, items| {
                shift(rows, at, usize::MAX);
                shift(items, at, usize::MAX);
                rows.pop();
                items.pop();
            });
        }
        let Some((Segment::Key(key), holder)) = path.0.split_last() else {
            return Err(not_a_row(path));
        };
        if self.node(path)?.field.is_some() {
            return Err(not_a_row(path));
        }
        let holder = Path(holder.to_vec());
        let act: Act<'_> = &mut |node, slot, depth| {
            if depth > 0 {
                forget(node);
            }
            if let Holds::Group(group) = &mut node.holds {
                group.extras.retain(|(name, _)| name != key);
            }
            settle(node, slot, node.id > 0);
            Ok(())
        };
        descend(&mut self.root, &mut self.draft, &holder.0, 0, act)?;
        self.restructured = true;
        self.check_between(&holder);
        Ok(())
    }

    pub(super) fn duplicate(&mut self, path: &Path) -> Result<(), InvalidEvent> {
        let Some((list, at)) = self.row(path)? else {
            return Err(not_a_row(path));
        };
        let mut last_id = self.last_id;
        let done = self.change_rows(&list, &mut |rows, items| {
            if let (Some(row), Some(slot)) = (rows.get(at).cloned(), items.get(at).cloned()) {
                let mut row = row;
                row.each(&mut |node| {
                    node.told.clear();
                    node.generation = 0;
                    if let Holds::List(list) = &mut node.holds
                        && list.rows.iter().map(|row| row.id).eq(list.first_rows.iter().copied())
                    {
                        // The rows of its start are those that are copied next; rows in rows hold no lists.
                        let next = (1..).map(|step| last_id.saturating_add(step));
                        list.first_rows = next.take(list.rows.len()).collect();
                    }
                    if node.id > 0 {
                        last_id = last_id.saturating_add(1);
                        node.id = last_id;
                    }
                });
                insert(rows, at.saturating_add(1), row);
                insert(items, at.saturating_add(1), slot);
            }
        });
        self.last_id = last_id;
        done
    }

    pub(super) fn move_row(&mut self, list: &Path, from: usize, to: usize) -> Result<(), InvalidEvent> {
        let (_, count) = self.rows(list)?;
        if let Some(beyond) = [from, to].into_iter().find(|at| *at >= count) {
            return Err(no_row(list, beyond, count));
        }
        self.change_rows(list, &mut |rows, items| {
            shift(rows, from, to);
            shift(items, from, to);
        })
    }

    /// What the rows of a list are, and how many there are.
    fn rows(&self, list: &Path) -> Result<(&'static Kind, usize), InvalidEvent> {
        match &self.node(list)?.holds {
            Holds::List(found) => Ok((found.item, found.rows.len())),
            _ => Err(InvalidEvent::new(&["\"", &list.name(), "\" is no list of rows"])),
        }
    }

    /// The list of a row, and its index there; none when the place is no row.
    fn row(&self, path: &Path) -> Result<Option<(Path, usize)>, InvalidEvent> {
        self.node(path)?;
        Ok(match path.0.split_last() {
            Some((Segment::Index(at), list)) => Some((Path(list.to_vec()), *at)),
            _ => None,
        })
    }

    /// Changes the rows of a list. Every row that stays is as it was, and is only viewed anew: its name may be another.
    fn change_rows(&mut self, path: &Path, change: Change<'_>) -> Result<(), InvalidEvent> {
        self.restructured = true;
        let act: Act<'_> = &mut |node, slot, _| {
            forget(node);
            if node.given.take().is_some() {
                node.found.clear();
                slot.broken = false;
            }
            unpark(node, slot);
            if let (Holds::List(list), Value::List(items)) = (&mut node.holds, &mut slot.value) {
                change(&mut list.rows, items);
                list.rows.iter_mut().for_each(Node::change_all);
            }
            settle(node, slot, false);
            Ok(())
        };
        descend(&mut self.root, &mut self.draft, &path.0, 0, act)?;
        self.check_between(path);
        Ok(())
    }
}

// The standard library's `insert` and `remove` can panic, and bring the texts of their panics into the WebAssembly.

/// Puts an item before the one at a place.
fn insert<T>(items: &mut Vec<T>, at: usize, item: T) {
    items.push(item);
    shift(items, usize::MAX, at);
}

/// Moves an item from one place to another, step by step; beyond the end is the last place.
fn shift<T>(items: &mut [T], from: usize, to: usize) {
    let last = items.len().saturating_sub(1);
    let (mut at, to) = (from.min(last), to.min(last));
    while at != to {
        let next = if at < to {
            at.saturating_add(1)
        } else {
            at.saturating_sub(1)
        };
        if let Some([one, other]) = items.get_mut(at.min(next)..=at.max(next)) {
            std::mem::swap(one, other);
        }
        at = next;
    }
}

/// An empty row. A row that is a group has an id even while nothing is in it; so has one that is a number.
pub(super) fn new_row(item: &'static Kind, last_id: &mut u32) -> (Node, Slot<'static>) {
    let (mut row, mut slot) = blank(item, None);
    *last_id = last_id.saturating_add(1);
    row.id = *last_id;
    unpark(&mut row, &mut slot);
    (row, slot)
}

fn not_a_row(path: &Path) -> InvalidEvent {
    InvalidEvent::new(&["\"", &path.name(), "\" is no row of a list"])
}

fn no_row(list: &Path, at: usize, count: usize) -> InvalidEvent {
    let mut text = ["\"", &list.name(), "\" has no place "].concat();
    json::write_count(at, &mut text);
    text.push_str(" for a row: there are ");
    json::write_count(count, &mut text);
    InvalidEvent(text)
}
