//! Validation, defaulting and payload building for the Create Case request of the Sphinx compliance API.
//!
//! ```
//! let text = r#"{"customer_id": 123, "checks": [{"check_type": "PEP"}]}"#;
//! let payload = sphinx_case::read_json(text).build()?;
//! assert_eq!(
//!     payload.body(),
//!     r#"{"customer_id":123,"checks":[{"check_type":"PEP"}],"delete_after":-1,"auto_start":true}"#,
//! );
//!
//! let text = r#"{"customer_id": 0, "case_config": "kyb", "chekcs": []}"#;
//! let issues = sphinx_case::read_json(text).build().unwrap_err();
//! assert_eq!(issues.to_string(), "\
//! customer_id: Enter a number from 1 to 9,223,372,036,854,775,807 (received: 0) [out_of_range]
//! chekcs: Unknown field at this level; did you mean checks? [unknown_field]");
//! # Ok::<(), sphinx_case::Issues>(())
//! ```
//!
//! All issues are reported at once, each with its path and, for text, its line and column. The npm package `sphinx-case` is this crate
//! compiled to WebAssembly, with the same results.
//!
//! # Features
//!
//! | feature | adds | where |
//! |---|---|---|
//! | `validator` (default) | `validator::Validate` for the request types | everywhere |
//! | `js-exports` (default) | `js`, and `validate`, `buildPayload`, `applyDefaults` as exports for `wasm-pack build` | wasm32 |
//! | `js` | `js`: request types, issues and payloads to and from `JsValue`, for frontends in Rust | wasm32 |
//! | `client` | `client`: sends requests, with a token | native |
//! | `batch` | `batch`: many requests from a file, with a journal | native |
//! | `relay` | `relay`: a router that adds the credentials to requests of pages | native |
//! | `sandbox` | `sandbox`: a simulated API for tests | native |
//! | `cli` | the program `sphinx-case` | native |
//!
//! A feature for wasm32 adds no dependency elsewhere. `wasm`, `wasm-form` and `wasm-table` are the boundary of the npm package.

#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::unreachable
    )
)]

#[cfg(all(feature = "batch", not(target_arch = "wasm32")))]
pub mod batch;
#[cfg(all(feature = "client", not(target_arch = "wasm32")))]
pub mod client;
#[cfg(all(any(feature = "relay", feature = "sandbox"), not(target_arch = "wasm32")))]
mod connections;
mod draft;
pub mod form;
#[cfg(all(feature = "batch", not(target_arch = "wasm32")))]
pub mod input;
mod issue;
#[cfg(all(feature = "js", target_arch = "wasm32"))]
pub mod js;
mod json;
mod lean;
mod messages;
mod options;
mod payload;
#[cfg(all(feature = "postgres", not(target_arch = "wasm32")))]
pub mod postgres;
mod read;
#[cfg(all(feature = "relay", not(target_arch = "wasm32")))]
pub mod relay;
pub mod request;
#[cfg(not(target_arch = "wasm32"))]
mod response;
mod rules;
#[cfg(all(feature = "sandbox", not(target_arch = "wasm32")))]
pub mod sandbox;
#[cfg(not(target_arch = "wasm32"))]
pub mod schema;
mod server_errors;
mod suggest;
#[cfg(any(not(target_arch = "wasm32"), feature = "wasm-table"))]
#[cfg_attr(
    not(all(feature = "batch", not(target_arch = "wasm32"))),
    allow(dead_code, unused_imports)
)]
mod table;
#[cfg(all(
    any(feature = "wasm", feature = "wasm-form", feature = "wasm-table"),
    target_arch = "wasm32"
))]
#[doc(hidden)]
pub mod wasm;

pub use draft::{Draft, ExternalId, check, check_field, read_json, read_json_with};
pub use issue::{
    Code, CodeFacts, Digits, InvalidPath, Issue, Issues, ParamFacts, Path, Problem, Scope, Segment, Severity, Source,
    Span,
};
pub use messages::Language;
pub use options::{DEFAULT_MAX_BYTES, Defaults, InvalidOptions, Options, RuleSetting, UnknownFields};
pub use payload::Payload;
pub use request::{CheckType, CreateCase, CustomerType, Details, Maybe, NewCheck, NewCustomer, Revision, SyncPlatform};
#[cfg(not(target_arch = "wasm32"))]
pub use response::{Case, CaseCheck, CaseCustomer, CasePage, CaseSyncPlatform, CheckStatus, Outcome};
pub use server_errors::{ResponseMeaning, map_server_errors};
