#!/usr/bin/env bash
# How fast GeoJSON is read on one core, beside GDAL's own reader in the same run, and in how much memory.
#
#     tools/reading.sh FILE [lines|territories] [RUNS]
#
# tools/big.py makes files. Needs GDAL's ogrinfo (Debian: gdal-bin) and a build of the example:
# cargo build --release --example reading
# Seconds are those of the processor, user and system, so that other work on the machine matters less.
# `-so` makes GDAL parse all features and print the layer's count and extent, no feature.
set -eu
file=$1 kind=${2:-lines} runs=${3:-3}
size=$(stat -c %s "$file")
reading=${CARGO_TARGET_DIR:-target}/release/examples/reading
TIMEFORMAT='%U %S'
seconds() { { time "$@" >&3 2>&4; } 2>&1 | awk '{ print $1 + $2 }'; }
exec 3>/dev/null 4>/dev/null
echo "$file: $size bytes; $(ogrinfo --version)"
for _ in $(seq "$runs"); do
    ours=$(RAYON_NUM_THREADS=1 seconds "$reading" "$file" "$kind")
    theirs=$(OGR_GEOJSON_MAX_OBJ_SIZE=0 seconds ogrinfo -ro -al -so "$file")
    awk -v b="$size" -v o="$ours" -v t="$theirs" 'BEGIN {
        printf "standoff %7.2f s %5.0f MB/s    GDAL %7.2f s %5.0f MB/s    ratio %.3f\n", o, b/1e6/o, t, b/1e6/t, o/t }'
done
RAYON_NUM_THREADS=1 "$reading" "$file" "$kind"
