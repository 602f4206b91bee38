//! What an input is, by its first bytes: text in UTF-8, or something that becomes such a text, or something that cannot be read.

/// What is not text in UTF-8. JSON and CSV contain no NUL bytes, so UTF-16 is also recognized without a byte order mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    /// UTF-16, the low byte of each pair first.
    Utf16Le,
    /// UTF-16, the high byte of each pair first.
    Utf16Be,
    /// Compressed with gzip.
    Gzip,
    /// A ZIP archive, as an Excel workbook is one.
    Zip,
    /// A file of old Office programs, as an encrypted workbook is one.
    CompoundFile,
    /// Something that cannot be read: what it is, and what to do.
    Other(&'static str),
}

/// How many bytes tell the encoding.
pub(super) const HEAD: usize = 8;

/// The first bytes of formats.
const MAGIC: [(&[u8], Encoding); 9] = [
    (b"\x1F\x8B", Encoding::Gzip),
    (b"PK\x03\x04", Encoding::Zip),
    (b"PK\x05\x06", Encoding::Zip),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Encoding::CompoundFile),
    (
        b"%PDF-",
        Encoding::Other("it is a PDF; export the data as CSV or as an Excel workbook (.xlsx)"),
    ),
    (
        b"\x28\xB5\x2F\xFD",
        Encoding::Other("it is compressed with zstd; decompress it first, or compress it with gzip"),
    ),
    (
        b"\xFD7zXZ\0",
        Encoding::Other("it is compressed with xz; decompress it first, or compress it with gzip"),
    ),
    (
        b"BZh",
        Encoding::Other("it is compressed with bzip2; decompress it first, or compress it with gzip"),
    ),
    (
        b"7z\xBC\xAF\x27\x1C",
        Encoding::Other("it is a 7z archive; extract the file first, or compress it with gzip"),
    ),
];

impl Encoding {
    /// The encoding of an input that begins with these bytes; `None` for UTF-8.
    pub fn of(head: &[u8]) -> Option<Self> {
        if let Some((_, encoding)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
            return Some(*encoding);
        }
        match head {
            [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] | [_, 0, 0, 0, ..] | [0, 0, 0, _, ..] => {
                Some(Self::Other("it is in UTF-32; save it as UTF-8"))
            }
            [0xFF, 0xFE, ..] => Some(Self::Utf16Le),
            [0xFE, 0xFF, ..] => Some(Self::Utf16Be),
            [1..=u8::MAX, 0, ..] => Some(Self::Utf16Le),
            [0, 1..=u8::MAX, ..] => Some(Self::Utf16Be),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Encoding::{self, CompoundFile, Gzip, Other, Utf16Be, Utf16Le, Zip};

    #[test]
    fn the_first_bytes_tell_the_encoding() {
        let utf32 = Some(Other("it is in UTF-32; save it as UTF-8"));
        for (head, encoding) in [
            (&b""[..], None),
            (b"{", None),
            (b"{}", None),
            (b"\xEF\xBB\xBF{\"a", None),
            (b"\n\n{", None),
            (b"\"\xC3\xA4", None),
            (b"a;b\r\n", None),
            (b"\xFF\xFE{\0", Some(Utf16Le)),
            (b"\xFE\xFF\0{", Some(Utf16Be)),
            (b"{\0\"\0", Some(Utf16Le)),
            (b"\0{\0\"", Some(Utf16Be)),
            (b"\xFF\xFE\0\0{\0", utf32),
            (b"\0\0\xFE\xFF\0\0", utf32),
            (b"{\0\0\0", utf32),
            (b"\0\0\0{", utf32),
            (b"\x1F\x8B\x08\0", Some(Gzip)),
            (b"PK\x03\x04\x14\0", Some(Zip)),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Some(CompoundFile)),
        ] {
            assert_eq!(Encoding::of(head), encoding, "{head:?}");
        }
        assert!(matches!(Encoding::of(b"\x28\xB5\x2F\xFD\0"), Some(Other(message)) if message.contains("zstd")));
        assert!(matches!(Encoding::of(b"%PDF-1.7"), Some(Other(message)) if message.contains("PDF")));
    }
}
