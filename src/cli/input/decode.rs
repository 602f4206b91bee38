//! Inputs in UTF-16 or compressed with gzip, as UTF-8.

use std::io::{self, Cursor, Read};

use flate2::read::MultiGzDecoder;
use sphinx_case::batch::{ENCODING_HEAD, Encoding};

use super::CHUNK;

/// An input as UTF-8, whatever its name says.
pub struct Decoded<'r> {
    pub reader: Box<dyn Read + Send + 'r>,
    /// Whether its length differs from that of the file.
    pub is_encoded: bool,
}

/// Decodes an input: UTF-16, gzip, or UTF-16 in gzip.
pub fn decode<'r>(reader: impl Read + Send + 'r) -> io::Result<Decoded<'r>> {
    let (encoding, reader) = peek(reader)?;
    let reader: Box<dyn Read + Send + 'r> = match encoding {
        None => {
            return Ok(Decoded {
                reader: Box::new(reader),
                is_encoded: false,
            });
        }
        Some(Encoding::Gzip) => {
            let (encoding, reader) = peek(MultiGzDecoder::new(reader))?;
            match encoding {
                None => Box::new(reader),
                Some(encoding) => decode_text(encoding, reader)?,
            }
        }
        Some(encoding) => decode_text(encoding, reader)?,
    };
    Ok(Decoded {
        reader,
        is_encoded: true,
    })
}

fn decode_text<'r>(encoding: Encoding, reader: impl Read + Send + 'r) -> io::Result<Box<dyn Read + Send + 'r>> {
    match encoding {
        Encoding::Utf16Le => Ok(Box::new(Utf16Reader::new(reader, u16::from_le_bytes))),
        Encoding::Utf16Be => Ok(Box::new(Utf16Reader::new(reader, u16::from_be_bytes))),
        _ => Err(io::Error::new(io::ErrorKind::Unsupported, encoding.to_string())),
    }
}

/// The encoding by the first bytes, and a reader that still returns them.
fn peek<R: Read + Send>(mut reader: R) -> io::Result<(Option<Encoding>, impl Read + Send + use<R>)> {
    let mut head = Vec::new();
    reader.by_ref().take(ENCODING_HEAD as u64).read_to_end(&mut head)?;
    Ok((Encoding::of(&head), Cursor::new(head).chain(reader)))
}

/// Reads UTF-16 as UTF-8. Half of a surrogate pair becomes three bytes and half of a unit becomes one, none of which are UTF-8, so
/// that the position is reported like that of other invalid text.
struct Utf16Reader<R> {
    reader: R,
    of_pair: fn([u8; 2]) -> u16,
    /// The first byte of a unit, and the first unit of a pair, whose second has not been read.
    byte: Option<u8>,
    high: Option<u16>,
    text: Vec<u8>,
    position: usize,
}

impl<R: Read> Utf16Reader<R> {
    fn new(reader: R, of_pair: fn([u8; 2]) -> u16) -> Self {
        Self {
            reader,
            of_pair,
            byte: None,
            high: None,
            text: Vec::new(),
            position: 0,
        }
    }

    /// Decodes the next bytes. Returns false at the end.
    fn fill(&mut self) -> io::Result<bool> {
        self.text.clear();
        self.position = 0;
        let mut chunk = vec![0; CHUNK];
        let count = self.reader.read(&mut chunk)?;
        for byte in chunk.get(..count).unwrap_or_default() {
            match self.byte.take() {
                None => self.byte = Some(*byte),
                Some(first) => self.push((self.of_pair)([first, *byte])),
            }
        }
        if count == 0 {
            self.push_half();
            if self.byte.take().is_some() {
                self.text.push(0xFF);
            }
        }
        Ok(count > 0 || !self.text.is_empty())
    }

    fn push(&mut self, unit: u16) {
        if let Some(high) = self.high.take() {
            if let Some(Ok(character)) = char::decode_utf16([high, unit]).next()
                && (0xDC00..0xE000).contains(&unit)
            {
                return self.push_char(character);
            }
            self.high = Some(high);
            self.push_half();
        }
        match unit {
            0xD800..0xE000 => {
                self.high = Some(unit);
                if unit >= 0xDC00 {
                    self.push_half();
                }
            }
            _ => self.push_char(char::from_u32(u32::from(unit)).unwrap_or_default()),
        }
    }

    fn push_char(&mut self, character: char) {
        self.text
            .extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    }

    /// Writes a surrogate that has no other half, as WTF-8.
    fn push_half(&mut self) {
        if let Some(unit) = self.high.take() {
            let bits = |shift: u16| 0x80 | ((unit >> shift) & 0x3F) as u8;
            self.text.extend([0xED, bits(6), bits(0)]);
        }
    }
}

impl<R: Read> Read for Utf16Reader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.position >= self.text.len() {
            if !self.fill()? {
                return Ok(0);
            }
        }
        let rest = self.text.get(self.position..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..count), rest.get(..count)) {
            to.copy_from_slice(from);
        }
        self.position = self.position.saturating_add(count);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::{Utf16Reader, decode};

    fn bytes(units: &[u16]) -> Vec<u8> {
        units.iter().flat_map(|unit| unit.to_be_bytes()).collect()
    }

    /// Reads one byte at a time.
    struct Slow<'b>(&'b [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let count = buffer.len().min(1);
            self.0.read(&mut buffer[..count])
        }
    }

    #[test]
    fn text_is_decoded_however_it_arrives() {
        let text = "\u{FEFF}{\"a\": \"Zoë 😀 \u{FFFF}\"}\n";
        let encoded = bytes(&text.encode_utf16().collect::<Vec<_>>());
        for reader in [
            Box::new(encoded.as_slice()) as Box<dyn Read>,
            Box::new(Slow(&encoded)),
            decode(encoded.as_slice()).unwrap().reader,
            decode(Slow(&encoded)).unwrap().reader,
        ]
        .into_iter()
        .enumerate()
        .map(|(index, reader)| {
            if index < 2 {
                Box::new(Utf16Reader::new(reader, u16::from_be_bytes)) as Box<dyn Read>
            } else {
                reader
            }
        }) {
            assert_eq!(std::io::read_to_string(reader).unwrap(), text);
        }
    }

    #[test]
    fn halves_are_not_lost() {
        for (units, expected) in [
            (&[0x61, 0xD800, 0x62][..], &b"a\xED\xA0\x80b"[..]),
            (&[0xDC00], b"\xED\xB0\x80"),
            (&[0xD800], b"\xED\xA0\x80"),
            (&[0xD800, 0xD83D, 0xDE00], "\u{1F600}".as_bytes()),
        ] {
            let mut read = Vec::new();
            let encoded = bytes(units);
            Utf16Reader::new(encoded.as_slice(), u16::from_be_bytes)
                .read_to_end(&mut read)
                .unwrap();
            assert!(read.ends_with(expected), "{units:x?}: {read:x?}");
        }
        let mut read = Vec::new();
        Utf16Reader::new(&b"\0a\0"[..], u16::from_be_bytes)
            .read_to_end(&mut read)
            .unwrap();
        assert_eq!(read, b"a\xFF");
    }
}
