#!/usr/bin/env bash
# Installs Chromium and its driver, for the tests that run in a real browser.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source-path=SCRIPTDIR source=tell.sh
source "$here/tell.sh"

has chromium chromedriver && exit

tell "apt installs Debian's chromium and chromium-driver, for the tests in a real browser"
apt_install chromium chromium-driver
has chromium chromedriver || fail "apt is done, but chromium or chromedriver is not in the PATH"
