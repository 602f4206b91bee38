//! Brings everything that follows from the texts up to date after an event: issues, flags, and what the rules read.
//!
//! Only what an event has marked as stale is read again; the cross-field rules run each time.

use super::event::{Include, Rejection};
use super::node::{COUNTS, Node, Role, SHOWN};
use super::options::Show;
use super::protocol::{DIRTY, EXTRA, KEPT, LEFT_OUT, TOUCHED};
use super::{Form, ShownIssue, text, write};
use crate::issue::{Code, Issue, Path, Problem, Source};
use crate::json::{Origin, Range};
use crate::lean::sorted_indices;
use crate::options::Options;
use crate::read::{IssueCollector, Location, Object, Slot, Value, read_as, read_value};
use crate::request::{Kind, Table};
use crate::rules;

/// The flags that a node has if one below it has them.
const INHERITED: u8 = TOUCHED | DIRTY | SHOWN;

impl Form {
    /// Brings the form up to date.
    pub(super) fn refresh(&mut self) {
        if !self.root.stale {
            return;
        }
        let show = self.options.show;
        let pass = Refresh {
            options: &self.options.options,
            shows_all: show == Show::Always || (show == Show::Submitted && self.submit_count > 0),
            shows_revealed: matches!(show, Show::Left | Show::Changed),
        };
        pass.node(&mut self.root, &mut self.draft, 0, true);
        self.check_cross_field_rules();
    }

    fn check_cross_field_rules(&mut self) {
        let mut collector = IssueCollector::new(&self.options.options);
        if let Value::Object(case) = &self.draft.value {
            rules::check_cross_field_rules(case, &mut collector);
        }
        let now = by_path(collector.finish(None).into_vec());
        let before = std::mem::take(&mut self.cross_field);
        let is_same = before.len() == now.len() && before.iter().zip(&now).all(|(one, other)| one.issue == *other);
        for issue in now {
            let shown = self.is_shown(&issue.path) || issue.related.iter().any(|path| self.is_shown(path));
            self.cross_field.push(ShownIssue { issue, shown });
        }
        if !is_same || before != self.cross_field {
            for ShownIssue { issue, .. } in before.iter().chain(&self.cross_field) {
                if let Some(node) = self.root.find_mut(&issue.path.0) {
                    node.changed = true;
                }
            }
        }
    }

    fn is_shown(&self, path: &Path) -> bool {
        self.root.find(&path.0).is_some_and(|node| node.flags & SHOWN != 0)
    }
}

/// Sorts issues by path, so that those of one path are found without looking at all others.
fn by_path(issues: Vec<Issue>) -> Vec<Issue> {
    let path = |at: usize| issues.get(at).map(|issue| &issue.path);
    let order = sorted_indices(issues.len(), &|one, other| path(one) < path(other));
    let mut sorted = Vec::new();
    for at in order {
        sorted.extend(issues.get(at).cloned());
    }
    sorted
}

/// One pass over the form.
struct Refresh<'f> {
    options: &'f Options,
    shows_all: bool,
    shows_revealed: bool,
}

