#!/bin/sh
# Rebuilds the font of the pictures in a scratch folder and compares it with what is shipped: Latin, Greek and Cyrillic letters of
# Open Sans, regular and bold, with kerning, without hints.
#
#   data/build/font.sh [FOLDER]            compare: exit 0 when both files are the same byte for byte
#   data/build/font.sh --update [FOLDER]   first copy the rebuilt files and their checksums over the shipped ones
#
# Needs npm, python3 and sha256sum; 3 MB to fetch. FOLDER (default: a new temporary one) keeps what was fetched.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
shipped=$(dirname "$here")/font
update=no
if [ "${1:-}" = --update ]; then update=yes; shift; fi
work=${1:-$(mktemp -d)}
mkdir -p "$work/out" "$shipped"
cd "$work"

tgz=expo-google-fonts-open-sans-0.4.2.tgz
[ -f "$tgz" ] || npm pack --silent @expo-google-fonts/open-sans@0.4.2 >/dev/null
tar xzf "$tgz"
sha256sum --check --quiet "$here/font-inputs.sha256"
[ -x venv/bin/python ] || python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check fonttools==4.59.0

# Letters of territories' names in all of Europe's alphabets, and what numbers, titles and licences need.
letters=U+0020-007E,U+00A0-024F,U+02BB,U+02BC,U+02C6,U+02D8-02DD,U+0300-0304,U+0306-030C,U+0327,U+0328,U+0370-03FF,U+0400-052F
letters=$letters,U+1E00-1EFF,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+2030,U+2032,U+2033,U+2039,U+203A,U+20AC,U+2116,U+2122
letters=$letters,U+2212,U+2248,U+2260,U+2264,U+2265,U+FFFD
for style in 400Regular 700Bold; do
    venv/bin/pyftsubset "package/$style/OpenSans_$style.ttf" --unicodes="$letters" --layout-features=kern,mark,mkmk,ccmp \
        --no-hinting --desubroutinize --notdef-outline --no-recalc-timestamp --name-IDs=0,1,2,3,4,5,6,13,14 \
        --output-file="out/OpenSans-${style#[0-9]00}.ttf"
done
cp package/LICENSE_FONT out/OFL.txt
if [ $update = yes ]; then
    cp out/*.ttf out/OFL.txt "$shipped/"
    (cd "$shipped" && sha256sum OpenSans-Regular.ttf OpenSans-Bold.ttf OFL.txt >SHA256SUMS)
fi
cd out
sha256sum --check "$shipped/SHA256SUMS"
echo "the rebuilt font is the shipped font" >&2
