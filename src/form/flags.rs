//! What is told of a node besides its value and its issues, and the pass over the form that finds out what has changed.

use super::event::{Include, Show};
use super::node::{Holds, Node, Tally};
use super::{Form, ShownIssue, change};
use crate::issue::{Issue, Path, Source};

/// The person has left it, or something in it.
pub(super) const TOUCHED: u8 = 1;
/// Its value, or its rows, are not those of the start.
pub(super) const DIRTY: u8 = 2;
/// It is told not to be part of the request.
pub(super) const LEFT_OUT: u8 = 4;
/// It is part of the request even when it is empty.
pub(super) const KEPT: u8 = 8;
/// Its exact JSON was given, and its text alone would be read as another value.
pub(super) const GIVEN: u8 = 16;
/// What holds it is part of the request, so its issues count.
pub(super) const COUNTS: u8 = 32;
/// Its issues are shown.
pub(super) const SHOWN: u8 = 64;
/// It is a key that is in no table.
pub(super) const EXTRA: u8 = 128;

/// What a node hands up to the one that holds it.
const FROM_BELOW: u8 = TOUCHED | DIRTY | SHOWN;

impl Form {
    /// Brings the flags up to date, and marks what must be viewed anew.
    pub(super) fn refresh(&mut self) {
        let show = self.settings.show;
        let pass = Pass {
            shows_all: show == Show::Always || (show == Show::Submitted && self.submit_count > 0),
            waits_for_submit: show == Show::Submitted && self.submit_count == 0,
            holds_back: self.holds_back(),
        };
        update(&mut self.root, true, false, &pass);
        let mut between = std::mem::take(&mut self.between);
        for found in &mut between {
            for ShownIssue { issue, shown } in found {
                let now = self.is_shown(&issue.path) || issue.related.iter().any(|path| self.is_shown(path));
                if now != *shown {
                    *shown = now;
                    change(&mut self.root, &issue.path);
                }
            }
        }
        self.between = between;
    }

    fn is_shown(&self, path: &Path) -> bool {
        self.node(path).is_ok_and(|node| node.flags & SHOWN != 0)
    }

    /// Whether what is merely missing is kept back for now: nobody has wanted to submit yet.
    pub(super) fn holds_back(&self) -> bool {
        self.settings.draft && self.submit_count == 0
    }
}

/// Whether an issue says that something is merely missing.
pub(super) fn is_missing(issue: &Issue) -> bool {
    issue.source == Source::Core && issue.code().is_about_absence()
}

impl Tally {
    /// Counts an issue, by whether what is missing is held back.
    pub(super) fn count(&mut self, issue: &Issue, holds_back: bool) {
        let blocks = issue.is_error() && issue.source != Source::Server;
        self.blocking = self.blocking.saturating_add(usize::from(blocks));
        let is_counted = !(holds_back && is_missing(issue));
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
    holds_back: bool,
}

/// What a node has gathered from those in it.
#[derive(Default)]
struct Below {
    flags: u8,
    tally: Tally,
    unseen: bool,
}

impl Below {
    fn update(&mut self, node: &mut Node, counts: bool, is_extra: bool, pass: &Pass) {
        update(node, counts, is_extra, pass);
        self.flags |= node.flags;
        self.tally.add(node.tally);
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
    raise(GIVEN, node.given.is_some());
    raise(COUNTS, counts);
    raise(SHOWN, pass.shows_all || (node.revealed && !pass.waits_for_submit));
    raise(EXTRA, is_extra);
    raise(DIRTY, node.given != node.first.given);
    let is_open = counts && node.include != Include::Never && node.given.is_none();
    let mut below = Below::default();
    match &mut node.holds {
        Holds::Text(text) => raise(DIRTY, *text != node.first.text),
        Holds::Group(group) => {
            raise(DIRTY, group.unknown_keys() != node.first.text);
            let is_open = is_open && group.parked.is_none();
            for child in &mut group.children {
                below.update(child, is_open, false, pass);
            }
            for (_, extra) in &mut group.extras {
                below.update(extra, is_open, true, pass);
            }
        }
        Holds::List(list) => {
            raise(DIRTY, !list.is_as_first());
            for row in &mut list.rows {
                below.update(row, is_open, false, pass);
            }
        }
    }
    flags |= below.flags & FROM_BELOW;
    node.tally = below.tally;
    if counts {
        for issue in &node.found {
            node.tally.count(issue, pass.holds_back);
        }
    }
    for issue in &node.told {
        node.tally.count(issue, pass.holds_back);
    }
    node.changed |= flags != node.flags;
    node.unseen = node.changed || below.unseen;
    node.flags = flags;
}
