#!/usr/bin/env bash
# Installs PostgreSQL: the tests start servers of their own. Debian's package also starts one, which nothing here uses.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source-path=SCRIPTDIR source=tell.sh
source "$here/tell.sh"

is_ready() { compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }

is_ready && exit

tell "apt installs Debian's postgresql, for the tests with a shared journal and shared idempotency keys"
apt_install postgresql
is_ready || fail "apt is done, but there is no initdb in /usr/lib/postgresql"
