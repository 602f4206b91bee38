//! The state of a form: a tree of nodes in the shape of the request, which holds the text of each input.

use super::text::trimmed;
use super::{Include, Rejection};
use crate::issue::{Issue, Path, Segment, Source};
use crate::request::{Field, Kind, Revision, Table};

/// The enclosing groups are part of the request, so the issues of the node count.
pub(super) const COUNTS: u8 = 32;
/// The issues of the node are shown.
pub(super) const SHOWN: u8 = 64;

/// One place of the form: a field, a group of fields, a list or a row.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub kind: &'static Kind,
    pub role: Role,
    /// The revision whose fields groups have.
    pub revision: Revision,
    /// The stable ID of a row; 0 for other nodes.
    pub id: u32,
    /// The text of an input, in UTF-8; a lone surrogate is written as its three bytes (WTF-8). Empty for groups and lists.
    pub text: Vec<u8>,
    /// The fields of a group that the revision documents in the order of its table, followed by its unknown fields; or the rows of a list.
    pub children: Vec<Node>,
    /// The JSON that a program has set, if the text alone would be read as another value.
    pub exact_json: Option<Vec<u8>>,
    /// Why the browser does not accept what is in the input.
    pub rejection: Option<Rejection>,
    /// Of a list: the IDs of the rows that were part of the request when it was sent last. `None` if the rows were replaced since.
    pub sent_rows: Option<Vec<u32>>,
    pub include: Include,
    pub touched: bool,
    /// Whether the issues are shown with `Show::Left` and `Show::Changed`.
    pub revealed: bool,
    /// The number of the asynchronous check that was begun last, unique in the form; 0 after a change.
    pub generation: u32,
    pub initial: Value,
    /// The issues from reading the value and from the rules about it alone, with paths relative to the node.
    pub issues: Vec<Issue>,
    /// The issues from the API and from asynchronous checks, with paths relative to the node.
    pub external: Vec<Issue>,
    /// Derived by `Form::refresh`: [`COUNTS`], [`SHOWN`] and the flags of `protocol.rs`.
    pub flags: u8,
    /// Whether this node, or one below it, must be refreshed.
    pub stale: bool,
    /// Whether the node has changed since `Form::changes` reported it.
    pub changed: bool,
}

/// What a node is to the node above it.
#[derive(Debug, Clone)]
pub(super) enum Role {
    Request,
    /// A field, and its index in the table of the group.
    Field(&'static Field, usize),
    Row,
    /// A field that the revision does not document.
    Unknown(&'static Table, String),
}

/// The value of a node itself, to be compared with the initial one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Value {
    text: Vec<u8>,
    exact_json: Option<Vec<u8>>,
    /// The IDs of the rows of a list.
    pub rows: Vec<u32>,
    unknown_fields: Vec<String>,
}

impl Node {
    /// An empty node.
    pub(super) fn new(kind: &'static Kind, role: Role, revision: Revision) -> Self {
        let mut children = Vec::new();
        if let Kind::Object(table) = kind {
            for (place, field) in table.fields_in(revision) {
                children.push(Self::new(&field.kind, Role::Field(field, place), revision));
            }
        }
        Self {
            kind,
            role,
            revision,
            id: 0,
            text: Vec::new(),
            children,
            exact_json: None,
            rejection: None,
            sent_rows: None,
            include: Include::Auto,
            touched: false,
            revealed: false,
            generation: 0,
            initial: Value::default(),
            issues: Vec::new(),
            external: Vec::new(),
            flags: 0,
            stale: true,
            changed: true,
        }
    }

    /// An empty row with an ID of its own.
    pub(super) fn row(item: &'static Kind, revision: Revision, last_id: &mut u32) -> Self {
        let mut row = Self::new(item, Role::Row, revision);
        row.id = next_id(last_id);
        row
    }

    /// A field that the revision does not document.
    pub(super) fn unknown(table: &'static Table, key: String) -> Self {
        let mut node = Self::new(&Kind::Free, Role::Unknown(table, key), Revision::default());
        node.revealed = true;
        node
    }

    /// A copy of a row with IDs of its own, and without external issues.
    pub(super) fn copied(&self, last_id: &mut u32) -> Self {
        let mut copy = self.clone();
        copy.id = next_id(last_id);
        copy.each(&mut |node| {
            node.external.clear();
            node.generation = 0;
            // The input of the copy does not have the text that the browser does not return.
            if let Some(Rejection::Unreadable(_)) = node.rejection.take() {
                node.exact_json = None;
            }
            let has_initial_rows = node.value().rows == node.initial.rows;
            for row in &mut node.children {
                if row.id > 0 {
                    row.id = next_id(last_id);
                }
            }
            if has_initial_rows {
                node.initial.rows = node.value().rows;
            }
        });
        copy
    }

    /// Whether the node is an input, which has a text.
    pub(super) fn is_text(&self) -> bool {
        !matches!(self.kind, Kind::Object(_) | Kind::List(_))
    }

    /// Whether null is a documented value here.
    pub(super) fn is_nullable(&self) -> bool {
        matches!(self.role, Role::Field(field, _) if field.is_nullable())
    }

