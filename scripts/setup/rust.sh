#!/usr/bin/env bash
# Checks that Rust is here; brings rustfmt and clippy, which the checks of `make lint` and `make test` call.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source-path=SCRIPTDIR source=tell.sh
source "$here/tell.sh"
cd "$here/../.."

has cargo rustup || fail "Rust is not here. Please install it with rustup: https://rustup.rs"
has cc || fail "there is no C compiler, and Rust links with it. Please install gcc (Debian: apt-get install gcc)."

missing=()
cargo fmt --version >/dev/null 2>&1 || missing+=(rustfmt)
cargo clippy --version >/dev/null 2>&1 || missing+=(clippy)
((${#missing[@]} == 0)) && exit

tell "rustup adds ${missing[*]} to $(rustup show active-toolchain | cut -d' ' -f1), for the format and lint checks"
timeout 300 rustup component add "${missing[@]}" >&2 ||
  fail "rustup could not fetch ${missing[*]}. Is its server (static.rust-lang.org) reachable from here?"
