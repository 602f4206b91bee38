//! What several of the tests need: the program in a temporary folder, servers on loopback, and PostgreSQL.

pub mod postgres;
pub mod program;
pub mod servers;

pub use program::{Folder, Run, program, run_command, run_with_input};
pub use servers::start_sandbox;
