#!/usr/bin/env bash
# Installs the development tools named in package.json (TypeScript, esbuild, biome, wasm-opt and the like), exactly as
# package-lock.json has them, into node_modules/.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source-path=SCRIPTDIR source=tell.sh
source "$here/tell.sh"
cd "$here/../.."

has node npm || fail "Node.js is not here. Please install Node.js 20 or later, with npm."
major=$(node -p 'process.versions.node.split(".")[0]')
((major >= 20)) || fail "this is Node.js $(node --version); please install version 20 or later."

# npm writes its own copy of the lockfile last: newer than ours, it says that the install is whole and fresh.
[[ node_modules/.package-lock.json -nt package-lock.json ]] && exit

tell "npm installs the development tools of package.json into node_modules/"
# None of them needs its install script, so none gets to run one.
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2
