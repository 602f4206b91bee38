//! Splitting, joining and parsing text.

/// Splits `text` at the first byte that is in `at` (ASCII): the text before it, and the text after it if there is one.
#[inline(never)]
pub(crate) fn split_at_any<'t>(text: &'t str, at: &[u8]) -> (&'t str, Option<&'t str>) {
    for (place, byte) in text.bytes().enumerate() {
        for end in at {
            if byte == *end {
                return (
                    text.get(..place).unwrap_or_default(),
                    text.get(place.saturating_add(1)..),
                );
            }
        }
    }
    (text, None)
}

/// Parses one or more digits without a sign. `None` if the value exceeds 64 bits.
#[inline(never)]
pub(crate) fn parse_digits(text: &str, radix: u32) -> Option<u64> {
    if text.is_empty() {
        return None;
    }
    let radix_wide = u64::from(radix).max(1);
    let mut value = 0_u64;
    for byte in text.bytes() {
        let digit = u64::from(char::from(byte).to_digit(radix)?);
        // A checked multiplication would be compiled to one of 128 bits.
        if value > u64::MAX.wrapping_sub(digit) / radix_wide {
            return None;
        }
        value = value.wrapping_mul(radix_wide).wrapping_add(digit);
    }
    Some(value)
}

/// Joins texts without a separator.
#[inline(never)]
pub(crate) fn concat(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts {
        text.push_str(part);
    }
    text
}

/// Decodes UTF-8 like `String::from_utf8_lossy`: invalid bytes become U+FFFD.
#[inline(never)]
pub(crate) fn from_utf8_lossy(bytes: &[u8]) -> String {
    let mut text = String::new();
    let mut rest = bytes;
    loop {
        let error = match std::str::from_utf8(rest) {
            Ok(valid) => {
                text.push_str(valid);
                return text;
            }
            Err(error) => error,
        };
        let (valid, after) = rest.split_at_checked(error.valid_up_to()).unwrap_or_default();
        text.push_str(std::str::from_utf8(valid).unwrap_or_default());
        text.push(char::REPLACEMENT_CHARACTER);
        rest = after.get(error.error_len().unwrap_or(usize::MAX)..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::{concat, from_utf8_lossy, parse_digits, split_at_any};

    #[test]
    fn texts_are_joined() {
        assert_eq!(concat(&["a", "", "b"]), "ab");
    }

    #[test]
    fn bytes_become_text_as_the_standard_library_does_it() {
        for bytes in [
            b"".as_slice(),
            b"plain",
            "ä😀".as_bytes(),
            b"a\xED\xA0\x80b",
            b"\xFF\xFEa\xE2\x82",
            b"\xF0\x9F\x98",
            b"\xC0\x80",
            b"\xE2\x82z\xE2",
        ] {
            assert_eq!(from_utf8_lossy(bytes), String::from_utf8_lossy(bytes), "{bytes:?}");
        }
    }

    #[test]
    fn text_is_split_at_the_first_of_the_bytes() {
        assert_eq!(split_at_any("a.b[c", b".["), ("a", Some("b[c")));
        assert_eq!(split_at_any("ä", b"."), ("ä", None));
        assert_eq!(split_at_any(".", b"."), ("", Some("")));
    }

    #[test]
    fn digits_have_no_sign_and_do_not_overflow() {
        assert_eq!(parse_digits("0042", 10), Some(42));
        assert_eq!(parse_digits("fF", 16), Some(255));
        for text in ["", "+1", "-1", "1 ", "٣", "18446744073709551616"] {
            assert_eq!(parse_digits(text, 10), None, "{text}");
        }
    }
}
