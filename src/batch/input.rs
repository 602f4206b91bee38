//! The file with the requests: read once when the batch is begun, and line by line again when they are sent.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};

use super::error::Error;
use super::identity::{Hash, Sent, hash};
use super::lines::Lines;
use super::marks::Job;
use crate::issue::{Issue, Issues, Path as FieldPath, Problem};
use crate::options::Options;
use crate::payload::Payload;

/// The bytes that are read at once.
const CHUNK: usize = 64 * 1024;

/// One line of the file, as it is checked before anything is sent.
#[derive(Debug)]
#[non_exhaustive]
pub struct Checked<'a> {
    /// The line, from 1; blank lines count.
    pub line: u64,
    /// Its text; none when it is over the size limit.
    pub text: Option<&'a [u8]>,
    /// Its issues.
    pub issues: &'a [Issue],
    /// How many more there are than are listed.
    pub omitted: usize,
    /// Whether it can be sent.
    pub is_valid: bool,
}

/// How many lines can be sent, and how many cannot.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Checks {
    /// Those that can be sent.
    pub valid: u64,
    /// Those that have errors.
    pub invalid: u64,
}

/// A line that was checked: its place, and its payload if it has one.
pub(super) struct Found<'a> {
    pub number: u64,
    pub offset: u64,
    pub length: u64,
    pub payload: Option<&'a Payload>,
    pub issues: &'a [Issue],
}

/// What the bytes of a file come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Contents {
    pub size: u64,
    pub hash: String,
}

/// Reads through the file, and hashes what is read.
struct Hashing<Reader> {
    reader: Reader,
    hasher: Sha256,
    size: u64,
}

impl<Reader: Read> Read for Hashing<Reader> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.hasher.update(buffer.get(..count).unwrap_or_default());
        self.size = self.size.saturating_add(count as u64);
        Ok(count)
    }
}

/// What the file comes to, without looking at its lines.
pub(super) fn contents(path: &Path) -> Result<Contents, Error> {
    let failed = |error: io::Error| Error::input(path, &error);
    let mut reader = Hashing::new(File::open(path).map_err(failed)?);
    io::copy(&mut reader, &mut io::sink()).map_err(failed)?;
    Ok(reader.contents())
}

impl<Reader> Hashing<Reader> {
    fn new(reader: Reader) -> Self {
        Self {
            reader,
            hasher: Sha256::new(),
            size: 0,
        }
    }

    fn contents(self) -> Contents {
        Contents {
            size: self.size,
            hash: hexadecimal(&self.hasher.finalize().into()),
        }
    }
}

/// Checks every line of the file.
pub(super) fn check<Failure: From<Error>>(
    path: &Path,
    options: &Options,
    deny_warnings: bool,
    inspect: &mut dyn FnMut(&Checked<'_>),
    mut take: impl FnMut(&Found<'_>) -> Result<(), Failure>,
) -> Result<(Contents, Checks), Failure> {
    let failed = |error: io::Error| Error::input(path, &error);
    let mut reader = Hashing::new(File::open(path).map_err(failed)?);
    let mut checks = Checks::default();
    let mut lines = Lines::new(BufReader::with_capacity(CHUNK, &mut reader), options.max_bytes);
    while let Some(line) = lines.next().map_err(failed)? {
        let (issues, payload) = match line.bytes {
            Some(bytes) => judge(bytes, options, deny_warnings),
            None => (alone(too_large(options.max_bytes, line.length)), None),
        };
        let count = if payload.is_some() {
            &mut checks.valid
        } else {
            &mut checks.invalid
        };
        *count = count.saturating_add(1);
        inspect(&Checked {
            line: line.number,
            text: line.bytes,
            issues: &issues,
            omitted: issues.omitted(),
            is_valid: payload.is_some(),
        });
        take(&Found {
            number: line.number,
            offset: line.offset,
            length: line.length,
            payload: payload.as_ref(),
            issues: &issues,
        })?;
    }
    drop(lines);
    Ok((reader.contents(), checks))
}

fn judge(bytes: &[u8], options: &Options, deny_warnings: bool) -> (Issues, Option<Payload>) {
    let draft = crate::read_json_with(bytes, options);
    let issues = draft.issues().clone();
    let is_denied = deny_warnings && (!issues.is_empty() || issues.omitted() > 0);
    let payload = if is_denied { None } else { draft.build().ok() };
    (issues, payload)
}

fn alone(issue: Issue) -> Issues {
    Issues {
        list: vec![issue],
        ..Issues::default()
    }
}

fn too_large(max: u64, actual: u64) -> Issue {
    Issue::new(Problem::TooLarge { max, actual }, FieldPath::default())
}

/// The file while its lines are sent.
#[derive(Debug)]
pub(super) struct Input {
    file: Mutex<File>,
    path: PathBuf,
    options: Options,
}

impl Input {
    pub fn open(path: &Path, options: Options) -> Result<Self, Error> {
        let file = File::open(path).map_err(|error| Error::input(path, &error))?;
        Ok(Self {
            file: Mutex::new(file),
            path: path.to_owned(),
            options,
        })
    }

    /// The payload of a line; nothing when the line is not what it was when it was checked.
    pub fn payload(&self, job: &Job) -> Result<Option<Payload>, Error> {
        let mut bytes = vec![0; usize::try_from(job.length).unwrap_or_default()];
        match self.read(&mut bytes, job.offset) {
            // Shorter than it was.
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            other => other.map_err(|error| Error::input(&self.path, &error))?,
        }
        let payload = crate::read_json_with(&bytes, &self.options).build().ok();
        Ok(payload.filter(|payload| hash(payload.body().as_bytes()) == job.payload))
    }

    #[cfg(unix)]
    fn read(&self, bytes: &mut [u8], offset: u64) -> io::Result<()> {
        use std::os::unix::fs::FileExt;
        let file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.read_exact_at(bytes, offset)
    }

    #[cfg(not(unix))]
    fn read(&self, bytes: &mut [u8], offset: u64) -> io::Result<()> {
        use std::io::{Seek, SeekFrom};
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(offset))?;
        file.read_exact(bytes)
    }

    /// What can be compared of a line with the case that it may have made.
    pub fn sent(&self, job: &Job) -> Result<Option<Sent>, Error> {
        let payload = self.payload(job)?;
        Ok(payload.and_then(|payload| Sent::read(payload.body())))
    }
}

pub(super) fn hexadecimal(hash: &Hash) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}
