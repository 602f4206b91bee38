//! One event at a time: what each does to the form.

use super::event::{Event, Include, InvalidEvent, parse_path};
use super::node::{Holds, attach};
use super::options::Show;
use super::{Form, ShownIssue};
use crate::issue::{Issue, Path, Source};

impl Form {
    pub(super) fn take(&mut self, event: Event<'_>) -> Result<(), InvalidEvent> {
        match event {
            Event::Set { path, text } => self.set(&parse_path(path)?, &text),
            Event::SetValue { path, json } => self.set_value(&parse_path(path)?, json),
            Event::Leave { path } => {
                let node = self.node_mut(&parse_path(path)?)?;
                node.touched = true;
                node.revealed = true;
                Ok(())
            }
            Event::Include { path, include } => self.include(&parse_path(path)?, include),
            Event::Insert { list, at, json } => self.insert(&parse_path(list)?, at, json),
            Event::Remove { path } => self.remove(&parse_path(path)?),
            Event::Duplicate { path } => self.duplicate(&parse_path(path)?),
            Event::Move { list, from, to } => self.move_row(&parse_path(list)?, from, to),
            Event::Submit => {
                self.submit_count = self.submit_count.saturating_add(1);
                self.root.each(&mut |node| {
                    node.clear_external_issues(Source::Server);
                    node.revealed = true;
                });
                self.root.change_all();
                Ok(())
            }
            Event::Reset { json } => self.reset(json),
            Event::Restore { draft } => self.restore(draft),
            Event::SetExternalIssues { issues } => {
                self.tell(issues);
                Ok(())
            }
            Event::BeginAsyncCheck { path } => {
                let place = parse_path(path)?;
                self.node(&place)?;
                // One counter for the whole form: another row may stand at the place when the answer comes.
                self.last_id = self.last_id.saturating_add(1);
                let generation = self.last_id;
                let node = self.node_mut(&place)?;
                node.generation = generation;
                node.changed = true;
                Ok(())
            }
            Event::FinishAsyncCheck {
                path,
                generation,
                issues,
            } => {
                let node = self.node_mut(&parse_path(path)?)?;
                if node.generation == generation && generation > 0 {
                    node.clear_external_issues(Source::Async);
                    for issue in issues {
                        node.external.push(issue);
                    }
                    node.changed = true;
                }
                Ok(())
            }
            Event::Configure { options } => {
                self.options = options;
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
        let shows_changes = self.options.show == Show::Changed;
        self.edit(path, &mut |node, _, _| {
            if let Holds::Text(old) = &mut node.holds {
                old.clear();
                old.extend_from_slice(text);
            }
            node.exact_json = None;
            node.revealed |= shows_changes;
            Ok(())
        })?;
        self.rest_when_right(path);
        Ok(())
    }

    /// Once all is right with a field, its next mistake is not shown before it is left again.
    fn rest_when_right(&mut self, path: &Path) {
        if self.options.show != Show::Left {
            return;
        }
        for found in &self.cross_field {
            for ShownIssue { issue, .. } in found {
                if issue.path == *path || issue.related.contains(path) {
                    return;
                }
            }
        }
        if let Ok(node) = self.node_mut(path)
            && node.issues.is_empty()
        {
            node.revealed = false;
        }
    }

    fn set_value(&mut self, path: &Path, json: &[u8]) -> Result<(), InvalidEvent> {
        self.node(path)?;
        if path.0.is_empty() {
            return self.replace(json);
        }
        super::set_value::require_json(json)?;
        let mut last_id = self.last_id;
        let result = self.edit(path, &mut |node, slot, _| {
            super::set_value::set_value(node, slot, json, &mut last_id)
        });
        self.last_id = last_id;
        if !matches!(self.node(path)?.holds, Holds::Text(_)) {
            self.restructured = true;
        }
        result
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
            attach(node, slot);
            Ok(())
        })
    }

    /// Puts what was said at its places; what has no place in the form, at the nearest that holds it.
    fn tell(&mut self, issues: Vec<Issue>) {
        for source in [Source::Server, Source::Async] {
            if issues.iter().any(|issue| issue.source == source) {
                self.root.each(&mut |node| {
                    node.changed |= node.clear_external_issues(source);
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
                node.external.push(issue);
                node.changed = true;
            }
        }
    }
}
