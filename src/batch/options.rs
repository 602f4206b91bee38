//! Options of a batch and of its runs.

use std::path::Path;
use std::time::Duration;

use super::clock;
use super::error::Error;
use super::external_ids::ExternalIds;
use super::info::{self, JournalInfo};
use super::input::Contents;
use crate::draft::ExternalId;
use crate::input::InputOptions;
use crate::options::Options;

/// How the lines of a batch are validated, and which API they are for. A journal belongs to one set of these options.
///
/// ```
/// use sphinx_case::batch::BatchOptions;
/// use sphinx_case::client::DEFAULT_BASE_URL;
///
/// let options = BatchOptions::new(DEFAULT_BASE_URL).with_skip_invalid(true);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct BatchOptions {
    pub(super) base_url: String,
    pub(super) request_options: Options,
    pub(super) input_options: InputOptions,
    pub(super) deny_warnings: bool,
    pub(super) skip_invalid: bool,
    pub(super) exactly_once: bool,
}

impl BatchOptions {
    /// The default options for the API at a base URL, that of the client.
    pub fn new(base_url: impl Into<String>) -> Self {
        Self {
            base_url: base_url.into(),
            request_options: Options::default(),
            input_options: InputOptions::default(),
            deny_warnings: false,
            skip_invalid: false,
            exactly_once: false,
        }
    }

    /// How each line is validated and its payload is built. Default: [`Options::default`].
    pub fn with_request_options(mut self, options: Options) -> Self {
        self.request_options = options;
        self
    }

    /// How the file is read. Default: [`InputOptions::default`].
    pub fn with_input_options(mut self, options: InputOptions) -> Self {
        self.input_options = options;
        self
    }

    /// Whether a line with a warning counts as invalid. Default: false.
    pub fn with_deny_warnings(mut self, deny: bool) -> Self {
        self.deny_warnings = deny;
        self
    }

    /// Whether the valid lines are sent if other lines are invalid. Default: false, so nothing is sent.
    pub fn with_skip_invalid(mut self, skip: bool) -> Self {
        self.skip_invalid = skip;
        self
    }

    /// Whether unknown outcomes are settled by sending lines again. Each line without an `external_id` gets one, a UUID, which is in
    /// the journal before the line is sent first. Default: false. Needs request options with the revision
    /// [`Newest`](crate::Revision::Newest), because other revisions of the API have no such field.
    pub fn with_exactly_once(mut self, exactly_once: bool) -> Self {
        self.exactly_once = exactly_once;
        self
    }

    /// Fails if the options contradict each other.
    pub(super) fn check(&self) -> Result<(), Error> {
        if self.exactly_once && !ExternalId::is_in(self.request_options.revision()) {
            return Err(Error::RevisionWithoutExternalId);
        }
        Ok(())
    }

    /// What gives external IDs to lines, if they need them.
    pub(super) fn external_ids(&self) -> Option<ExternalIds> {
        self.exactly_once.then(ExternalIds::default)
    }

    pub(super) fn api(&self) -> &str {
        self.base_url.trim_end_matches('/')
    }

    /// The options that decide what is sent.
    fn describe(&self, is_table: bool) -> String {
        let mut text = format!("{:?}, deny_warnings: {}", self.request_options, self.deny_warnings);
        if self.exactly_once {
            text.push_str(", exactly_once: true");
        }
        if is_table {
            text.push_str(info::TABLE);
        }
        let InputOptions { sheet, map, .. } = &self.input_options;
        if let Some(sheet) = sheet {
            text.push_str(&format!(", sheet: {sheet:?}"));
        }
        for (heading, field) in map {
            text.push_str(&format!(", {heading:?}: {field:?}"));
        }
        text
    }

    /// What a new journal for this file and these options is for.
    pub(super) fn journal_info(&self, input: &Path, contents: Contents, is_table: bool) -> JournalInfo {
        let name = input.file_name().unwrap_or_default();
        JournalInfo {
            file: name.to_string_lossy().into_owned(),
            size: contents.size,
            sha256: contents.sha256,
            base_url: self.api().to_owned(),
            options: self.describe(is_table),
            created_at: clock::to_rfc3339(clock::now()),
        }
    }
}

