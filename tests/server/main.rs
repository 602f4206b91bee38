//! An independent server: what this library accepts, the fields of Django REST Framework accept too; what they refuse
//! comes back to the right places; and the whole conversation, on two versions whose errors have two shapes.
//!
//! `scripts/test.sh server-tests` runs these. `cargo test` alone does not: they take Python, which
//! `scripts/setup/python.sh` sets up, and some time. tests/server/project/__init__.py says what of the server is
//! documented and what is assumed.

#![cfg(not(target_arch = "wasm32"))]

mod agreement;
mod bodies;
#[path = "../corpus/case.rs"]
#[allow(dead_code)]
mod case;
#[cfg(feature = "client")]
mod client;
#[cfg(feature = "cli")]
mod command;
mod differences;
#[path = "../properties/json.rs"]
#[allow(dead_code)]
mod json;
#[path = "../properties/request.rs"]
#[allow(dead_code)]
mod request;
mod requests;
mod running;
mod shapes;
mod tokens;
mod urls;
