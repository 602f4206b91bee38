//! Inputs in UTF-16 or compressed with gzip, as UTF-8; and the inputs that are neither.

use std::io::{self, Cursor, Read};

use flate2::read::MultiGzDecoder;

use super::CHUNK;
use super::encoding::{Encoding, HEAD};
use super::error::{damaged, unsupported};
use crate::table::{OptionStyle, Utf8Check};

/// The content of an input.
pub(super) enum Decoded<'r> {
    /// Text, in UTF-8 unless it is damaged.
    Text {
        /// Reads it.
        reader: Box<dyn Read + Send + 'r>,
        /// Whether its bytes differ from those of the input.
        is_encoded: bool,
    },
    /// A ZIP archive, such as an Excel workbook.
    Zip(Box<dyn Read + Send + 'r>),
    /// A file of old Office programs, such as an encrypted workbook.
    CompoundFile(Box<dyn Read + Send + 'r>),
}

/// Decodes an input: UTF-16, gzip, or UTF-16 in gzip.
pub(super) fn decode<'r>(reader: impl Read + Send + 'r) -> io::Result<Decoded<'r>> {
    let (encoding, reader) = peek(reader)?;
    if encoding != Some(Encoding::Gzip) {
        return decode_text(encoding, reader, false);
    }
    let (encoding, reader) = peek(GzipReader(MultiGzDecoder::new(reader)))?;
    if encoding == Some(Encoding::Gzip) {
        return Err(unsupported("it is compressed with gzip twice; decompress it once"));
    }
    decode_text(encoding, reader, true)
}

fn decode_text<'r>(
    encoding: Option<Encoding>,
    reader: impl Read + Send + 'r,
    is_compressed: bool,
) -> io::Result<Decoded<'r>> {
    let reader: Box<dyn Read + Send + 'r> = match encoding {
        None => Box::new(Utf8Reader::new(reader)),
        Some(Encoding::Utf16Le) => Box::new(Utf16Reader::new(reader, u16::from_le_bytes)),
        Some(Encoding::Utf16Be) => Box::new(Utf16Reader::new(reader, u16::from_be_bytes)),
        Some(Encoding::Zip) => return Ok(Decoded::Zip(Box::new(reader))),
        Some(Encoding::CompoundFile) => return Ok(Decoded::CompoundFile(Box::new(reader))),
        Some(Encoding::Other(what)) => return Err(unsupported(what)),
        Some(Encoding::Gzip) => Box::new(reader),
    };
    Ok(Decoded::Text {
        reader,
        is_encoded: is_compressed || encoding.is_some(),
    })
}

/// The encoding by the first bytes, and a reader that still returns them.
fn peek<R: Read + Send>(mut reader: R) -> io::Result<(Option<Encoding>, impl Read + Send + use<R>)> {
    let mut head = Vec::new();
    reader.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
    Ok((Encoding::of(&head), Cursor::new(head).chain(reader)))
}

/// Says what is wrong with gzip.
struct GzipReader<R>(R);

impl<R: Read> Read for GzipReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => {
                damaged("it is compressed with gzip, and its end is missing; copy or download it again")
            }
            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
                damaged("it is compressed with gzip, and damaged; copy or download it again")
            }
            _ => error,
        })
    }
}

/// Refuses text in an older encoding such as Windows-1252.
struct Utf8Reader<R> {
    reader: R,
    check: Utf8Check,
}

impl<R> Utf8Reader<R> {
    fn new(reader: R) -> Self {
        let check = Utf8Check::new();
        Self { reader, check }
    }
}

impl<R: Read> Read for Utf8Reader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.check
            .inspect(buffer.get(..count).unwrap_or_default())
            .map_err(|wrong| damaged(wrong.message(OptionStyle::CommandLine)))?;
        Ok(count)
    }
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

    use super::{Decoded, Utf16Reader, decode};
    use crate::input::pieces::Pieces;

    fn text_of(decoded: Decoded<'_>) -> Box<dyn Read + Send + '_> {
        match decoded {
            Decoded::Text { reader, .. } => reader,
            _ => panic!("not text"),
        }
    }

    fn bytes(units: &[u16]) -> Vec<u8> {
        units.iter().flat_map(|unit| unit.to_be_bytes()).collect()
    }

    #[test]
    fn text_is_decoded_however_it_arrives() {
        let text = "\u{FEFF}{\"a\": \"Zoë 😀 \u{FFFF}\"}\n";
        let encoded = bytes(&text.encode_utf16().collect::<Vec<_>>());
        for reader in [
            Box::new(encoded.as_slice()) as Box<dyn Read>,
            Box::new(Pieces::new(&encoded, 1)),
            text_of(decode(encoded.as_slice()).unwrap()),
            text_of(decode(Pieces::new(&encoded, 1)).unwrap()),
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
