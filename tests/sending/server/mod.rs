//! An independent server: what this library accepts, the fields of Django REST Framework accept too; what they refuse
//! comes back to the right places; and the whole conversation, on two versions whose errors have two shapes.
//!
//! `scripts/test.sh server-tests` runs these. `cargo test` alone does not: they take Python, which
//! `scripts/setup/python.sh` sets up, and some time. tests/sending/server/project/__init__.py says what of the server is
//! documented and what is assumed.

mod agreement;
mod bodies;
#[path = "../../corpus/case.rs"]
#[allow(dead_code)]
mod case;
mod client;
mod command;
mod differences;
#[path = "../../core/properties/json.rs"]
#[allow(dead_code)]
mod json;
#[path = "../../core/properties/request.rs"]
#[allow(dead_code)]
mod request;
mod requests;
mod running;
mod shapes;
mod tokens;
mod urls;
