#!/usr/bin/env bash
# The tests of remote engines need Virtuoso 7. Install Debian's where that can be done; else say what
# is left out. The tests start their own on loopback, in a temporary folder, and stop it.
set -euo pipefail

left_out() {
  echo "== Left out: the tests against a Virtuoso. $1; on Debian and Ubuntu: apt install virtuoso-opensource-7"
  exit 0
}

if command -v virtuoso-t >/dev/null; then
  exit 0
fi
command -v apt-get >/dev/null || left_out "It was not found"
as_root=()
if [ "$(id -u)" != 0 ]; then
  sudo -n true 2>/dev/null || left_out "It was not found, and only root can install it"
  as_root=(sudo -n)
fi
echo "== Installing Virtuoso 7 for the tests of remote engines"
# Its service is not to start on this machine: a policy says so while the package is installed.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
  "${as_root[@]}" chmod +x "$policy"
  trap '"${as_root[@]}" rm -f "$policy"' EXIT
fi
if "${as_root[@]}" apt-get update -qq </dev/null >/dev/null 2>&1 &&
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -qq -y --no-install-recommends virtuoso-opensource-7 </dev/null >/dev/null 2>&1 &&
  command -v virtuoso-t >/dev/null; then
  exit 0
fi
left_out "apt-get could not install it"
