//! Batches, as users run them: the program with a sandbox, and with servers that are not the API.

mod copies;
mod curl;
mod databases;
mod disk;
mod environment;
mod files;
mod interrupt;
mod journal;
mod library;
mod once;
mod outcomes;
mod reconcile;
mod reports;
mod secrets;
mod setup;
mod shared;
mod unreachable;
