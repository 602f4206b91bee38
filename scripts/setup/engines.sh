#!/usr/bin/env bash
# Installs Firefox and WebKit with their drivers, for the tests that run in three browser engines.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source-path=SCRIPTDIR source=tell.sh
source "$here/tell.sh"

geckodriver=0.37.1

if ! has firefox-esr WebKitWebDriver xvfb-run; then
  tell "apt installs Debian's firefox-esr, webkit2gtk-driver and xvfb, for the tests in Firefox and WebKit"
  apt_install firefox-esr webkit2gtk-driver xvfb xauth
  has firefox-esr WebKitWebDriver xvfb-run || fail "apt is done, but Firefox, WebKit's driver or Xvfb is not in the PATH"
fi

if ! has geckodriver; then
  tell "cargo installs geckodriver $geckodriver from crates.io, which drives Firefox (some minutes, once)"
  # From outside the checkout: it needs the newest Rust at hand, not the toolchain that the checkout may be tied to.
  (cd / && cargo install --quiet --locked "geckodriver@$geckodriver") >&2
fi
