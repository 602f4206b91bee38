//! One event at a time: what each does to the form.

use super::event::{Event, Include, InvalidEvent, Show};
use super::node::{self, Holds, Node, settle, unpark};
use super::{Form, ShownIssue, check_below, is_row};
use crate::issue::{Issue, Path, Segment, Source};
use crate::read::{Slot, Value};

/// Does something to a node and its part of the draft, which lies so many levels below the root.
pub(super) type Act<'a> = &'a mut dyn FnMut(&mut Node, &mut Slot<'static>, u32) -> Result<(), InvalidEvent>;

impl Form {
    pub(super) fn take(&mut self, event: Event<'_>) -> Result<(), InvalidEvent> {
        match event {
            Event::Set { path, text } => self.set(&place(path)?, &text),
            Event::Give { path, json } => self.give(&place(path)?, json),
            Event::Leave { path } => {
                let node = self.node_mut(&place(path)?)?;
                node.touched = true;
                node.revealed = true;
                Ok(())
            }
            Event::Include { path, include } => self.include(&place(path)?, include),
            Event::Insert { list, at, json } => self.insert(&place(list)?, at, json),
            Event::Remove { path } => self.remove(&place(path)?),
            Event::Duplicate { path } => self.duplicate(&place(path)?),
            Event::Move { list, from, to } => self.move_row(&place(list)?, from, to),
            Event::Submit => {
                self.submit_count = self.submit_count.saturating_add(1);
                self.root.each(&mut |node| {
                    node.forget_words_of(Source::Server);
                    node.revealed = true;
                });
                self.root.change_all();
                Ok(())
            }
            Event::Reset { json } => self.reset(json),
            Event::Restore { draft } => self.restore(draft),
            Event::Told { issues } => {
                self.tell(issues);
                Ok(())
            }
            Event::Ask { path } => {
                let place = place(path)?;
                self.node(&place)?;
                // One counter for the whole form: another row may stand at the place when the answer comes.
                self.last_id = self.last_id.saturating_add(1);
                let generation = self.last_id;
                let node = self.node_mut(&place)?;
                node.generation = generation;
                node.changed = true;
                Ok(())
            }
            Event::Answer {
                path,
                generation,
                issues,
            } => {
                let node = self.node_mut(&place(path)?)?;
                if node.generation == generation && generation > 0 {
                    node.forget_words_of(Source::Async);
                    for issue in issues {
                        node.told.push(issue);
                    }
                    node.changed = true;
                }
                Ok(())
            }
            Event::Configure { settings } => {
                self.settings = settings;
                self.check_all();
                self.root.change_all();
                Ok(())
            }
        }
    }

    fn set(&mut self, path: &Path, text: &[u8]) -> Result<(), InvalidEvent> {
        if !matches!(self.node(path)?.holds, Holds::Text(_)) {
            let name = path.name();
            return Err(InvalidEvent::new(&[
                "\"",
                &name,
                "\" is a group or a list, which has no text of its own",
            ]));
        }
        let shows_changes = self.settings.show == Show::Changed;
        self.edit(path, &mut |node, _, _| {
            if let Holds::Text(old) = &mut node.holds {
                old.clear();
                old.extend_from_slice(text);
            }
            node.given = None;
            node.revealed |= shows_changes;
            Ok(())
        })?;
        self.rest_when_right(path);
        Ok(())
    }

    /// Once all is right with a field, its next mistake is not shown before it is left again.
    fn rest_when_right(&mut self, path: &Path) {
        if self.settings.show != Show::Left {
            return;
        }
        for found in &self.between {
            for ShownIssue { issue, .. } in found {
                if issue.path == *path || issue.related.contains(path) {
                    return;
                }
            }
        }
        if let Ok(node) = self.node_mut(path)
            && node.found.is_empty()
        {
            node.revealed = false;
        }
    }

    fn give(&mut self, path: &Path, json: &[u8]) -> Result<(), InvalidEvent> {
        self.node(path)?;
        if path.0.is_empty() {
            return self.replace(json);
        }
        super::give::require_json(json)?;
        let mut last_id = self.last_id;
        let given = self.edit(path, &mut |node, slot, _| {
            super::give::give(node, slot, json, &mut last_id)
        });
        self.last_id = last_id;
        if !matches!(self.node(path)?.holds, Holds::Text(_)) {
            self.restructured = true;
        }
        given
    }

    fn include(&mut self, path: &Path, include: Include) -> Result<(), InvalidEvent> {
        if path.0.is_empty() {
            return Err(InvalidEvent::new(&["the request itself is always part of the request"]));
        }
        if self.node(path)?.field.is_none() {
            let name = path.name();
            return Err(InvalidEvent::new(&[
                "\"",
                &name,
                "\" is a row or an unknown key; one that is not wanted is removed",
            ]));
        }
        self.edit(path, &mut |node, slot, _| {
            node.include = include;
            unpark(node, slot);
            Ok(())
        })
    }

    /// Changes the value at a path, which exists: it is checked again, with the rules that read it. What the server
    /// and others said about it, or about what holds it, is forgotten.
    pub(super) fn edit(&mut self, path: &Path, act: Act<'_>) -> Result<(), InvalidEvent> {
        let options = self.settings.options.clone();
        let mut act = |node: &mut Node, slot: &mut Slot<'static>, depth: u32| {
            act(node, slot, depth)?;
            check_below(node, slot, depth, &options);
            node.each(&mut |node| {
                forget(node);
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
            super::give::check_extra(group.table, key, extra, &self.settings.options);
        }
        self.check_between(path);
        Ok(())
    }

    /// Puts what was said at its places; what has no place in the form, at the nearest that holds it.
    fn tell(&mut self, issues: Vec<Issue>) {
        for source in [Source::Server, Source::Async] {
            if issues.iter().any(|issue| issue.source == source) {
                self.root.each(&mut |node| {
                    node.changed |= node.forget_words_of(source);
                });
            }
        }
        for mut issue in issues {
            let mut at = std::mem::take(&mut issue.path);
            while self.node(&at).is_err() {
                let Some(segment) = at.0.pop() else { break };
                issue.path.0.push(segment);
            }
            issue.path.0.reverse();
            if let Ok(node) = self.node_mut(&at) {
                node.told.push(issue);
                node.changed = true;
            }
        }
    }
}

/// A change: what was said about the value before says nothing about it now.
pub(super) fn forget(node: &mut Node) {
    node.changed |= !node.told.is_empty() || node.generation > 0;
    node.told.clear();
    node.generation = 0;
}

/// Walks to a place that exists, with its part of the draft, and settles on the way back what is part of the request.
pub(super) fn descend(
    node: &mut Node,
    slot: &mut Slot<'static>,
    rest: &[Segment],
    depth: u32,
    act: Act<'_>,
) -> Result<(), InvalidEvent> {
    node.touch();
    let Some((segment, rest)) = rest.split_first() else {
        return act(node, slot, depth);
    };
    if node.given.take().is_some() {
        // What stood here instead of a group or list gives way to what is put into it.
        node.found.clear();
        node.changed = true;
    }
    if depth > 0 {
        forget(node);
    }
    unpark(node, slot);
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
    settle(node, slot, is_row(node));
    done
}

pub(super) fn place(text: &str) -> Result<Path, InvalidEvent> {
    text.parse::<Path>().map_err(|error| InvalidEvent(error.message()))
}
