//! What is told of a node besides its value and its issues, and the pass over the form that finds out what has changed.

use super::check::mark_changed;
use super::event::Include;
use super::node::{Holds, IssueCounts, Node};
use super::options::Show;
use super::protocol::{DIRTY, EXTRA, KEPT, LEFT_OUT, TOUCHED};
use super::{Form, ShownIssue};
use crate::issue::{Issue, Path, Source};

/// The place has a JSON value that its text alone does not express.
pub(super) const EXACT_JSON: u8 = 16;
/// The enclosing groups are part of the request, so the issues of the place count.
pub(super) const COUNTS: u8 = 32;
/// The issues of the place are shown.
pub(super) const SHOWN: u8 = 64;

/// What a node hands up to the one that holds it.
const FROM_BELOW: u8 = TOUCHED | DIRTY | SHOWN;

impl Form {
    /// Brings the flags up to date, and marks what must be viewed anew.
    pub(super) fn refresh(&mut self) {
        let show = self.options.show;
        let pass = Pass {
            shows_all: show == Show::Always || (show == Show::Submitted && self.submit_count > 0),
            waits_for_submit: show == Show::Submitted && self.submit_count == 0,
            hides_missing: self.hides_missing(),
        };
        update(&mut self.root, true, false, &pass);
        let mut cross_field = std::mem::take(&mut self.cross_field);
        for found in &mut cross_field {
            for ShownIssue { issue, shown } in found {
                let now = self.is_shown(&issue.path) || issue.related.iter().any(|path| self.is_shown(path));
                if now != *shown {
                    *shown = now;
                    mark_changed(&mut self.root, &issue.path);
                }
            }
        }
        self.cross_field = cross_field;
    }

    fn is_shown(&self, path: &Path) -> bool {
        self.node(path).is_ok_and(|node| node.flags & SHOWN != 0)
    }

    /// Whether what is merely missing is kept back for now: nobody has wanted to submit yet.
    pub(super) fn hides_missing(&self) -> bool {
        self.options.draft && self.submit_count == 0
    }
}

/// Whether an issue says that something is merely missing.
pub(super) fn is_missing(issue: &Issue) -> bool {
    issue.source == Source::Core && issue.code().is_about_absence()
}

impl IssueCounts {
    /// Counts an issue, by whether what is missing is held back.
    pub(super) fn count(&mut self, issue: &Issue, hides_missing: bool) {
        let blocks = issue.is_error() && issue.source != Source::Server;
        self.blocking = self.blocking.saturating_add(usize::from(blocks));
        let is_counted = !(hides_missing && is_missing(issue));
        let (errors, warnings) = (is_counted && issue.is_error(), is_counted && !issue.is_error());
        self.errors = self.errors.saturating_add(usize::from(errors));
        self.warnings = self.warnings.saturating_add(usize::from(warnings));
    }

    fn add(&mut self, other: Self) {
        self.errors = self.errors.saturating_add(other.errors);
        self.warnings = self.warnings.saturating_add(other.warnings);
        self.blocking = self.blocking.saturating_add(other.blocking);
    }
}

/// What the flags of all nodes depend on.
struct Pass {
    shows_all: bool,
    waits_for_submit: bool,
    hides_missing: bool,
}

/// What a node has gathered from those in it.
#[derive(Default)]
struct Below {
    flags: u8,
    counts: IssueCounts,
    unseen: bool,
}

impl Below {
    fn update(&mut self, node: &mut Node, counts: bool, is_extra: bool, pass: &Pass) {
        update(node, counts, is_extra, pass);
        self.flags |= node.flags;
        self.counts.add(node.counts);
        self.unseen |= node.unseen;
    }
}

/// Brings a node up to date, and what in it was touched.
fn update(node: &mut Node, counts: bool, is_extra: bool, pass: &Pass) {
    if !node.stale && (node.flags & COUNTS != 0) == counts {
        return;
    }
    node.stale = false;
    let mut flags = 0;
    let mut raise = |flag: u8, is_raised: bool| {
        if is_raised {
            flags |= flag;
        }
    };
    raise(TOUCHED, node.touched);
    raise(LEFT_OUT, node.include == Include::Never);
    raise(KEPT, node.include == Include::Always);
    raise(EXACT_JSON, node.exact_json.is_some());
    raise(COUNTS, counts);
    raise(SHOWN, pass.shows_all || (node.revealed && !pass.waits_for_submit));
    raise(EXTRA, is_extra);
    raise(DIRTY, node.exact_json != node.initial.exact_json);
    let is_open = counts && node.include != Include::Never && node.exact_json.is_none();
    let mut below = Below::default();
    match &mut node.holds {
        Holds::Text(text) => raise(DIRTY, *text != node.initial.text),
        Holds::Group(group) => {
            raise(DIRTY, group.unknown_keys() != node.initial.text);
            let is_open = is_open && group.detached.is_none();
            for child in &mut group.children {
                below.update(child, is_open, false, pass);
            }
            for (_, extra) in &mut group.extras {
                below.update(extra, is_open, true, pass);
            }
        }
        Holds::List(list) => {
            raise(DIRTY, !list.is_initial());
            for row in &mut list.rows {
                below.update(row, is_open, false, pass);
            }
        }
    }
    flags |= below.flags & FROM_BELOW;
    node.counts = below.counts;
    if counts {
        for issue in &node.issues {
            node.counts.count(issue, pass.hides_missing);
        }
    }
    for issue in &node.external {
        node.counts.count(issue, pass.hides_missing);
    }
    node.changed |= flags != node.flags;
    node.unseen = node.changed || below.unseen;
    node.flags = flags;
}
