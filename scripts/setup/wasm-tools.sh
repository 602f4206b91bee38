#!/usr/bin/env bash
# Installs wasm-bindgen (writes the JavaScript side of the wasm) and wasm-pack (runs the tests that are in it).
#
#   scripts/setup/wasm-tools.sh [wasm-bindgen] [wasm-pack]     both, if none is named
#
# wasm-bindgen has to be exactly the version of the crate in Cargo.lock; wasm-pack then takes it from the PATH,
# and downloads nothing.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source-path=SCRIPTDIR source=tell.sh
source "$here/tell.sh"
cd "$here/../.."

wasm_pack=0.15.1
wasm_bindgen=$(awk '$0 == "name = \"wasm-bindgen\"" { getline; gsub(/"/, "", $3); print $3; exit }' Cargo.lock)
[[ -n $wasm_bindgen ]] || fail "Cargo.lock names no version of wasm-bindgen"

wanted=("$@")
((${#wanted[@]})) || wanted=(wasm-bindgen wasm-pack)

# What `wasm-bindgen --version` and `wasm-pack --version` say in second place.
installed() { "$1" --version 2>/dev/null | awk '{ print $2; exit }' || true; }

crates=()
for tool in "${wanted[@]}"; do
  case $tool in
    wasm-bindgen) [[ $(installed wasm-bindgen) == "$wasm_bindgen" ]] || crates+=("wasm-bindgen-cli@$wasm_bindgen") ;;
    wasm-pack) [[ $(installed wasm-pack) == "$wasm_pack" ]] || crates+=("wasm-pack@$wasm_pack") ;;
    *) fail "no such tool: $tool (wasm-bindgen, wasm-pack)" ;;
  esac
done
((${#crates[@]} == 0)) && exit

tell "cargo installs ${crates[*]} from crates.io, to build and test the WebAssembly (some minutes, once)"
# One folder for both: they share many crates. From outside the checkout: these need the newest Rust at hand, not
# the toolchain that the checkout may be tied to.
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
(cd / && CARGO_TARGET_DIR="$build" cargo install --quiet --force "${crates[@]}") >&2

for tool in "${wanted[@]}"; do
  version=${tool//-/_}
  [[ $(installed "$tool") == "${!version}" ]] ||
    fail "$tool ${!version} was installed, but $(command -v "$tool" || echo nothing) comes first in the PATH"
done
