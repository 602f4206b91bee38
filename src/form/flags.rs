//! What is told of a node besides its value and its issues, and the pass over the form that finds out what has changed.

use super::event::{Include, Show};
use super::node::{Holds, Node};
use super::{Form, ShownIssue, change};
use crate::issue::{Code, Issue, Path, Source};

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
        let shows_all = show == Show::Always || (show == Show::Submitted && self.submit_count > 0);
        let waits_for_submit = show == Show::Submitted && self.submit_count == 0;
        let reveals = |node: &Node| shows_all || (node.revealed && !waits_for_submit);
        update(&mut self.root, true, false, &reveals);
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

    /// Whether an issue is kept back for now: something is merely missing, and nobody has wanted to submit yet.
    pub(super) fn is_held_back(&self, issue: &Issue) -> bool {
        self.settings.draft
            && self.submit_count == 0
            && issue.source == Source::Core
            && matches!(
                issue.code(),
                Code::Required | Code::RequiredOneOf | Code::MissingCheckType | Code::NothingToStart
            )
    }
}

fn update(node: &mut Node, counts: bool, is_extra: bool, reveals: &dyn Fn(&Node) -> bool) -> u8 {
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
    raise(SHOWN, reveals(node));
    raise(EXTRA, is_extra);
    raise(DIRTY, node.given != node.first.given);
    let is_open = counts && node.include != Include::Never && node.given.is_none();
    let mut below = 0;
    match &mut node.holds {
        Holds::Text(text) => raise(DIRTY, *text != node.first.text),
        Holds::Group(group) => {
            raise(DIRTY, group.unknown_keys() != node.first.text);
            let is_open = is_open && group.parked.is_none();
            for child in &mut group.children {
                below |= update(child, is_open, false, reveals);
            }
            for (_, extra) in &mut group.extras {
                below |= update(extra, is_open, true, reveals);
            }
        }
        Holds::List(list) => {
            raise(DIRTY, list.rows.len() != list.first_rows.len());
            for (row, first) in list.rows.iter().zip(&list.first_rows) {
                raise(DIRTY, row.id != *first);
            }
            for row in &mut list.rows {
                below |= update(row, is_open, false, reveals);
            }
        }
    }
    flags |= below & FROM_BELOW;
    node.changed |= flags != node.flags;
    node.flags = flags;
    flags
}
