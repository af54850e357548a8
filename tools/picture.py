#!/usr/bin/env python3
"""Draws a strip's GeoJSON as an SVG map (Lambert azimuthal equal-area), for the README.

    tools/picture.py demo/zone.geojson docs/zone.svg        # or: make picture

Standard library only. For looking at, not for measuring: the projection is spherical and lines are thinned to a pixel.
"""

import gzip
import json
import math
import sys

source, target = sys.argv[1:3]
CENTRE, WIDTH, HEIGHT, SCALE = (27.0, 55.3), 900, 900, 0.225  # degrees, pixels, pixels a kilometre
COLOURS = {"A": "#c0504d", "B": "#4472a8", "": "#9a9a8c", "both": "#7a5a9a"}


def project(lon, lat):
    """Kilometres east and north of the centre on a sphere; None on the far side."""
    l, p, p0 = math.radians(lon - CENTRE[0]), math.radians(lat), math.radians(CENTRE[1])
    c = math.sin(p0) * math.sin(p) + math.cos(p0) * math.cos(p) * math.cos(l)
    if c < 0.2:
        return None
    k = 6371 * math.sqrt(2 / (1 + c))
    x, y = k * math.cos(p) * math.sin(l), k * (math.cos(p0) * math.sin(p) - math.sin(p0) * math.cos(p) * math.cos(l))
    return WIDTH / 2 + SCALE * x, HEIGHT / 2 - SCALE * y


def path(ring, closed=True):
    points = []
    for lon, lat in ring:
        point = project(lon, lat)
        if point is None:
            return ""
        if not points or math.dist(point, points[-1]) >= 1.2:
            points.append(point)
    inside = any(-50 < x < WIDTH + 50 and -50 < y < HEIGHT + 50 for x, y in points)
    if len(points) < 2 or not inside:
        return ""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + ("Z" if closed else "")


def polygons(geometry):
    if geometry is None:
        return []
    return [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]


def drawn(geometry):
    return "".join(path(ring) for polygon in polygons(geometry) for ring in polygon)


with open(source) as file:
    features = json.load(file)["features"]
with gzip.open("data/units.geojson.gz", "rt") as file:
    units = json.load(file)["features"]

out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="13">']
out.append(f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#eef3f6"/>')
land = "".join(drawn(unit["geometry"]) for unit in units)
out.append(f'<path d="{land}" fill="#fbfaf5" stroke="#b9b4a6" stroke-width="0.5" fill-rule="evenodd"/>')
rows = [f["properties"] for f in features if f["properties"]["layer"] == "overlap"]
for feature in features:
    kind, properties = feature["properties"]["layer"], feature["properties"]
    if kind == "overlap":
        colour = COLOURS[properties.get("group") or ""]
        out.append(f'<path d="{drawn(feature["geometry"])}" fill="{colour}" fill-opacity="0.55" stroke="{colour}" stroke-width="0.4" fill-rule="evenodd"/>')
for feature in features:
    kind = feature["properties"]["layer"]
    if kind == "strip":
        out.append(f'<path d="{drawn(feature["geometry"])}" fill="none" stroke="#222" stroke-width="1"/>')
    if kind == "border":
        geometry = feature["geometry"]
        lines = [geometry["coordinates"]] if geometry["type"] == "LineString" else geometry["coordinates"]
        out.append(f'<path d="{"".join(path(line, False) for line in lines)}" fill="none" stroke="#111" stroke-width="2.2"/>')
out.append(f'<rect x="8" y="6" width="262" height="{36 + 19 * min(len(rows), 16)}" fill="#fff" fill-opacity="0.85"/>')
y = 24
strip = next(f["properties"] for f in features if f["properties"]["layer"] == "strip")
out.append(f'<text x="16" y="{y}" font-size="16" font-weight="bold">{strip["width_km"]:g} km on each side of the land border that CSTO shares with NATO, 2021-12-17</text>')
for row in rows[:16]:
    y += 19
    colour = COLOURS[row.get("group") or ""]
    out.append(f'<rect x="16" y="{y - 10}" width="11" height="11" fill="{colour}" fill-opacity="0.7"/>')
    out.append(f'<text x="33" y="{y}">{row["name"]}: {100 * row["overlap_share"]:.1f} % ({row["overlap_km2"]:,.0f} km²)</text>')
out.append(f'<text x="16" y="{HEIGHT - 14}" font-size="11" fill="#555">Worldview: {strip["worldview"]}. Boundaries made with Natural Earth. Red: CSTO, blue: NATO, grey: neither.</text>')
out.append("</svg>")
with open(target, "w") as file:
    file.write("\n".join(out) + "\n")
print(f"wrote {target}")
