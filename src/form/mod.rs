//! The form as a state machine: pure `(state, event) → state`, without a page, a clock or anything to wait for.
//!
//! ```
//! use sphinx_case::form::{Event, Form, Settings};
//!
//! let mut form = Form::new(Settings::default());
//! form.apply(Event::set("customer.full_name", " "))?;
//! let field = form.field("customer.full_name")?;
//! assert_eq!((field.value.as_str(), field.issues.len(), field.shown().count()), (" ", 0, 0)); // an empty field is absent
//!
//! form.apply(Event::set("delete_after", "soon"))?;
//! assert_eq!(form.field("delete_after")?.shown().count(), 0); // not before the field is left
//! form.apply(Event::leave("delete_after"))?;
//! let field = form.field("delete_after")?;
//! assert_eq!(field.value, "soon"); // what was typed stays
//! assert_eq!(field.shown().next().unwrap().message(), "must be a whole number (was string)");
//! # Ok::<(), sphinx_case::form::InvalidEvent>(())
//! ```
//!
//! Nothing that was typed is ever lost: a text that cannot be read stays, a group that is left out keeps its texts,
//! and an event that makes no sense changes nothing.

mod apply;
#[cfg(not(target_arch = "wasm32"))]
mod draft;
mod entries;
mod event;
mod flags;
mod give;
mod node;
mod rows;
mod typed;
mod view;
mod write;

pub use event::{Event, Include, InvalidEvent, Settings, Show};
pub use view::{FieldView, FormView, ShownIssue};

use crate::draft::Draft;
use crate::issue::{Issue, Issues, Path, Segment};
use crate::json::Origin;
use crate::lean::sorted_indices;
use crate::options::Options;
use crate::payload::Payload;
use crate::read::{IssueCollector, Slot, Value};
use crate::request::{CASE, Kind};
use crate::rules;
use node::{Holds, Node};

static ROOT: Kind = Kind::Object(&CASE);

/// A form for one case request: every value as it was typed, what is wrong with it, and what of that is shown.
#[derive(Debug, Clone)]
pub struct Form {
    settings: Settings,
    root: Node,
    /// The same values as the rules read them.
    draft: Slot<'static>,
    /// What each rule between fields has found, and whether the last view showed it.
    between: Vec<Vec<ShownIssue>>,
    /// The request at the start, as JSON.
    first: Vec<u8>,
    last_id: u32,
    submit_count: u32,
    /// Whether rows came, went or moved since the last view.
    restructured: bool,
}

