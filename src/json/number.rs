//! Numbers of JSON: kept as digits, and parsed as integers without going through a float.

use super::scanner::{Range, Scan, Scanner};
use crate::lean::{concat, split_at_any};

/// A scanned number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Number {
    pub range: Range,
    /// Whether it has neither a fraction nor an exponent.
    plain: bool,
}

/// A number read as an integer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Whole {
    /// An integer of 64 bits.
    Fits(i64),
    /// An integer beyond 64 bits: its digits, or its text if it has more than 400 digits.
    Beyond(String),
    /// A number that is not an integer.
    Fraction,
}

/// A value that JSON cannot express, as the JavaScript side describes it.
#[derive(Debug)]
pub(crate) struct Foreign {
    /// The description, such as `NaN`; or the digits of an integer that JavaScript has rounded.
    pub received: String,
    /// Whether it is an integer beyond ±(2^53-1).
    pub unsafe_integer: bool,
}

impl Scanner<'_> {
    /// Scans a number of up to 18 digits without fraction and exponent, as nearly all are, and returns its value. At any other number,
    /// returns `None`, and has moved into it.
    #[inline]
    pub(crate) fn small_integer(&mut self) -> Option<i64> {
        let is_negative = self.byte() == Some(b'-');
        if is_negative {
            self.advance(1);
        }
        let has_zero = self.byte() == Some(b'0');
        let (mut value, mut digits) = (0_i64, 0_u32);
        while let Some(digit @ b'0'..=b'9') = self.byte() {
            value = value.wrapping_mul(10).wrapping_add(i64::from(digit.wrapping_sub(b'0')));
            digits = digits.wrapping_add(1);
            self.advance(1);
        }
        let is_plain = !matches!(self.byte(), Some(b'.' | b'e' | b'E'));
        if !is_plain || !(1..=18).contains(&digits) || (has_zero && digits > 1) {
            return None;
        }
        Some(if is_negative { value.wrapping_neg() } else { value })
    }

    /// Scans a number.
    pub(crate) fn number(&mut self) -> Scan<Number> {
        let start = self.offset();
        if self.byte() == Some(b'-') {
            self.advance(1);
        }
        match self.byte() {
            Some(b'0') => {
                self.advance(1);
                if matches!(self.byte(), Some(b'0'..=b'9')) {
                    return Err(self.stop("invalid_number"));
                }
            }
            Some(b'1'..=b'9') => self.digits(),
            _ => return Err(self.stop("invalid_number")),
        }
        let mut plain = true;
        if self.byte() == Some(b'.') {
            plain = false;
            self.advance(1);
            self.some_digits()?;
        }
        if let Some(b'e' | b'E') = self.byte() {
            plain = false;
            self.advance(1);
            if let Some(b'+' | b'-') = self.byte() {
                self.advance(1);
            }
            self.some_digits()?;
        }
        Ok(Number {
            range: self.since(start),
            plain,
        })
    }

    fn digits(&mut self) {
        while let Some(b'0'..=b'9') = self.byte() {
            self.advance(1);
        }
    }

    fn some_digits(&mut self) -> Scan<()> {
        let before = self.position;
        self.digits();
        if self.position == before {
            Err(self.stop("invalid_number"))
        } else {
            Ok(())
        }
    }

    /// Scans the token of a value that JSON cannot express.
    pub(crate) fn foreign(&mut self) -> Scan<Foreign> {
        self.advance(1);
        let unsafe_integer = self.byte() == Some(b'u');
        if unsafe_integer {
            self.advance(1);
        }
        let text = self.string()?;
        Ok(Foreign {
            received: text.decode(self.input).into_owned(),
            unsafe_integer,
        })
    }
}

impl Number {
    /// Reads the number as an integer: `30`, `30.0` and `3e1` are all 30.
    pub(crate) fn whole(&self, input: &[u8]) -> Whole {
        let text = std::str::from_utf8(self.range.slice(input)).unwrap_or("0");
        if self.plain {
            return whole(text).map_or_else(|| Whole::Beyond(text.to_owned()), Whole::Fits);
        }
        expanded(text)
    }
}

/// Parses digits with or without a sign.
fn whole(text: &str) -> Option<i64> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    // Accumulates negative values, because `i64::MIN` has no positive counterpart.
    let mut value = 0_i64;
    for byte in digits.bytes() {
        let digit = i64::from(byte.wrapping_sub(b'0'));
        // A checked multiplication would be compiled to one of 128 bits.
        if value < i64::MIN.wrapping_add(digit) / 10 {
            return None;
        }
        value = value.wrapping_mul(10).wrapping_sub(digit);
    }
    if negative { Some(value) } else { value.checked_neg() }
}

/// Reads a number with a fraction or an exponent by moving its decimal point.
fn expanded(text: &str) -> Whole {
    const MOST_DIGITS: i64 = 400;
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    let (mantissa, exponent) = split_at_any(unsigned, b"eE");
    let (before, after) = split_at_any(mantissa, b".");
    let after = after.unwrap_or_default();
    let digits = concat(&[before, after]);
    let mut significant = digits.as_str();
    while let Some(rest) = significant.strip_prefix('0') {
        significant = rest;
    }
    if significant.is_empty() {
        return Whole::Fits(0);
    }
    let mut trimmed = significant;
    while let Some(rest) = trimmed.strip_suffix('0') {
        trimmed = rest;
    }
    let zeros = significant.len().saturating_sub(trimmed.len()) as i64;
    let shift = exponent_value(exponent)
        .saturating_sub(after.len() as i64)
        .saturating_add(zeros);
    if shift < 0 {
        return Whole::Fraction;
    }
    if shift > MOST_DIGITS {
        return Whole::Beyond(text.to_owned());
    }
    let mut value = String::from(sign);
    value.push_str(trimmed);
    for _ in 0..shift {
        value.push('0');
    }
    match whole(&value) {
        Some(value) => Whole::Fits(value),
        None => Whole::Beyond(value),
    }
}

/// The exponent, limited to a very large value.
fn exponent_value(exponent: Option<&str>) -> i64 {
    const HUGE: i64 = i64::MAX / 2;
    let text = exponent.unwrap_or("0");
    let text = text.strip_prefix('+').unwrap_or(text);
    match whole(text) {
        Some(value) => value.clamp(-HUGE, HUGE),
        None if text.starts_with('-') => -HUGE,
        None => HUGE,
    }
}

#[cfg(test)]
mod tests {
    use super::{Whole, expanded};

    #[test]
    fn a_whole_number_may_be_spelled_with_point_and_exponent() {
        for (text, value) in [
            ("30.0", 30),
            ("3e1", 30),
            ("-3.0E+0", -3),
            ("300e-1", 30),
            ("0.0", 0),
            ("0e99999999999999999999", 0),
            ("1.50e1", 15),
        ] {
            assert_eq!(expanded(text), Whole::Fits(value), "{text}");
        }
    }

    #[test]
    fn fractions_are_no_whole_numbers() {
        for text in ["1.5", "1e-1", "15e-1", "0.1e0", "1e-99999999999999999999"] {
            assert_eq!(expanded(text), Whole::Fraction, "{text}");
        }
    }

    #[test]
    fn numbers_beyond_64_bits_keep_their_digits() {
        assert_eq!(expanded("1e19"), Whole::Beyond("10000000000000000000".to_owned()));
        assert_eq!(expanded("1e400"), Whole::Beyond(format!("1{}", "0".repeat(400))));
        assert_eq!(
            expanded("1e99999999999999999999"),
            Whole::Beyond("1e99999999999999999999".to_owned())
        );
    }
}
