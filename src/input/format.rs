//! Detects whether an input is one request, one per line, or a table: by its name, otherwise by its beginning.

use std::io::{self, Read};
use std::path::Path;

use serde::de::IgnoredAny;

use super::CHUNK;
use super::options::InputFormat;
use crate::json::BOM;
use crate::table::has_headings;

/// The requested format, or the one that the file name indicates.
pub(super) fn by_name(name: &str, asked: InputFormat) -> Option<InputFormat> {
    if asked != InputFormat::Auto {
        return Some(asked);
    }
    let mut path = Path::new(name);
    if path
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("gz"))
    {
        path = Path::new(path.file_stem()?);
    }
    let extension = path.extension()?.to_ascii_lowercase();
    match extension.to_str()? {
        "ndjson" | "jsonl" => Some(InputFormat::Ndjson),
        "csv" | "tsv" => Some(InputFormat::Csv),
        _ => None,
    }
}

/// Reads as much as is needed to detect the format, and returns the bytes that were read with it.
pub(super) fn by_content(reader: &mut impl Read, max_bytes: u64) -> io::Result<(Vec<u8>, InputFormat)> {
    let mut detected = None;
    let head = read_until(reader, max_bytes, &mut |head| {
        detected = of_beginning(head);
        detected.is_some()
    })?;
    Ok((head, detected.unwrap_or(InputFormat::Json)))
}

/// Reads the first line that is not blank, and what was read with it.
pub(super) fn read_first_line(reader: &mut impl Read, max_bytes: u64) -> io::Result<Vec<u8>> {
    read_until(reader, max_bytes, &mut |head| {
        let text = text_of(head);
        text.contains(&b'\n')
    })
}

/// The first line that is not blank, without its line break.
pub(super) fn first_line(head: &[u8]) -> &[u8] {
    text_of(head)
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default()
        .trim_ascii_end()
}

/// Reads up to the end or the limit, or until enough of it ends with a line break.
fn read_until(reader: &mut impl Read, max_bytes: u64, is_enough: &mut dyn FnMut(&[u8]) -> bool) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let mut chunk = vec![0; CHUNK];
    let mut has_line = false;
    loop {
        let read = match reader.read(&mut chunk) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            other => other?,
        };
        let new = chunk.get(..read).unwrap_or_default();
        head.extend_from_slice(new);
        has_line = has_line || new.contains(&b'\n');
        if (has_line && is_enough(&head)) || read == 0 || head.len() as u64 > max_bytes {
            return Ok(head);
        }
    }
}

fn text_of(head: &[u8]) -> &[u8] {
    head.strip_prefix(BOM).unwrap_or(head).trim_ascii_start()
}

/// NDJSON begins with a line that is a complete value, followed by more. A first line that is almost one, `{…}`, and
/// is followed by another object is NDJSON too: JSON never continues like that, and one invalid line must not affect the others.
fn of_beginning(head: &[u8]) -> Option<InputFormat> {
    let text = text_of(head);
    let end = text.iter().position(|byte| *byte == b'\n')?;
    let (line, rest) = text.split_at_checked(end)?;
    let next = rest.trim_ascii_start().first()?;
    let line = line.trim_ascii_end();
    let is_value = serde_json::from_slice::<IgnoredAny>(line).is_ok();
    let is_nearly = line.starts_with(b"{") && line.ends_with(b"}") && *next == b'{';
    Some(if is_value || is_nearly {
        InputFormat::Ndjson
    } else if has_headings(line) {
        InputFormat::Csv
    } else {
        InputFormat::Json
    })
}

#[cfg(test)]
mod tests {
    use super::{CHUNK, InputFormat, by_content, by_name};

    fn detected(text: &str) -> InputFormat {
        let (head, format) = by_content(&mut text.as_bytes(), 1000).unwrap();
        assert_eq!(head, text.as_bytes());
        format
    }

    #[test]
    fn names_indicate_the_format() {
        assert_eq!(by_name("a/cases.NDJSON", InputFormat::Auto), Some(InputFormat::Ndjson));
        assert_eq!(by_name("cases.jsonl", InputFormat::Auto), Some(InputFormat::Ndjson));
        assert_eq!(by_name("cases.jsonl", InputFormat::Json), Some(InputFormat::Json));
        assert_eq!(
            by_name("a/cases.ndjson.gz", InputFormat::Auto),
            Some(InputFormat::Ndjson)
        );
        assert_eq!(by_name("cases.CSV", InputFormat::Auto), Some(InputFormat::Csv));
        assert_eq!(by_name("cases.tsv.gz", InputFormat::Auto), Some(InputFormat::Csv));
        assert_eq!(by_name("case.json", InputFormat::Auto), None);
        assert_eq!(by_name("case.json.gz", InputFormat::Auto), None);
        assert_eq!(by_name("-", InputFormat::Auto), None);
    }

    #[test]
    fn the_format_is_detected_from_the_beginning() {
        for text in [
            "{}\n{}",
            "\n \r\n{\"a\":1}\r\n\r\n{\"a\":2}\r\n",
            "\u{FEFF}{}\n{}",
            "{\"a\":,}\n{}\n",
            "1\n2",
            "{}\n,",
        ] {
            assert_eq!(detected(text), InputFormat::Ndjson, "{text:?}");
        }
        for text in ["customer_id\n1\n", "Nr.;\"customer.full_name\"\r\n1;Zoë\r\n"] {
            assert_eq!(detected(text), InputFormat::Csv, "{text:?}");
        }
        for text in [
            "",
            "\n",
            "{}",
            "{}\n",
            "{}\n \n",
            "{\n}\n",
            "{\"a\":{}\n,\"b\":{}}",
            "{\"a\":\n{}}",
            "[{}\n,{}]",
            "{\"a",
            "name;age\nx;1\n",
        ] {
            assert_eq!(detected(text), InputFormat::Json, "{text:?}");
        }
    }

    #[test]
    fn a_first_line_longer_than_a_chunk_is_read() {
        let line = format!("{{\"a\":\"{}\"}}\n", "x".repeat(3 * CHUNK));
        let text = line.repeat(2);
        let (head, format) = by_content(&mut text.as_bytes(), 4 * CHUNK as u64).unwrap();
        assert_eq!(format, InputFormat::Ndjson);
        assert!(text.as_bytes().starts_with(&head));
    }

    #[test]
    fn detection_reads_no_more_than_the_limit() {
        let text = "x".repeat(4 * CHUNK);
        let (head, format) = by_content(&mut text.as_bytes(), 1000).unwrap();
        assert_eq!(format, InputFormat::Json);
        assert!(head.len() <= 1000 + CHUNK);
    }
}
