#!/usr/bin/env bash
# The page tests need Chromium. Install Debian's where that can be done; else say what is left out.
set -euo pipefail

for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null; then
    exit 0
  fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "== Installing Chromium for the page tests"
  export DEBIAN_FRONTEND=noninteractive
  if apt-get update -qq </dev/null >/dev/null &&
    apt-get install -qq -y --no-install-recommends chromium </dev/null >/dev/null; then
    exit 0
  fi
  echo "apt-get could not install it."
fi
echo "== Left out: the tests that open pages in a browser. No Chromium was found; on Debian: apt install chromium"
