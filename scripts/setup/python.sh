#!/usr/bin/env bash
# Makes the virtual environments in which tests/server runs: Python, and two versions of Django REST Framework, whose
# errors differ. They go to .tools/drf-3.17 and .tools/drf-3.18.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source-path=SCRIPTDIR source=tell.sh
source "$here/tell.sh"
cd "$here/../.."

# An environment that has what its file asks for has a copy of that file. Its python is a link, which can have died.
is_ready() {
  cmp -s "$1" "$2/requirements.txt" && "$2/bin/python" -c '' 2>/dev/null
}

# A Python that is new enough, and can make environments: Debian's cannot without one more package.
can_make() { "$1" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
find_python() {
  local name
  for name in python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3; do
    if can_make "$name"; then
      echo "$name"
      return
    fi
  done
  return 1
}

missing=()
for version in 3.17 3.18; do
  is_ready "tests/sending/server/requirements-$version.txt" ".tools/drf-$version" || missing+=("$version")
done
((${#missing[@]} == 0)) && exit

if ! find_python >/dev/null; then
  tell "apt installs python3 and python3-venv, for the server that the tests send requests to"
  apt_install python3 python3-venv
fi
python=$(find_python) || fail "there is no Python 3.11 or later here that has venv. Please install one."

for version in "${missing[@]}"; do
  requirements=tests/sending/server/requirements-$version.txt
  environment=.tools/drf-$version
  tell "pip installs Django REST Framework $version into $environment, for the server that the tests send requests to"
  rm -rf "$environment"
  "$python" -m venv "$environment"
  "$environment/bin/python" -m pip install --quiet --disable-pip-version-check --no-input -r "$requirements" >&2 ||
    fail "pip could not install what $requirements names; what it said stands above"
  # The copy comes last: where it is, all is there.
  cp "$requirements" "$environment/requirements.txt"
done
