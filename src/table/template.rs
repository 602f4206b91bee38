//! The request that the cells of a row mean, with a place for each column.

use std::borrow::Cow;

use crate::form::{kind_at, text};
use crate::issue::{Path, Segment};
use crate::lean::{concat, split_at_any};
use crate::request::{CASE, Kind, Revision};
use crate::suggest;

/// After all rows with an index.
const APPENDED: usize = usize::MAX >> 1;

/// The objects and lists that the headings name. The children of lists are in the order of their indices.
#[derive(Debug, Clone, Default)]
pub(super) struct Template {
    root: Vec<Child>,
}

#[derive(Debug, Clone)]
struct Child {
    segment: Segment,
    /// The key as JSON with a colon; empty for an item of a list.
    key: Vec<u8>,
    node: Node,
}

#[derive(Debug, Clone)]
enum Node {
    Cell { column: usize, kind: &'static Kind },
    Object(Vec<Child>),
    List(Vec<Child>),
}

impl Template {
    /// The place that a heading names: `checks[0].check_type`, also `checks.0.check_type`; `document_ids[0]`, or `document_ids` and
    /// `document_ids[]` for the next item.
    pub fn place_of(name: &str) -> Option<Path> {
        let mut path: Path = name.strip_suffix("[]").unwrap_or(name).parse().ok()?;
        if path.0.is_empty() || path.is_pattern() {
            return None;
        }
        if matches!(kind_at(&path.0)?, Kind::List(_)) {
            path.0.push(Segment::Index(APPENDED));
        }
        Some(path)
    }

    /// The name that was probably meant.
    pub fn suggestion(name: &str) -> Option<String> {
        let path: Path = name.parse().ok()?;
        let (last, above) = path.0.split_last()?;
        let Segment::Key(key) = last else { return None };
        let table = match kind_at(above) {
            Some(Kind::Object(table)) => *table,
            // An unknown object; its field may be known.
            _ => &CASE,
        };
        let newest = Revision::ALL.last().copied().unwrap_or_default();
        let found = suggest::key(table, newest, key)?;
        if table.position(found.as_bytes()).is_none() {
            // At another level.
            let (list, item) = split_at_any(&found, b"[");
            return Some(item.map_or_else(|| found.clone(), |item| concat(&[list, "[0", item])));
        }
        let mut meant = Path(above.to_vec());
        meant.0.push(Segment::Key(found.into()));
        Some(meant.name())
    }

    pub fn is_empty(&self) -> bool {
        self.root.is_empty()
    }

    /// Gives a place to a column, and returns it; the other column if the place has one.
    pub fn add(&mut self, mut path: Path, column: usize) -> Result<Path, usize> {
        if let Some(Segment::Index(index)) = path.0.last_mut()
            && *index == APPENDED
        {
            *index = APPENDED.saturating_add(column);
        }
        let kind = kind_at(&path.0).unwrap_or(&Kind::Free);
        add(&mut self.root, &path.0, Node::Cell { column, kind })?;
        Ok(path)
    }

