//! A draft: everything that was typed, to be kept and to come back (see `entries.rs`). In JavaScript the package writes it,
//! because there every text is known even when the WebAssembly has stopped.

use super::event::Include;
use super::node::{Holds, Node};
use super::{Form, write};
use crate::issue::{Path, Segment};
use crate::json;

impl Form {
    /// Everything that was typed, as JSON: [`super::Event::Restore`] brings it back, also into another form.
    #[must_use]
    pub fn to_draft(&self) -> String {
        let mut entries = String::new();
        draft(&self.root, &mut Path::default(), &mut entries);
        let start = if entries.is_empty() { "[" } else { &entries };
        ["{\"version\":1,\"entries\":", start, "]}"].concat()
    }
}

/// Appends an entry of a draft for each node that is not as it would be in an empty form.
fn draft(node: &Node, path: &mut Path, out: &mut String) {
    let holds_text = matches!(&node.holds, Holds::Text(text) if !text.is_empty());
    if holds_text || node.id > 0 || node.exact_json.is_some() || node.include != Include::Auto || node.touched {
        entry(node, path, out);
    }
    match &node.holds {
        Holds::Text(_) => {}
        Holds::Group(group) => {
            for child in &group.children {
                if let Some(field) = child.field {
                    below(child, Segment::from(field.name), path, out);
                }
            }
            for (key, extra) in &group.extras {
                below(extra, Segment::Key(key.clone().into()), path, out);
            }
        }
        Holds::List(list) => {
            for (index, row) in list.rows.iter().enumerate() {
                below(row, Segment::Index(index), path, out);
            }
        }
    }
}

fn below(node: &Node, segment: Segment, path: &mut Path, out: &mut String) {
    path.0.push(segment);
    draft(node, path, out);
    path.0.pop();
}

fn entry(node: &Node, path: &Path, out: &mut String) {
    out.push_str(if out.is_empty() { "[{\"name\":" } else { ",{\"name\":" });
    json::write_string(&path.name(), out);
    if let Holds::Text(text) = &node.holds {
        out.push_str(",\"text\":");
        write::text_json(text, out);
    }
    if let Some(exact_json) = &node.exact_json {
        out.push_str(",\"json\":");
        write::text_json(exact_json, out);
    }
    match node.include {
        Include::Auto => {}
        Include::Always => out.push_str(",\"include\":\"always\""),
        Include::Never => out.push_str(",\"include\":\"never\""),
    }
    if node.touched {
        out.push_str(",\"touched\":true");
    }
    out.push('}');
}
