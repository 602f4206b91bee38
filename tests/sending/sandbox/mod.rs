//! The sandbox, over real HTTP.

mod control;
mod errors;
mod faults;
mod flow;
mod load;
mod setup;
mod webhooks;
