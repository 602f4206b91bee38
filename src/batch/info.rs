//! What a journal was created for.

use super::error::{JournalError, Mismatch};

/// What a journal was created for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct JournalInfo {
    /// The name of the input file.
    pub file: String,
    /// Its size, in bytes.
    pub size: u64,
    /// Its SHA-256, in hexadecimal digits.
    pub sha256: String,
    /// The base URL of the API.
    pub base_url: String,
    /// The options that the lines were validated with, for error messages.
    pub options: String,
    /// When the journal was created (RFC 3339).
    pub created_at: String,
}

/// Marks the options of a journal whose lines are rows.
pub(super) const TABLE: &str = ", table: true";

impl JournalInfo {
    /// Whether the file is a table, so that the numbers of lines are those of rows.
    #[must_use]
    pub fn is_table(&self) -> bool {
        self.options.contains(TABLE)
    }

    /// Whether this journal can be used for a batch that would create another one.
    pub(super) fn compare(&self, passed: Self) -> Result<(), JournalError> {
        let mismatch = |journal, passed| Mismatch { journal, passed };
        if (self.size, &self.sha256) != (passed.size, &passed.sha256) {
            let files = mismatch(self.describe_file(), passed.describe_file());
            return Err(JournalError::OtherInput(files));
        }
        if self.base_url != passed.base_url {
            return Err(JournalError::OtherBaseUrl(mismatch(
                self.base_url.clone(),
                passed.base_url,
            )));
        }
        if self.options != passed.options {
            return Err(JournalError::OtherOptions(mismatch(
                self.options.clone(),
                passed.options,
            )));
        }
        Ok(())
    }

    fn describe_file(&self) -> String {
        let hash = self.sha256.get(..12).unwrap_or(&self.sha256);
        format!("{} ({} bytes, SHA-256 {hash}…)", self.file, self.size)
    }
}
