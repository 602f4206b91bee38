//! The tests of everything that sends requests: client, batches, relay, sandbox, command line, and an independent server.

mod batch;
mod cli;
mod client;
mod relay;
mod sandbox;
mod server;
mod support;