    /// Writes the request that the texts of the cells mean. Empty cells are absent, and so are objects and items without any other.
    pub fn write(&self, texts: &[Cow<'_, [u8]>], out: &mut Vec<u8>) {
        out.push(b'{');
        write_children(&self.root, texts, out);
        out.push(b'}');
    }

    /// The column of the value at a path of the request; of the first value in it, or around it.
    pub fn column_of(&self, texts: &[Cow<'_, [u8]>], path: &[Segment]) -> Option<usize> {
        let mut children = &self.root;
        let mut rest = path;
        loop {
            let (segment, below) = rest.split_first()?;
            let child = match segment {
                Segment::Key(_) => children.iter().find(|child| child.segment == *segment)?,
                // Items without a value are left out.
                Segment::Index(index) => children
                    .iter()
                    .filter(|child| child.node.has_value(texts))
                    .nth(*index)?,
            };
            match &child.node {
                Node::Cell { column, .. } => return Some(*column),
                Node::Object(_) | Node::List(_) if below.is_empty() => return child.node.first_column(texts),
                Node::Object(next) | Node::List(next) => (children, rest) = (next, below),
            }
        }
    }
}

fn add(children: &mut Vec<Child>, path: &[Segment], leaf: Node) -> Result<(), usize> {
    let Some((segment, below)) = path.split_first() else {
        return Ok(());
    };
    let place = children.iter().position(|child| child.segment == *segment);
    if below.is_empty() {
        if let Some(other) = place.and_then(|place| children.get(place)) {
            return Err(other.node.first_column(&[]).unwrap_or_default());
        }
        insert(children, segment, leaf);
        return Ok(());
    }
    let place = match place {
        Some(place) => place,
        None => {
            let node = match below.first() {
                Some(Segment::Index(_)) => Node::List(Vec::new()),
                _ => Node::Object(Vec::new()),
            };
            insert(children, segment, node)
        }
    };
    match children.get_mut(place).map(|child| &mut child.node) {
        Some(Node::Cell { column, .. }) => Err(*column),
        Some(Node::Object(next) | Node::List(next)) => add(next, below, leaf),
        None => Ok(()),
    }
}

/// Inserts a child, an item of a list at its place by its index.
fn insert(children: &mut Vec<Child>, segment: &Segment, node: Node) -> usize {
    let place = match segment {
        Segment::Key(_) => children.len(),
        Segment::Index(_) => children.iter().take_while(|child| child.segment < *segment).count(),
    };
    let mut json = Vec::new();
    if let Segment::Key(key) = segment {
        text::write_string(key.as_bytes(), &mut json);
        json.push(b':');
    }
    let child = Child {
        segment: segment.clone(),
        key: json,
        node,
    };
    children.insert(place, child);
    place
}

impl Node {
    fn has_value(&self, texts: &[Cow<'_, [u8]>]) -> bool {
        match self {
            Self::Cell { column, .. } => texts.get(*column).is_some_and(|text| !text.is_empty()),
            Self::Object(children) | Self::List(children) => children.iter().any(|child| child.node.has_value(texts)),
        }
    }

    /// The first column with a value, otherwise the first one.
    fn first_column(&self, texts: &[Cow<'_, [u8]>]) -> Option<usize> {
        match self {
            Self::Cell { column, .. } => Some(*column),
            Self::Object(children) | Self::List(children) => {
                let child = children
                    .iter()
                    .find(|child| child.node.has_value(texts))
                    .or(children.first())?;
                child.node.first_column(texts)
            }
        }
    }

    /// Writes the value; returns false, and writes nothing, if there is none.
    fn write(&self, texts: &[Cow<'_, [u8]>], out: &mut Vec<u8>) -> bool {
        let (children, open, close) = match self {
            Self::Cell { column, kind } => {
                let text = texts.get(*column).map(|text| &**text).unwrap_or_default();
                if !text.is_empty() {
                    write_text(kind, text, out);
                }
                return !text.is_empty();
            }
            Self::Object(children) => (children, b'{', b'}'),
            Self::List(children) => (children, b'[', b']'),
        };
        let start = out.len();
        out.push(open);
        if !write_children(children, texts, out) {
            out.truncate(start);
            return false;
        }
        out.push(close);
        true
    }
}

/// As [`text::write`], which is small rather than fast, because it is part of the WebAssembly.
fn write_text(kind: &Kind, text: &[u8], out: &mut Vec<u8>) {
    let is_plain = |byte: &u8| *byte >= b' ' && !matches!(byte, b'"' | b'\\' | 0xED);
    if matches!(kind, Kind::Text { .. } | Kind::Choice { .. }) && text.iter().all(is_plain) {
        out.push(b'"');
        out.extend_from_slice(text);
        out.push(b'"');
    } else {
        text::write(kind, text, out);
    }
}

/// Writes the children that have a value, with commas. Returns whether there is any.
fn write_children(children: &[Child], texts: &[Cow<'_, [u8]>], out: &mut Vec<u8>) -> bool {
    let mut any = false;
    for child in children {
        let start = out.len();
        if any {
            out.push(b',');
        }
        out.extend_from_slice(&child.key);
        if child.node.write(texts, out) {
            any = true;
        } else {
            out.truncate(start);
        }
    }
    any
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::Template;

    fn template(names: &[&str]) -> Template {
        let mut template = Template::default();
        for (column, name) in names.iter().enumerate() {
            template.add(Template::place_of(name).unwrap(), column).unwrap();
        }
        template
    }

    fn texts<'t>(texts: &[&'t str]) -> Vec<Cow<'t, [u8]>> {
        texts.iter().map(|text| Cow::Borrowed(text.as_bytes())).collect()
    }

    fn json(template: &Template, row: &[&str]) -> String {
        let mut out = Vec::new();
        template.write(&texts(row), &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_row_becomes_a_request() {
        let names = [
            "customer.full_name",
            "checks[1].check_type",
            "checks[0].check_type",
            "document_ids[]",
            "document_ids[0]",
            "auto_start",
        ];
        let template = template(&names);
        assert_eq!(
            json(&template, &["Zoë", "PEP", "IDV", "2", "1", "true"]),
            r#"{"customer":{"full_name":"Zoë"},"checks":[{"check_type":"IDV"},{"check_type":"PEP"}],"document_ids":[1,2],"auto_start":true}"#
        );
        assert_eq!(
            json(&template, &["", "PEP", "", "x"]),
            r#"{"checks":[{"check_type":"PEP"}],"document_ids":["x"]}"#
        );
        assert_eq!(json(&template, &[]), "{}");
    }

    #[test]
    fn a_path_leads_to_its_column() {
        let template = template(&["customer.full_name", "checks[0].check_type", "checks[1].check_type"]);
        let row = texts(&["", "", "PEP"]);
        let column = |name: &str| template.column_of(&row, &name.parse::<crate::Path>().unwrap().0);
        assert_eq!(column("checks[0].check_type"), Some(2));
        assert_eq!(column("checks[0]"), Some(2));
        assert_eq!(column("customer"), Some(0));
        assert_eq!(column("customer.external_id"), None);
        assert_eq!(column("customer_id"), None);
    }

    #[test]
    fn headings_are_names_of_fields() {
        for name in [
            "customer.x",
            "customer",
            "",
            "checks[].check_type",
            "document_ids[0].x",
            "name",
        ] {
            assert_eq!(Template::place_of(name).is_some(), name == "customer", "{name}");
        }
        for (name, meant) in [
            ("custmer_id", Some("customer_id")),
            ("customer.ful_name", Some("customer.full_name")),
            ("full_name", Some("customer.full_name")),
            ("custmer.full_name", Some("customer.full_name")),
            ("check_type", Some("checks[0].check_type")),
            ("checks[2].check_typ", Some("checks[2].check_type")),
            ("colour", None),
        ] {
            assert_eq!(Template::suggestion(name).as_deref(), meant, "{name}");
        }
        let mut template = template(&["customer_id", "customer.full_name"]);
        for (name, other) in [("customer_id", 0), ("customer", 1), ("customer.full_name", 1)] {
            assert_eq!(template.add(Template::place_of(name).unwrap(), 2), Err(other), "{name}");
        }
    }
}