/// How a batch is run.
///
/// ```
/// use sphinx_case::batch::RunOptions;
///
/// let options = RunOptions::default().with_concurrency(4).with_max_rate(20.0).with_limit(100);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct RunOptions {
    pub(super) concurrency: usize,
    pub(super) max_rate: Option<f64>,
    pub(super) limit: Option<u64>,
    pub(super) resend_unknown: bool,
    pub(super) reconcile: bool,
    pub(super) max_pages: u64,
    pub(super) max_failures: u32,
    pub(super) max_pause: Duration,
}

impl Default for RunOptions {
    fn default() -> Self {
        Self {
            concurrency: Self::DEFAULT_CONCURRENCY,
            max_rate: None,
            limit: None,
            resend_unknown: false,
            reconcile: true,
            max_pages: 1_000,
            max_failures: 10,
            max_pause: Duration::from_secs(300),
        }
    }
}

impl RunOptions {
    /// The number of concurrent requests unless another is set. Concurrent requests share the commits of the journal: eight take
    /// a quarter less CPU time for each line than four.
    pub const DEFAULT_CONCURRENCY: usize = 8;

    /// The number of concurrent requests, at least 1. Default: [`RunOptions::DEFAULT_CONCURRENCY`].
    pub fn with_concurrency(mut self, count: usize) -> Self {
        self.concurrency = count.max(1);
        self
    }

    /// The maximum number of requests per second. Default: no limit, because the API documents none.
    pub fn with_max_rate(mut self, rate: impl Into<Option<f64>>) -> Self {
        self.max_rate = rate.into();
        self
    }

    /// The maximum number of lines to send in this run. Default: no limit.
    pub fn with_limit(mut self, lines: impl Into<Option<u64>>) -> Self {
        self.limit = lines.into();
        self
    }

    /// Whether lines with an unknown outcome are sent again. Their cases may exist, so this can create duplicate cases.
    /// Default: false.
    pub fn with_resend_unknown(mut self, resend: bool) -> Self {
        self.resend_unknown = resend;
        self
    }

    /// Whether the cases of lines with an unknown outcome are looked for in the list of cases, before and after sending.
    /// Default: true.
    pub fn with_reconcile(mut self, reconcile: bool) -> Self {
        self.reconcile = reconcile;
        self
    }

    /// The maximum number of pages of that list to read. Default: 1,000.
    pub fn with_max_pages(mut self, pages: u64) -> Self {
        self.max_pages = pages;
        self
    }

    /// The number of consecutive failures after which a run stops, at least 1. Default: 10.
    pub fn with_max_failures(mut self, count: u32) -> Self {
        self.max_failures = count.max(1);
        self
    }

    /// The longest pause that the API may ask for (`Retry-After`). If it asks for a longer one, the run stops. Default: 5
    /// minutes.
    pub fn with_max_pause(mut self, pause: Duration) -> Self {
        self.max_pause = pause;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::{BatchOptions, Contents, Options};
    use crate::request::Revision;

    #[test]
    fn a_journal_belongs_to_one_revision() {
        let info = |options| {
            let contents = Contents {
                size: 0,
                sha256: String::new(),
            };
            let batch = BatchOptions::new("https://api.example").with_request_options(options);
            batch.journal_info("cases.ndjson".as_ref(), contents, false)
        };
        let (reference, newest) = (
            info(Options::default()),
            info(Options::default().with_revision(Revision::Newest)),
        );
        assert!(reference.compare(newest.clone()).is_err());
        assert!(newest.compare(newest.clone()).is_ok());
    }

    #[test]
    fn journals_of_earlier_versions_can_be_continued() {
        let contents = Contents {
            size: 0,
            sha256: String::new(),
        };
        let info = BatchOptions::new("https://api.example/").journal_info("cases.ndjson".as_ref(), contents, false);
        // A journal with another text is refused. If this changes, increase the version of the journal.
        assert_eq!(
            info.options,
            "Options { unknown_fields: Reject, defaults: Explicit, max_bytes: 10485760, rules: [] }, deny_warnings: false"
        );
        assert_eq!(
            (info.file.as_str(), info.base_url.as_str()),
            ("cases.ndjson", "https://api.example")
        );
    }
}
