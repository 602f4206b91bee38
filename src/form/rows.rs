//! Rows of a list: they come, go, move and are copied, and everything about a row goes with it.

use super::Form;
use super::check::check_below;
use super::edit::{Edit, clear_external, descend};
use super::event::InvalidEvent;
use super::node::{Holds, Node, attach, new_row, update_presence};
use super::set_value::{require_json, set_value};
use crate::issue::{Path, Segment};
use crate::json;
use crate::lean::concat;
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
            require_json(json)?;
            set_value(&mut row, &mut slot, json, &mut last_id)?;
        }
        self.check_row(list, &mut row, &mut slot);
        row.keep_as_initial();
        self.last_id = last_id;
        self.put_row(list, at, row, slot)
    }

    /// Checks what is not yet in its list.
    fn check_row(&self, list: &Path, row: &mut Node, slot: &mut Slot<'static>) {
        let depth = u32::try_from(list.0.len()).unwrap_or(u32::MAX).saturating_add(1);
        check_below(row, slot, depth, &self.options.options);
    }

    fn put_row(&mut self, list: &Path, at: usize, row: Node, slot: Slot<'static>) -> Result<(), InvalidEvent> {
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
                take(rows, at);
                take(items, at);
            });
        }
        let Some((Segment::Key(key), holder)) = path.0.split_last() else {
            return Err(not_a_row(path));
        };
        if self.node(path)?.field.is_some() {
            return Err(not_a_row(path));
        }
        let holder = Path(holder.to_vec());
        let act: Edit<'_> = &mut |node, slot, depth| {
            if depth > 0 {
                clear_external(node);
            }
            if let Holds::Group(group) = &mut node.holds {
                while let Some(at) = group.extras.iter().position(|(name, _)| name == key) {
                    take(&mut group.extras, at);
                }
            }
            update_presence(node, slot, node.id > 0);
            Ok(())
        };
        descend(&mut self.root, &mut self.draft, &holder.0, 0, act)?;
        self.restructured = true;
        self.check_cross_field_rules(&holder);
        Ok(())
    }

    pub(super) fn duplicate(&mut self, path: &Path) -> Result<(), InvalidEvent> {
        let Some((list, at)) = self.row(path)? else {
            return Err(not_a_row(path));
        };
        let mut last_id = self.last_id;
        let mut row = self.node(path)?.copied(&mut last_id);
        let mut slot = Slot::default();
        self.check_row(&list, &mut row, &mut slot);
        self.last_id = last_id;
        self.put_row(&list, at.saturating_add(1), row, slot)
    }

    pub(super) fn move_row(&mut self, list: &Path, from: usize, to: usize) -> Result<(), InvalidEvent> {
        let (_, count) = self.rows(list)?;
        for at in [from, to] {
            if at >= count {
                return Err(no_row(list, at, count));
            }
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
        let act: Edit<'_> = &mut |node, slot, _| {
            clear_external(node);
            if node.exact_json.take().is_some() {
                node.issues.clear();
            }
            attach(node, slot);
            if let (Holds::List(list), Value::List(items)) = (&mut node.holds, &mut slot.value) {
                change(&mut list.rows, items);
                for row in &mut list.rows {
                    row.change_all();
                }
            }
            update_presence(node, slot, false);
            Ok(())
        };
        descend(&mut self.root, &mut self.draft, &path.0, 0, act)?;
        self.check_cross_field_rules(path);
        Ok(())
    }
}

/// Puts an item before the one at a place; beyond the end is the end.
fn insert<T>(items: &mut Vec<T>, at: usize, item: T) {
    items.insert(at.min(items.len()), item);
}

/// Takes the item at a place.
fn take<T>(items: &mut Vec<T>, at: usize) -> Option<T> {
    (at < items.len()).then(|| items.remove(at))
}

/// Moves an item from one place to another.
fn shift<T>(items: &mut Vec<T>, from: usize, to: usize) {
    if let Some(item) = take(items, from) {
        insert(items, to, item);
    }
}

fn not_a_row(path: &Path) -> InvalidEvent {
    InvalidEvent::new(&["\"", &path.name(), "\" is no row of a list"])
}

fn no_row(list: &Path, at: usize, count: usize) -> InvalidEvent {
    let mut text = concat(&["\"", &list.name(), "\" has no place "]);
    json::write_count(at, &mut text);
    text.push_str(" for a row: there are ");
    json::write_count(count, &mut text);
    InvalidEvent(text)
}
