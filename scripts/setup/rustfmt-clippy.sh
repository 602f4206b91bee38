#!/usr/bin/env bash
# Brings rustfmt and clippy, which the checks of `make lint` and `make test` call; rustup's minimal profile lacks them.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source-path=SCRIPTDIR source=tell.sh
source "$here/tell.sh"
cd "$here/../.."

missing=()
cargo fmt --version >/dev/null 2>&1 || missing+=(rustfmt)
cargo clippy --version >/dev/null 2>&1 || missing+=(clippy)
((${#missing[@]} == 0)) && exit

tell "rustup adds ${missing[*]}, for the format and lint checks"
timeout 300 rustup component add "${missing[@]}" >&2 ||
  fail "rustup could not fetch ${missing[*]}. Is its server (static.rust-lang.org) reachable from here?"
