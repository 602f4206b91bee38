//! The journal as a SQLite file. No other module of the batch uses SQL.
//!
//! The file has a write-ahead log, and every commit is on the disk when it returns. Reading is possible while a batch writes.

mod lines;
mod reconciliation;
mod store;

pub(super) use lines::NewLine;
pub(super) use store::Store;
