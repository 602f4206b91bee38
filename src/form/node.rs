//! What the form holds: a tree of nodes in the shape of the request, each with what was typed and what is wrong there.
//!
//! Beside the tree goes a draft of the same shape (see `read/draft.rs`), which the rules between fields read. A group
//! or list that is not part of the request keeps its part of the draft to itself, until it is.

use super::Include;
use crate::issue::{Issue, Path, Segment, Source};
use crate::json::Range;
use crate::read::{Object, Slot, Value};
use crate::request::{Field, Kind, Table};

/// One place of the form: a field, a group of fields, or a list of rows.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub kind: &'static Kind,
    /// The field of the table; none for a row, and for a key that is in no table.
    pub field: Option<&'static Field>,
    /// What stays with a row wherever it moves. Other nodes have 0.
    pub id: u32,
    pub holds: Holds,
    /// The exact JSON, where the value was not typed and its text alone would not give it back.
    pub exact_json: Option<Vec<u8>>,
    /// What a reset brings back, and what "dirty" is told by.
    pub initial: Initial,
    pub include: Include,
    pub touched: bool,
    /// Whether its issues are shown, under the policies that wait for something.
    pub revealed: bool,
    /// The number of the check that was begun last, which no other check of the form has; 0 after a change.
    pub generation: u32,
    /// What reading it and the rules about it alone have found. Paths go on from this node.
    pub issues: Vec<Issue>,
    /// What the server and the caller's own checks said. Paths go on from this node.
    pub external: Vec<Issue>,
    /// What the last view of it said (see `flags.rs`).
    pub flags: u8,
    /// Whether the last view of it is out of date.
    pub changed: bool,
    /// Whether something here or below was touched since the flags were last brought up to date.
    pub stale: bool,
    /// Whether the last view of something here or below is out of date.
    pub unseen: bool,
    /// How many issues there are here and below, but for those between fields.
    pub counts: IssueCounts,
}

/// How many issues there are.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct IssueCounts {
    pub errors: usize,
    pub warnings: usize,
    /// Those that keep the payload from being built, also while they are held back.
    pub blocking: usize,
}

/// What a node holds.
#[derive(Debug, Clone)]
pub(super) enum Holds {
    /// The text of an input. It is UTF-8, but a lone surrogate stands as the three bytes it would have (WTF-8).
    Text(Vec<u8>),
    Group(Group),
    List(List),
}

#[derive(Debug, Clone)]
pub(super) struct Group {
    pub table: &'static Table,
    /// One for each field of the table, in its order.
    pub children: Vec<Node>,
    /// The keys that are in no table, with their JSON as text.
    pub extras: Vec<(String, Node)>,
    /// The draft of the group, while the group is not part of the request.
    pub detached: Option<Box<Object<'static>>>,
}

#[derive(Debug, Clone)]
pub(super) struct List {
    pub item: &'static Kind,
    pub rows: Vec<Node>,
    /// The rows at the start, by their ids.
    pub initial_rows: Vec<u32>,
    /// The drafts of the rows, while the list is not part of the request.
    pub detached: Vec<Slot<'static>>,
}

impl Group {
    /// The keys that are in no table, as one text.
    pub(super) fn unknown_keys(&self) -> Vec<u8> {
        let mut keys = Vec::new();
        for (key, _) in &self.extras {
            keys.extend_from_slice(key.as_bytes());
            keys.push(0);
        }
        keys
    }
}

impl List {
    /// Whether its rows are those of the start.
    pub(super) fn is_initial(&self) -> bool {
        self.rows.iter().map(|row| row.id).eq(self.initial_rows.iter().copied())
    }

    /// Takes the present rows as those of the start.
    fn keep_rows_as_initial(&mut self) {
        self.initial_rows.clear();
        for row in &self.rows {
            self.initial_rows.push(row.id);
        }
    }
}

/// The value of a field at the start; of a group, its unknown keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Initial {
    pub text: Vec<u8>,
    pub exact_json: Option<Vec<u8>>,
}

