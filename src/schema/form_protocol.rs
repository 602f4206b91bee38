//! What `form.wasm` and the npm package must agree on, as TypeScript.

use std::fmt::Write as _;

use crate::form::protocol::{EVENTS, FLAGS};
use crate::request::MAX_DEPTH;

/// The names of the events of a form, the flags of a place and the maximum depth of a value, as one TypeScript module.
#[must_use]
pub fn form_protocol() -> String {
    let names: Vec<String> = EVENTS.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    let mut text = format!(
        "/** The name of an event, as `form_event` reads it. */\nexport type EventName = {};\n",
        names.join(" | ")
    );
    for (name, bit, doc) in FLAGS {
        let _ = write!(
            text,
            "\n/** A flag of a place. {doc} */\nexport const {name} = {bit};\n"
        );
    }
    let _ = write!(
        text,
        "\n/** The maximum depth of nested arrays and objects. */\nexport const MAX_DEPTH = {MAX_DEPTH};\n"
    );
    text
}
