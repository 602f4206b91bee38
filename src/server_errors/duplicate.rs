//! Whether the API refused a request because there is a case with its `external_id`.

use super::known_messages;
use crate::issue::{Issue, Problem, Segment};
use crate::request::CasePlace;

/// Whether the issues of a response with this status say that there is a case with the `external_id` of the request.
///
/// No page documents the answer to a duplicate (decision): an issue at the field, with status 400 or 409. A known message about
/// another mistake, such as a text that is too long, does not count.
pub(crate) fn is_duplicate(status: u16, issues: &[Issue]) -> bool {
    matches!(status, 400 | 409) && issues.iter().any(is_about_duplicate)
}

fn is_about_duplicate(issue: &Issue) -> bool {
    let Problem::Server { server_code, .. } = &issue.problem else {
        return false;
    };
    let message = issue.original_message.as_deref().unwrap_or_default();
    matches!(issue.path.0.as_slice(), [Segment::Key(key)] if key == CasePlace::external_id.name())
        && !known_messages::is_known(message, server_code.as_deref())
}

#[cfg(test)]
mod tests {
    use super::is_duplicate;
    use crate::map_server_errors;

    #[test]
    fn a_duplicate_is_an_issue_at_the_external_id() {
        for (status, body, expected) in [
            (
                400,
                r#"{"external_id":["case with this external id already exists."]}"#,
                true,
            ),
            (409, r#"{"external_id":["taken"]}"#, true),
            (400, r#"{"external_id":["taken"],"customer_id":["Invalid pk."]}"#, true),
            (400, r#"{"external_id":[{"message":"taken","code":"unique"}]}"#, true),
            (400, r#"{"external_id":[{"message":"taken","code":"invalid"}]}"#, true),
            (400, r#"{"type":"x","pointer":"/external_id","detail":"taken"}"#, true),
            (422, r#"{"external_id":["taken"]}"#, false),
            (409, r#"{"detail":"Conflict."}"#, false),
            (400, r#"{"customer":{"external_id":["taken"]}}"#, false),
            (400, r#"{"external_id":["This field may not be blank."]}"#, false),
            (
                400,
                r#"{"external_id":["Ensure this field has no more than 255 characters."]}"#,
                false,
            ),
            (
                400,
                r#"{"external_id":[{"message":"zu lang","code":"required"}]}"#,
                false,
            ),
        ] {
            assert_eq!(
                is_duplicate(status, &map_server_errors(status, body)),
                expected,
                "{body}"
            );
        }
    }
}
