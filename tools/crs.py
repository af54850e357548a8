#!/usr/bin/env python3
"""Transformations of the program beside PROJ's own, on vertices of the shipped land borders inside each system's area of use.

    cargo build --release --example transform
    tools/crs.py --standoff target/release/standoff --transform target/release/examples/transform [CODE...]
    tools/crs.py --golden   print the table of golden values of tests/library/crs.rs

Needs pyproj (3.7.2 has PROJ 9.5.1 in it); cs2cs is asked too where it is on PATH. pyproj runs the operation of the same name; cs2cs
chooses one for each position by itself, so that where systems have several operations it differs by what these differ.
"""
import argparse
import json
import shutil
import subprocess
import sys

import pyproj
from pyproj.transformer import TransformerGroup

CODES = [3035, 2180, 3301, 3059, 3346, 32635, 3857, 28403, 28405, 28406, 20005, 3576, 3995]
# Golden positions: inside each area of use, off any symmetry.
GOLDEN = {
    3035: [(24.7536, 59.437), (-8.61, 41.15)], 2180: [(21.01, 52.23), (14.55, 53.43)],
    3301: [(24.7536, 59.437), (26.7225, 58.3806)], 3059: [(24.11, 56.95), (26.53, 55.87)],
    3346: [(25.28, 54.69), (21.14, 55.71)], 32635: [(24.7536, 59.437), (29.9, 47.1)],
    3857: [(-120.5, 48.99), (137.25, -66.5)], 28403: [(21.5, 54.7), (23.9, 55.1)],
    28405: [(24.7, 52.3), (27.9, 55.7)], 28406: [(30.2, 55.7), (33.1, 52.4)],
    20005: [(27.9, 57.4), (28.4, 59.4)], 3576: [(105.0, 72.5), (-169.5, 66.1)], 3995: [(30.5, 69.6), (-141.0, 69.65)],
}


def plain(name):
    return " + ".join(part for part in name.split(" + ") if not part.startswith("axis order change"))


def operation(code, name, points):
    """pyproj's transformer of that name from WGS84 to the code."""
    lon, lat = zip(*points, strict=True)
    area = pyproj.aoi.AreaOfInterest(min(lon), min(lat), max(lon), max(lat)) if max(lon) - min(lon) < 180 else None
    for group in (TransformerGroup(f"EPSG:{code}", "EPSG:4326", always_xy=True, area_of_interest=area, allow_ballpark=False),
                  TransformerGroup(f"EPSG:{code}", "EPSG:4326", always_xy=True, area_of_interest=area)):
        for transformer in group.transformers:
            if plain(transformer.description) == plain(name):
                return transformer
    raise SystemExit(f"pyproj has no operation {name!r} for EPSG:{code}")


def vertices(standoff, code):
    text = subprocess.run([standoff, "border", "--between", "ALL", "ALL", "--reading", "every", "--quiet"], check=True, capture_output=True)
    west, south, east, north = pyproj.CRS(f"EPSG:{code}").area_of_use.bounds
    inside = lambda lon: west <= lon <= east if west <= east else lon >= west or lon <= east
    found = []
    for feature in json.loads(text.stdout)["features"]:
        for line in feature["geometry"]["coordinates"]:
            found += [(x, y) for x, y in line if inside(x) and south <= y <= north]
    return found


def ours(transform, code, points):
    text = "".join(f"{x!r} {y!r}\n" for x, y in points)
    run = subprocess.run([transform, f"EPSG:{code}"], input=text, text=True, capture_output=True, check=False)
    if run.returncode:
        return run.stderr.strip(), []
    return run.stderr.strip(), [[float(n) for n in line.split()] for line in run.stdout.splitlines()]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("codes", nargs="*", type=int)
    parser.add_argument("--standoff", default="target/release/standoff")
    parser.add_argument("--transform", default="target/release/examples/transform")
    parser.add_argument("--golden", action="store_true")
    args = parser.parse_args()
    geod = pyproj.Geod(ellps="WGS84")
    print(f"pyproj {pyproj.__version__}, PROJ {pyproj.proj_version_str}", file=sys.stderr)
    for code in args.codes or CODES:
        points = GOLDEN[code] if args.golden else vertices(args.standoff, code)
        if not points:
            print(f"{code}: no vertex of a land border in its area of use")
            continue
        about, rows = ours(args.transform, code, points)
        if not rows:
            print(f"{code}: {about}")
            continue
        name = about.split('by "')[1].split('"')[0]
        peer = operation(code, name, points)
        if args.golden:
            for lon, lat in points:
                x, y = peer.transform(lon, lat, direction="INVERSE")
                print(f"    ({code}, {lon!r}, {lat!r}, {x:.5f}, {y:.5f}),")
            continue
        apart = max(max(abs(x - row[0]), abs(y - row[1])) for row, (x, y) in
                    zip(rows, (peer.transform(*p, direction="INVERSE") for p in points), strict=True))
        back = max(geod.inv(*peer.transform(row[0], row[1]), row[2], row[3])[2] for row in rows)
        trip = max(geod.inv(lon, lat, row[2], row[3])[2] for (lon, lat), row in zip(points, rows, strict=True))
        text = ""
        if shutil.which("cs2cs"):
            lines = "".join(f"{x!r} {y!r}\n" for x, y in points)
            command = ["cs2cs", "-d", "6", "OGC:CRS84", f"EPSG:{code}"]
            run = subprocess.run(command, input=lines, text=True, capture_output=True, check=True)
            theirs = [[float(n) for n in line.split()[:2]] for line in run.stdout.replace("*", "nan").splitlines()]
            swapped = pyproj.CRS(f"EPSG:{code}").axis_info[0].direction == "north"
            far = [max(abs(t[swapped] - row[0]), abs(t[not swapped] - row[1])) for t, row in zip(theirs, rows, strict=True)]
            text = f", from cs2cs at most {max(far):.6f} m, within 1 mm for {sum(f <= 1e-3 for f in far)}"
        peers = f"from pyproj at most {apart:.6f} m there and {back:.6f} m back, there and back {trip:.9f} m{text}"
        print(f"{code}: {len(points)} vertices, {peers}; {about}")


main()
