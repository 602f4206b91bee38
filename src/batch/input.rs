//! The input file: validated as a whole when the batch is created, and read line by line when the lines are sent.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};

use super::error::Error;
use super::external_ids::ExternalIds;
use super::job::{Job, hash};
use crate::draft::Draft;
use crate::input::{Block, Input, InputFormat, InputOptions, Line, Records, Table, TextReader, read_request};
use crate::issue::{Issue, Issues, Path as FieldPath, Problem};
use crate::options::Options;
use crate::payload::Payload;

/// A line of the input after its validation.
#[derive(Debug)]
#[non_exhaustive]
pub struct ValidatedLine<'a> {
    /// The number of the line, from 1, including blank lines.
    pub line: u64,
    /// Its text; `None` if it exceeds the size limit.
    pub text: Option<&'a [u8]>,
    /// The headings, if it is a row of a table.
    pub table: Option<&'a Table>,
    /// Its issues.
    pub issues: &'a [Issue],
    /// The number of issues that were omitted because there are too many.
    pub omitted: usize,
    /// Whether the line can be sent.
    pub is_valid: bool,
}

/// The number of valid and invalid lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ValidationCounts {
    /// Lines that can be sent.
    pub valid: u64,
    /// Lines that cannot be sent.
    pub invalid: u64,
}

/// The size and the hash of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Contents {
    /// In bytes.
    pub size: u64,
    /// In hexadecimal digits.
    pub sha256: String,
}

/// Hashes what is read.
struct HashingReader<R> {
    reader: R,
    hasher: Sha256,
    size: u64,
}

impl<R> HashingReader<R> {
    fn new(reader: R) -> Self {
        Self {
            reader,
            hasher: Sha256::new(),
            size: 0,
        }
    }

    fn contents(self) -> Contents {
        let hash = self.hasher.finalize();
        Contents {
            size: self.size,
            sha256: hash.iter().map(|byte| format!("{byte:02x}")).collect(),
        }
    }
}

impl<R: Read> Read for HashingReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.hasher.update(buffer.get(..count).unwrap_or_default());
        self.size = self.size.saturating_add(count as u64);
        Ok(count)
    }
}

/// The input file: validated as a whole when the batch is created, and read by position when its lines are sent.
#[derive(Debug)]
pub(super) struct InputFile {
    /// The file itself, or a copy of it as text in UTF-8.
    text: Mutex<File>,
    /// The contents of the file if `text` is a copy.
    original: Option<Contents>,
    /// What the text contains: lines, or the rows of a table.
    format: InputFormat,
    table: Option<Table>,
    path: PathBuf,
    options: Options,
    input_options: InputOptions,
}

impl InputFile {
    pub fn open(path: &Path, options: Options, input_options: InputOptions) -> Result<Self, Error> {
        let failed = |error| Error::input(path, error);
        let file = File::open(path).map_err(failed)?;
        let mut reader = HashingReader::new(&file);
        let name = path.to_string_lossy();
        let input = Input::read(&mut reader, &name, &input_options, options.max_bytes).map_err(failed)?;
        // One request is a line, too.
        let format = match input.format {
            table if table.is_table() => table,
            _ => InputFormat::Ndjson,
        };
        let copy = if input.is_encoded {
            Some(input.into_copy().map_err(failed)?)
        } else {
            drop(input);
            None
        };
        let (text, original) = match copy {
            Some(copy) => {
                // A decoder need not read to the end.
                io::copy(&mut reader, &mut io::sink()).map_err(failed)?;
                let contents = reader.contents();
                (copy, Some(contents))
            }
            None => (file, None),
        };
        let mut input = Self {
            text: Mutex::new(text),
            original,
            format,
            table: None,
            path: path.to_owned(),
            options,
            input_options,
        };
        input.table = input.read_table().map_err(failed)?;
        Ok(input)
    }

    fn read_table(&self) -> io::Result<Option<Table>> {
        if !self.format.is_table() {
            return Ok(None);
        }
        let text = self.text.lock().unwrap_or_else(PoisonError::into_inner);
        (&*text).rewind()?;
        let records = self.records(Box::new(&*text))?;
        Ok(records.table)
    }

