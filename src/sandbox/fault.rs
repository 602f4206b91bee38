//! One thing that can go wrong, and its spelling: `drop_before`, `slow:300ms`.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// One thing that goes wrong with a request that creates a case.
///
/// As text it is the name, with a colon and a time where it has one: `slow:300ms`, `too_many:2s`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// Nothing goes wrong: as the next fault, it spares one request from what the probabilities would do.
    None,
    /// The answer comes that much later.
    Slow(Duration),
    /// 500 with HTML. Nothing is created.
    Fail500,
    /// 503 with `Retry-After`. Nothing is created.
    Fail503(Duration),
    /// 400 with a reason that only a server can know. Nothing is created.
    BadRequest,
    /// 400 about the webhook and the first check, as Django REST Framework says it until 3.17. Nothing is created.
    BadFieldsLists,
    /// The same as it says it since 3.18.
    BadFieldsObjects,
    /// 401, and the token of the request is revoked. Nothing is created.
    Unauthorized,
    /// 429 with `Retry-After`. Nothing is created.
    TooMany(Duration),
    /// The connection is closed without an answer. Nothing is created.
    DropBefore,
    /// The case is created, and then the connection is closed without an answer.
    DropAfter,
    /// 200 with HTML, as a login page in between would answer. Nothing is created.
    Garbage,
    /// The case is created, and the answer is 201 with HTML.
    GarbageAfter,
}

/// What `Retry-After` says when no time is given, and how long `slow` takes then.
const DEFAULT_TIME: Duration = Duration::from_secs(1);
/// A time longer than this is a slip: the connection would be given up long before.
const LONGEST_TIME: Duration = Duration::from_secs(3_600);

impl Fault {
    /// All faults, with the time they have when none is given.
    pub const ALL: &[Self] = &[
        Self::None,
        Self::Slow(DEFAULT_TIME),
        Self::Fail500,
        Self::Fail503(DEFAULT_TIME),
        Self::BadRequest,
        Self::BadFieldsLists,
        Self::BadFieldsObjects,
        Self::Unauthorized,
        Self::TooMany(DEFAULT_TIME),
        Self::DropBefore,
        Self::DropAfter,
        Self::Garbage,
        Self::GarbageAfter,
    ];

    /// Its name, as in `drop_before`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Slow(_) => "slow",
            Self::Fail500 => "fail_500",
            Self::Fail503(_) => "fail_503",
            Self::BadRequest => "bad_request",
            Self::BadFieldsLists => "bad_fields_lists",
            Self::BadFieldsObjects => "bad_fields_objects",
            Self::Unauthorized => "unauthorized",
            Self::TooMany(_) => "too_many",
            Self::DropBefore => "drop_before",
            Self::DropAfter => "drop_after",
            Self::Garbage => "garbage",
            Self::GarbageAfter => "garbage_after",
        }
    }

    /// The time it has: how long it takes, or what `Retry-After` says.
    #[must_use]
    pub const fn time(self) -> Option<Duration> {
        match self {
            Self::Slow(time) | Self::Fail503(time) | Self::TooMany(time) => Some(time),
            _ => None,
        }
    }

    /// Whether it can happen to every request to the API, not only to one that creates a case.
    #[must_use]
    pub const fn can_be_everywhere(self) -> bool {
        self.time().is_some()
    }

    /// The fault of that name, with a time if one is given.
    pub(super) fn named(name: &str, time: Option<&str>) -> Result<Self, InvalidFaults> {
        let Some(&fault) = Self::ALL.iter().find(|fault| fault.name() == name) else {
            let names: Vec<_> = Self::ALL.iter().map(|fault| fault.name()).collect();
            return Err(InvalidFaults::new(format!(
                "{name:?} is no fault; there are {}",
                names.join(", ")
            )));
        };
        let Some(time) = time else { return Ok(fault) };
        let time = read_time(time)?;
        match fault {
            Self::Slow(_) => Ok(Self::Slow(time)),
            Self::Fail503(_) => Ok(Self::Fail503(time)),
            Self::TooMany(_) => Ok(Self::TooMany(time)),
            _ => Err(InvalidFaults::new(format!("{name} has no time"))),
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
            Some((name, time)) => Self::named(name, Some(time)),
            None => Self::named(text.trim(), None),
        }
    }
}

/// A text that names no faults, and why.
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

/// Reads `300ms`, `2s` or `1.5s`.
fn read_time(text: &str) -> Result<Duration, InvalidFaults> {
    let (number, unit) = match text.strip_suffix("ms") {
        Some(number) => (number, 0.001),
        None => (text.strip_suffix('s').unwrap_or_default(), 1.0),
    };
    number
        .parse::<f64>()
        .ok()
        .and_then(|number| Duration::try_from_secs_f64(number * unit).ok())
        .filter(|time| *time <= LONGEST_TIME)
        .ok_or_else(|| InvalidFaults::new(format!("{text:?} is no time of at most an hour, such as 300ms or 2s")))
}

/// The shortest spelling of a time.
fn time_text(time: Duration) -> String {
    if time.subsec_nanos() == 0 {
        format!("{}s", time.as_secs())
    } else {
        format!("{}ms", time.as_secs_f64() * 1_000.0)
    }
}
