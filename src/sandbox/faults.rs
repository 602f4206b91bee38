//! What goes wrong, and how often: `slow=0.1:300ms,drop_before=0.1`.

use std::fmt;
use std::str::FromStr;

use super::{Fault, InvalidFaults};

/// What goes wrong with requests that create cases, and how often.
///
/// As text: faults with their probabilities from 0 to 1, and after a colon their times, separated by commas;
/// `everywhere` lets `slow`, `fail_503` and `too_many` happen to every request to the API; `seed=7` makes the
/// sequence of faults the same every time.
///
/// A request meets at most one fault, and `slow` besides: it comes later, whatever else comes. So the probabilities
/// of all but `slow` add up to at most 1.
///
/// ```
/// use sphinx_case::sandbox::{Fault, Faults};
///
/// let faults: Faults = "slow=0.1:300ms, drop_before=0.05, seed=7".parse()?;
/// assert_eq!(faults.to_string(), "slow=0.1:300ms,drop_before=0.05,seed=7");
/// assert_eq!(faults, Faults::none().with(Fault::Slow(std::time::Duration::from_millis(300)), 0.1)?
///     .with(Fault::DropBefore, 0.05)?.with_seed(7));
///
/// let error = "drop_befor=0.1".parse::<Faults>().unwrap_err();
/// assert!(error.to_string().starts_with("\"drop_befor\" is no fault"));
/// # Ok::<(), sphinx_case::sandbox::InvalidFaults>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Faults {
    chances: Vec<(Fault, f64)>,
    everywhere: bool,
    seed: Option<u64>,
}

impl Faults {
    /// Nothing goes wrong.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// With a fault that happens with a probability from 0 to 1.
    ///
    /// # Errors
    /// When the probability is none, or all of them are more than 1 together.
    pub fn with(mut self, fault: Fault, probability: f64) -> Result<Self, InvalidFaults> {
        if !(0.0..=1.0).contains(&probability) {
            return Err(InvalidFaults::new(format!(
                "the probability of {} must be from 0 to 1 (was {probability})",
                fault.name()
            )));
        }
        if fault == Fault::None {
            return Err(InvalidFaults::new("none is no fault that has a probability"));
        }
        self.chances.push((fault, probability));
        for slow in [true, false] {
            let sum: f64 = self.of(slow).map(|(_, probability)| probability).sum();
            // Ten times 0.1 is a little more than 1 in binary.
            if sum > 1.0 + 1e-9 {
                let which = if slow { "slow" } else { "all faults but slow" };
                return Err(InvalidFaults::new(format!(
                    "the probabilities of {which} must be at most 1 together (were {sum})"
                )));
            }
        }
        Ok(self)
    }

    /// The same faults in the same sequence every time.
    #[must_use]
    pub fn with_seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Lets `slow`, `fail_503` and `too_many` happen to every request to the API, be it for a token or a list.
    #[must_use]
    pub fn everywhere(mut self) -> Self {
        self.everywhere = true;
        self
    }

    /// The faults and their probabilities.
    #[must_use]
    pub fn chances(&self) -> &[(Fault, f64)] {
        &self.chances
    }

    /// Whether every request to the API can meet a fault.
    #[must_use]
    pub const fn is_everywhere(&self) -> bool {
        self.everywhere
    }

    /// The seed, if one was set.
    #[must_use]
    pub const fn seed(&self) -> Option<u64> {
        self.seed
    }

    fn of(&self, slow: bool) -> impl Iterator<Item = (Fault, f64)> {
        let chances = self.chances.iter().copied();
        chances.filter(move |(fault, _)| matches!(fault, Fault::Slow(_)) == slow)
    }

    /// The faults of one request, at most one of them not slow, for two numbers from 0 to 1.
    pub(super) fn draw(&self, creates: bool, numbers: [f64; 2]) -> [Option<Fault>; 2] {
        let [slow, other] = numbers;
        let pick = |is_slow, mut number: f64| {
            for (fault, probability) in self.of(is_slow) {
                if number < probability {
                    return (creates || fault.can_be_everywhere()).then_some(fault);
                }
                number -= probability;
            }
            None
        };
        if creates || self.everywhere {
            [pick(true, slow), pick(false, other)]
        } else {
            [None, None]
        }
    }

