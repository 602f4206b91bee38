//! Plural rules (CLDR), for integers.

/// Returns the plural category of the digits of a number without its sign.
pub(super) type Plural = fn(&str) -> &'static str;

/// `one` for 1, `other` for everything else.
pub(super) fn one_if_1(digits: &str) -> &'static str {
    if digits == "1" { "one" } else { "other" }
}

/// `one` for 0 and 1, `other` for everything else.
pub(super) fn one_if_0_or_1(digits: &str) -> &'static str {
    if digits == "0" { "one" } else { one_if_1(digits) }
}

/// The Slavic rule: `one` for 1, `few` for numbers that end in 2 to 4 except 12 to 14, `many` for the other integers.
pub(super) fn one_few_many(digits: &str) -> &'static str {
    match digits.as_bytes() {
        b"1" => "one",
        [.., b'1', b'2'..=b'4'] => "many",
        [.., b'2'..=b'4'] => "few",
        _ => "many",
    }
}
