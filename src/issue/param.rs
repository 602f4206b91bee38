//! The kinds of values that params can have, and how each is written as JSON.

use crate::json;
use crate::lean::parse_digits;

/// The TypeScript type of a param.
pub(crate) trait ParamType {
    /// The TypeScript type.
    const TYPE: &str;
    /// Whether the param can be absent.
    const OPTIONAL: bool = false;
}

/// The value of a param, written as JSON. Messages are rendered from that JSON.
pub(crate) trait Param {
    /// Appends the value as JSON.
    fn write_json(&self, out: &mut String);

    /// Whether there is a value.
    fn is_present(&self) -> bool {
        true
    }
}

/// The digits of an integer of any size. In JSON it is a number within ±(2^53-1), and a string of
/// digits beyond that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digits(pub String);

impl From<i64> for Digits {
    fn from(value: i64) -> Self {
        let mut digits = String::new();
        json::write_integer(value, &mut digits);
        Self(digits)
    }
}

impl Digits {
    fn is_safe(&self) -> bool {
        const LIMIT: u64 = 9_007_199_254_740_991;
        let text = self.0.strip_prefix('-').unwrap_or(&self.0);
        parse_digits(text, 10).is_some_and(|value| value <= LIMIT)
    }
}

impl ParamType for Digits {
    const TYPE: &str = "number | string";
}

impl Param for Digits {
    fn write_json(&self, out: &mut String) {
        if self.is_safe() {
            out.push_str(&self.0);
        } else {
            json::write_string(&self.0, out);
        }
    }
}

impl ParamType for u64 {
    const TYPE: &str = "number";
}

impl Param for u64 {
    fn write_json(&self, out: &mut String) {
        json::write_integer(i64::try_from(*self).unwrap_or(i64::MAX), out);
    }
}

impl ParamType for String {
    const TYPE: &str = "string";
}

impl Param for String {
    fn write_json(&self, out: &mut String) {
        json::write_string(self, out);
    }
}

impl ParamType for &'static str {
    const TYPE: &str = "string";
}

impl Param for &'static str {
    fn write_json(&self, out: &mut String) {
        json::write_string(self, out);
    }
}

impl<T: ParamType> ParamType for Option<T> {
    const TYPE: &str = T::TYPE;
    const OPTIONAL: bool = true;
}

impl<T: Param> Param for Option<T> {
    fn write_json(&self, out: &mut String) {
        if let Some(value) = self {
            value.write_json(out);
        }
    }

    fn is_present(&self) -> bool {
        self.is_some()
    }
}

impl ParamType for Vec<&'static str> {
    const TYPE: &str = "string[]";
}

impl Param for Vec<&'static str> {
    fn write_json(&self, out: &mut String) {
        out.push('[');
        for (index, item) in self.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            json::write_string(item, out);
        }
        out.push(']');
    }
}
