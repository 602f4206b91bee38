# shellcheck shell=bash
# How every set-up script speaks, and where it finds what it installed. To be sourced.

# cargo puts programs here; rustup's installer only adds it to the PATH of new login shells.
export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"

tell() { printf '[setup] %s\n' "$*" >&2; }

fail() {
  printf '[setup] ERROR: %s\n' "$*" >&2
  exit 1
}

# Whether every program named is in the PATH.
has() {
  local program
  for program; do command -v "$program" >/dev/null 2>&1 || return 1; done
}

# Installs Debian packages: apt_install PACKAGE…
apt_install() {
  has apt-get || fail "this needs the packages: $*. There is no apt-get here; please install them by hand."
  local as_root=()
  if [[ $EUID -ne 0 ]]; then
    has sudo || fail "this needs root, and there is no sudo. Please run as root: apt-get install $*"
    as_root=(sudo)
  fi
  local log
  log=$(mktemp)
  if ! {
    "${as_root[@]}" apt-get update -qq &&
      "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "$@"
  } >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    fail "apt could not install $*; what it said stands above"
  fi
  rm -f "$log"
}
