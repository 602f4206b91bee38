//! One fault and its spelling, as in `drop_before` or `slow:300ms`.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// What goes wrong with a request that creates a case.
///
/// Its text is its name, followed by a colon and a time if it has one: `slow:300ms`, `too_many:2s`. [`Faults`](super::Faults)
/// add a probability: `slow=0.1:300ms`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// `none`: no fault. As the next fault, it exempts one request from the probabilities.
    None,
    /// `slow`: the response comes later by this time.
    Slow(Duration),
    /// `fail_500`: status 500 with HTML. No case is created.
    Fail500,
    /// `fail_503`: status 503 with HTML and this time in `Retry-After`. No case is created.
    Fail503(Duration),
    /// `bad_request`: status 400 for a reason that only a server can know. No case is created.
    BadRequest,
    /// `bad_fields_lists`: status 400 with errors of the webhook and the first check, in the format of Django REST Framework
    /// up to 3.17. No case is created.
    BadFieldsLists,
    /// `bad_fields_objects`: the same in the format from 3.18.
    BadFieldsObjects,
    /// `unauthorized`: status 401, and the token of the request is revoked. No case is created.
    Unauthorized,
    /// `too_many`: status 429 with this time in `Retry-After`. No case is created.
    TooMany(Duration),
    /// `drop_before`: the connection is closed without a response. No case is created.
    DropBefore,
    /// `drop_after`: the case is created, then the connection is closed without a response.
    DropAfter,
    /// `garbage`: status 200 with HTML, as from the login page of a network. No case is created.
    Garbage,
    /// `garbage_after`: the case is created, and the response is 201 with HTML.
    GarbageAfter,
}

/// The time of a fault whose text has none.
const DEFAULT_TIME: Duration = Duration::from_secs(1);
/// A longer time is probably a mistake: clients time out long before.
const MAX_TIME: Duration = Duration::from_secs(3_600);

/// The names of all faults, with their default time.
const NAMES: &[(&str, Fault)] = &[
    ("none", Fault::None),
    ("slow", Fault::Slow(DEFAULT_TIME)),
    ("fail_500", Fault::Fail500),
    ("fail_503", Fault::Fail503(DEFAULT_TIME)),
    ("bad_request", Fault::BadRequest),
    ("bad_fields_lists", Fault::BadFieldsLists),
    ("bad_fields_objects", Fault::BadFieldsObjects),
    ("unauthorized", Fault::Unauthorized),
    ("too_many", Fault::TooMany(DEFAULT_TIME)),
    ("drop_before", Fault::DropBefore),
    ("drop_after", Fault::DropAfter),
    ("garbage", Fault::Garbage),
    ("garbage_after", Fault::GarbageAfter),
];

impl Fault {
    /// Its name, as in `drop_before`.
    #[must_use]
    pub fn name(self) -> &'static str {
        let kind = std::mem::discriminant(&self);
        let named = NAMES.iter().find(|(_, fault)| std::mem::discriminant(fault) == kind);
        named.map_or("none", |(name, _)| name)
    }

    /// Its time: the delay of `slow`, or the `Retry-After` of `fail_503` and `too_many`.
    #[must_use]
    pub const fn time(self) -> Option<Duration> {
        match self {
            Self::Slow(time) | Self::Fail503(time) | Self::TooMany(time) => Some(time),
            _ => None,
        }
    }

    /// Parses a list of faults, separated by commas.
    ///
    /// ```
    /// use sphinx_case::sandbox::Fault;
    ///
    /// assert_eq!(Fault::parse_list("fail_500, drop_after")?, [Fault::Fail500, Fault::DropAfter]);
    /// # Ok::<(), sphinx_case::sandbox::InvalidFaults>(())
    /// ```
    ///
    /// # Errors
    /// If one of them is not the text of a fault, such as the empty text.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, InvalidFaults> {
        text.split(',').map(str::parse).collect()
    }

    /// The fault with this name and, if it has one, this time.
    pub(super) fn parse(name: &str, time: Option<&str>) -> Result<Self, InvalidFaults> {
        let Some(&(_, fault)) = NAMES.iter().find(|(known, _)| *known == name) else {
            let names: Vec<_> = NAMES.iter().map(|(known, _)| *known).collect();
            return Err(InvalidFaults::new(format!(
                "unknown fault {name:?}; use one of {}",
                names.join(", ")
            )));
        };
        let Some(time) = time else { return Ok(fault) };
        let time = parse_time(time)?;
        match fault {
            Self::Slow(_) => Ok(Self::Slow(time)),
            Self::Fail503(_) => Ok(Self::Fail503(time)),
            Self::TooMany(_) => Ok(Self::TooMany(time)),
            _ => Err(InvalidFaults::new(format!("{name} cannot have a time"))),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())?;
        match self.time() {
            Some(time) => write!(formatter, ":{}", time_text(time)),
            None => Ok(()),
        }
    }
}

impl FromStr for Fault {
    type Err = InvalidFaults;

    fn from_str(text: &str) -> Result<Self, InvalidFaults> {
        match text.trim().split_once(':') {
            Some((name, time)) => Self::parse(name, Some(time)),
            None => Self::parse(text.trim(), None),
        }
    }
}

/// Why a text cannot be parsed as faults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidFaults(String);

impl InvalidFaults {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for InvalidFaults {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for InvalidFaults {}

/// Parses `300ms`, `2s` or `1.5s`.
fn parse_time(text: &str) -> Result<Duration, InvalidFaults> {
    let (number, unit) = match text.strip_suffix("ms") {
        Some(number) => (number, 0.001),
        None => (text.strip_suffix('s').unwrap_or_default(), 1.0),
    };
    number
        .parse::<f64>()
        .ok()
        .and_then(|number| Duration::try_from_secs_f64(number * unit).ok())
        .filter(|time| *time <= MAX_TIME)
        .ok_or_else(|| InvalidFaults::new(format!("{text:?} is not a time up to one hour, such as 300ms or 2s")))
}

/// The shortest text of a time.
pub(super) fn time_text(time: Duration) -> String {
    if time.subsec_nanos() == 0 {
        format!("{}s", time.as_secs())
    } else {
        format!("{}ms", time.as_secs_f64() * 1_000.0)
    }
}
