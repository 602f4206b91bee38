//! What a response to a request that creates a case means: the one table for client, batch, relay, forms and command line.

use super::body::{self, Body};

/// What is known about the case after a response to a request that creates one.
///
/// ```
/// use sphinx_case::ResponseMeaning;
///
/// assert_eq!(ResponseMeaning::of_response(502, "<html>Bad gateway</html>"), ResponseMeaning::Unknown);
/// assert_eq!(ResponseMeaning::of_response(400, r#"{"customer_id":["No such customer."]}"#), ResponseMeaning::Rejected);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResponseMeaning {
    /// The case was created, if the body does not contradict it.
    Created,
    /// The request was rejected. No case was created.
    Rejected,
    /// The credentials were refused. No case was created.
    Unauthorized,
    /// There are too many requests. No case was created, and the same request can be sent later.
    RateLimited,
    /// There is no such resource, or it has another address. No case was created.
    NotFound,
    /// The case may or may not exist.
    Unknown,
}

impl ResponseMeaning {
    /// The meaning of a status.
    #[must_use]
    pub fn of_status(status: u16) -> Self {
        match status {
            200..=299 => Self::Created,
            301 | 302 | 307 | 308 | 404 | 405 => Self::NotFound,
            401 | 403 => Self::Unauthorized,
            429 => Self::RateLimited,
            // By the standard, the server did not read the whole request at 408. But gateways return it too, as they do 460 and
            // 499 when the caller went away, and may have forwarded the request.
            408 | 460 | 499 => Self::Unknown,
            400..=499 => Self::Rejected,
            // Gateways return 5xx, 503 included, after they have forwarded a request.
            _ => Self::Unknown,
        }
    }

    /// The meaning of a response of the API, of the relay, or of a backend of your own. A success can have any body except markup,
    /// half a JSON value and bytes that are not text: they come from something else on the way. The relay's problem types tell
    /// the outcome even where the status does not.
    #[must_use]
    pub fn of_response(status: u16, text: &str) -> Self {
        match (Self::of_status(status), Body::of(text)) {
            (Self::Created, Body::Unreadable) => Self::Unknown,
            (Self::Created, _) => Self::Created,
            (by_status, Body::Json) => match body::relay_problem(text) {
                Some(name) if UNKNOWN_RELAY_PROBLEMS.contains(&name.as_str()) => Self::Unknown,
                Some(_) if by_status == Self::Unknown => Self::Rejected,
                _ => by_status,
            },
            (by_status, _) => by_status,
        }
    }
}

/// The problem of the relay that the outcome is unknown.
pub(crate) const OUTCOME_UNKNOWN: &str = "outcome-unknown";

/// The problem of the relay that the request is in progress.
pub(crate) const IN_PROGRESS: &str = "under-way";

/// The problem of the relay that it does not know the requests that were sent before it was restarted.
pub(crate) const OTHER_INSTANCE: &str = "other-instance";

/// The problem of the relay that the API returned an error to a request that can be repeated.
pub(crate) const API_FAILED: &str = "api-failed";

/// After these problems of the relay a case may exist; after any other, none was created.
const UNKNOWN_RELAY_PROBLEMS: [&str; 4] = [OUTCOME_UNKNOWN, IN_PROGRESS, OTHER_INSTANCE, API_FAILED];

#[cfg(test)]
mod tests {
    use super::ResponseMeaning::{self, Created, NotFound, RateLimited, Rejected, Unauthorized, Unknown};

    #[test]
    fn every_status_has_a_meaning() {
        let mut unknown = Vec::new();
        for status in 0..=1000 {
            let meaning = ResponseMeaning::of_status(status);
            let expected = match status {
                200..=299 => Created,
                401 | 403 => Unauthorized,
                301 | 302 | 307 | 308 | 404 | 405 => NotFound,
                429 => RateLimited,
                408 | 460 | 499 => Unknown,
                400..=499 => Rejected,
                _ => Unknown,
            };
            assert_eq!(meaning, expected, "{status}");
            if meaning == Unknown && (400..600).contains(&status) {
                unknown.push(status);
            }
        }
        assert_eq!(unknown.len(), 103, "{unknown:?}");
    }

    #[test]
    fn a_success_needs_a_body_that_can_be_read() {
        for body in ["", " \n", "{}", r#"{"id":41}"#, "[]", "null", "created", "\u{FEFF}{}"] {
            assert_eq!(ResponseMeaning::of_response(201, body), Created, "{body:?}");
        }
        for body in [
            "<!DOCTYPE html><title>Sign in</title>",
            "\u{FEFF} \r\n<html>",
            "<?xml version=\"1.0\"?><Error/>",
            "gateway says: <HTML><body>",
            r#"{"id":41,"customer":{"#,
            "[1,",
            "\"id",
            "\u{1F}\u{FFFD}\u{8}\0\0",
        ] {
            assert_eq!(ResponseMeaning::of_response(201, body), Unknown, "{body:?}");
        }
    }

    #[test]
    fn the_relay_names_the_outcome() {
        for (status, name, meaning) in [
            (502, "never-sent", Rejected),
            (503, "rate-limited", Rejected),
            (408, "too-slow", Rejected),
            (400, "rejected", Rejected),
            (429, "too-many-requests", RateLimited),
            (504, "outcome-unknown", Unknown),
            (504, "under-way", Unknown),
            (409, "other-instance", Unknown),
        ] {
            let body = format!(r#"{{"type":"urn:sphinx-case:relay:{name}","title":"","status":{status}}}"#);
            assert_eq!(ResponseMeaning::of_response(status, &body), meaning, "{name}");
        }
        for body in [
            r#"{"type":"about:blank"}"#,
            "{}",
            "<html>",
            r#"{"detail":"urn:sphinx-case:relay:never-sent"}"#,
        ] {
            assert_eq!(ResponseMeaning::of_response(502, body), Unknown, "{body}");
        }
    }
}
