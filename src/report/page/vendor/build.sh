#!/usr/bin/env bash
# Builds d3.js and LICENCES.txt anew from the npm packages that package-lock.json pins, and compares their checksums. Needs node and
# npm; the build of standoff does not.
#
#   src/report/page/vendor/build.sh            builds and fails where the result is another
#   src/report/page/vendor/build.sh --bless    builds, and writes the new checksums
set -euo pipefail
cd "$(dirname "$0")"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cp package.json package-lock.json entry.js "$scratch"
(cd "$scratch" && npm ci --silent --no-audit --no-fund --ignore-scripts)
"$scratch/node_modules/.bin/esbuild" "$scratch/entry.js" --bundle --minify --format=iife --global-name=d3 --charset=ascii \
    --legal-comments=none --log-level=warning --outfile=d3.js
for name in "$scratch"/node_modules/{d3-*,internmap}; do
    version=$(node -p "require('$name/package.json').version")
    printf '== %s %s\n\n%s\n\n' "$(basename "$name")" "$version" "$(cat "$name/LICENSE")"
done >LICENCES.txt
[ "${1:-}" = --bless ] && sha256sum d3.js LICENCES.txt package-lock.json >SHA256SUMS
sha256sum --check --quiet SHA256SUMS && echo "d3.js and LICENCES.txt are those of SHA256SUMS"
