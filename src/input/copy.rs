//! Copies of inputs that cannot be read again by position: in temporary files without a name, which are gone with the process.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

use super::error::unsupported;

/// The limit of a copy, in bytes: what a small compressed file contains must not fill the disk.
const MAX_COPY: u64 = 8 << 30;

/// Copies an input, and returns the copy at its beginning.
pub(super) fn copy(mut reader: impl Read) -> io::Result<File> {
    let mut writer = LimitedWriter::new(tempfile::tempfile()?);
    io::copy(&mut reader, &mut writer)?;
    let mut file = writer.into_inner();
    file.seek(SeekFrom::Start(0))?;
    Ok(file)
}

/// Writes up to a limit.
pub(super) struct LimitedWriter<W> {
    writer: W,
    left: u64,
}

impl<W> LimitedWriter<W> {
    pub fn new(writer: W) -> Self {
        Self { writer, left: MAX_COPY }
    }

    pub fn into_inner(self) -> W {
        self.writer
    }
}

impl<W: Write> Write for LimitedWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = bytes.len() as u64;
        self.left = self.left.checked_sub(count).ok_or_else(|| {
            unsupported(format!(
                "it has more than {} GB after decompression; split it, or decompress it first",
                MAX_COPY >> 30
            ))
        })?;
        let written = self.writer.write(bytes).map_err(|error| {
            unsupported(format!(
                "its copy cannot be written to {} ({error}); free some space there, or set TMPDIR to another directory",
                std::env::temp_dir().display()
            ))
        })?;
        self.left = self.left.saturating_add(count.saturating_sub(written as u64));
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::{LimitedWriter, MAX_COPY};

    #[test]
    fn a_copy_has_a_limit() {
        let mut writer = LimitedWriter::new(std::io::sink());
        let chunk = vec![0; 1 << 20];
        for _ in 0..MAX_COPY >> 20 {
            writer.write_all(&chunk).unwrap();
        }
        let error = writer.write_all(b"x").unwrap_err();
        assert!(error.to_string().contains("more than 8 GB"), "{error}");
    }
}
