//! Where the two sides may differ, each with its reason. An entry that no body needs fails the test.

use serde_json::Value;
use sphinx_case::{Code, Issue, Problem};

/// A body that this library refuses and the server accepts: what may be the issue.
pub struct Stricter {
    pub code: Code,
    pub reason: &'static str,
    /// Whether the reason holds for the issue, whose value (if it could be read) is given.
    pub holds: fn(&Issue, Option<&Value>) -> bool,
}

pub const STRICTER: &[Stricter] = &[
    Stricter {
        code: Code::UnknownField,
        reason: "the server drops an unknown key without a word",
        holds: |_, _| true,
    },
    Stricter {
        code: Code::DuplicateKey,
        reason: "Python keeps the last of two, so the first is lost, whatever was wrong with it",
        holds: |_, _| true,
    },
    Stricter {
        code: Code::RequiredOneOf,
        reason: "that a case needs a customer is seen in the responses; the reference does not say it of the request",
        holds: |_, _| true,
    },
    Stricter {
        code: Code::Exclusive,
        reason: "of customer_id and customer the server takes one; the reference does not say which",
        holds: |issue, _| issue.path.name() == "customer",
    },
    Stricter {
        code: Code::InvalidType,
        reason: "the server turns \"30\" into 30, 30 into \"30\", and \"yes\" and 1 into true",
        holds: |_, value| value.is_none_or(|value| value.is_string() || value.is_number()),
    },
    Stricter {
        code: Code::InvalidUnicode,
        reason: "in free JSON and in keys the server lets through what a database, or its own response, cannot carry",
        holds: |issue, value| !is_field(issue) || value.is_some_and(|value| !value.is_string()),
    },
    Stricter {
        code: Code::TooDeep,
        reason: "Python reads as deep as its stack goes",
        holds: |_, _| true,
    },
    Stricter {
        code: Code::TooLong,
        reason: "the server trims white space before it counts",
        holds: |issue, value| match (&issue.problem, value.and_then(Value::as_str)) {
            (Problem::TooLong { max, .. }, Some(text)) => trimmed(text).chars().count() as u64 <= *max,
            _ => false,
        },
    },
    Stricter {
        code: Code::InvalidSlug,
        reason: "the server trims white space before it looks",
        holds: |_, value| {
            value
                .and_then(Value::as_str)
                .is_some_and(|text| trimmed(text).len() < text.len())
        },
    },
    Stricter {
        code: Code::InvalidUrl,
        reason: "the server trims white space, and takes ftp, control characters, ports up to 99999 and labels no DNS has",
        holds: |issue, _| {
            let reasons = ["white_space", "scheme", "character", "port", "host"];
            matches!(&issue.problem, Problem::InvalidUrl { reason } if reasons.contains(reason))
        },
    },
];

/// A body that this library accepts and the server refuses: what it may refuse.
pub struct Looser {
    pub name: &'static str,
    pub reason: &'static str,
    /// Whether only the text as it came in is refused, and what is sent for it is accepted.
    pub only_as_given: bool,
    pub holds: fn(&Refusal<'_>) -> bool,
}

/// One thing that the server said of a body.
pub struct Refusal<'r> {
    /// The name of the field.
    pub place: &'r str,
    pub said: &'r str,
    /// The body itself, and its `webhook_url` where there is one.
    pub body: &'r [u8],
    pub url: Option<&'r str>,
}

