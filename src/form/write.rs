//! From the form to JSON: the request that its texts mean.

use super::event::Include;
use super::node::{Holds, Node};
use super::typed;
use crate::json;
use crate::read::{Slot, Value};

/// Appends the JSON of a node that is part of the request.
pub(super) fn node(node: &Node, slot: &Slot<'_>, out: &mut Vec<u8>) {
    if let Some(json) = &node.exact_json {
        out.extend_from_slice(json);
        return;
    }
    match (&node.holds, &slot.value) {
        (Holds::Text(text), _) => typed::write(node.kind, typed::trimmed(text), out),
        (Holds::Group(group), Value::Object(object)) => {
            let mut separator = b'{';
            let mut key = |name: &str, out: &mut Vec<u8>| {
                out.push(separator);
                separator = b',';
                typed::write_string(name.as_bytes(), out);
                out.push(b':');
            };
            for (child, slot) in group.children.iter().zip(&object.slots) {
                if let (Some(field), true) = (child.field, is_there(child, slot)) {
                    key(field.name, out);
                    self::node(child, slot, out);
                }
            }
            for (name, extra) in &group.extras {
                key(name, out);
                self::node(extra, &Slot::default(), out);
            }
            if separator == b'{' {
                out.push(b'{');
            }
            out.push(b'}');
        }
        (Holds::List(list), Value::List(items)) => {
            let mut separator = b'[';
            for (row, slot) in list.rows.iter().zip(items) {
                if is_there(row, slot) {
                    out.push(separator);
                    separator = b',';
                    self::node(row, slot, out);
                }
            }
            if separator == b'[' {
                out.push(b'[');
            }
            out.push(b']');
        }
        _ => out.extend_from_slice(b"null"),
    }
}

fn is_there(node: &Node, slot: &Slot<'_>) -> bool {
    node.include != Include::Never && !matches!(slot.value, Value::Absent)
}

/// Appends a text of the form as a JSON string; a lone surrogate as its escape.
#[cfg_attr(all(target_arch = "wasm32", not(feature = "wasm-form")), allow(dead_code))]
pub(super) fn text_json(text: &[u8], out: &mut String) {
    if let Ok(text) = std::str::from_utf8(text) {
        json::write_string(text, out);
        return;
    }
    let mut quoted = Vec::new();
    typed::write_string(text, &mut quoted);
    let mut rest = quoted.as_slice();
    while !rest.is_empty() {
        let valid = match std::str::from_utf8(rest) {
            Ok(_) => rest.len(),
            Err(error) => error.valid_up_to(),
        };
        let (plain, odd) = rest.split_at_checked(valid).unwrap_or((rest, &[]));
        out.push_str(std::str::from_utf8(plain).unwrap_or_default());
        rest = match odd {
            [0xED, second, third, behind @ ..] => {
                let code = 0xD000 | (u32::from(second & 0x3F) << 6) | u32::from(third & 0x3F);
                out.push_str("\\u");
                for shift in [12_u32, 8, 4, 0] {
                    out.push(char::from_digit((code >> shift) & 15, 16).unwrap_or('0'));
                }
                behind
            }
            [_, behind @ ..] => {
                out.push('\u{fffd}');
                behind
            }
            [] => &[],
        };
    }
}
