#!/usr/bin/env bash
# Checks that Rust is here, with what it links programs with.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source-path=SCRIPTDIR source=tell.sh
source "$here/tell.sh"

has cargo rustup || fail "Rust is not here. Please install it with rustup: https://rustup.rs"
has cc || fail "there is no C compiler, and Rust links with it. Please install gcc (Debian: apt-get install gcc)."
