//! The relay with the sandbox, over real connections: access control, every outcome, idempotency keys, and secrets.

mod access;
mod keys;
mod outcomes;
mod replicas;
mod setup;
