//! `too_long`: more Unicode code points than the field allows.

use crate::issue::Problem;
use crate::json::Range;
use crate::read::{IssueCollector, Location};

/// Source: the reference page limits `webhook_url`; other public pages limit the names. Counted in code points, as the API counts.
pub(super) fn check(text: &str, max: u64, at: &Location<'_>, range: Range, collector: &mut IssueCollector) -> bool {
    // A text never has more code points than bytes.
    if text.len() as u64 <= max {
        return false;
    }
    let actual = text.bytes().filter(|byte| byte & 0xC0 != 0x80).count() as u64;
    actual > max && {
        collector.report(at, Problem::TooLong { max, actual }, Some(range));
        true
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::codes;

    #[test]
    fn too_long() {
        let input = |name: String| format!(r#"{{"customer":{{"full_name":"{name}"}},"case_config":"c"}}"#);
        assert_eq!(codes(&input("a".repeat(255))), [""; 0]);
        assert_eq!(codes(&input("a".repeat(256))), ["too_long customer.full_name"]);
        assert_eq!(codes(&input("😀".repeat(255))), [""; 0]);
        assert_eq!(codes(&input("😀".repeat(256))), ["too_long customer.full_name"]);
    }
}
