#!/usr/bin/env bash
# The quick check of a change to the core: format, lints, and the tests that decide its behavior. `make check` calls this.
#
# It leaves out what takes minutes: the long model test of the form, the properties, the other features, wasm and the browsers.
# `make test` runs all of it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

cargo fmt --check
cargo clippy --locked --quiet --lib -- -D warnings
cargo test --locked --quiet --lib
cargo test --locked --quiet --test core -- corpus:: schema:: languages:: typed:: structure::
echo "check: ok, $SECONDS s"
