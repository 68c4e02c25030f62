#!/bin/sh
# Install the npm packages that some tests need, as tests/npm/package-lock.json pins them: where there is npm.
# Elsewhere those tests are skipped, and say why.
set -eu
cd "$(dirname "$0")/npm"
command -v npm >/dev/null 2>&1 || exit 0
[ node_modules/.package-lock.json -nt package-lock.json ] && exit 0
npm ci --silent --no-audit --no-fund --ignore-scripts ||
  echo "could not install the npm packages; the tests that need them are skipped" >&2
