//! Where payloads go: standard output, or a file that is there whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, StdoutLock, Write};
use std::path::{Path, PathBuf};

/// An output that is written to its end before anybody sees it, where that can be.
pub enum Target {
    /// Standard output, or a device or pipe, which cannot be replaced by a finished file.
    Stream(BufWriter<Box<dyn Write>>),
    /// A file in the making, beside the one that it becomes.
    File {
        /// What is written to.
        writer: BufWriter<File>,
        /// Removes what is written to, unless it was finished.
        unfinished: Unfinished,
        /// The file that it becomes.
        path: PathBuf,
    },
}

/// A file that is removed when it goes out of scope.
pub struct Unfinished(Option<PathBuf>);

impl Drop for Unfinished {
    fn drop(&mut self) {
        if let Some(path) = self.0.take() {
            // It is ours, and hidden; when it cannot be removed there is nothing better to do.
            let _ = fs::remove_file(path);
        }
    }
}

impl Target {
    /// Standard output.
    pub fn standard(output: StdoutLock<'static>) -> Self {
        Self::Stream(BufWriter::new(Box::new(output)))
    }

    /// A file. One that exists stays as it is until the new one is finished.
    pub fn file(name: &str) -> io::Result<Self> {
        // Replaces the file that a link points to, not the link.
        let path = match fs::canonicalize(name) {
            Err(error) if error.kind() == ErrorKind::NotFound => PathBuf::from(name),
            other => other?,
        };
        let known = fs::metadata(&path).ok();
        if known.as_ref().is_some_and(fs::Metadata::is_dir) {
            return Err(ErrorKind::IsADirectory.into());
        }
        if known.as_ref().is_some_and(|facts| !facts.is_file()) {
            let device = OpenOptions::new().write(true).open(&path)?;
            return Ok(Self::Stream(BufWriter::new(Box::new(device))));
        }
        let beside = beside(&path).ok_or(ErrorKind::InvalidFilename)?;
        let file = OpenOptions::new().write(true).create_new(true).open(&beside)?;
        let unfinished = Unfinished(Some(beside));
        if let Some(facts) = known {
            file.set_permissions(facts.permissions())?;
        }
        Ok(Self::File {
            writer: BufWriter::new(file),
            unfinished,
            path,
        })
    }

    /// Puts the file in its place.
    pub fn finish(self) -> io::Result<()> {
        match self {
            Self::Stream(mut writer) => writer.flush(),
            Self::File {
                mut writer,
                mut unfinished,
                path,
            } => {
                writer.flush()?;
                writer.get_ref().sync_all()?;
                if let Some(beside) = &unfinished.0 {
                    fs::rename(beside, path)?;
                }
                unfinished.0 = None;
                Ok(())
            }
        }
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stream(writer) => writer.write(bytes),
            Self::File { writer, .. } => writer.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stream(writer) => writer.flush(),
            Self::File { writer, .. } => writer.flush(),
        }
    }
}

/// A hidden name in the same folder: only there can it be renamed in one step.
fn beside(path: &Path) -> Option<PathBuf> {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name()?);
    name.push(format!(".{}.unfinished", std::process::id()));
    Some(path.with_file_name(name))
}
