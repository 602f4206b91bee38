//! The rows of a list are inserted, removed, moved and copied with everything that belongs to them.

use super::Form;
use super::event::InvalidEvent;
use super::node::{Node, Role};
use super::set_value::{require_json, set_value};
use crate::issue::{Path, Segment};
use crate::json;
use crate::lean::concat;
use crate::request::Kind;

impl Form {
    pub(super) fn insert(&mut self, list: &Path, at: Option<usize>, json: Option<&[u8]>) -> Result<(), InvalidEvent> {
        let (item, count) = self.rows(list)?;
        let at = at.unwrap_or(count);
        if at > count {
            return Err(no_row(list, at, count));
        }
        let json = json.map(require_json).transpose()?;
        let mut row = Node::row(item, self.options.options.revision, &mut self.last_id);
        if let Some(json) = json {
            set_value(&mut row, json, &mut self.last_id);
        }
        row.keep_as_initial();
        self.insert_row(list, at, row)
    }

    fn insert_row(&mut self, list: &Path, at: usize, row: Node) -> Result<(), InvalidEvent> {
        let mut row = Some(row);
        self.change_rows(list, &mut |rows| {
            if let Some(row) = row.take() {
                rows.insert(at.min(rows.len()), row);
            }
        })
    }

    pub(super) fn remove(&mut self, path: &Path) -> Result<(), InvalidEvent> {
        match (&self.node(path)?.role, path.0.split_last()) {
            (Role::Row, Some((Segment::Index(at), list))) => self.change_rows(&Path(list.to_vec()), &mut |rows| {
                if *at < rows.len() {
                    rows.remove(*at);
                }
            }),
            (Role::Unknown(..), Some((Segment::Key(key), holder))) => {
                self.change_rows(&Path(holder.to_vec()), &mut |children| {
                    children.retain(|child| !matches!(&child.role, Role::Unknown(_, name) if name == key));
                })
            }
            _ => Err(not_a_row(path)),
        }
    }

    pub(super) fn duplicate(&mut self, path: &Path) -> Result<(), InvalidEvent> {
        let (Role::Row, Some((Segment::Index(at), list))) = (&self.node(path)?.role, path.0.split_last()) else {
            return Err(not_a_row(path));
        };
        let mut last_id = self.last_id;
        let row = self.node(path)?.copied(&mut last_id);
        self.last_id = last_id;
        self.insert_row(&Path(list.to_vec()), at.saturating_add(1), row)
    }

    pub(super) fn move_row(&mut self, list: &Path, from: usize, to: usize) -> Result<(), InvalidEvent> {
        let (_, count) = self.rows(list)?;
        for at in [from, to] {
            if at >= count {
                return Err(no_row(list, at, count));
            }
        }
        self.change_rows(list, &mut |rows| {
            if from.max(to) < rows.len() {
                let row = rows.remove(from);
                rows.insert(to, row);
            }
        })
    }

    /// The kind of the rows of a list, and their number.
    fn rows(&self, list: &Path) -> Result<(&'static Kind, usize), InvalidEvent> {
        let node = self.node(list)?;
        match node.kind {
            Kind::List(item) => Ok((item, node.children.len())),
            _ => Err(InvalidEvent::new(&["\"", &list.name(), "\" is not a list"])),
        }
    }

    /// Changes the rows of a list, or the unknown fields of a group. Those that stay keep their state, but their names can
    /// change.
    fn change_rows(&mut self, path: &Path, act: &mut dyn FnMut(&mut Vec<Node>)) -> Result<(), InvalidEvent> {
        self.restructured = true;
        let node = self.open(path)?;
        node.exact_json = None;
        if !path.0.is_empty() {
            node.outdate();
        }
        act(&mut node.children);
        node.each(&mut Node::mark);
        Ok(())
    }
}

fn not_a_row(path: &Path) -> InvalidEvent {
    InvalidEvent::new(&["\"", &path.name(), "\" is not a row of a list"])
}

fn no_row(list: &Path, at: usize, count: usize) -> InvalidEvent {
    let mut text = concat(&["\"", &list.name(), "\" has no row "]);
    json::write_count(at, &mut text);
    text.push_str("; the number of rows is ");
    json::write_count(count, &mut text);
    InvalidEvent(text)
}
