#!/usr/bin/env bash
# Fails when the core, or the build of the npm package, depends on a crate that is not listed here: whoever only checks
# requests gets nothing of what sending takes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

core="itoa memchr proc-macro2 quote serde serde_core serde_derive serde_json syn unicode-ident zmij"
boundary="allocator-api2 bumpalo cfg-if lock_api scopeguard talc wasm-bindgen wasm-bindgen-macro
  wasm-bindgen-macro-support wasm-bindgen-shared"

# The names of all crates below ours, one line each.
crates() {
  cargo tree --locked --edges normal --no-default-features --prefix none "$@" |
    awk '$1 != "sphinx-case" { print $1 }' | sort -u
}

status=0
compare() { # compare WHAT EXPECTED ACTUAL
  local expected
  expected=$(tr -s ' \n' '\n\n' <<<"$2" | sed '/^$/d' | sort -u)
  if [[ $expected == "$3" ]]; then
    echo "$1: $(wc -l <<<"$3") crates, all of them listed"
  else
    echo "$1 depends on other crates than scripts/dependencies.sh lists (< listed, > there):" >&2
    diff <(echo "$expected") <(echo "$3") >&2 || true
    status=1
  fi
}

compare "the core" "$core" "$(crates)"
compare "the npm package's core.wasm" "$core $boundary" "$(crates --features wasm --target wasm32-unknown-unknown)"
compare "the npm package's table.wasm" "$core $boundary" "$(crates --features wasm-table --target wasm32-unknown-unknown)"
compare "the npm package's form.wasm" "$core $boundary" "$(crates --features wasm-form --target wasm32-unknown-unknown)"
exit $status
