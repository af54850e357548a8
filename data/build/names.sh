#!/bin/sh
# Rebuilds the table of names in a scratch folder and compares it with what is shipped.
#
#   data/build/names.sh [FOLDER]            compare: exit 0 when names.csv is the same byte for byte
#   data/build/names.sh --update [FOLDER]   first copy the rebuilt table and its checksum over the shipped one
#
# Needs npm, python3 and sha256sum; 2 MB to fetch. FOLDER (default: a new temporary one) keeps what was fetched.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
data=$(dirname "$here")
update=no
if [ "${1:-}" = --update ]; then update=yes; shift; fi
work=${1:-$(mktemp -d)}
mkdir -p "$work/out"
cd "$work"

for package in cldr-core cldr-localenames-full; do
    [ -f "$package-46.0.0.tgz" ] || npm pack --silent "$package@46.0.0" >/dev/null
    mkdir -p "$package"
    tar xzf "$package-46.0.0.tgz" -C "$package"
done
sha256sum --check --quiet "$here/names-inputs.sha256"
python3 "$here/names.py" cldr-localenames-full/package/main/en/territories.json cldr-core/package/supplemental/codeMappings.json \
    "$data/units.geojson.gz" "$here/names-own.csv" out/names.csv
if [ $update = yes ]; then
    cp out/names.csv "$data/"
    sums=$(grep -v '  names\.csv$' "$data/SHA256SUMS")
    { echo "$sums"; (cd out && sha256sum names.csv); } >"$data/SHA256SUMS"
fi
cd out
grep '  names\.csv$' "$data/SHA256SUMS" | sha256sum --check
