#!/usr/bin/env python3
"""Makes the finer borders, from OpenStreetMap, of the package @geo-maps/countries-maritime-10m.

    osm.py MAP.geo.json UNITS.geojson.gz OUT.geojson

MAP is the package's file, UNITS the shipped boundaries (codes, names and owners come from there; no position does). OUT has the shipped
file's form: one feature a unit, with unit, name, defacto, dejure, sov. What the source has wrong, and what is done about it, is
printed; what is not mended stays as it is and is listed. Positions of the source are kept; only where two outlines cross along an
overlap that is cut out are new ones made.
"""
import gzip
import json
import sys

import numpy
import shapely
from shapely.geometry import mapping, shape

# Codes of the package (ISO 3166-1) that the shipped boundaries spell otherwise.
RENAMED = {"XKX": "KOS", "PSE": "PSX", "SSD": "SDS", "ESH": "SAH", "ALA": "ALD"}
# Dependencies that have no unit of their own in the shipped boundaries: they belong to that one, which holds them in the package too
# but for CCK and CXR, which make one unit.
JOINED = {
    "SJM": "NOR", "BVT": "NOR", "GUF": "FRA", "GLP": "FRA", "MTQ": "FRA", "MYT": "FRA", "REU": "FRA", "BES": "NLD",
    "CCK": "IOA", "CXR": "IOA",
}
CRIMEA = "UKR-43"  # with Sevastopol, which the package does not tell apart
# A territory with more of its area than this inside another one is that one's part.
INSIDE = 0.98
LEAST_TOLD = 1.0  # km2
KM2 = 12_364.0  # square kilometres in a square degree at the equator, for the report only


def say(text):
    print(text, file=sys.stderr)


def km2(g):
    """About; good to a few per cent, for the report."""
    if g.is_empty:
        return 0.0
    # Equal-area on the sphere: longitude, and the sine of the latitude in degrees.
    flat = shapely.transform(g, lambda c: numpy.column_stack((c[:, 0], numpy.degrees(numpy.sin(numpy.radians(c[:, 1]))))))
    return flat.area * KM2


def polygons(g):
    """The polygons of any geometry: what an overlay leaves of lines and points has no area."""
    parts = [p for p in getattr(g, "geoms", [g]) if p.geom_type == "Polygon" and p.area > 0]
    return shapely.MultiPolygon(parts)


def even_odd(code, g):
    """The package writes enclaves of others as polygons inside a polygon; they are holes."""
    if g.is_valid:
        return polygons(g)
    why = shapely.is_valid_reason(g)
    whole = shapely.MultiPolygon()
    for part in getattr(g, "geoms", [g]):
        whole = whole.symmetric_difference(shapely.make_valid(part))
    whole = polygons(whole)
    if not whole.is_valid:
        raise SystemExit(f"{code} stays invalid: {shapely.is_valid_reason(whole)}")
    say(f"  {code}: {why}: inner outlines are read as holes")
    return whole


def main(source, units, out):
    with gzip.open(units, "rt", encoding="utf-8") as file:
        shipped = {f["properties"]["unit"]: f["properties"] for f in json.load(file)["features"]}
    with open(source, encoding="utf-8") as file:
        features = json.load(file)["features"]

    say("outlines that are not valid:")
    by_code = {}
    for feature in features:
        code = feature["properties"]["A3"]
        code = RENAMED.get(code, code)
        by_code[code] = even_odd(code, shape(feature["geometry"]))

    say("codes of the package: " + ", ".join(f"{a} is {b} here" for a, b in RENAMED.items()))
    for code, into in JOINED.items():
        part = by_code.pop(code)
        if into not in by_code:
            by_code[into] = part
        elif part.difference(by_code[into]).area > 1e-9:
            by_code[into] = polygons(by_code[into].union(part))
        say(f"  {code}: no unit of its own here; part of {into}")

    crimea = polygons(by_code["RUS"].intersection(by_code["UKR"]))
    # The package has all of Crimea in both. What else the two have in common are slivers along their border.
    crimea, slivers = shapely.MultiPolygon([max(crimea.geoms, key=lambda p: p.area)]), len(crimea.geoms) - 1
    say(f"Crimea with its sea is in RUS and in UKR: {km2(crimea):,.0f} km2 are the unit UKR-43 ({slivers} slivers left in both)")
    for code in ("RUS", "UKR"):
        by_code[code] = polygons(by_code[code].difference(crimea))

    say("overlaps:")
    codes = sorted(by_code)
    tree = shapely.STRtree([by_code[c] for c in codes])
    left = []
    for i, j in sorted(map(tuple, tree.query([by_code[c] for c in codes], predicate="intersects").T)):
        if i >= j:
            continue
        a, b = codes[i], codes[j]
        common = by_code[a].intersection(by_code[b])
        if km2(common) < LEAST_TOLD:
            continue
        small, large = sorted((a, b), key=lambda c: by_code[c].area)
        if common.area > INSIDE * by_code[small].area:
            by_code[large] = polygons(by_code[large].difference(by_code[small]))
            say(f"  {small}: taken out of {large}, {km2(common):,.0f} km2 with sea")
        else:
            left.append((km2(common), a, b))
    for area, a, b in sorted(left, reverse=True):
        say(f"  {a} and {b}: {area:,.0f} km2 left in both")

    missing = sorted(c for c in shipped if c not in by_code and c not in ("UKR-43", "UKR-40"))
    say("units of the shipped boundaries that the package does not have: " + ", ".join(missing))
    unknown = sorted(c for c in by_code if c not in shipped)
    say("codes of the package that the shipped boundaries do not have: " + (", ".join(unknown) or "none"))

    rows = [(dict(shipped[CRIMEA], name="Crimea with Sevastopol"), crimea)]
    for code, g in by_code.items():
        known = shipped.get(code, {})
        rows.append((dict(unit=code, name=known.get("name", code), defacto=known.get("defacto", code), dejure=known.get("dejure", code),
                          sov=known.get("sov", code)), g))
    rows.sort(key=lambda row: row[0]["unit"])
    with open(out, "w", encoding="utf-8") as file:
        file.write('{"type":"FeatureCollection","features":[\n')
        for k, (properties, g) in enumerate(rows):
            feature = {"type": "Feature", "properties": properties, "geometry": mapping(shapely.orient_polygons(g))}
            file.write(("" if k == 0 else ",\n") + json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
        file.write("\n]}\n")
    count = sum(len(shapely.get_coordinates(g)) for _, g in rows)
    say(f"{len(rows)} units, {count} positions")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        raise SystemExit("usage: osm.py MAP.geo.json UNITS.geojson.gz OUT.geojson")
    main(*sys.argv[1:])
