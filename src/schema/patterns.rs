//! Regular expressions for what texts must look like, in the plain subset that every JSON Schema validator knows:
//! no `\s` and no `\u`, whose meaning differs between dialects, but the characters themselves.

use crate::request::Format;

/// White space beyond ASCII and U+0085.
const WIDE_SPACE: &str = "\u{1680}\u{2000}-\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}";
/// White space as the rule of blank texts knows it, ASCII's four separators included.
const ASCII_SPACE: &str = "\t-\r\u{1c}- \u{85}\u{a0}";
/// White space up to U+00A0 together with all control characters but U+0000, which no string may hold.
const SPACE_AND_CONTROL: &str = "\u{1}- \u{7f}-\u{a0}";
/// ASCII punctuation that no host has.
const NOT_IN_HOST: &str = r"!-,/:-@\[-\^`{-~";

/// The pattern of a text, which says no more than the rules do.
pub(super) fn pattern(format: Format) -> String {
    match format {
        Format::Plain => format!("[^{ASCII_SPACE}{WIDE_SPACE}]"),
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

    /// Whether a character class with ranges names a character.
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