    /// The lines or rows of the text.
    fn records<'r>(&self, text: TextReader<'r>) -> io::Result<Records<'r>> {
        Records::new(text, self.format, &self.input_options, &self.options)
    }

    /// Whether it has rows instead of lines.
    pub fn is_table(&self) -> bool {
        self.table.is_some()
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The size and the hash of the file.
    pub fn contents(&self) -> Result<Contents, Error> {
        if let Some(contents) = &self.original {
            return Ok(contents.clone());
        }
        let text = self.text.lock().unwrap_or_else(PoisonError::into_inner);
        let hash = || {
            let mut reader = HashingReader::new(&*text);
            (&*text).rewind()?;
            io::copy(&mut reader, &mut io::sink())?;
            Ok(reader.contents())
        };
        hash().map_err(|error| Error::input(&self.path, error))
    }

    /// Validates every line. `visit` receives each line, and its payload if it is valid: with an external ID if `external_ids` is
    /// set.
    pub fn validate(
        &self,
        deny_warnings: bool,
        mut external_ids: Option<ExternalIds>,
        mut visit: impl FnMut(&Line<'_>, &ValidatedLine<'_>, Option<&Payload>) -> Result<(), Error>,
    ) -> Result<(Contents, ValidationCounts), Error> {
        let failed = |error| Error::input(&self.path, error);
        let options = &self.options;
        let text = self.text.lock().unwrap_or_else(PoisonError::into_inner);
        (&*text).rewind().map_err(failed)?;
        let mut reader = HashingReader::new(&*text);
        let decoded: TextReader<'_> = match self.original {
            Some(_) => Box::new(&mut reader),
            None => {
                let plain = InputOptions::default().with_format(self.format);
                let input = Input::read(&mut reader, "", &plain, options.max_bytes);
                input.map_err(failed)?.reader
            }
        };
        let mut counts = ValidationCounts::default();
        let mut records = self.records(decoded).map_err(failed)?;
        let table = self.table.as_ref();
        let mut block = Block::default();
        while records.lines.read(&mut block).map_err(failed)? {
            for line in block.lines() {
                let (issues, payload) = match line.bytes {
                    Some(bytes) => {
                        let build = |draft: Draft<'_>, issues: &mut Issues| {
                            let is_denied = deny_warnings && (!issues.is_empty() || issues.omitted() > 0);
                            match external_ids.as_mut() {
                                _ if is_denied => None,
                                Some(ids) => ids.build(line.number, draft, issues),
                                None => draft.build().ok(),
                            }
                        };
                        read_request(bytes, table, options, build)
                    }
                    None => (too_large(options.max_bytes, line.length), None),
                };
                let count = match payload {
                    Some(_) => &mut counts.valid,
                    None => &mut counts.invalid,
                };
                *count = count.saturating_add(1);
                let validated = ValidatedLine {
                    line: line.number,
                    text: line.bytes,
                    table,
                    issues: &issues,
                    omitted: issues.omitted(),
                    is_valid: payload.is_some(),
                };
                visit(&line, &validated, payload.as_ref())?;
            }
        }
        drop(records);
        let contents = self.original.clone().unwrap_or_else(|| reader.contents());
        Ok((contents, counts))
    }

    /// The payload of a line; `None` if the line has changed since it was validated.
    pub fn payload(&self, job: &Job) -> Result<Option<Payload>, Error> {
        let Some(bytes) = self.bytes(job)? else {
            return Ok(None);
        };
        let payload = self.build(&bytes, |draft| match &job.external_id {
            Some(id) => draft.with_external_id(id),
            None => draft,
        });
        Ok(payload.filter(|payload| hash(payload.body().as_bytes()) == job.payload))
    }

    /// Whether a line has an external ID of its own.
    pub fn has_external_id(&self, job: &Job) -> Result<bool, Error> {
        let Some(bytes) = self.bytes(job)? else {
            return Ok(false);
        };
        let payload = self.build(&bytes, |draft| draft);
        Ok(payload.is_some_and(|payload| payload.external_id().is_some()))
    }

    /// The bytes of a line; `None` if the file is shorter now.
    fn bytes(&self, job: &Job) -> Result<Option<Vec<u8>>, Error> {
        let mut bytes = vec![0; usize::try_from(job.length).unwrap_or_default()];
        match self.read(&mut bytes, job.offset) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            read => read
                .map(|()| Some(bytes))
                .map_err(|error| Error::input(&self.path, error)),
        }
    }

    fn build(&self, bytes: &[u8], change: impl FnOnce(Draft<'_>) -> Draft<'_>) -> Option<Payload> {
        let build = |draft: Draft<'_>, _: &mut Issues| change(draft).build().ok();
        read_request(bytes, self.table.as_ref(), &self.options, build).1
    }

    fn read(&self, bytes: &mut [u8], offset: u64) -> io::Result<()> {
        let mut text = self.text.lock().unwrap_or_else(PoisonError::into_inner);
        text.seek(SeekFrom::Start(offset))?;
        text.read_exact(bytes)
    }
}

fn too_large(max: u64, actual: u64) -> Issues {
    Issues {
        list: vec![Issue::new(Problem::TooLarge { max, actual }, FieldPath::default())],
        ..Issues::default()
    }
}