    /// Whether the node is part of the request, if the nodes above it are.
    pub(super) fn is_included(&self) -> bool {
        match (self.kind, self.include) {
            (_, Include::Never) => false,
            _ if self.exact_json.is_some() || matches!(self.role, Role::Unknown(..)) => true,
            (Kind::Object(_) | Kind::List(_), Include::Always) => true,
            // A row exists because a user has added it.
            (Kind::Object(_), Include::Auto) if self.id > 0 => true,
            (Kind::Object(_) | Kind::List(_), _) => self.children.iter().any(Self::is_included),
            _ => !trimmed(&self.text).is_empty(),
        }
    }

    /// The present value of the node itself.
    pub(super) fn value(&self) -> Value {
        let mut value = Value {
            text: self.text.clone(),
            exact_json: self.exact_json.clone(),
            ..Value::default()
        };
        if let Kind::List(_) = self.kind {
            value.rows.reserve(self.children.len());
        }
        for child in &self.children {
            match &child.role {
                Role::Row => value.rows.push(child.id),
                Role::Unknown(_, key) => value.unknown_fields.push(key.clone()),
                _ => {}
            }
        }
        value
    }

    /// Makes the present values the initial ones.
    pub(super) fn keep_as_initial(&mut self) {
        self.each(&mut |node| node.initial = node.value());
    }

    /// Empties the node and all below it.
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.exact_json = None;
        self.rejection = None;
        self.sent_rows = None;
        self.include = Include::Auto;
        self.children.retain(|child| matches!(child.role, Role::Field(..)));
        for child in &mut self.children {
            child.clear();
        }
    }

    /// Marks the node as changed: it is refreshed, and reported by `Form::changes`.
    pub(super) fn mark(&mut self) {
        self.stale = true;
        self.changed = true;
    }

    /// Removes the issues from one source.
    pub(super) fn remove_issues_from(&mut self, source: Source) {
        let before = self.external.len();
        self.external.retain(|issue| issue.source != source);
        if self.external.len() != before {
            self.changed = true;
        }
    }

    /// Removes all external issues, and makes asynchronous checks that have begun outdated: the value has changed.
    pub(super) fn outdate(&mut self) {
        if !self.external.is_empty() || self.generation > 0 {
            self.changed = true;
        }
        self.external.clear();
        self.generation = 0;
    }

    /// Calls a function with this node and all below it.
    pub(super) fn each(&mut self, act: &mut dyn FnMut(&mut Self)) {
        act(self);
        for child in &mut self.children {
            child.each(act);
        }
    }

    /// The index of the child that a segment names.
    pub(super) fn position(&self, segment: &Segment) -> Option<usize> {
        match (self.kind, segment) {
            (Kind::Object(_), Segment::Key(key)) => self.position_of_field(key).or_else(|| {
                let is_named = |child: &Self| matches!(&child.role, Role::Unknown(_, name) if name == key);
                self.children.iter().position(is_named)
            }),
            (Kind::List(_), Segment::Index(index)) => Some(*index),
            _ => None,
        }
    }

    /// The key of a field.
    pub(super) fn key(&self) -> Option<&str> {
        match &self.role {
            Role::Field(field, _) => Some(field.name),
            Role::Unknown(_, key) => Some(key),
            Role::Row | Role::Request => None,
        }
    }

    /// The index of the child that is the field of this name.
    pub(super) fn position_of_field(&self, name: &str) -> Option<usize> {
        let is_named = |child: &Self| matches!(child.role, Role::Field(field, _) if field.name == name);
        self.children.iter().position(is_named)
    }

    /// The node at a path below this one.
    pub(super) fn find(&self, path: &[Segment]) -> Option<&Self> {
        let mut node = self;
        for segment in path {
            node = node.children.get(node.position(segment)?)?;
        }
        Some(node)
    }

    /// The node at a path below this one, to be changed.
    pub(super) fn find_mut(&mut self, path: &[Segment]) -> Option<&mut Self> {
        let mut node = self;
        for segment in path {
            let index = node.position(segment)?;
            node = node.children.get_mut(index)?;
        }
        Some(node)
    }

    /// Calls a function with this node and all below it, each before those below it. Compiled for each caller, because it
    /// runs over the whole form at each key press.
    pub(super) fn visit(&self, see: &mut impl FnMut(&Place<'_>)) {
        Place {
            node: self,
            index: 0,
            holder: None,
        }
        .visit(see);
    }
}

/// A node and where it is.
pub(super) struct Place<'n> {
    pub node: &'n Node,
    index: usize,
    holder: Option<&'n Place<'n>>,
}

impl Place<'_> {
    fn visit(&self, see: &mut impl FnMut(&Place<'_>)) {
        see(self);
        for (index, node) in self.node.children.iter().enumerate() {
            Place {
                node,
                index,
                holder: Some(self),
            }
            .visit(see);
        }
    }

    /// The path, which is only built where it is needed.
    pub(super) fn path(&self) -> Path {
        let Some(holder) = self.holder else {
            return Path::default();
        };
        let mut path = holder.path();
        path.0.push(match &self.node.role {
            Role::Field(field, _) => Segment::from(field.name),
            Role::Unknown(_, key) => Segment::Key(key.clone().into()),
            Role::Row | Role::Request => Segment::Index(self.index),
        });
        path
    }
}

pub(super) fn next_id(last_id: &mut u32) -> u32 {
    *last_id = last_id.saturating_add(1);
    *last_id
}
