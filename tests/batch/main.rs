//! Batches as their users have them: the real program against a sandbox, and against servers that are none.

mod curl;
mod disk;
mod interrupt;
mod journal;
mod library;
mod outcomes;
mod reconcile;
mod reports;
mod secrets;
mod stand;
mod unreachable;
