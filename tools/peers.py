#!/usr/bin/env python3
"""Time of standoff's outline as a ratio to Shapely's planar buffer of the same line, both in turn in one run.

    make peers            # or: tools/peers.py --line land --widths 1,10,50,100,300 --runs 5

Shapely's buffer (EPSG:3035, quad_segs 16) is planar and stands wrong by kilometres; it is the yardstick for time only.
Both sides are contour only: no reading, no writing, no projection of the input. One thread.
Needs PyPI's shapely, pyproj and numpy (`make peers` puts them in a venv under target/).
"""

import argparse
import json
import os
import statistics
import subprocess
import tempfile
import time

import numpy as np
import pyproj
import shapely

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--line", default="land", help="contact, land, coast or fractal-N")
parser.add_argument("--widths", default="1,10,50,100,300", help="km, by commas")
parser.add_argument("--tolerance", default="1", help="m")
parser.add_argument("--runs", type=int, default=5)
parser.add_argument("--binary", default="target/release/examples/contour")
args = parser.parse_args()

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "line.geojson")
    subprocess.run([args.binary, "write", args.line, path], check=True)
    with open(path) as file:
        parts = json.load(file)["coordinates"]

transform = pyproj.Transformer.from_crs(4326, 3035, always_xy=True).transform
planar = shapely.multilinestrings([shapely.linestrings(np.column_stack(transform(*np.array(p).T[:2]))) for p in parts])
environment = dict(os.environ, RAYON_NUM_THREADS="1")
print(f"{args.line}: {sum(map(len, parts))} positions in {len(parts)} parts, tolerance {args.tolerance} m, "
      f"medians of {args.runs} runs; shapely {shapely.__version__}, GEOS {shapely.geos_version_string}")
print(f"{'km':>7} {'shapely s':>10} {'standoff s':>11} {'ratio':>7} {'vertices':>9} {'bound m':>8}")
for width in args.widths.split(","):
    theirs, ours, vertices, bound = [], [], "", ""
    for _ in range(args.runs):
        start = time.perf_counter()
        planar.buffer(1000 * float(width), quad_segs=16)
        theirs.append(time.perf_counter() - start)
        command = [args.binary, "time", args.line, args.tolerance, width]
        seconds, vertices, bound = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout.split()
        ours.append(float(seconds))
    ratio = statistics.median(b / a for a, b in zip(theirs, ours, strict=True))
    medians = f"{statistics.median(theirs):>10.4f} {statistics.median(ours):>11.4f}"
    print(f"{width:>7} {medians} {ratio:>7.3f} {vertices:>9} {float(bound):>8.4f}", flush=True)
