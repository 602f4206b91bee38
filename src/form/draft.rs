//! Writes a draft: the texts of all fields (`entries.rs` reads it). In JavaScript the npm package writes it, because there
//! the texts are still available when WebAssembly has trapped.

use super::event::Include;
use super::node::{Node, Role};
use super::{Form, text};
use crate::issue::Path;
use crate::json;

impl Form {
    /// All texts as JSON, for [`Event::Restore`](super::Event::Restore), also of another form.
    #[must_use]
    pub fn to_draft(&self) -> String {
        let mut out = String::from("{\"version\":1,\"entries\":[");
        let start = out.len();
        self.root.visit(&mut |place| {
            let node = place.node;
            let is_empty = node.text.is_empty() && node.exact_json.is_none();
            // A row and an unknown key are there without a text, too.
            let is_listed = node.id != 0 || matches!(node.role, Role::Unknown(..));
            if is_empty && !is_listed && node.include == Include::Auto && !node.touched {
                return;
            }
            if out.len() > start {
                out.push(',');
            }
            write_entry(&place.path(), node, &mut out);
        });
        out.push_str("]}");
        out
    }
}

fn write_entry(path: &Path, node: &Node, out: &mut String) {
    out.push_str("{\"name\":");
    json::write_string(&path.name(), out);
    if node.is_text() {
        out.push_str(",\"text\":");
        text::write_escaped(&node.text, out);
    }
    if let Some(json) = &node.exact_json {
        out.push_str(",\"json\":");
        text::write_escaped(json, out);
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
