//! The relay against the sandbox, over real connections: its guards, every outcome, its keys, and what it must not tell.

mod guards;
mod keys;
mod outcomes;
mod stand;
