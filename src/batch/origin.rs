//! What a journal was created for.

use super::error::{JournalError, Mismatch};

/// The file, the API and the options of a journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Origin {
    pub file: String,
    /// In bytes.
    pub size: String,
    pub sha256: String,
    pub base_url: String,
    pub options: String,
}

impl Origin {
    /// Whether a journal of this origin can be used for another one.
    pub fn compare(self, passed: Self) -> Result<(), JournalError> {
        if (&self.size, &self.sha256) != (&passed.size, &passed.sha256) {
            return Err(JournalError::OtherInput(Mismatch {
                journal: self.describe_file(),
                passed: passed.describe_file(),
            }));
        }
        let mismatch = |journal, passed| Mismatch { journal, passed };
        if self.base_url != passed.base_url {
            return Err(JournalError::OtherBaseUrl(mismatch(self.base_url, passed.base_url)));
        }
        if self.options != passed.options {
            return Err(JournalError::OtherOptions(mismatch(self.options, passed.options)));
        }
        Ok(())
    }

    fn describe_file(&self) -> String {
        let hash = self.sha256.get(..12).unwrap_or(&self.sha256);
        format!("{} ({} bytes, SHA-256 {hash}…)", self.file, self.size)
    }
}
