//! The journal in a PostgreSQL database, which many processes on any machines share.
//!
//! Each process has one session, and takes lines with `FOR UPDATE SKIP LOCKED`, so that no two take the same one. As long as its
//! session lasts, it holds an advisory lock: the lease of the lines that it is sending. When the process ends, however it does, the
//! database ends the session and with it the lease, and another process marks those lines as unknown. So no living process loses its
//! lines, and no clock has to be right.

mod lines;
mod new_lines;
mod operations;
mod pace;
mod reconciliation;
mod store;

pub(super) use store::PostgresStore;
