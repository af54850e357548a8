#!/bin/sh
# The table "Shipped and finer borders" of docs/validation.md: strips on the LVA, LTU and POL side of the contact line, with the shipped
# borders and with those of OpenStreetMap (`make data-osm`), and whether they differ by more than the shipped run's data_error_km2.
#
#   tools/finer.sh [STANDOFF]      STANDOFF: the program; default target/release/standoff
#
# `finer line`: --borders osm, areas on the shipped territories. `finer both`: the same line, areas on OpenStreetMap's own units,
# which reach out to the end of the territorial sea.
set -eu
standoff=${1:-target/release/standoff}
folder=${STANDOFF_DATA:-${XDG_DATA_HOME:-$HOME/.local/share}/standoff}/osm
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
widths=5km,10km,20km
"$standoff" strip --quiet --width $widths --format csv >"$work/shipped.csv"
"$standoff" strip --quiet --width $widths --format csv --borders osm >"$work/line.csv"
"$standoff" border --quiet --borders osm --out "$work/line.geojson"
"$standoff" strip --quiet --width $widths --format csv --border "$work/line.geojson" \
    --territories "$folder/units.geojson" --code-field defacto >"$work/both.csv"
python3 - "$work" <<'END'
import csv
import sys

def read(name):
    with open(f"{sys.argv[1]}/{name}.csv", newline="") as file:
        return {(row["width_km"], row["territory"]): row for row in csv.DictReader(file)}

shipped, line, both = map(read, ("shipped", "line", "both"))
print("| width | territory | shipped km² | data ± km² | finer line km² | data ± km² | difference | within | finer both km² | difference | within |")
print("|---|---|---|---|---|---|---|---|---|---|---|")
for width in ("5", "10", "20"):
    for code in ("LVA", "LTU", "POL"):
        a, b, c = (t[width, code] for t in (shipped, line, both))
        area, bound = float(a["overlap_km2"]), float(a["data_error_km2"])
        cells = [f"{width} km", code, f"{area:,.1f}", f"{bound:,.1f}", f"{float(b['overlap_km2']):,.1f}", f"{float(b['data_error_km2']):,.1f}"]
        for other in (b, c):
            difference = float(other["overlap_km2"]) - area
            value = [f"{difference:+,.1f} ({100 * difference / area:+.1f} %)", "yes" if abs(difference) <= bound else "no"]
            cells += value if other is b else [f"{float(c['overlap_km2']):,.1f}", *value]
        print("| " + " | ".join(cells) + " |")
END
