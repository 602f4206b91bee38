//! The tests on wasm32 in a browser: `wasm-pack test --headless --chrome`.
#![cfg(target_arch = "wasm32")]

#[path = "wasm/conversions.rs"]
mod conversions;
#[path = "wasm/shared.rs"]
mod shared;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
