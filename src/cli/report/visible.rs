//! Makes control characters in text from files and servers visible, so that they do not affect the terminal.

use std::borrow::Cow;

/// One line of text without control characters. Bytes that are not UTF-8 become U+FFFD.
pub fn visible_bytes(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).chars().map(shown).collect()
}

/// One line of text without control characters.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(|character| shown(character) == character) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(shown).collect())
}

/// The name of an input as it is shown: its file name, or "standard input".
pub fn shown_name(file: &str) -> String {
    if file == "-" {
        "standard input".to_owned()
    } else {
        visible(file).into_owned()
    }
}

/// The text with at most `limit` characters; the middle of a longer text is replaced by an ellipsis.
pub fn shortened(text: &str, limit: usize) -> Cow<'_, str> {
    let count = text.chars().count();
    if count <= limit {
        return Cow::Borrowed(text);
    }
    let tail = limit.saturating_div(3);
    let head = limit.saturating_sub(tail).saturating_sub(1);
    let mut short: String = text.chars().take(head).collect();
    short.push('…');
    short.extend(text.chars().skip(count.saturating_sub(tail)));
    Cow::Owned(short)
}

/// The maximum number of columns of a character: two from Hangul on.
pub fn columns(character: char) -> usize {
    if character < '\u{1100}' || character == '…' {
        1
    } else {
        2
    }
}

fn shown(character: char) -> char {
    match character {
        '\t' => ' ',
        '\u{00}'..='\u{1F}' => char::from_u32(u32::from(character).saturating_add(0x2400)).unwrap_or('\u{FFFD}'),
        '\u{7F}' => '\u{2421}',
        '\u{80}'..='\u{9F}'
        | '\u{061C}'
        | '\u{200B}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}'
        | '\u{FEFF}' => '\u{FFFD}',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::{shortened, visible, visible_bytes};

    #[test]
    fn control_characters_are_replaced() {
        assert_eq!(visible("plain, ümläut, 🦁"), "plain, ümläut, 🦁");
        assert_eq!(visible("\u{1B}[31m\tred\r\u{7F}"), "␛[31m red␍␡");
        assert_eq!(visible("\u{202E}turned\u{9B}"), "\u{FFFD}turned\u{FFFD}");
        assert_eq!(visible_bytes(b"a\xFF\x1Bb"), "a\u{FFFD}␛b");
    }

    #[test]
    fn the_middle_is_replaced() {
        assert_eq!(shortened("checks", 10), "checks");
        assert_eq!(shortened("abcdefghijklmnopqrstuvwxyz", 10), "abcdef…xyz");
    }
}
