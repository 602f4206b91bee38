#!/usr/bin/env bash
# Every check and test there is, in the order that finds the plain mistakes first. `make test` calls this.
#
#   scripts/test.sh [STEP…]     all steps, or only those named
#   scripts/test.sh --list      the steps, one line each
#
# A failed step does not keep the others from running; one failed step, and this exits with 1.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# For the PATH to what the set-up installed.
# shellcheck source-path=SCRIPTDIR source=setup/tell.sh
source scripts/setup/tell.sh

wasm=wasm32-unknown-unknown
bin=node_modules/.bin

# name, what it does. What a step does is the function of that name, with _ for -.
steps=(
  setup "bring what is missing on this machine"
  rust-format "cargo fmt"
  rust-lints "clippy natively and for wasm32, and rustdoc's own warnings"
  dependencies "the crates that the core and the npm package may depend on"
  rust-tests "cargo test, natively"
  changes "tests/changes: each kind of change in a copy of the tree, which is then tested"
  cli "build the program, which the browser tests run"
  server-tests "tests/server: against Django REST Framework, in two versions"
  package "build the npm package (make pkg)"
  types "tsc, on every TypeScript project"
  js-lints "biome: format and lints of JavaScript, TypeScript, CSS and JSON"
  node-tests "tests/node"
  packaging-tests "tests/packaging, on the packed package"
  wasm-node "wasm-pack test --node"
  wasm-chrome "wasm-pack test --headless --chrome"
  wasm-pack-tests "tests/wasm-pack: the package of wasm-pack build, in Node and Chromium"
  leptos-tests "tests/leptos: examples/leptos, built and used in Chromium"
  browser-tests "tests/browser, in Chromium"
  firefox-tests "the form library and the main path of the page, in Firefox"
  webkit-tests "the same in WebKit"
  size "the limits on the size of the wasm and of a bundle"
)
# These work on what `package` builds.
needs_package=" types node-tests packaging-tests wasm-pack-tests browser-tests firefox-tests webkit-tests size "

setup() { scripts/setup.sh test; }

rust_format() {
  cargo fmt --check
  cargo fmt --check --manifest-path examples/leptos/Cargo.toml
}

rust_lints() {
  cargo clippy --locked --all-targets --features cli -- -D warnings
  local features
  for features in "" client batch relay postgres batch,postgres sandbox; do
    cargo clippy --locked --lib --no-default-features --features "$features" -- -D warnings
  done
  cargo clippy --locked --lib --tests --features wasm --target "$wasm" -- -D warnings
  cargo clippy --locked --lib --no-default-features --features js --target "$wasm" -- -D warnings
  RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --quiet --lib --features batch,postgres,relay,sandbox
}

dependencies() { scripts/dependencies.sh; }

rust_tests() { cargo test --locked --features cli && cargo test --locked --features cli --bench promises; }

changes() { node scripts/change-walk.mjs; }

cli() { cargo build --locked --features cli; }

server_tests() {
  # Here too, so that this step can be run by itself.
  scripts/setup/python.sh
  SPHINX_CASE_SERVER_TESTS=1 cargo test --locked --features cli --test sending server::
}

package() { node scripts/build-pkg.mjs; }

