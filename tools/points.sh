#!/bin/sh
# Writes N points at random over Europe and western Asia as CSV, for timing `standoff sites`; always the same ones.
#
#   tools/points.sh 1000000 > points.csv
set -eu
[ $# -eq 1 ] || { echo "usage: $0 N" >&2; exit 2; }
awk -v n="$1" 'BEGIN { srand(1); print "id,lon,lat"; for (i = 0; i < n; i++) printf "%d,%.6f,%.6f\n", i, 20 + 40 * rand(), 40 + 30 * rand() }'