/// A node of a kind with nothing in it, and its draft.
pub(super) fn blank(kind: &'static Kind, field: Option<&'static Field>) -> (Node, Slot<'static>) {
    let holds = match kind {
        Kind::Object(table) => {
            let (mut children, mut slots) = (Vec::new(), Vec::new());
            for field in table.fields {
                let (child, slot) = blank(&field.kind, Some(field));
                children.push(child);
                slots.push(slot);
            }
            Holds::Group(Group {
                table,
                children,
                extras: Vec::new(),
                detached: Some(Box::new(Object {
                    table,
                    slots,
                    extras: Vec::new(),
                    brace: Range::default(),
                })),
            })
        }
        Kind::List(item) => Holds::List(List {
            item,
            rows: Vec::new(),
            initial_rows: Vec::new(),
            detached: Vec::new(),
        }),
        _ => Holds::Text(Vec::new()),
    };
    (Node::new(kind, field, holds), Slot::default())
}

/// The text of a key that is in no table, with its JSON.
pub(super) fn extra(json: &[u8]) -> Node {
    let mut node = Node::new(&Kind::Free, None, Holds::Text(json.to_vec()));
    node.exact_json = Some(json.to_vec());
    node.revealed = true;
    node
}

impl Node {
    fn new(kind: &'static Kind, field: Option<&'static Field>, holds: Holds) -> Self {
        Self {
            kind,
            field,
            id: 0,
            holds,
            exact_json: None,
            initial: Initial::default(),
            include: Include::Auto,
            touched: false,
            revealed: false,
            generation: 0,
            issues: Vec::new(),
            external: Vec::new(),
            flags: 0,
            changed: true,
            stale: true,
            unseen: true,
            counts: IssueCounts::default(),
        }
    }

    /// A copy with row ids of its own, which must be checked before it is read: what was found is not copied, nor
    /// what others said.
    pub(super) fn copied(&self, last_id: &mut u32) -> Self {
        let (mut copy, _) = blank(self.kind, self.field);
        if self.id > 0 {
            *last_id = last_id.saturating_add(1);
            copy.id = *last_id;
        }
        copy.exact_json = self.exact_json.clone();
        copy.initial = self.initial.clone();
        copy.include = self.include;
        copy.touched = self.touched;
        copy.revealed = self.revealed;
        match (&mut copy.holds, &self.holds) {
            (Holds::Text(copy), Holds::Text(text)) => *copy = text.clone(),
            (Holds::Group(copy), Holds::Group(group)) => {
                for (copy, child) in copy.children.iter_mut().zip(&group.children) {
                    *copy = child.copied(last_id);
                }
                for (key, extra) in &group.extras {
                    copy.extras.push((key.clone(), extra.copied(last_id)));
                }
            }
            (Holds::List(copy), Holds::List(list)) => {
                let is_initial = list.is_initial();
                for row in &list.rows {
                    copy.rows.push(row.copied(last_id));
                    copy.detached.push(Slot::default());
                }
                if is_initial {
                    copy.keep_rows_as_initial();
                } else {
                    copy.initial_rows = list.initial_rows.clone();
                }
            }
            _ => {}
        }
        copy
    }

    /// Whether null is a documented value here.
    pub(super) fn is_nullable(&self) -> bool {
        self.field.is_some_and(Field::is_nullable)
    }

    /// Takes the present value as the one of the start.
    pub(super) fn keep_as_initial(&mut self) {
        let text = match &mut self.holds {
            Holds::Text(text) => text.clone(),
            Holds::Group(group) => {
                for child in &mut group.children {
                    child.keep_as_initial();
                }
                for (_, extra) in &mut group.extras {
                    extra.keep_as_initial();
                }
                group.unknown_keys()
            }
            Holds::List(list) => {
                for row in &mut list.rows {
                    row.keep_as_initial();
                }
                list.keep_rows_as_initial();
                Vec::new()
            }
        };
        self.initial = Initial {
            text,
            exact_json: self.exact_json.clone(),
        };
    }

    /// Forgets what one source said about this node. Answers whether there was anything.
    pub(super) fn clear_external_issues(&mut self, source: Source) -> bool {
        let before = self.external.len();
        self.external.retain(|issue| issue.source != source);
        self.external.len() != before
    }

    /// Says that this node and all in it must be viewed anew.
    pub(super) fn change_all(&mut self) {
        self.each(&mut |node| node.changed = true);
    }

