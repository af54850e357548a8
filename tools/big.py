#!/usr/bin/env python3
"""Writes a large GeoJSON file of fractal lines or polygons, for measuring how input is read.

    tools/big.py FILE [--mb 1000] [--kind lines|line|polygons|polygon] [--digits 15]

lines: many LineStrings of 4,097 positions; line: one LineString; polygons: squares of a grid with fractal sides that neighbours
share, a code each; polygon: one ring. The same arguments give the same bytes. Standard library only.
"""

import argparse
import itertools
import math
import random

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("file")
parser.add_argument("--mb", type=float, default=1000, help="size, 10^6 bytes")
parser.add_argument("--kind", choices=["lines", "line", "polygons", "polygon"], default="lines")
parser.add_argument("--digits", type=int, default=15, help="significant digits of a coordinate of two digits before the point")
args = parser.parse_args()

PLACES = args.digits - 2
chance = random.Random(1)


def fractal(a, b, steps, shifts):
    """Positions from a to b (b left out), by midpoint displacement: 2^steps edges."""
    points = [a, b]
    for _ in range(steps):
        finer = []
        for (x, y), (u, v) in itertools.pairwise(points):
            shift = shifts()
            finer += [(x, y), ((x + u) / 2 - shift * (v - y), (y + v) / 2 + shift * (u - x))]
        points = finer + points[-1:]
    return points[:-1]


def text(points):
    return ",".join(f"[{x:.{PLACES}f},{y:.{PLACES}f}]" for x, y in points)


def feature(number, kind, coordinates):
    return (f'{{"type":"Feature","properties":{{"code":"F{number}","name":"Number {number}"}},'
            f'"geometry":{{"type":"{kind}","coordinates":{coordinates}}}}}')


def lines(file, size):
    """A walk north and south between 20 and 40 degrees east, in pieces that begin where the last one ends."""
    at, number, one = (20.0, 40.0), 0, args.kind == "line"
    if one:
        file.write('{"type":"Feature","properties":{"code":"F1"},"geometry":{"type":"LineString","coordinates":[')
    while file.tell() < size:
        angle = number * 0.05
        to = (30 + 9 * math.cos(angle) + 0.0001 * number, 55 + 9 * math.sin(angle * 1.01))
        points = [*fractal(at, to, 12, lambda: chance.gauss(0, 0.12)), to]
        if one:
            file.write(("," if number else "") + text(points[1:] if number else points))
        else:
            file.write((",\n" if number else "") + feature(number + 1, "LineString", f"[{text(points)}]"))
        at, number = to, number + 1
    if one:
        file.write("]}}")


def polygons(file, size):
    # So small that the sides of a corner never meet again.
    steps = 10
    columns = max(1, round(math.sqrt(size / (2 * PLACES + 8) / 4 / 2**steps)))
    cell = 20 / columns
    corner = lambda i, j: (20 + cell * i, 40 + cell * j)
    side = lambda i, j, u, v: fractal(corner(i, j), corner(u, v), steps, lambda: chance.uniform(-0.05, 0.05))
    below = [side(i, 0, i + 1, 0) for i in range(columns)]
    for j in range(columns):
        left = side(0, j, 0, j + 1)
        above = []
        for i in range(columns):
            right = side(i + 1, j, i + 1, j + 1)
            top = side(i, j + 1, i + 1, j + 1)
            turned = lambda s, end: [end, *s[:0:-1]]
            ring = below[i] + right + turned(top, corner(i + 1, j + 1)) + turned(left, corner(i, j + 1))
            number = j * columns + i
            file.write((",\n" if number else "") + feature(number + 1, "Polygon", f"[[{text(ring + ring[:1])}]]"))
            above.append(top)
            left = right
        below = above


def polygon(file, size):
    """One ring: east along a rough line, and back along another one."""
    half = round(size / (2 * PLACES + 8) / 2)
    east = lambda k, lat: (-170 + 340 * k / half, lat + chance.uniform(-1, 1))
    file.write('{"type":"Feature","properties":{"code":"F1"},"geometry":{"type":"Polygon","coordinates":[[')
    first = east(0, 50)
    file.write(text([first]))
    for start in range(1, half + 1, 4096):
        file.write("," + text([east(k, 50) for k in range(start, min(start + 4096, half + 1))]))
    for start in range(half, -1, -4096):
        file.write("," + text([east(k, 60) for k in range(start, max(start - 4096, -1), -1)]))
    file.write("," + text([first]) + "]]}}")


with open(args.file, "w", newline="\n") as file:
    many = args.kind in ("lines", "polygons")
    if many:
        file.write('{"type":"FeatureCollection","features":[\n')
    {"polygons": polygons, "polygon": polygon}.get(args.kind, lines)(file, args.mb * 1e6)
    if many:
        file.write("\n]}")
    file.write("\n")
