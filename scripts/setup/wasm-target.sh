#!/usr/bin/env bash
# Makes `cargo` in this checkout able to build for wasm32-unknown-unknown, which rustup does not install by itself.
#
# Where rustup reaches its server it is one download. Where it does not, Debian's mirror has all that is needed:
# a rustc and the source of its standard library. The library is built once for wasm32 into Debian's own tree, and
# rustup uses that tree as a toolchain, in this checkout only.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source-path=SCRIPTDIR source=tell.sh
source "$here/tell.sh"
cd "$here/../.."

target=wasm32-unknown-unknown
toolchain=debian-wasm
# Where Debian's rustc looks for everything. Only a rehearsal of this script has a reason to change it.
tree=/usr

# The active toolchain, or the one named: has_target [TOOLCHAIN]
has_target() {
  local sysroot
  sysroot=$(rustc ${1:+"+$1"} --print sysroot 2>/dev/null) || return 1
  compgen -G "$sysroot/lib/rustlib/$target/lib/libstd-*.rlib" >/dev/null
}

use_here() {
  rustup override set "$toolchain" >/dev/null 2>&1
  tell "plain cargo and wasm-pack use the toolchain '$toolchain' in this folder from now on"
  tell "(\`rustup override unset\` takes that back)"
}

has_target && exit
if has_target "$toolchain"; then
  use_here
  exit
fi

tell "rustup adds the target $target, to compile the core to WebAssembly"
if timeout 180 rustup target add "$target" >&2 && has_target; then exit; fi

tell "rustup could not fetch it; taking Debian's rustc, and building its standard library for $target (some minutes)"
ours=$(rustc --print sysroot)
apt_install rustc-web cargo-web libstd-rust-web-dev rust-web-src rustfmt-web rust-web-clippy
host=$("$tree/bin/rustc" -vV | sed -n 's/^host: //p')

as_root=()
[[ $EUID -eq 0 ]] || as_root=(sudo)

# An empty crate that uses std makes cargo compile all of it.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/src"
echo '#![no_std]' >"$work/src/lib.rs"
printf '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2021"\n' >"$work/Cargo.toml"
# -Zbuild-std is meant for nightly (RUSTC_BOOTSTRAP). With bitcode in the libraries `lto = true` works later.
(
  cd "$work"
  RUSTC="$tree/bin/rustc" RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Cembed-bitcode=yes CARGO_TARGET_DIR="$work/target" \
    "$tree/bin/cargo" build --quiet --release --target "$target" \
    -Zbuild-std=std,panic_abort,panic_unwind,test,proc_macro >&2
)
rm -f "$work/target/$target"/release/deps/libempty*

# Debian's rustc links wasm with the rust-lld that its package leaves out; any toolchain of rustup's has one. A link, no
# copy: it finds its libraries beside itself.
linker=$(find "$ours/lib/rustlib" -name rust-lld -type f -print -quit)
[[ -n $linker ]] || fail "there is no rust-lld in $ours to link WebAssembly with"
"${as_root[@]}" mkdir -p "$tree/lib/rustlib/$host/bin"
"${as_root[@]}" ln -sf "$linker" "$tree/lib/rustlib/$host/bin/rust-lld"

rustup toolchain link "$toolchain" "$tree" >&2
# The library comes last: where it is, all is there.
"${as_root[@]}" install -m 644 -D -t "$tree/lib/rustlib/$target/lib" "$work/target/$target"/release/deps/lib*.rlib
echo 'fn main() {}' | rustc "+$toolchain" --target "$target" -o "$work/empty.wasm" - ||
  fail "the standard library for $target was built, but a program does not link with it; what rustc says stands above"
use_here
