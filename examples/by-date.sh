#!/usr/bin/env bash
# One table a date, and what changed from each date to the next.
# Run it in an empty folder: by-date.sh [WIDTH]; STANDOFF names the program where it is not on the PATH.
set -euo pipefail
standoff=${STANDOFF:-standoff}
width=${1:-100km}

before=
for date in 2003-12-31 2009-04-01 2021-12-17 2024-06-01; do
    "$standoff" strip --as-of "$date" --width "$width" --tolerance 10m --quiet --format csv >"$date.csv"
    if [[ -n $before ]]; then
        "$standoff" compare "$before.csv" "$date.csv" --quiet --format csv >"$before-to-$date.csv"
        # Columns: width_km,territory,name,overlap_a_km2,overlap_b_km2,change_km2,…
        echo "$before to $date: $(($(wc -l <"$before-to-$date.csv") - 1)) territories change"
    fi
    before=$date
done
