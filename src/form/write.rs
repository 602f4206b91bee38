//! The form as JSON: the request that its texts mean.

use super::node::Node;
use super::text;
use crate::request::Kind;

/// Appends the JSON of a node that is part of the request.
pub(super) fn node(node: &Node, out: &mut Vec<u8>) {
    if let Some(json) = &node.exact_json {
        out.extend_from_slice(json);
        return;
    }
    let (open, close) = match node.kind {
        Kind::Object(_) => (b'{', b'}'),
        Kind::List(_) => (b'[', b']'),
        kind => return text::write(kind, text::trimmed(&node.text), out),
    };
    out.push(open);
    let start = out.len();
    for child in &node.children {
        if !child.is_included() {
            continue;
        }
        if out.len() > start {
            out.push(b',');
        }
        if let Some(key) = child.key() {
            text::write_string(key.as_bytes(), out);
            out.push(b':');
        }
        self::node(child, out);
    }
    out.push(close);
}