impl Refresh<'_> {
    /// Refreshes a node, `depth` levels below the root, with its part of the draft.
    fn node(&self, node: &mut Node, slot: &mut Slot<'static>, depth: u32, counts: bool) {
        if !node.stale && (node.flags & COUNTS != 0) == counts {
            return;
        }
        node.stale = false;
        let is_open = counts && node.exact_json.is_none() && node.is_included();
        if node.is_text() || node.exact_json.is_some() {
            self.read(node, slot, depth);
        } else {
            node.issues.clear();
            if is_open {
                prepare(node, slot);
            } else {
                *slot = Slot::default();
            }
        }
        let slots: &mut [Slot<'static>] = match &mut slot.value {
            Value::Object(object) => &mut object.slots,
            Value::List(items) => items,
            _ => &mut [],
        };
        let mut unused = Slot::default();
        let mut flags = 0;
        for (index, child) in node.children.iter_mut().enumerate() {
            let place = match child.role {
                Role::Field(_, place) => place,
                Role::Unknown(..) => usize::MAX,
                _ => index,
            };
            let slot = slots.get_mut(place).unwrap_or(&mut unused);
            self.node(child, slot, depth.saturating_add(1), is_open);
            flags |= child.flags & INHERITED;
        }
        flags |= self.own_flags(node, counts);
        node.changed |= flags != node.flags;
        node.flags = flags;
    }

    fn own_flags(&self, node: &Node, counts: bool) -> u8 {
        let mut flags = 0;
        for (flag, is_set) in [
            (TOUCHED, node.touched),
            (DIRTY, node.value() != node.initial),
            (LEFT_OUT, node.include == Include::Never),
            (KEPT, node.include == Include::Always),
            (COUNTS, counts),
            (SHOWN, self.shows_all || (node.revealed && self.shows_revealed)),
            (EXTRA, matches!(node.role, Role::Unknown(..))),
        ] {
            if is_set {
                flags |= flag;
            }
        }
        flags
    }

    /// Reads the value of a node, and applies the rules about it alone.
    fn read(&self, node: &mut Node, slot: &mut Slot<'static>, depth: u32) {
        let mut collector = IssueCollector::new(self.options);
        if let Role::Unknown(table, key) = &node.role {
            node.issues = self.read_unknown(table, key, node, collector);
            return reject(node);
        }
        let mut written = Vec::new();
        // If a text is itself JSON, the issues have positions in it.
        let mut spans_in = None;
        let input = match &node.exact_json {
            _ if node.include == Include::Never => None,
            Some(json) => Some((json.as_slice(), Origin::Host)),
            None => match (node.kind, text::trimmed(&node.text)) {
                (_, []) => None,
                (Kind::Free, _) => {
                    spans_in = Some(node.text.as_slice());
                    Some((node.text.as_slice(), Origin::Text))
                }
                (kind, text) => {
                    text::write(kind, text, &mut written);
                    Some((written.as_slice(), Origin::Host))
                }
            },
        };
        *slot = input.map_or_else(Slot::default, |(input, origin)| {
            let is_nullable = node.is_nullable();
            read_value(
                node.kind,
                is_nullable,
                depth,
                input,
                origin,
                self.options,
                &mut collector,
            )
            .into_owned()
        });
        // A field that is left out is absent, which can also be an issue.
        if let Role::Field(field, _) = node.role
            && node.is_text()
        {
            rules::check_field(field, slot, &Location::ROOT, Range::default(), &mut collector);
        }
        node.issues = collector.finish(spans_in).into_vec();
        reject(node);
    }

    /// The issues of an unknown field, with paths relative to it.
    fn read_unknown(&self, table: &'static Table, key: &str, node: &Node, mut collector: IssueCollector) -> Vec<Issue> {
        let mut json = b"{".to_vec();
        text::write_string(key.as_bytes(), &mut json);
        json.push(b':');
        write::node(node, &mut json);
        json.push(b'}');
        read_as(table, &json, Origin::Host, self.options, &mut collector);
        let mut issues = collector.finish(None).into_vec();
        for issue in &mut issues {
            issue.path.0 = issue.path.0.split_off(1.min(issue.path.0.len()));
        }
        issues
    }
}

/// Adds the issue of an input that the browser rejects, unless another error says more.
fn reject(node: &mut Node) {
    let Node { issues, .. } = node;
    let Some(rejection) = &node.rejection else {
        return;
    };
    if node.include == Include::Never {
        return;
    }
    if let Rejection::Unreadable(_) = rejection {
        // The empty string stands for the unknown text.
        issues.retain(|issue| issue.code() != Code::Blank);
    }
    if issues.iter().any(Issue::is_error) {
        return;
    }
    let mut issue = Issue::new(Problem::Required {}, Path::default());
    if let Rejection::Unreadable(message) | Rejection::Constraint(message) = rejection {
        issue.problem = Problem::Server {
            status: 0,
            server_code: None,
        };
        issue.source = Source::Async;
        issue.original_message = Some(message.clone());
    }
    issues.push(issue);
}

/// Makes the slot of a group or list one with a slot for each field of its table or each row.
fn prepare(node: &Node, slot: &mut Slot<'static>) {
    match (node.kind, &mut slot.value) {
        (Kind::List(_), Value::List(items)) => items.resize_with(node.children.len(), Slot::default),
        (Kind::Object(_), Value::Object(_)) => {}
        (kind, _) => {
            let count = match kind {
                Kind::Object(table) => table.fields.len(),
                _ => node.children.len(),
            };
            let mut slots = Vec::new();
            slots.resize_with(count, Slot::default);
            *slot = Slot::default();
            slot.value = match kind {
                Kind::Object(table) => Value::Object(Box::new(Object {
                    table,
                    revision: node.revision,
                    slots,
                    extras: Vec::new(),
                    brace: Range::default(),
                })),
                _ => Value::List(slots),
            };
        }
    }
}
