//! Lines to send.

use std::time::Duration;

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

/// What there is to send.
#[derive(Debug)]
pub(super) enum Next {
    Line(Job),
    /// Nothing for so long: the API asked one of the processes that share the journal for a pause.
    #[cfg_attr(
        not(feature = "postgres"),
        expect(dead_code, reason = "only processes that share a journal wait for others")
    )]
    Paused(Duration),
    /// Nothing now: other processes are sending the last lines, and leave those to others whose outcome they do not record.
    #[cfg_attr(
        not(feature = "postgres"),
        expect(dead_code, reason = "only processes that share a journal wait for others")
    )]
    Later,
    /// Nothing.
    Nothing,
}
