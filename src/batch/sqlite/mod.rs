//! The journal as a SQLite file. No other module of the batch uses SQL.
//!
//! While a batch writes, the file has a write-ahead log, every commit is on the disk when it returns, and reading is possible. The
//! file itself records that a log belongs to it, so that it is not taken for complete without it. When the batch ends in order, the
//! journal is a single file.

mod create;
mod files;
mod in_use;
mod lines;
mod operations;
mod read_only;
mod reconciliation;
mod store;

pub(super) use files::has_log;
pub(super) use store::SqliteStore;
