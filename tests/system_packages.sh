#!/bin/sh
# Install the Debian packages that some tests need, where that is possible: as root, with apt.
# Elsewhere those tests are skipped, and say why.
set -eu
wanted="virtuoso-opensource raptor2-utils chromium fonts-noto-cjk apache2-bin nginx-light"
command -v apt-get >/dev/null 2>&1 || exit 0
[ "$(id -u)" = 0 ] || exit 0
missing=""
for package in $wanted; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "ok installed" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
echo "installing$missing" >&2
export DEBIAN_FRONTEND=noninteractive
export RUNLEVEL=1 # no service is started by its installation
apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
  echo "could not install$missing; the tests that need them are skipped" >&2
