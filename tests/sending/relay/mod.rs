//! The relay with the sandbox, over real connections: access control, every outcome, idempotency keys, and secrets.

mod access;
mod keys;
mod once;
mod once_own_id;
mod once_replicas;
mod outcomes;
mod replicas;
mod setup;
