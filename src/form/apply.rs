//! What each event changes. Everything that follows from it is brought up to date afterwards: see `refresh.rs`.

use super::Form;
use super::event::{Event, Include, InvalidEvent, Rejection, parse_path};
use super::node::{Node, Role, next_id};
use super::options::Show;
use super::revise::revise;
use super::set_value::{require_json, set_value};
use crate::issue::{Path, Source};
use crate::read::Slot;

impl Form {
    pub(super) fn take(&mut self, event: Event<'_>) -> Result<(), InvalidEvent> {
        match event {
            Event::Set { path, text } => self.set(&parse_path(path)?, &text, None)?,
            Event::Reject { path, text, rejection } => self.set(&parse_path(path)?, &text, Some(rejection))?,
            Event::SetValue { path, json } => self.set_value(&parse_path(path)?, json)?,
            Event::Leave { path } => {
                let node = self.stale_node(&parse_path(path)?)?;
                node.touched = true;
                node.revealed = true;
            }
            Event::Include { path, include } => self.include(&parse_path(path)?, include)?,
            Event::Insert { list, at, json } => self.insert(&parse_path(list)?, at, json)?,
            Event::Remove { path } => self.remove(&parse_path(path)?)?,
            Event::Duplicate { path } => self.duplicate(&parse_path(path)?)?,
            Event::Move { list, from, to } => self.move_row(&parse_path(list)?, from, to)?,
            Event::Submit => {
                self.submit_count = self.submit_count.saturating_add(1);
                self.record_sent_rows();
                self.root.each(&mut |node| {
                    node.remove_issues_from(Source::Server);
                    node.revealed = true;
                    node.mark();
                });
            }
            Event::Reset { json } => self.reset(json)?,
            Event::Restore { draft } => self.restore(draft)?,
            Event::SetExternalIssues { issues } => self.set_external_issues(issues),
            Event::BeginAsyncCheck { path } => {
                let mut last_id = self.last_id;
                let node = self.stale_node(&parse_path(path)?)?;
                // Unique in the form, because another row can have moved to the path before the check finishes.
                node.generation = next_id(&mut last_id);
                node.changed = true;
                self.last_id = last_id;
            }
            Event::FinishAsyncCheck {
                path,
                generation,
                issues,
            } => {
                let node = self.stale_node(&parse_path(path)?)?;
                if node.generation == generation && generation > 0 {
                    node.remove_issues_from(Source::Async);
                    node.external.extend(issues);
                    node.changed = true;
                }
            }
            Event::Configure { options } => {
                let revision = options.options.revision;
                if revision != self.options.options.revision {
                    revise(&mut self.root, revision, &mut self.last_id);
                    self.draft = Slot::default();
                    self.restructured = true;
                }
                self.options = options;
                self.root.each(&mut Node::mark);
            }
        }
        Ok(())
    }

    fn set(&mut self, path: &Path, text: &[u8], rejection: Option<Rejection>) -> Result<(), InvalidEvent> {
        if !self.node(path)?.is_text() {
            let name = path.name();
            return Err(InvalidEvent::new(&[
                "\"",
                &name,
                "\" is a group or a list, which has no text of its own",
            ]));
        }
        let show = self.options.show;
        self.change(path, &mut |node| {
            node.text.clear();
            node.text.extend_from_slice(text);
            // An empty string in the place of the unknown text: the field is part of the request, and invalid.
            let is_unreadable = matches!(rejection, Some(Rejection::Unreadable(_)));
            node.exact_json = is_unreadable.then(|| b"\"\"".to_vec());
            node.rejection.clone_from(&rejection);
            node.revealed |= show == Show::Changed;
        })?;
        if show == Show::Left && self.node(path)?.revealed {
            // Once the field is valid, its next issue is not shown before the user leaves the field again.
            self.refresh();
            if self.is_valid(path) {
                self.stale_node(path)?.revealed = false;
            }
        }
        Ok(())
    }

    /// Whether a field has no issue, and is not involved in one of another field.
    fn is_valid(&self, path: &Path) -> bool {
        self.node(path).is_ok_and(|node| node.issues.is_empty())
            && !self
                .cross_field
                .iter()
                .any(|shown| shown.issue.path == *path || shown.issue.related.contains(path))
    }

    fn set_value(&mut self, path: &Path, json: &[u8]) -> Result<(), InvalidEvent> {
        let is_text = self.node(path)?.is_text();
        if path.0.is_empty() {
            return self.replace(json);
        }
        let json = require_json(json)?;
        let mut last_id = self.last_id;
        self.change(path, &mut |node| set_value(node, json, &mut last_id))?;
        self.last_id = last_id;
        self.restructured |= !is_text;
        Ok(())
    }

    fn include(&mut self, path: &Path, include: Include) -> Result<(), InvalidEvent> {
        match self.node(path)?.role {
            Role::Field(..) => self.change(path, &mut |node| node.include = include),
            Role::Request => Err(InvalidEvent::new(&["the request itself is always part of the request"])),
            Role::Row | Role::Unknown(..) => Err(InvalidEvent::new(&[
                "\"",
                &path.name(),
                "\" is a row or an unknown field; remove it instead",
            ])),
        }
    }

    /// Changes the value of a node. External issues about it, about what is below it and about the enclosing groups are
    /// removed.
    fn change(&mut self, path: &Path, act: &mut dyn FnMut(&mut Node)) -> Result<(), InvalidEvent> {
        let node = self.open(path)?;
        act(node);
        node.each(&mut |node| {
            node.outdate();
            node.mark();
        });
        Ok(())
    }

    /// The node at a path, which is about to change. JSON in the place of an enclosing group or list is removed, and so are
    /// external issues about it.
    pub(super) fn open(&mut self, path: &Path) -> Result<&mut Node, InvalidEvent> {
        self.mark_path(path, &mut |node| {
            node.outdate();
            if node.exact_json.take().is_some() {
                node.changed = true;
            }
        })
    }

    /// The node at a path, which is to be refreshed.
    fn stale_node(&mut self, path: &Path) -> Result<&mut Node, InvalidEvent> {
        self.mark_path(path, &mut |_| {})
    }

    /// The node at a path, which is to be refreshed. Calls a function with each node above it, except the request.
    fn mark_path(&mut self, path: &Path, act: &mut dyn FnMut(&mut Node)) -> Result<&mut Node, InvalidEvent> {
        self.node(path)?;
        let mut node = &mut self.root;
        for (depth, segment) in path.0.iter().enumerate() {
            node.stale = true;
            if depth > 0 {
                act(node);
            }
            let index = node.position(segment).unwrap_or(usize::MAX);
            node = node
                .children
                .get_mut(index)
                .ok_or_else(|| InvalidEvent::no_place(path))?;
        }
        node.stale = true;
        Ok(node)
    }
}
