//! Whole numbers in the notation of a language, and their plural categories.

use super::Language;

/// Longer numbers are not grouped: they are unreadable anyway, and JavaScript needs more and more time for them.
const MOST_DIGITS: usize = 40;

/// Whether a text is a whole number in plain digits, which can be grouped.
fn is_whole(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit()) && (1..=MOST_DIGITS).contains(&digits.len());
    is_plain && (text == "0" || !digits.starts_with('0'))
}

/// Appends a number with its digits in groups of three. A text that is not an integer is appended unchanged.
pub(super) fn write(text: &str, language: Language, out: &mut String) {
    let rules = language.rules();
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !is_whole(text) || digits.len() <= rules.ungrouped {
        out.push_str(text);
        return;
    }
    if digits.len() < text.len() {
        out.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && digits.len().saturating_sub(index).is_multiple_of(3) {
            out.push(rules.separator);
        }
        out.push(digit);
    }
}

/// The plural category of a number. A text that is not an integer is `other`.
pub(super) fn plural(text: &str, language: Language) -> &'static str {
    if is_whole(text) {
        (language.rules().plural)(text.strip_prefix('-').unwrap_or(text))
    } else {
        "other"
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
        for (text, en, de, es, fr, pl) in [
            ("0", "0", "0", "0", "0", "0"),
            ("-999", "-999", "-999", "-999", "-999", "-999"),
            ("1000", "1,000", "1.000", "1000", "1\u{202f}000", "1000"),
            (
                "-12345",
                "-12,345",
                "-12.345",
                "-12.345",
                "-12\u{202f}345",
                "-12\u{a0}345",
            ),
            (
                "1234567",
                "1,234,567",
                "1.234.567",
                "1.234.567",
                "1\u{202f}234\u{202f}567",
                "1\u{a0}234\u{a0}567",
            ),
        ] {
            let written: Vec<_> = Language::ALL.iter().map(|language| number(text, *language)).collect();
            assert_eq!(written, [en, de, es, fr, pl]);
        }
    }

    #[test]
    fn a_text_that_is_not_an_integer_is_unchanged() {
        let long = "9".repeat(41);
        for text in ["", "-", "-0", "0001", "12345.5", "1e10000", "12 345", "١٢٣٤٥", &long] {
            assert_eq!(number(text, Language::En), text);
        }
        assert_eq!(number(&"9".repeat(40), Language::En).len(), 53);
    }

    #[test]
    fn plural_categories_are_those_of_the_language() {
        assert_eq!(plural("0", Language::Fr), "one");
        assert_eq!(plural("0", Language::En), "other");
        for language in Language::ALL {
            assert_eq!(plural("1", *language), "one");
            assert_eq!(plural("-1", *language), "one");
            assert_eq!(plural("some", *language), "other");
        }
        for (text, category) in [
            ("0", "many"),
            ("2", "few"),
            ("5", "many"),
            ("12", "many"),
            ("22", "few"),
            ("112", "many"),
        ] {
            assert_eq!(plural(text, Language::Pl), category, "{text}");
        }
    }
}
