#!/bin/sh
# Rebuilds the shipped data from its packages in a scratch folder and compares it with what is shipped.
#
#   data/build/rebuild.sh [FOLDER]            compare: exit 0 when every file is the same byte for byte
#   data/build/rebuild.sh --update [FOLDER]   first copy the rebuilt files and their checksums over the shipped ones
#
# FOLDER (default: a new temporary one) keeps the fetched packages, so a second run is quick.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
data=$(dirname "$here")
update=no
if [ "${1:-}" = --update ]; then update=yes; shift; fi
work=${1:-$(mktemp -d)}

"$here/fetch.sh" "$work"
work=$(cd "$work" && pwd)
mkdir -p "$work/out"
"$work/venv/bin/python" "$here/make_data.py" \
    "$work/package/data/states/admin1.json" \
    "$work/deb/usr/share/qgis/resources/data/world_map.gpkg" \
    "$work/deb/usr/share/magics/10m/ne_10m_populated_places_simple.shp" \
    "$work/out"

if [ $update = yes ]; then
    cp "$work/out/units.geojson.gz" "$work/out/places.csv" "$data/"
    {
        (cd "$work/out" && sha256sum units.geojson.gz units.geojson places.csv)
        (cd "$data" && sha256sum alliances.csv disputed.csv worldviews.csv names.csv)
    } >"$data/SHA256SUMS"
    echo "updated, with SHA256SUMS; say in CHANGELOG.md what moved" >&2
fi
# SHA256SUMS also lists the tables that are written by hand: only the made files are compared here.
cd "$work/out"
grep -E '  (units\.geojson\.gz|units\.geojson|places\.csv)$' "$data/SHA256SUMS" | sha256sum --check
echo "the rebuilt data is the shipped data" >&2
