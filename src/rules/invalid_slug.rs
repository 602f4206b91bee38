//! `invalid_slug`: a slug with other characters than ASCII letters, digits, `-` and `_`.

use crate::issue::Problem;
use crate::read::{Location, Range, Sink};

/// Source: the reference page calls `case_config` a slug.
pub(super) fn check(text: &str, at: &Location<'_>, range: Range, sink: &mut Sink) -> bool {
    !text
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        && {
            sink.found(at, Problem::InvalidSlug {}, Some(range));
            true
        }
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::codes;

    #[test]
    fn invalid_slug() {
        for slug in ["a b", "a/b", "ä", "a.b", " a"] {
            assert_eq!(
                codes(&format!(r#"{{"customer_id":1,"case_config":"{slug}"}}"#)),
                ["invalid_slug case_config"],
                "{slug}"
            );
        }
        assert_eq!(codes(r#"{"customer_id":1,"case_config":"KYB_standard-2"}"#), [""; 0]);
    }
}
