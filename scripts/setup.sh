#!/usr/bin/env bash
# Brings what building (and testing) needs and is not on this machine yet. Says what it installs, and nothing else.
#
#   scripts/setup.sh demo     what it takes to build the package and the page
#   scripts/setup.sh test     that, and what the tests need: wasm-pack, three browsers, curl, PostgreSQL, Python with
#                             Django REST Framework
set -euo pipefail
setup=$(dirname "${BASH_SOURCE[0]}")/setup

case ${1:-test} in
  demo | test) ;;
  *)
    echo "usage: scripts/setup.sh [demo|test]" >&2
    exit 2
    ;;
esac

"$setup/rust.sh"
"$setup/npm.sh"
"$setup/wasm-target.sh"
if [[ ${1:-test} == demo ]]; then
  "$setup/wasm-tools.sh" wasm-bindgen
else
  "$setup/rustfmt-clippy.sh"
  "$setup/wasm-tools.sh"
  "$setup/chromium.sh"
  "$setup/engines.sh"
  "$setup/curl.sh"
  "$setup/postgres.sh"
  "$setup/python.sh"
fi
