//! JavaScript values, for frontends in Rust and for `wasm-pack build`: the request types, issues and payloads to and from
//! [`JsValue`](wasm_bindgen::JsValue). Only on wasm32, with the feature `js`.
//!
//! ```
//! use sphinx_case::{CreateCase, NewCheck, NewCustomer, js};
//! use wasm_bindgen::JsValue;
//!
//! let case = CreateCase {
//!     customer: Some(NewCustomer::new("Ada Lovelace")),
//!     checks: Some(vec![NewCheck::new("PEP")]),
//!     ..CreateCase::default()
//! };
//! let value = js::to_js(&case)?; // { customer: { full_name: "Ada Lovelace" }, checks: [{ check_type: "PEP" }] }
//! assert_eq!(CreateCase::try_from(&value), Ok(case));
//!
//! let issues = CreateCase::try_from(&JsValue::from_str("Ada")).unwrap_err();
//! assert_eq!(issues[0].code(), sphinx_case::Code::InvalidType);
//! # Ok::<(), js::Error>(())
//! ```
//!
//! `undefined` means absent, and null is kept apart from absent ([`Maybe`](crate::Maybe)). Integers beyond ±(2^53-1) are
//! `BigInt`s in both directions; a number beyond that may have been rounded and is the issue `unsafe_integer`. Unknown keys
//! and values that JSON cannot express are issues, never dropped.
//!
//! The feature `js-exports` (a default feature) also exports `validate`, `buildPayload` and `applyDefaults` from the
//! WebAssembly module itself, as `wasm-pack build` needs them. A frontend in Rust, which is a module of its own, leaves them
//! out with `default-features = false, features = ["js"]`.

mod convert;
#[cfg(feature = "js-exports")]
mod exports;
mod imports;
mod input;
mod issues;
mod options;
mod parse;
mod plain;
mod serializer;
mod writer;

pub use convert::{build, check, issues_to_js, payload_to_js};
pub use options::language_of;
pub use serde_wasm_bindgen::Error;
pub use serializer::to_js;
