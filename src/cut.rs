//! Taking texts apart: a cut at the first of some bytes, and digits. The standard library's searchers do
//! more, and each use of them is another kilobyte of WebAssembly.

/// What stands before the first of the ASCII bytes in `at`, and what stands behind it, if there is one.
#[inline(never)]
pub(crate) fn cut<'t>(text: &'t str, at: &[u8]) -> (&'t str, Option<&'t str>) {
    match text.bytes().position(|byte| at.contains(&byte)) {
        Some(place) => (
            text.get(..place).unwrap_or_default(),
            text.get(place.saturating_add(1)..),
        ),
        None => (text, None),
    }
}

/// Reads digits without a sign; at least one.
#[inline(never)]
pub(crate) fn digits(text: &str, radix: u32) -> Option<u64> {
    let add = |value: u64, digit: char| {
        value
            .checked_mul(u64::from(radix))?
            .checked_add(u64::from(digit.to_digit(radix)?))
    };
    if text.is_empty() {
        None
    } else {
        text.chars().try_fold(0, add)
    }
}

#[cfg(test)]
mod tests {
    use super::{cut, digits};

    #[test]
    fn a_text_is_cut_at_the_first_of_the_bytes() {
        assert_eq!(cut("a.b[c", b".["), ("a", Some("b[c")));
        assert_eq!(cut("ä", b"."), ("ä", None));
        assert_eq!(cut(".", b"."), ("", Some("")));
    }

    #[test]
    fn digits_have_no_sign_and_do_not_overflow() {
        assert_eq!(digits("0042", 10), Some(42));
        assert_eq!(digits("fF", 16), Some(255));
        for text in ["", "+1", "-1", "1 ", "٣", "18446744073709551616"] {
            assert_eq!(digits(text, 10), None, "{text}");
        }
    }
}
