//! Faults with their probabilities, as in `slow=0.1:300ms,drop_before=0.1`.

use std::fmt;
use std::str::FromStr;

use super::fault::{Fault, InvalidFaults, time_text};

/// What goes wrong with requests that create cases, and how often.
///
/// As text: names of faults, each with a probability from 0 to 1 and, after a colon, a time if it has one, separated by
/// commas. `everywhere` applies `slow`, `fail_503` and `too_many` to every request to the API. `seed=7` makes the sequence
/// of faults the same in each run.
///
/// A request has at most one fault, and `slow` in addition. So the probabilities of all faults except `slow` must not exceed
/// 1 in total.
///
/// ```
/// use sphinx_case::sandbox::{Fault, Faults};
///
/// let faults: Faults = "slow=0.1:300ms, drop_before=0.05, seed=7".parse()?;
/// assert_eq!(faults.to_string(), "slow=0.1:300ms,drop_before=0.05,seed=7");
/// assert_eq!(faults, Faults::none().with_fault(Fault::Slow(std::time::Duration::from_millis(300)), 0.1)?
///     .with_fault(Fault::DropBefore, 0.05)?.with_seed(7));
///
/// let error = "drop_befor=0.1".parse::<Faults>().unwrap_err();
/// assert!(error.to_string().starts_with("unknown fault \"drop_befor\""));
/// # Ok::<(), sphinx_case::sandbox::InvalidFaults>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Faults {
    probabilities: Vec<(Fault, f64)>,
    everywhere: bool,
    seed: Option<u64>,
}

impl Faults {
    /// No faults.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Adds a fault that occurs with a probability from 0 to 1.
    ///
    /// # Errors
    /// If the probability is not in this range, or the total exceeds 1.
    pub fn with_fault(mut self, fault: Fault, probability: f64) -> Result<Self, InvalidFaults> {
        if !(0.0..=1.0).contains(&probability) {
            return Err(InvalidFaults::new(format!(
                "the probability of {} must be from 0 to 1 (was {probability})",
                fault.name()
            )));
        }
        if fault == Fault::None {
            return Err(InvalidFaults::new("none cannot have a probability"));
        }
        self.probabilities.push((fault, probability));
        for slow in [true, false] {
            let sum: f64 = self.filter(slow).map(|(_, probability)| probability).sum();
            // The sum of ten times 0.1 is slightly more than 1 in binary.
            if sum > 1.0 + 1e-9 {
                let which = if slow { "slow" } else { "all faults except slow" };
                return Err(InvalidFaults::new(format!(
                    "the probabilities of {which} must not exceed 1 in total (was {sum})"
                )));
            }
        }
        Ok(self)
    }

    /// Makes the sequence of faults the same in each run.
    #[must_use]
    pub fn with_seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Whether `slow`, `fail_503` and `too_many` apply to every request to the API, such as those for a token or a list.
    /// Default: false.
    #[must_use]
    pub fn with_everywhere(mut self, everywhere: bool) -> Self {
        self.everywhere = everywhere;
        self
    }

    pub(super) const fn seed(&self) -> Option<u64> {
        self.seed
    }

    /// Whether a request can have a fault.
    pub(super) const fn apply_to(&self, creates: bool) -> bool {
        creates || self.everywhere
    }

    fn filter(&self, slow: bool) -> impl Iterator<Item = (Fault, f64)> {
        let probabilities = self.probabilities.iter().copied();
        probabilities.filter(move |(fault, _)| matches!(fault, Fault::Slow(_)) == slow)
    }

    /// Selects `slow`, and one of the other faults, by a random number from 0 to 1 for each.
    pub(super) fn select(&self, creates: bool, [slow, other]: [f64; 2]) -> [Option<Fault>; 2] {
        let select = |is_slow, mut number: f64| {
            for (fault, probability) in self.filter(is_slow) {
                if number < probability {
                    // The faults that have a time are those that can happen to every request.
                    return (creates || fault.time().is_some()).then_some(fault);
                }
                number -= probability;
            }
            None
        };
        [select(true, slow), select(false, other)]
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let probabilities = self.probabilities.iter().map(|(fault, probability)| {
            let time = fault.time().map(|time| format!(":{}", time_text(time)));
            format!("{}={probability}{}", fault.name(), time.unwrap_or_default())
        });
        let everywhere = self.everywhere.then(|| "everywhere".to_owned());
        let seed = self.seed.map(|seed| format!("seed={seed}"));
        let parts: Vec<String> = probabilities.chain(everywhere).chain(seed).collect();
        formatter.write_str(&parts.join(","))
    }
}

impl FromStr for Faults {
    type Err = InvalidFaults;

    fn from_str(text: &str) -> Result<Self, InvalidFaults> {
        let mut faults = Self::none();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            faults = match part.split_once('=') {
                None if part == "everywhere" => faults.with_everywhere(true),
                None => {
                    // Report an unknown name rather than its missing probability.
                    Fault::parse(part, None)?;
                    return Err(InvalidFaults::new(format!(
                        "{part} needs a probability, as in {part}=0.1"
                    )));
                }
                Some(("seed", seed)) => faults.with_seed(
                    seed.parse()
                        .map_err(|_| InvalidFaults::new(format!("the seed {seed:?} is not a whole number")))?,
                ),
                Some((name, value)) => {
                    let (probability, time) = match value.split_once(':') {
                        Some((probability, time)) => (probability, Some(time)),
                        None => (value, None),
                    };
                    let fault = Fault::parse(name, time)?;
                    let probability = probability.parse().map_err(|_| {
                        InvalidFaults::new(format!("the probability of {name}, {probability:?}, is not a number"))
                    })?;
                    faults.with_fault(fault, probability)?
                }
            };
        }
        Ok(faults)
    }
}

#[cfg(test)]
mod tests {
    use super::Faults;

    #[test]
    fn text_round_trips() {
        for text in [
            "",
            "slow=0.1:300ms,fail_503=0.2:2s,too_many=0.1:0s,drop_after=0.7,everywhere,seed=3",
            "garbage=0.5,garbage_after=0.5",
        ] {
            assert_eq!(text.parse::<Faults>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn errors_state_the_reason() {
        for (text, reason) in [
            ("drop=0.1", "unknown fault \"drop\"; use one of none, slow, fail_500"),
            ("slow", "slow needs a probability, as in slow=0.1"),
            ("slow=often", "the probability of slow, \"often\", is not a number"),
            ("slow=2", "must be from 0 to 1 (was 2)"),
            ("slow=NaN", "must be from 0 to 1 (was NaN)"),
            ("slow=0.1:5", "\"5\" is not a time"),
            ("drop_after=0.1:5s", "drop_after cannot have a time"),
            ("drop_after=0.6,garbage=0.6", "must not exceed 1 in total"),
            ("seed=x", "the seed \"x\" is not a whole number"),
        ] {
            let error = text.parse::<Faults>().unwrap_err().to_string();
            assert!(error.contains(reason), "{text}: {error}");
        }
    }
}
