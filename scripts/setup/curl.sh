#!/usr/bin/env bash
# Installs curl: the tests run the commands that `sphinx-case curl` and the page print.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source-path=SCRIPTDIR source=tell.sh
source "$here/tell.sh"

has curl && exit

tell "apt installs curl, which runs the commands that the tests have printed"
apt_install curl