impl Form {
    /// An empty form.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let (mut root, mut draft) = node::blank(&ROOT, None);
        root.include = Include::Always;
        node::unpark(&mut root, &mut draft);
        let mut between = Vec::new();
        for _ in 0..rules::COUNT_BETWEEN_FIELDS {
            between.push(Vec::new());
        }
        let mut form = Self {
            settings,
            root,
            draft,
            between,
            first: b"{}".to_vec(),
            last_id: 0,
            submit_count: 0,
            restructured: true,
        };
        form.check_all();
        form.root.keep_as_first();
        form.refresh();
        form
    }

    /// A form that starts with a request.
    ///
    /// # Errors
    /// When the text is no JSON object, or names a key twice: a form could not hold it.
    pub fn with(settings: Settings, json: &str) -> Result<Self, InvalidEvent> {
        let mut form = Self::new(settings);
        form.reset(Some(json.as_bytes()))?;
        form.refresh();
        Ok(form)
    }

    /// Takes an event. A form that is told the same events in the same order is always in the same state.
    ///
    /// # Errors
    /// When the event names a place that the form does not have, or carries what cannot be read. Nothing has changed then.
    pub fn apply(&mut self, event: Event<'_>) -> Result<(), InvalidEvent> {
        self.take(event)?;
        self.refresh();
        Ok(())
    }

    /// The request as JSON, also while there are errors: a text that cannot be read stands in it as a string.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        let mut out = Vec::new();
        write::node(&self.root, &self.draft, &mut out);
        out
    }

    /// Builds the payload.
    ///
    /// # Errors
    /// All issues that keep it from being built, drafts or not.
    pub fn build(&self) -> Result<Payload, Issues> {
        if !self.view().valid {
            return Err(self.all_issues());
        }
        self.payload()
    }

    /// Builds the payload of a form that is valid.
    pub(crate) fn payload(&self) -> Result<Payload, Issues> {
        Draft::read(&self.to_json(), Origin::Host, &self.settings.options).build()
    }

    /// Checks everything anew.
    fn check_all(&mut self) {
        self.root.each(&mut |_| {});
        check_below(&mut self.root, &mut self.draft, 0, &self.settings.options);
        self.check_between(&Path::default());
    }

    /// Checks the rules between fields that read the value at a path, or something in it.
    fn check_between(&mut self, path: &Path) {
        for place in 0..rules::COUNT_BETWEEN_FIELDS {
            let Value::Object(case) = &self.draft.value else { return };
            if !rules::depends_on(place, path) {
                continue;
            }
            let mut collector = IssueCollector::new(&self.settings.options);
            rules::check_between(place, case, &mut collector);
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
                change(&mut self.root, &issue.path);
                now.push(ShownIssue { issue, shown: false });
            }
            if let Some(found) = self.between.get_mut(place) {
                for ShownIssue { issue, .. } in &*found {
                    change(&mut self.root, &issue.path);
                }
                *found = now;
            }
        }
    }

    /// The node at a path.
    fn node(&self, path: &Path) -> Result<&Node, InvalidEvent> {
        let mut node = &self.root;
        for segment in &path.0 {
            let below = match (&node.holds, segment) {
                (Holds::Group(group), Segment::Key(key)) => match group.table.position(key.as_bytes()) {
                    Some(place) => group.children.get(place),
                    None => group.extras.iter().find(|(name, _)| name == key).map(|(_, node)| node),
                },
                (Holds::List(list), Segment::Index(index)) => list.rows.get(*index),
                _ => None,
            };
            node = below.ok_or_else(|| InvalidEvent::no_place(path))?;
        }
        Ok(node)
    }

    /// The node at a path.
    fn node_mut(&mut self, path: &Path) -> Result<&mut Node, InvalidEvent> {
        node::find(&mut self.root, path).ok_or_else(|| InvalidEvent::no_place(path))
    }
}

/// Says that the place, if it is there, must be viewed anew.
fn change(root: &mut Node, path: &Path) {
    if let Some(node) = node::find(root, path) {
        node.changed = true;
    }
}

/// Reads a node and all in it, and applies the rules about single fields.
fn check_below(node: &mut Node, slot: &mut Slot<'static>, depth: u32, options: &Options) {
    if !matches!(node.holds, Holds::Text(_))
        && let Some(given) = node.given.take()
    {
        // What is in it is not part of the request, but ready to be.
        let include = std::mem::replace(&mut node.include, Include::Never);
        check_below(node, slot, depth, options);
        node.include = include;
        node.given = Some(given);
        typed::check_given(node, slot, depth, options);
        return;
    }
    node::unpark(node, slot);
    // Something else may have stood here before.
    slot.broken = false;
    let below = depth.saturating_add(1);
    match (&mut node.holds, &mut slot.value) {
        (Holds::Group(group), Value::Object(object)) => {
            for (child, slot) in group.children.iter_mut().zip(&mut object.slots) {
                check_below(child, slot, below, options);
            }
            for (key, extra) in &mut group.extras {
                give::check_extra(group.table, key, extra, options);
            }
            node.found.clear();
        }
        (Holds::List(list), Value::List(items)) => {
            for (row, slot) in list.rows.iter_mut().zip(items) {
                check_below(row, slot, below, options);
            }
            node.found.clear();
        }
        _ => typed::check(node, slot, depth, options),
    }
    node::settle(node, slot, is_row(node));
}

/// Whether the node is a row that is a group: it is there because somebody added it.
fn is_row(node: &Node) -> bool {
    node.id > 0
}
