//! Whole numbers as each language writes them, and which plural form goes with them.
//!
//! Only for the languages of this crate, and the same as the `Intl` of JavaScript engines (CLDR) says of them.

use super::Language;

/// Longer numbers are left as they are: nobody reads them, and JavaScript takes ever longer to.
const MOST_DIGITS: usize = 40;

/// Whether a text is a whole number in plain digits, which can be grouped.
fn is_whole(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit()) && (1..=MOST_DIGITS).contains(&digits.len());
    is_plain && (text == "0" || !digits.starts_with('0'))
}

/// Appends a number with its digits in groups of three; what is no whole number is left as it is.
pub(super) fn write(text: &str, language: Language, out: &mut String) {
    let (separator, ungrouped) = match language {
        Language::En => (',', 3),
        Language::De => ('.', 3),
        // Spanish leaves four digits together.
        Language::Es => ('.', 4),
        Language::Fr => ('\u{202f}', 3),
    };
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !is_whole(text) || digits.len() <= ungrouped {
        out.push_str(text);
        return;
    }
    if digits.len() < text.len() {
        out.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && digits.len().saturating_sub(index).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
}

/// The plural category of a number: `one` or `other`, the only two that the catalogues have.
pub(super) fn plural(text: &str, language: Language) -> &'static str {
    match (language, text) {
        (_, "1" | "-1") | (Language::Fr, "0") => "one",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::{Language, plural, write};

    fn number(text: &str, language: Language) -> String {
        let mut out = String::new();
        write(text, language, &mut out);
        out
    }

    #[test]
    fn digits_are_grouped_as_the_language_does() {
        for (text, en, de, es, fr) in [
            ("0", "0", "0", "0", "0"),
            ("-999", "-999", "-999", "-999", "-999"),
            ("1000", "1,000", "1.000", "1000", "1\u{202f}000"),
            ("-12345", "-12,345", "-12.345", "-12.345", "-12\u{202f}345"),
            (
                "1234567",
                "1,234,567",
                "1.234.567",
                "1.234.567",
                "1\u{202f}234\u{202f}567",
            ),
        ] {
            let written: Vec<_> = Language::ALL.iter().map(|language| number(text, *language)).collect();
            assert_eq!(written, [en, de, es, fr]);
        }
    }

    #[test]
    fn what_is_no_whole_number_in_plain_digits_is_left_alone() {
        let long = "9".repeat(41);
        for text in ["", "-", "-0", "0001", "12345.5", "1e10000", "12 345", "١٢٣٤٥", &long] {
            assert_eq!(number(text, Language::En), text);
        }
        assert_eq!(number(&"9".repeat(40), Language::En).len(), 53);
    }

    #[test]
    fn french_says_zero_in_the_singular() {
        assert_eq!(plural("0", Language::Fr), "one");
        assert_eq!(plural("0", Language::En), "other");
        for language in Language::ALL {
            assert_eq!(plural("1", *language), "one");
            assert_eq!(plural("1000000", *language), "other");
            assert_eq!(plural("many", *language), "other");
        }
    }
}
