//! `invisible_character`: a character in a name or ID that nobody sees, and that makes two equal-looking texts different.

use super::acceptance::ValueCondition;
use crate::issue::Problem;
use crate::json::code_point_name;
use crate::read::{IssueCollector, Location, Slot, Value};

/// Reports nothing for a text of characters in these ranges: Latin, Greek, Cyrillic, Armenian, Hebrew and East Asian, without the
/// two that JSON escapes.
pub(super) const ACCEPTS: ValueCondition = ValueCondition::Text(r"[ !#-\[\]-\u00ac\u00ae-\u05ff\u3000-\ud7ff]*$");

/// Decision: controls of the writing direction, zero-width and other format characters are usually copied by accident, and a
/// search for the name does not find it. Joiners are needed in some scripts, and in emoji.
pub(super) fn check(slot: &Slot<'_>, at: &Location<'_>, collector: &mut IssueCollector) {
    let Value::Text(text) = &slot.value else {
        return;
    };
    if text.is_ascii() {
        return;
    }
    let mut before = None;
    let mut characters = text.chars().peekable();
    let mut position = 0_u64;
    while let Some(character) = characters.next() {
        let after = characters.peek().copied();
        if is_invisible(character) && !is_joiner_in_place(character, before, after) {
            let problem = Problem::InvisibleCharacter {
                character: code_point_name(u32::from(character)),
                position,
            };
            collector.report(at, problem, Some(slot.range));
            return;
        }
        before = Some(character);
        position = position.saturating_add(1);
    }
}

/// The format characters of Unicode (`Cf`), without those that are visible: the signs before Arabic and Kaithi numbers.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0001}'
            | '\u{e0020}'..='\u{e007f}'
    )
}

/// Whether it joins or separates the characters around it: a joiner between letters of a script that uses it, a joiner between
/// emoji, or a tag of a flag.
fn is_joiner_in_place(character: char, before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), after) = (before, after) else {
        return false;
    };
    match character {
        '\u{200c}' | '\u{200d}' if uses_joiners(before) => true,
        '\u{200d}' => is_emoji(before) && after.is_some_and(is_emoji),
        '\u{e0020}'..='\u{e007f}' => before == '\u{1f3f4}' || matches!(before, '\u{e0020}'..='\u{e007e}'),
        _ => false,
    }
}

/// Arabic, Syriac, N'Ko, Mandaic, the scripts of India, Tibetan, Myanmar, Khmer, Mongolian, and their presentation forms.
fn uses_joiners(character: char) -> bool {
    matches!(
        character,
        '\u{600}'..='\u{8ff}'
            | '\u{900}'..='\u{dff}'
            | '\u{f00}'..='\u{109f}'
            | '\u{1700}'..='\u{18af}'
            | '\u{1cd0}'..='\u{1cff}'
            | '\u{a8e0}'..='\u{a8ff}'
            | '\u{a9e0}'..='\u{a9ff}'
            | '\u{fb50}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefe}'
            | '\u{11000}'..='\u{11fff}'
    ) && !is_invisible(character)
}

/// Pictographs, the modifiers of skin tones, and the selector of the emoji form.
fn is_emoji(character: char) -> bool {
    matches!(character, '\u{2190}'..='\u{2bff}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use crate::issue::Problem;

    /// The character and position that are reported for a name.
    fn reported(name: &str) -> Option<(String, u64)> {
        let text = serde_json::json!({"customer": {"full_name": name}, "case_config": "c"}).to_string();
        let issues = crate::check(&text, &crate::Options::default());
        let mut problems = issues.iter().map(|issue| issue.problem.clone());
        match (problems.next(), problems.next()) {
            (Some(Problem::InvisibleCharacter { character, position }), None) => Some((character, position)),
            (None, None) => None,
            other => panic!("{name:?}: {other:?}"),
        }
    }

    #[test]
    fn invisible_character() {
        for (name, character, position) in [
            ("Ada\u{200b} Lovelace", "U+200B", 3),
            ("\u{feff}Ada", "U+FEFF", 0),
            ("\u{202e}adA", "U+202E", 0),
            ("Müller\u{2069}", "U+2069", 6),
            ("Ada\u{ad}", "U+00AD", 3),
            ("😀\u{200d}", "U+200D", 1),
            ("a\u{200d}b", "U+200D", 1),
            ("a\u{e0041}", "U+E0041", 1),
            ("سارة\u{200f}", "U+200F", 4),
            ("\u{200d}ن", "U+200D", 0),
        ] {
            assert_eq!(reported(name), Some((character.to_owned(), position)), "{name:?}");
        }
    }

    #[test]
    fn joiners_that_are_needed() {
        for name in [
            "Ada Lovelace",
            "Zoë Ōkubo",
            "مهدی\u{200c}پور",
            "क्\u{200d}ष",
            "👩\u{200d}🔬",
            "👩🏽\u{200d}❤\u{fe0f}\u{200d}👨",
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
            "\u{600}١",
        ] {
            assert_eq!(reported(name), None, "{name:?}");
        }
    }
}
