//! The tests on wasm32 in Node: `wasm-pack test --node`.
#![cfg(target_arch = "wasm32")]

#[path = "wasm/conversions.rs"]
mod conversions;
#[path = "wasm/shared.rs"]
mod shared;
