//! `blank`: a text that is empty or contains only whitespace.

use super::acceptance::ValueCondition;
use crate::issue::Problem;
use crate::json::Range;
use crate::read::{IssueCollector, Location};

/// Reports nothing for a text that begins with a character in these ranges, which contain no whitespace.
pub(super) const ACCEPTS: ValueCondition = ValueCondition::Text(r"[!-~\u00a1-\u167f\u3001-\uffff]");

/// Decision: the API trims whitespace and does not accept empty strings.
pub(super) fn check(text: &str, at: &Location<'_>, range: Range, collector: &mut IssueCollector) -> bool {
    text.chars().all(is_white_space) && {
        collector.report(at, Problem::Blank {}, Some(range));
        true
    }
}

/// Whitespace as the API trims it: that of Unicode and the four separators of ASCII.
pub(crate) fn is_white_space(character: char) -> bool {
    character.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&character)
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::codes;

    #[test]
    fn blank() {
        for text in ["", " ", "\\t\\n", "\\u00a0\\u2003", "\\u001c"] {
            let input = format!(r#"{{"customer":{{"full_name":"{text}"}},"case_config":"c"}}"#);
            assert_eq!(codes(&input), ["blank customer.full_name"], "{text}");
        }
        assert_eq!(codes(r#"{"customer":{"full_name":" A "},"case_config":"c"}"#), [""; 0]);
        assert_eq!(
            codes(r#"{"customer":{"full_name":"A","customer_type":""},"case_config":"c"}"#),
            [""; 0]
        );
    }
}
