//! Validation: reads the texts of the form, and applies the rules about single fields and the cross-field rules.

use super::node::{Holds, Node, attach, find, is_row, update_presence};
use super::{Form, Include, ShownIssue, typed, write};
use crate::issue::{Issue, Path};
use crate::json::Origin;
use crate::lean::sorted_indices;
use crate::options::Options;
use crate::read::{IssueCollector, Slot, Value, read_as};
use crate::request::Table;
use crate::rules;

impl Form {
    /// Checks everything anew.
    pub(super) fn check_all(&mut self) {
        self.root.each(&mut |_| {});
        check_below(&mut self.root, &mut self.draft, 0, &self.options.options);
        self.check_cross_field_rules(&Path::default());
    }

    /// Checks the rules between fields that read the value at a path, or something in it.
    pub(super) fn check_cross_field_rules(&mut self, path: &Path) {
        for place in 0..rules::CROSS_FIELD_RULE_COUNT {
            let Value::Object(case) = &self.draft.value else { return };
            if !rules::depends_on(place, path) {
                continue;
            }
            let mut collector = IssueCollector::new(&self.options.options);
            rules::check_cross_field(place, case, &mut collector);
            let mut all: Vec<Option<Issue>> = Vec::new();
            for issue in collector.finish(None) {
                all.push(Some(issue));
            }
            // By their paths, so that each place finds its own without a look at all others.
            let path = |at: usize| all.get(at).and_then(Option::as_ref).map(|issue| &issue.path);
            let by_path = sorted_indices(all.len(), &|one, other| path(one) < path(other));
            let mut now = Vec::new();
            for at in by_path {
                let Some(issue) = all.get_mut(at).and_then(Option::take) else {
                    continue;
                };
                mark_changed(&mut self.root, &issue.path);
                now.push(ShownIssue { issue, shown: false });
            }
            if let Some(found) = self.cross_field.get_mut(place) {
                for ShownIssue { issue, .. } in &*found {
                    mark_changed(&mut self.root, &issue.path);
                }
                *found = now;
            }
        }
    }
}

/// Says that the place, if it is there, must be viewed anew.
pub(super) fn mark_changed(root: &mut Node, path: &Path) {
    if let Some(node) = find(root, path) {
        node.changed = true;
    }
}

/// Reads a node and all in it, and applies the rules about single fields.
pub(super) fn check_below(node: &mut Node, slot: &mut Slot<'static>, depth: u32, options: &Options) {
    if !matches!(node.holds, Holds::Text(_))
        && let Some(given) = node.exact_json.take()
    {
        // What is in it is not part of the request, but ready to be.
        let include = std::mem::replace(&mut node.include, Include::Never);
        check_below(node, slot, depth, options);
        node.include = include;
        node.exact_json = Some(given);
        typed::check_exact_json(node, slot, depth, options);
        return;
    }
    attach(node, slot);
    // Something else may have stood here before.
    slot.broken = false;
    let below = depth.saturating_add(1);
    match (&mut node.holds, &mut slot.value) {
        (Holds::Group(group), Value::Object(object)) => {
            for (child, slot) in group.children.iter_mut().zip(&mut object.slots) {
                check_below(child, slot, below, options);
            }
            for (key, extra) in &mut group.extras {
                check_extra(group.table, key, extra, options);
            }
            node.issues.clear();
        }
        (Holds::List(list), Value::List(items)) => {
            for (row, slot) in list.rows.iter_mut().zip(items) {
                check_below(row, slot, below, options);
            }
            node.issues.clear();
        }
        _ => typed::check(node, slot, depth, options),
    }
    update_presence(node, slot, is_row(node));
}

/// Finds out what is wrong with a key that is in no table, and in its value.
pub(super) fn check_extra(table: &'static Table, key: &str, extra: &mut Node, options: &Options) {
    let mut json = b"{".to_vec();
    typed::write_string(key.as_bytes(), &mut json);
    json.push(b':');
    write::node(extra, &Slot::default(), &mut json);
    json.push(b'}');
    let mut collector = IssueCollector::new(options);
    read_as(table, &json, Origin::Host, options, &mut collector);
    extra.issues = collector.finish(None).into_vec();
    for issue in &mut extra.issues {
        issue.path.0 = issue.path.0.split_off(1.min(issue.path.0.len()));
    }
}
