//! How an input is encoded, by its first bytes: everything here reads UTF-8.

use std::fmt;

/// An encoding other than UTF-8. JSON text contains no NUL bytes, so UTF-16 is also recognized without a byte order mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-16, the low byte of each pair first.
    Utf16Le,
    /// UTF-16, the high byte of each pair first.
    Utf16Be,
    /// Compressed with gzip.
    Gzip,
    /// Text in UTF-32.
    Utf32,
    /// Compressed in a format with this name.
    Compressed(&'static str),
}

/// How many bytes tell the encoding.
pub const HEAD: usize = 6;

/// The first bytes of compressed formats.
const COMPRESSED: [(&[u8], &str); 4] = [
    (b"PK\x03\x04", "ZIP (or a spreadsheet)"),
    (b"\x28\xB5\x2F\xFD", "zstd"),
    (b"\xFD7zXZ\0", "xz"),
    (b"BZh", "bzip2"),
];

impl Encoding {
    /// The encoding of an input that begins with these bytes; `None` for UTF-8.
    #[must_use]
    pub fn of(head: &[u8]) -> Option<Self> {
        if let Some((_, name)) = COMPRESSED.iter().find(|(magic, _)| head.starts_with(magic)) {
            return Some(Self::Compressed(name));
        }
        match head {
            [0x1F, 0x8B, ..] => Some(Self::Gzip),
            [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] | [_, 0, 0, 0, ..] | [0, 0, 0, _, ..] => Some(Self::Utf32),
            [0xFF, 0xFE, ..] => Some(Self::Utf16Le),
            [0xFE, 0xFF, ..] => Some(Self::Utf16Be),
            [1..=u8::MAX, 0, ..] => Some(Self::Utf16Le),
            [0, 1..=u8::MAX, ..] => Some(Self::Utf16Be),
            _ => None,
        }
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Utf16Le | Self::Utf16Be => formatter.write_str("it is in UTF-16; save it as UTF-8"),
            Self::Utf32 => formatter.write_str("it is in UTF-32; save it as UTF-8"),
            Self::Gzip => {
                formatter.write_str("it is compressed with gzip; decompress it first, for example with gunzip")
            }
            Self::Compressed(name) => write!(formatter, "it is compressed as {name}; expected JSON text in UTF-8"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Encoding::{self, Compressed, Gzip, Utf16Be, Utf16Le, Utf32};

    #[test]
    fn the_first_bytes_tell_the_encoding() {
        for (head, encoding) in [
            (&b""[..], None),
            (b"{", None),
            (b"{}", None),
            (b"\xEF\xBB\xBF{\"a", None),
            (b"\n\n{", None),
            (b"\"\xC3\xA4", None),
            (b"\xFF\xFE{\0", Some(Utf16Le)),
            (b"\xFE\xFF\0{", Some(Utf16Be)),
            (b"{\0\"\0", Some(Utf16Le)),
            (b"\0{\0\"", Some(Utf16Be)),
            (b"\xFF\xFE\0\0{\0", Some(Utf32)),
            (b"\0\0\xFE\xFF\0\0", Some(Utf32)),
            (b"{\0\0\0", Some(Utf32)),
            (b"\0\0\0{", Some(Utf32)),
            (b"\x1F\x8B\x08\0", Some(Gzip)),
            (b"PK\x03\x04\x14\0", Some(Compressed("ZIP (or a spreadsheet)"))),
            (b"\x28\xB5\x2F\xFD\0", Some(Compressed("zstd"))),
        ] {
            assert_eq!(Encoding::of(head), encoding, "{head:?}");
        }
    }
}