pub const LOOSER: &[Looser] = &[
    Looser {
        name: "integer as a float",
        reason: "Python reads 1e16 and 9223372036854775807.0 as floats, and writes them with an exponent; sent are the digits",
        only_as_given: true,
        holds: |refusal| refusal.said == "A valid integer is required.",
    },
    Looser {
        name: "byte order mark",
        reason: "a file may begin with one; it is not sent",
        only_as_given: true,
        holds: |refusal| refusal.said.contains("Unexpected UTF-8 BOM") && refusal.body.starts_with(b"\xef\xbb\xbf"),
    },
    Looser {
        name: "number beyond a double",
        reason: "1e400 in free JSON is infinite in Python; the contract is to keep free JSON as it is given",
        only_as_given: false,
        holds: |refusal| {
            refusal.said == "Value must be valid JSON."
                && (refusal.place.contains("input_details") || refusal.place.contains("metadata"))
        },
    },
    Looser {
        name: "integer of over 4300 digits",
        reason: "Python's limit on reading integers; the contract is to keep free JSON as it is given",
        only_as_given: false,
        holds: |refusal| refusal.said.contains("Exceeds the limit (4300 digits)"),
    },
    Looser {
        name: "email address",
        reason: "Django knows fewer characters, two letters at the end and 320 characters; the contract asks for x@y.z",
        only_as_given: false,
        holds: |refusal| {
            let said = [
                "Enter a valid email address.",
                "Expected type: email (received: string)",
            ];
            refusal.place == "assignee" && said.contains(&refusal.said)
        },
    },
    // Below, all of URLs: the contract asks for an absolute http or https URL with a host, and no more.
    Looser {
        name: "URL: user name",
        reason: "Django knows no empty user name, and no second : or @ before the host",
        only_as_given: false,
        holds: |refusal| {
            url(refusal).is_some_and(|url| {
                let user = url.user.unwrap_or("u");
                user.is_empty() || user.starts_with(':') || user.matches(':').count() > 1 || user.contains(['@', '['])
            })
        },
    },
    Looser {
        name: "URL: zeros before the port",
        reason: "Django reads at most five digits",
        only_as_given: false,
        holds: |refusal| url(refusal).is_some_and(|url| url.port.is_some_and(|port| port.len() > 5)),
    },
    Looser {
        name: "URL: IPv4 in another spelling",
        reason: "Django knows the dotted one; programs that call URLs know the others too",
        only_as_given: false,
        holds: |refusal| url(refusal).is_some_and(|url| url.last().starts_with(|first: char| first.is_ascii_digit())),
    },
    Looser {
        name: "URL: host of one label",
        reason: "Django knows one, localhost; inside a network there are others",
        only_as_given: false,
        holds: |refusal| url(refusal).is_some_and(|url| !url.labels().contains('.')),
    },
    Looser {
        name: "URL: underscore in a host",
        reason: "such names are in the DNS, and are called",
        only_as_given: false,
        holds: |refusal| url(refusal).is_some_and(|url| url.host.contains('_')),
    },
    Looser {
        name: "URL: hyphen at an end of a label",
        reason: "no registry sells them, but the DNS has them",
        only_as_given: false,
        holds: |refusal| {
            let is_odd = |label: &str| label.starts_with('-') || label.ends_with('-');
            url(refusal).is_some_and(|url| url.labels().split('.').any(is_odd))
        },
    },
    Looser {
        name: "URL: top-level domain",
        reason: "Django wants two letters, and no digits; inside a network anything goes",
        only_as_given: false,
        holds: |refusal| {
            url(refusal).is_some_and(|url| {
                url.last().chars().count() < 2 || url.last().contains(|one: char| one.is_ascii_digit())
            })
        },
    },
    Looser {
        name: "URL: characters beyond U+FFFF in a host",
        reason: "Django's pattern ends there; such hosts exist, in their form of ASCII",
        only_as_given: false,
        holds: |refusal| url(refusal).is_some_and(|url| url.host.chars().any(|one| one > '\u{ffff}')),
    },
    Looser {
        name: "URL: 253 characters and a dot",
        reason: "Django counts the dot of the root",
        only_as_given: false,
        holds: |refusal| url(refusal).is_some_and(|url| url.host.len() == 254 && url.host.ends_with('.')),
    },
];

/// Whether the issue is at a field whose text the server looks at.
fn is_field(issue: &Issue) -> bool {
    let name = issue.path.name();
    let fields = [
        "full_name",
        "external_id",
        "check_type",
        "webhook_url",
        "case_config",
        "assignee",
        "domain",
        "id",
    ];
    !name.contains("input_details") && !name.contains("metadata") && fields.iter().any(|field| name.ends_with(field))
}

/// As Python trims.
fn trimmed(text: &str) -> &str {
    text.trim_matches(|one: char| one.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&one))
}

/// The parts of a URL that were refused.
struct Url<'r> {
    user: Option<&'r str>,
    host: &'r str,
    port: Option<&'r str>,
}

impl<'r> Url<'r> {
    /// The host without the dot of the root.
    fn labels(&self) -> &'r str {
        self.host.strip_suffix('.').unwrap_or(self.host)
    }

    fn last(&self) -> &'r str {
        self.labels().rsplit('.').next().unwrap_or_default()
    }
}

fn url<'r>(refusal: &Refusal<'r>) -> Option<Url<'r>> {
    if refusal.place != "webhook_url" || refusal.said != "Enter a valid URL." {
        return None;
    }
    let (_, rest) = refusal.url?.split_once("://")?;
    let place = rest.split(['/', '?', '#']).next()?;
    let (user, place) = place
        .rsplit_once('@')
        .map_or((None, place), |(user, place)| (Some(user), place));
    let (host, port) = match place.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (place, None),
    };
    Some(Url { user, host, port })
}
