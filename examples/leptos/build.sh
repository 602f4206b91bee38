#!/usr/bin/env bash
# Builds the page: `examples/leptos/build.sh [FOLDER]`, into `examples/leptos/dist` unless told otherwise. It needs cargo with
# the target wasm32-unknown-unknown, and the wasm-bindgen of the version in Cargo.toml.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
dist=${1:-$here/dist}
target=$here/../../target/leptos

cargo build --quiet --locked --release --manifest-path "$here/Cargo.toml" --target wasm32-unknown-unknown --target-dir "$target"
wasm-bindgen "$target/wasm32-unknown-unknown/release/sphinx-case-leptos.wasm" \
  --target web --no-typescript --out-dir "$dist" --out-name sphinx_case_leptos
cp "$here"/{index.html,start.js,page.css} "$dist"
