#!/usr/bin/env bash
# How fast GeoJSON is read on one core, beside GDAL's own reader in the same run on the same file, and in how much memory: make reading.
#
#     tools/reading.sh [MB] [RUNS]
#
# MB (default 300): size of the files, of 10^6 bytes, which tools/big.py makes in target/reading: lines, and territories that share their borders.
# RUNS (default 5): runs of each reader, in turn on processor 0; the medians are printed. Needs GDAL's module for Python (Debian:
# python3-gdal), time, taskset and a build of the example: cargo build --release --example reading
#
# Seconds are the processor's, user and system: wall time, printed too, depends on what else the machine does.
# GDAL reads all features and their geometries, by its module: `ogrinfo -al -so` would take their extents too. Its GeoJSON driver reads a
# file twice, first for the names of the properties; "one pass" tells it to take those from the first megabyte.
# standoff also checks positions, and of territories whether rings cross themselves and neighbours overlap, which GDAL does not.
set -eu
size=${1:-300} runs=${2:-5}
here=$(cd "$(dirname "$0")" && pwd)
target=${CARGO_TARGET_DIR:-$here/../target}
reading=$target/release/examples/reading
folder=$target/reading
python=/usr/bin/python3
gdal='
import sys
from osgeo import ogr
ogr.UseExceptions()
data = ogr.Open(sys.argv[1])
print(sum(1 for f in data.GetLayer(0) if f.GetGeometryRef() is not None))
'
"$python" -c 'from osgeo import gdal; print("GDAL", gdal.__version__)' || {
    echo "GDAL's module for Python is missing: apt-get install python3-gdal" >&2
    exit 1
}
test -x "$reading" || {
    echo "$reading is missing: cargo build --release --example reading" >&2
    exit 1
}
mkdir -p "$folder"
figures=$(mktemp)
trap 'rm -f "$figures"' EXIT

# NAME WORDS...: user, system and wall seconds and kB of one run, as a line of figures.
run() {
    local name=$1
    shift
    command time --quiet -f "$name %U %S %e %M" -a -o "$figures" taskset -c 0 "$@" >/dev/null
}

for kind in lines territories; do
    file=$folder/$kind-$size.geojson
    shape=$kind
    test $kind = lines || shape=polygons
    test -s "$file" || { python3 "$here/big.py" "$file.new" --mb "$size" --kind $shape && mv "$file.new" "$file"; }
    bytes=$(stat -c %s "$file")
    cat "$file" >/dev/null # into the system's cache, for all alike
    : >"$figures"
    for _ in $(seq "$runs"); do
        RAYON_NUM_THREADS=1 run standoff "$reading" "$file" "$kind"
        OGR_GEOJSON_MAX_OBJ_SIZE=0 run GDAL "$python" -c "$gdal" "$file"
        OGR_GEOJSON_MAX_OBJ_SIZE=0 OGR_GEOJSON_MAX_BYTES_FIRST_PASS=1000000 run GDAL-one-pass "$python" -c "$gdal" "$file"
    done
    echo
    echo "$kind: $bytes bytes; medians of $runs runs, one core"
    positions=$(RAYON_NUM_THREADS=1 "$reading" "$file" "$kind" | cut -d ' ' -f 1)
    "$python" - "$figures" "$bytes" "$positions" <<'END'
import statistics
import sys

runs = {}
for line in open(sys.argv[1]):
    name, *numbers = line.split()
    runs.setdefault(name, []).append([float(n) for n in numbers])
size, positions = int(sys.argv[2]), int(sys.argv[3])
middle = lambda values: statistics.median(values)
print(f"{'reader':<14} {'CPU s':>7} {'user s':>7} {'MB/s':>6} {'wall s':>7} {'peak MB':>8} {'of 16 bytes a position':>23}")
cpu = {}
for name, all in runs.items():
    cpu[name] = middle([r[0] + r[1] for r in all])
    peak = max(r[3] for r in all) * 1024
    print(f"{name:<14} {cpu[name]:7.2f} {middle([r[0] for r in all]):7.2f} {size / 1e6 / cpu[name]:6.0f} {middle([r[2] for r in all]):7.2f} "
          f"{peak / 1e6:8.0f} {peak / (16 * positions):23.2f}")
best = min(v for k, v in cpu.items() if k != "standoff")
print(f"standoff's time as a ratio to the faster of GDAL's: {cpu['standoff'] / best:.2f}")
END
done
