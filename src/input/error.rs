//! Why an input cannot be read, as one sentence without a period: what it is, and what to do.

use std::io;

/// Nothing of the input can be read.
pub(super) fn unsupported(what: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::Unsupported, what.into())
}

/// The input cannot be read from some place on.
pub(super) fn damaged(what: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.into())
}
