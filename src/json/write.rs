//! Writes JSON strings, with the fewest escapes (as `JSON.stringify` does), and integers.

/// Appends a string in quotes, escaping only what JSON requires.
pub(crate) fn write_string(text: &str, out: &mut String) {
    write_quoted(out, &mut |out| out.push_str(text));
}

/// Appends the text that `write` appends, in quotes and escaped.
#[inline(never)]
pub(crate) fn write_quoted(out: &mut String, write: &mut dyn FnMut(&mut String)) {
    out.push('"');
    let start = out.len();
    write(out);
    let is_special = |byte: &u8| *byte < 0x20 || *byte == b'"' || *byte == b'\\';
    if out.as_bytes().iter().skip(start).any(is_special) {
        let text = out.split_off(start);
        write_escaped(&text, out);
    }
    out.push('"');
}

#[cold]
#[inline(never)]
fn write_escaped(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\0'..='\u{1f}' => {
                out.push_str("\\u00");
                let code = u32::from(character);
                out.push(char::from_digit(code >> 4, 16).unwrap_or('0'));
                out.push(char::from_digit(code & 15, 16).unwrap_or('0'));
            }
            other => out.push(other),
        }
    }
}

/// The length of the longest integer, in bytes.
pub(crate) const MAX_INTEGER: usize = 20;

/// Appends an integer.
pub(crate) fn write_integer(value: i64, out: &mut String) {
    out.push_str(std::str::from_utf8(integer(value, &mut [0; MAX_INTEGER])).unwrap_or_default());
}

/// Writes an integer to the end of a buffer, and returns its text.
pub(crate) fn integer(value: i64, buffer: &mut [u8; MAX_INTEGER]) -> &[u8] {
    let mut wide = value.unsigned_abs();
    let mut start = MAX_INTEGER;
    let mut put = |byte: u8| {
        start = start.wrapping_sub(1);
        if let Some(place) = buffer.get_mut(start) {
            *place = byte;
        }
    };
    // Most integers have 32 bits, which are divided faster.
    let mut rest = loop {
        if let Ok(rest) = u32::try_from(wide) {
            break rest;
        }
        put(b'0'.wrapping_add((wide % 10) as u8));
        wide /= 10;
    };
    loop {
        put(b'0'.wrapping_add((rest % 10) as u8));
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if value < 0 {
        put(b'-');
    }
    buffer.get(start..).unwrap_or_default()
}

/// Appends an index or a count.
pub(crate) fn write_count(value: usize, out: &mut String) {
    match u32::try_from(value).ok().and_then(|value| char::from_digit(value, 10)) {
        Some(digit) => out.push(digit),
        None => write_integer(i64::try_from(value).unwrap_or(i64::MAX), out),
    }
}

#[cfg(test)]
mod tests {
    use super::{write_integer, write_string};

    #[test]
    fn strings_are_written_as_serde_json_writes_them() {
        for text in [
            "",
            "plain",
            "a\"b\\c/d",
            "\u{0}\u{1}\u{8}\t\n\u{b}\u{c}\r\u{1f}\u{7f}",
            "Ünïcödé \u{2028} 😀",
        ] {
            let mut ours = String::new();
            write_string(text, &mut ours);
            assert_eq!(ours, serde_json::to_string(text).unwrap());
        }
    }

    #[test]
    fn whole_numbers_are_written_in_full() {
        for value in [0, 7, -1, 10, 1_234_567_890, i64::MAX, i64::MIN] {
            let mut ours = String::new();
            write_integer(value, &mut ours);
            assert_eq!(ours, value.to_string());
        }
    }
}
