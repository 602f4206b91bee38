//! Issues about a request that was sent: the form may have changed since, so the indices in their paths are those of the rows
//! that were sent, which need not be the present ones.

use super::Form;
use super::node::Node;
use crate::issue::{Issue, Path, Segment, Source};
use crate::request::Kind;

impl Form {
    /// Records which rows are part of the request that is now sent.
    pub(crate) fn record_sent_rows(&mut self) {
        self.has_sent = true;
        self.root.each(&mut |node| {
            if let Kind::List(_) = node.kind {
                let rows = node.children.iter().filter(|row| row.is_included());
                node.sent_rows = Some(rows.map(|row| row.id).collect());
            }
        });
    }

    /// Adds each issue to the place that its value was sent from, or to the nearest one around it.
    pub(super) fn set_external_issues(&mut self, issues: Vec<Issue>) {
        for source in [Source::Server, Source::Async] {
            if issues.iter().any(|issue| issue.source == source) {
                self.root.each(&mut |node| node.remove_issues_from(source));
            }
        }
        for mut issue in issues {
            let (place, below) = self.place_of(&issue);
            issue.path = below;
            if let Some(node) = self.root.find_mut(&place.0) {
                node.external.push(issue);
                node.changed = true;
            }
        }
    }

    /// The place for an issue, and the rest of its path.
    fn place_of(&self, issue: &Issue) -> (Path, Path) {
        let mut place = Path::default();
        let mut node = &self.root;
        let mut rest = issue.path.0.as_slice();
        while let [segment, below @ ..] = rest {
            let is_sent_row = issue.source == Source::Server && matches!(node.kind, Kind::List(_));
            let (segment, index) = match segment {
                Segment::Index(sent) if is_sent_row => match self.row_now(node, *sent) {
                    Some(index) => (Segment::Index(index), Some(index)),
                    // The row is gone. Its path would now be that of another one.
                    None => return (place, Path::default()),
                },
                other => (other.clone(), node.position(other)),
            };
            let Some(child) = index.and_then(|index| node.children.get(index)) else {
                break;
            };
            place.0.push(segment);
            node = child;
            rest = below;
        }
        (place, Path(rest.to_vec()))
    }

    /// The present index of a row that was sent.
    fn row_now(&self, list: &Node, sent: usize) -> Option<usize> {
        let rows = &list.children;
        if let Some(ids) = &list.sent_rows {
            let id = ids.get(sent)?;
            return rows.iter().position(|row| row.id == *id);
        }
        // Without a record, the present request is the one that was sent.
        let included = |index: &usize| rows.get(*index).is_some_and(Node::is_included);
        (0..rows.len()).filter(included).nth(sent).filter(|_| !self.has_sent)
    }
}