    /// Says that something here or below is about to change.
    pub(super) fn touch(&mut self) {
        self.stale = true;
        self.unseen = true;
    }

    /// Says that all views are up to date.
    pub(super) fn see(&mut self) {
        if !self.unseen {
            return;
        }
        self.unseen = false;
        self.changed = false;
        self.each_below(&mut Self::see);
    }

    /// Does something to this node and all in it.
    pub(super) fn each(&mut self, act: &mut dyn FnMut(&mut Self)) {
        self.touch();
        act(self);
        self.each_below(&mut |node| node.each(act));
    }

    fn each_below(&mut self, act: &mut dyn FnMut(&mut Self)) {
        match &mut self.holds {
            Holds::Text(_) => {}
            Holds::Group(group) => {
                for node in &mut group.children {
                    act(node);
                }
                for (_, node) in &mut group.extras {
                    act(node);
                }
            }
            Holds::List(list) => {
                for node in &mut list.rows {
                    act(node);
                }
            }
        }
    }
}

/// The node at a path below another, to be changed.
pub(super) fn find<'n>(node: &'n mut Node, path: &Path) -> Option<&'n mut Node> {
    let mut node = node;
    for segment in &path.0 {
        node.touch();
        node = match (&mut node.holds, segment) {
            (Holds::Group(group), Segment::Key(key)) => match group.table.position(key.as_bytes()) {
                Some(place) => group.children.get_mut(place)?,
                None => &mut group.extras.iter_mut().find(|(name, _)| name == key)?.1,
            },
            (Holds::List(list), Segment::Index(index)) => list.rows.get_mut(*index)?,
            _ => return None,
        };
    }
    node.touch();
    Some(node)
}

/// Makes the parts of a group or list reachable in the draft, whether they are part of the request or not.
pub(super) fn attach(node: &mut Node, slot: &mut Slot<'static>) {
    match &mut node.holds {
        Holds::Group(group) => {
            if let Some(object) = group.detached.take() {
                *slot = of_value(Value::Object(object));
            }
        }
        Holds::List(list) => {
            if !matches!(slot.value, Value::List(_)) {
                *slot = of_value(Value::List(std::mem::take(&mut list.detached)));
            }
        }
        Holds::Text(_) => {}
    }
}

fn of_value(value: Value<'static>) -> Slot<'static> {
    Slot {
        value,
        ..Slot::default()
    }
}

/// Decides whether a group or list is part of the request: when something is in it, unless it is told otherwise.
/// A row (`is_row`) and the request itself always are.
pub(super) fn update_presence(node: &mut Node, slot: &mut Slot<'static>, is_row: bool) {
    if node.exact_json.is_some() {
        return;
    }
    let is_there = match node.include {
        Include::Never => false,
        Include::Always => true,
        Include::Auto => is_row || has_something(node, slot),
    };
    if is_there {
        return;
    }
    match (&mut node.holds, std::mem::take(&mut slot.value)) {
        (Holds::Group(group), Value::Object(object)) => group.detached = Some(object),
        (Holds::List(list), Value::List(items)) => list.detached = items,
        (_, value) => slot.value = value,
    }
}

fn has_something(node: &Node, slot: &Slot<'_>) -> bool {
    match (&node.holds, &slot.value) {
        (Holds::Group(group), Value::Object(object)) => {
            !group.extras.is_empty() || object.slots.iter().any(|slot| !matches!(slot.value, Value::Absent))
        }
        (Holds::List(list), Value::List(items)) => match list.item {
            // A number that is still empty is no number yet.
            Kind::Object(_) => !items.is_empty(),
            _ => items.iter().any(|slot| !matches!(slot.value, Value::Absent)),
        },
        _ => false,
    }
}

/// An empty row. A row that is a group has an id even while nothing is in it; so has one that is a number.
pub(super) fn new_row(item: &'static Kind, last_id: &mut u32) -> (Node, Slot<'static>) {
    let (mut row, mut slot) = blank(item, None);
    *last_id = last_id.saturating_add(1);
    row.id = *last_id;
    attach(&mut row, &mut slot);
    (row, slot)
}

/// Whether the node is a row that is a group: it is there because somebody added it.
pub(super) fn is_row(node: &Node) -> bool {
    node.id > 0
}
