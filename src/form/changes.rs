//! What `form.wasm` reports to TypeScript, as JSON.

use super::Form;
use super::node::{Node, Role};
use super::text;
use super::view::FormView;
use crate::issue::Path;
use crate::json;
use crate::request::Kind;

impl Form {
    /// The changes since the last call: `{"whole":…,"fields":[…],"form":{…}}`. If it is `whole`, these are all fields.
    pub(crate) fn changes(&mut self) -> String {
        let whole = std::mem::take(&mut self.restructured);
        let mut out = String::from(if whole {
            "{\"whole\":true,\"fields\":["
        } else {
            "{\"whole\":false,\"fields\":["
        });
        let start = out.len();
        let mut reported = Vec::new();
        let view = self.visit_counting(&mut |place| {
            if whole || place.node.changed {
                if out.len() > start {
                    out.push(',');
                }
                let path = place.path();
                self.write_field(&path, place.node, &mut out);
                reported.push(path);
            }
        });
        for path in reported {
            if let Some(node) = self.root.find_mut(&path.0) {
                node.changed = false;
            }
        }
        write_form(view, &mut out);
        out
    }

    fn write_field(&self, path: &Path, node: &Node, out: &mut String) {
        out.push_str("{\"name\":");
        json::write_string(&path.name(), out);
        write_number(",\"flags\":", usize::from(node.flags), out);
        write_number(",\"generation\":", node.generation as usize, out);
        if node.is_text() {
            out.push_str(",\"value\":");
            text::write_escaped(&node.text, out);
        } else if let Kind::List(_) = node.kind {
            out.push_str(",\"rows\":[");
            for (index, row) in node.children.iter().enumerate() {
                write_number(if index > 0 { "," } else { "" }, row.id as usize, out);
            }
            out.push(']');
        }
        if let Some(exact_json) = &node.exact_json {
            out.push_str(",\"json\":");
            text::write_escaped(exact_json, out);
        }
        if let Role::Row = node.role {
            write_number(",\"id\":", node.id as usize, out);
        }
        let mut shown_flags = String::new();
        self.each_issue(path, node, false, &mut |issue, at, shown| {
            if shown_flags.is_empty() {
                out.push_str(",\"issues\":[");
            }
            shown_flags.push(if shown { '1' } else { '0' });
            issue.write_facts_at(at, out);
        });
        if !shown_flags.is_empty() {
            out.push_str("],\"shown\":\"");
            out.push_str(&shown_flags);
            out.push('"');
        }
        out.push('}');
    }

    /// Appends all issues except those from the API, including missing values, as items of a JSON array.
    pub(crate) fn write_issues(&self, out: &mut String) {
        self.each_own_issue(&mut |issue, at| issue.write_facts_at(at, out));
    }
}

fn write_form(view: FormView, out: &mut String) {
    out.push_str("],\"form\":{");
    for (name, is) in [
        ("\"valid\":", view.valid),
        ("\"dirty\":", view.dirty),
        ("\"touched\":", view.touched),
    ] {
        out.push_str(name);
        out.push_str(if is { "true," } else { "false," });
    }
    write_number("\"errors\":", view.errors, out);
    write_number(",\"warnings\":", view.warnings, out);
    write_number(",\"submitCount\":", view.submit_count as usize, out);
    out.push_str("}}");
}

fn write_number(before: &str, number: usize, out: &mut String) {
    out.push_str(before);
    json::write_count(number, out);
}
