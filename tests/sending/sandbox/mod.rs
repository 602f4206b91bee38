//! The sandbox, over real HTTP on this machine.

mod control;
mod errors;
mod faults;
mod flow;
mod load;
mod stand;
mod store;
mod webhooks;
