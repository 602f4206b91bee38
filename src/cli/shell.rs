//! Words of shell commands that are printed for the user.

use std::path::Path;

use crate::report::visible;

/// The text as one word of a shell command.
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// A path as one word of a shell command.
pub fn path_word(path: &Path) -> String {
    let text = path.to_string_lossy();
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "._-/".contains(character);
    if text.chars().all(is_plain) {
        text.into_owned()
    } else {
        quoted(&visible(&text))
    }
}
