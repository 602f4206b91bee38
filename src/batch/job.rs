//! Lines to send.

use sha2::{Digest, Sha256};

use crate::draft::ExternalId;

/// A SHA-256.
pub(super) type Hash = [u8; 32];

pub(super) fn hash(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// A line to send: its place in the file, and the hash of its payload when it was validated.
#[derive(Debug, Clone)]
pub(super) struct Job {
    pub line: u64,
    pub offset: u64,
    pub length: u64,
    pub payload: Hash,
    /// What makes sending it again safe. `None` if the batch does not create cases exactly once.
    pub external_id: Option<ExternalId>,
}