types() {
  local projects project
  # Those of tests/packaging only hold where the package is installed; the tests there compile them.
  mapfile -t projects < <(find npm scripts tests www benches -name 'tsconfig*.json' \
    -not -path '*/node_modules/*' -not -path '*/dist/*' -not -path 'tests/packaging/*' | sort)
  ((${#projects[@]})) || { echo "there is no tsconfig.json to check" >&2; return 1; }
  for project in "${projects[@]}"; do
    echo "tsc --project $project"
    "$bin/tsc" --project "$project" --noEmit
  done
}

js_lints() { "$bin/biome" ci; }

node_tests() { run_node_tests tests/node; }
packaging_tests() { run_node_tests tests/packaging; }
wasm_pack_tests() { run_node_tests tests/wasm-pack; }
leptos_tests() { run_node_tests tests/leptos; }
browser_tests() {
  # Two files at a time, except those that measure time.
  run_node_tests tests/browser 2 -not -name 'large.test.mjs'
  run_node_tests tests/browser 1 -name 'large.test.mjs'
}
# The form library and the main path of the page; `make browsers` runs all files.
firefox_tests() { ENGINE=firefox run_node_tests tests/browser 1 -regextype posix-extended -regex "$in_all_engines"; }
webkit_tests() { ENGINE=webkit run_node_tests tests/browser 1 -regextype posix-extended -regex "$in_all_engines"; }
in_all_engines='.*/(blocked|corpus|dom|dom-inputs|dom-rows|dom-summary|form|post|submit)\.test\.mjs'

wasm_node() { run_wasm_pack --node; }
wasm_chrome() { run_wasm_pack --headless --chrome; }

size() { node scripts/size.mjs; }

# run_node_tests FOLDER [CONCURRENCY [FIND-OPTION…]]: runs the test files of a folder; there must be some.
run_node_tests() {
  local files
  # The projects of the matrix are run by its cells.
  mapfile -t files < <(find "$1" -name '*.test.*js' -not -path '*/node_modules/*' -not -path '*/matrix/projects/*' "${@:3}" | sort)
  ((${#files[@]})) || { echo "there is no *.test.js in $1" >&2; return 1; }
  node --test --test-reporter=spec --test-concurrency="${2:-1}" "${files[@]}"
}

# wasm-pack also ends well when no test was meant for where it runs; here that is a failure.
run_wasm_pack() {
  wasm-pack test "$@" 2>&1 | tee "$log"
  grep -Eq '^test result: ok\. [1-9][0-9]* passed' "$log" || {
    echo "wasm-pack test $* ran no test at all" >&2
    return 1
  }
}

log=$(mktemp)
trap 'rm -f "$log"' EXIT

all=()
declare -A about
for ((i = 0; i < ${#steps[@]}; i += 2)); do
  all+=("${steps[i]}")
  about[${steps[i]}]=${steps[i + 1]}
done

if [[ ${1:-} == --list ]]; then
  for step in "${all[@]}"; do printf '%-16s %s\n' "$step" "${about[$step]}"; done
  exit
fi
wanted=" $* "
for step in "$@"; do
  [[ -n ${about[$step]:-} ]] || {
    echo "there is no step '$step'; the steps are: ${all[*]}" >&2
    exit 2
  }
done

summary=()
broken=" "
note() { # note STEP RESULT SECONDS
  summary+=("$(printf '%-16s %-12s %5s s' "$1" "$2" "$3")")
}

for step in "${all[@]}"; do
  if [[ $# -gt 0 && $wanted != *" $step "* ]]; then
    note "$step" "SKIPPED" -
    continue
  fi
  if [[ $broken == *" setup "* || ($broken == *" package "* && $needs_package == *" $step "*) ]]; then
    note "$step" "NOT RUN" -
    broken+="$step "
    continue
  fi
  printf '\n══ %s: %s\n' "$step" "${about[$step]}"
  started=$SECONDS
  # Not in a condition, or bash would ignore `set -e` inside.
  set +e
  (
    set -e
    "${step//-/_}"
  )
  status=$?
  set -e
  if ((status == 0)); then
    note "$step" "ok" $((SECONDS - started))
  else
    note "$step" "FAILED" $((SECONDS - started))
    broken+="$step "
  fi
done

printf '\n══ summary\n'
printf '%s\n' "${summary[@]}"
printf '%-16s %-12s %5s s\n' all "" "$SECONDS"
if [[ $# -gt 0 ]]; then echo "Only the steps named were run; those SKIPPED prove nothing."; fi
if [[ $broken != " " ]]; then
  echo "FAILED:${broken% }"
  exit 1
fi
echo "All that was run passed."
