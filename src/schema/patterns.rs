//! Regular expressions for the formats of texts, in the subset that every JSON Schema validator supports:
//! the characters themselves instead of `\s` and `\u`, whose meaning differs between dialects.

use crate::request::Format;

/// Whitespace beyond ASCII and U+0085.
const WIDE_SPACE: &str = "\u{1680}\u{2000}-\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}";
/// Whitespace as in the rule `blank`, including the four separators of ASCII.
const ASCII_SPACE: &str = "\t-\r\u{1c}- \u{85}\u{a0}";
/// Whitespace up to U+00A0 and all control characters except U+0000, which no string can contain.
const SPACE_AND_CONTROL: &str = "\u{1}- \u{7f}-\u{a0}";
/// ASCII punctuation that a host cannot contain.
const NOT_IN_HOST: &str = r"!-,/:-@\[-\^`{-~";

/// The pattern of a text. It accepts everything that the rules accept.
pub(super) fn pattern(format: Format) -> String {
    match format {
        Format::Plain => format!("[^{ASCII_SPACE}{WIDE_SPACE}]"),
        Format::Email => {
            let part = format!("[^{ASCII_SPACE}{WIDE_SPACE}@.]+");
            format!(r"^[^{ASCII_SPACE}{WIDE_SPACE}@]+@{part}(\.{part})+$")
        }
        Format::Slug => "^[-A-Za-z0-9_]+$".to_owned(),
        Format::Url => {
            let user = format!("([^{SPACE_AND_CONTROL}{WIDE_SPACE}/?#]*@)?");
            let name = format!("[^{SPACE_AND_CONTROL}{WIDE_SPACE}{NOT_IN_HOST}]+");
            let rest = format!("([/?#][^{SPACE_AND_CONTROL}{WIDE_SPACE}]*)?");
            format!(r"^[Hh][Tt][Tt][Pp][Ss]?://{user}({name}|\[[0-9A-Fa-f:.]+\])(:[0-9]+)?{rest}$")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ASCII_SPACE, SPACE_AND_CONTROL, WIDE_SPACE};

    /// Whether a character class with ranges contains a character.
    fn holds(class: &str, character: char) -> bool {
        let members: Vec<char> = class.chars().collect();
        let mut rest = members.as_slice();
        loop {
            match rest {
                [first, '-', last, tail @ ..] if (*first..=*last).contains(&character) || tail.is_empty() => {
                    return (*first..=*last).contains(&character);
                }
                [_, '-', _, tail @ ..] => rest = tail,
                [one, ..] if *one == character => return true,
                [_, tail @ ..] => rest = tail,
                [] => return false,
            }
        }
    }

    #[test]
    fn blank_means_the_same_as_in_the_rule() {
        let class = [ASCII_SPACE, WIDE_SPACE].concat();
        for character in ('\u{1}'..='\u{3100}').chain(['\u{feff}']) {
            let text = serde_json::json!({"customer": {"full_name": character.to_string()}}).to_string();
            let blank = crate::read_json(&text)
                .issues()
                .iter()
                .any(|issue| issue.code() == crate::Code::Blank);
            assert_eq!(holds(&class, character), blank, "{character:?}");
        }
    }

    #[test]
    fn no_white_space_and_no_control_character_stands_in_a_url() {
        let class = [SPACE_AND_CONTROL, WIDE_SPACE].concat();
        for character in ('\u{1}'..='\u{3100}').chain(['\u{feff}']) {
            let url = format!("https://example.com/a{character}b");
            let text = serde_json::json!({"webhook_url": url}).to_string();
            let invalid = crate::read_json(&text)
                .issues()
                .iter()
                .any(|issue| issue.code() == crate::Code::InvalidUrl);
            assert_eq!(holds(&class, character), invalid, "{character:?}");
        }
    }
}