    /// Reads JSON: the text as a string, or an object such as `{"drop_before":0.1,"slow":"0.1:300ms","everywhere":true}`.
    ///
    /// # Errors
    /// When it is neither, or the text names no faults.
    pub fn from_json(json: &str) -> Result<Self, InvalidFaults> {
        use serde_json::Value;

        let value: Value =
            serde_json::from_str(json).map_err(|error| InvalidFaults::new(format!("this is no JSON: {error}")))?;
        match value {
            Value::String(text) => text.parse(),
            Value::Object(members) => {
                let mut parts = Vec::new();
                for (name, value) in members {
                    match value {
                        Value::Bool(true) => parts.push(name),
                        Value::Bool(false) | Value::Null => {}
                        Value::String(text) => parts.push(format!("{name}={text}")),
                        Value::Number(number) => parts.push(format!("{name}={number}")),
                        _ => return Err(InvalidFaults::new(format!("{name} must be a number or a text"))),
                    }
                }
                parts.join(",").parse()
            }
            _ => Err(InvalidFaults::new("faults are a text or an object")),
        }
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts: Vec<String> = Vec::new();
        for (fault, probability) in &self.chances {
            let fault = fault.to_string();
            parts.push(match fault.split_once(':') {
                Some((name, time)) => format!("{name}={probability}:{time}"),
                None => format!("{fault}={probability}"),
            });
        }
        if self.everywhere {
            parts.push("everywhere".to_owned());
        }
        if let Some(seed) = self.seed {
            parts.push(format!("seed={seed}"));
        }
        formatter.write_str(&parts.join(","))
    }
}

impl FromStr for Faults {
    type Err = InvalidFaults;

    fn from_str(text: &str) -> Result<Self, InvalidFaults> {
        let mut faults = Self::none();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            faults = match part.split_once('=') {
                None if part == "everywhere" => faults.everywhere(),
                None => {
                    // A name that is none is the likelier slip, so it is said first.
                    Fault::named(part, None)?;
                    return Err(InvalidFaults::new(format!(
                        "{part} needs a probability, as in {part}=0.1"
                    )));
                }
                Some(("seed", seed)) => faults.with_seed(
                    seed.parse()
                        .map_err(|_| InvalidFaults::new(format!("the seed {seed:?} is no whole number")))?,
                ),
                Some((name, value)) => {
                    let (probability, time) = match value.split_once(':') {
                        Some((probability, time)) => (probability, Some(time)),
                        None => (value, None),
                    };
                    let fault = Fault::named(name, time)?;
                    let probability = probability.parse().map_err(|_| {
                        InvalidFaults::new(format!("the probability of {name}, {probability:?}, is no number"))
                    })?;
                    faults.with(fault, probability)?
                }
            };
        }
        Ok(faults)
    }
}

#[cfg(test)]
mod tests {
    use super::{Fault, Faults};

    #[test]
    fn text_goes_both_ways() {
        for text in [
            "",
            "slow=0.1:300ms,fail_503=0.2:2s,too_many=0.1:0s,drop_after=0.7,everywhere,seed=3",
            "garbage=0.5,garbage_after=0.5",
        ] {
            assert_eq!(text.parse::<Faults>().unwrap().to_string(), text);
        }
        let of_object = Faults::from_json(r#"{"slow":"0.1:1.5s","drop_before":0.2,"everywhere":true}"#).unwrap();
        let chances = of_object.chances();
        assert!(chances.contains(&(Fault::Slow(std::time::Duration::from_millis(1500)), 0.1)));
        assert!(of_object.is_everywhere() && chances.len() == 2);
    }

    #[test]
    fn errors_say_what_is_wrong() {
        for (text, words) in [
            ("drop=0.1", "\"drop\" is no fault; there are none, slow, fail_500"),
            ("slow", "slow needs a probability, as in slow=0.1"),
            ("slow=often", "the probability of slow, \"often\", is no number"),
            ("slow=2", "must be from 0 to 1 (was 2)"),
            ("slow=NaN", "must be from 0 to 1 (was NaN)"),
            ("slow=0.1:5", "\"5\" is no time"),
            ("drop_after=0.1:5s", "drop_after has no time"),
            ("drop_after=0.6,garbage=0.6", "at most 1 together"),
            ("seed=x", "the seed \"x\" is no whole number"),
        ] {
            let error = text.parse::<Faults>().unwrap_err().to_string();
            assert!(error.contains(words), "{text}: {error}");
        }
    }
}
