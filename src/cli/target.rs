//! Where payloads are written: standard output, or a file that is either complete or not there.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, StdoutLock, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// An output. A regular file is only visible under its name when it is complete.
pub enum Target {
    /// Standard output, or a device or pipe, which a finished file cannot replace.
    Stream(BufWriter<Box<dyn Write>>),
    /// A temporary file, which is removed unless it is finished.
    File {
        /// Writes to the temporary file.
        writer: BufWriter<NamedTempFile>,
        /// The file that the temporary file replaces when it is finished.
        path: PathBuf,
    },
}

impl Target {
    /// Standard output.
    pub fn standard(output: StdoutLock<'static>) -> Self {
        Self::Stream(BufWriter::new(Box::new(output)))
    }

    /// A file. An existing file is unchanged until the new one is finished.
    pub fn file(name: &str) -> io::Result<Self> {
        // Replaces the file that a link points to, not the link.
        let path = match fs::canonicalize(name) {
            Err(error) if error.kind() == ErrorKind::NotFound => PathBuf::from(name),
            other => other?,
        };
        let metadata = fs::metadata(&path).ok();
        if metadata.as_ref().is_some_and(fs::Metadata::is_dir) {
            return Err(ErrorKind::IsADirectory.into());
        }
        if metadata.as_ref().is_some_and(|metadata| !metadata.is_file()) {
            let device = OpenOptions::new().write(true).open(&path)?;
            return Ok(Self::Stream(BufWriter::new(Box::new(device))));
        }
        let file = temporary_file(&path)?;
        if let Some(metadata) = metadata {
            file.as_file().set_permissions(metadata.permissions())?;
        }
        Ok(Self::File {
            writer: BufWriter::new(file),
            path,
        })
    }

    /// Writes what is buffered, and moves a temporary file to its place.
    pub fn finish(self) -> io::Result<()> {
        match self {
            Self::Stream(mut writer) => writer.flush(),
            Self::File { writer, path } => {
                let file = writer.into_inner()?;
                file.as_file().sync_all()?;
                file.persist(path)?;
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

/// A file in the same folder, because only there can it replace the other in one step. It has the permissions of any new file.
fn temporary_file(path: &Path) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    tempfile::Builder::new()
        .prefix(".sphinx-case-")
        .make_in(folder.unwrap_or(Path::new(".")), |temporary| {
            File::create_new(temporary)
        })
}
