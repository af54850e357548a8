"""`standoff sites --out` in GDAL and QGIS: towns as points, and sites of every kind."""

import csv
import json
import subprocess

from osgeo import gdal, ogr
from qgis.core import QgsWkbTypes

from drawing import BACKGROUND, BOX, check, render
from opened import FOLDER, PROGRAM, SAME, by_qgis, path, positions

LAYERS = ["sites", "border", "overlap", "strip", "territories"]
# Each is in, in part or out at 100 km, in this order.
MIXED = [
    ("depot", {"type": "Point", "coordinates": [29.0, 57.0]}),
    ("road", {"type": "LineString", "coordinates": [[29.0, 59.3], [36.5, 56.5]]}),
    ("range", {"type": "Polygon", "coordinates": [[[15.0, 50.5], [17.0, 50.5], [17.0, 52.0], [15.0, 52.0], [15.0, 50.5]]]}),
    ("county", {"type": "Polygon", "coordinates": [[[20.3, 52.0], [22.8, 52.0], [22.8, 53.2], [20.3, 53.2], [20.3, 52.0]]]}),
]


def make():
    with open(path("mixed.geojson.in"), "w", encoding="utf-8") as file:
        features = [{"type": "Feature", "properties": {"name": name}, "geometry": shape} for name, shape in MIXED]
        json.dump({"type": "FeatureCollection", "features": features}, file)
    for name, words in (("places", ["--places", "--width", "100km,300km"]), ("mixed", ["mixed.geojson.in", "--width", "100km"])):
        out = [w for ending in ("gpkg", "fgb", "geojson") for w in ("--out", f"{name}.{ending}")]
        subprocess.run([PROGRAM, "sites", *words, *out, "--style", "--quiet", "--table", f"{name}.csv"], cwd=FOLDER, check=True,
                       stdout=subprocess.DEVNULL)


def rows_of(name):
    with open(path(f"{name}.csv"), encoding="utf-8") as file:
        return list(csv.DictReader(file))


def same(cell, text, what):
    """A value of GDAL's beside the table's text."""
    if isinstance(cell, (int, float)):
        check(cell == float(text), what)
    else:
        check(cell == text, f"{what}: {cell!r} is not {text!r}")


def by_gdal():
    """Layers, kinds, and that every file holds the table's rows in their order, with the same geometry."""
    for name, kind in (("places", ogr.wkbPoint), ("mixed", ogr.wkbUnknown)):
        rows, shapes = rows_of(name), {}
        for ending in ("geojson", "gpkg", "fgb"):
            source = gdal.OpenEx(path(f"{name}.{ending}"), gdal.OF_VECTOR)
            if ending == "gpkg":
                found = [source.GetLayer(i).GetName() for i in range(source.GetLayerCount())]
                check([n for n in found if n != "layer_styles"] == LAYERS, f"layers of {name}.gpkg: {found}")
            layer = source.GetLayerByName("sites") or source.GetLayer(0)
            check(layer.GetGeomType() == kind, f"{name}.{ending} holds {ogr.GeometryTypeToName(layer.GetGeomType())}")
            check(layer.GetFeatureCount() == len(rows), f"{name}.{ending}: {layer.GetFeatureCount()} sites")
            check(layer.GetSpatialRef().GetAuthorityCode(None) == "4326", f"{name}.{ending}: CRS")
            # FlatGeobuf stands in the order of its index.
            key = lambda r: (r["name"] or "", r["distance_km"] and float(r["distance_km"]), r["id"] or "")
            features = sorted(layer, key=key)
            for feature, row in zip(features, sorted(rows, key=key)):
                geometry = feature.GetGeometryRef()
                check(geometry.IsValid(), f"{name}.{ending}: {row['name']} is valid")
                first = shapes.setdefault(key(row), positions(geometry))
                apart = max(max(abs(a - b) for a, b in zip(p, q)) for p, q in zip(first, positions(geometry)))
                check(len(first) == len(positions(geometry)) and apart <= SAME, f"{name}.{ending}: {row['name']} is elsewhere")
                for column, text in row.items():
                    cell = feature[column]
                    what = f"{name}.{ending}: {column} of {row['name']}"
                    check(cell is None, what) if text == "" else same(cell, text, what)
    # One that is drawn as given.
    source = gdal.OpenEx(path("mixed.gpkg"), gdal.OF_VECTOR)
    layer = source.GetLayerByName("sites")
    layer.SetAttributeFilter("name = 'range'")
    # GDAL's layers and geometries live no longer than what they are of: each is held.
    feature = layer.GetNextFeature()
    points = positions(feature.GetGeometryRef())
    check(sorted(set(points)) == sorted({tuple(p) for p in MIXED[2][1]["coordinates"][0]}), "the range is as it was given")


def near(colour, rgb, most=40):
    return max(abs(a - b) for a, b in zip((colour.red(), colour.green(), colour.blue()), rgb)) <= most


DARK, LIGHT, PART, OUT = (204, 76, 2), (254, 217, 118), (254, 178, 76), (128, 128, 128)


def by_qgis_itself():
    for ending in ("gpkg", "fgb", "geojson"):
        layers = by_qgis(path(f"places.{ending}"))
        check(len(layers) == (5 if ending == "gpkg" else 1), f"places.{ending}: {len(layers)} layers")
        points = [layer for layer in layers if layer.name() == "sites" or len(layers) == 1]
        check(points[0].featureCount() == len(rows_of("places")), f"places.{ending}: sites in QGIS")
        _, at = render(layers, path(f"places-{ending}.png"), BOX)
        towns = (("Vilnius", 25.3166, 54.6834, DARK), ("Warsaw", 21.0, 52.25, LIGHT), ("Berlin", 13.3996, 52.5238, OUT))
        for town, lon, lat, colour in towns:
            # A label may lie over a part of the point, which is 24 km broad on this map.
            seen = [at(lon + x / 20, lat + y / 40) for x in range(-3, 4) for y in range(-3, 4)]
            alike = sum(near(c, colour) for c in seen)
            check(alike >= 5, f"places.{ending}: {town} is {[c.name() for c in seen]}")
        layers = by_qgis(path(f"mixed.{ending}"))
        kinds = {QgsWkbTypes.geometryType(layer.wkbType()) for layer in layers}
        check(kinds == {QgsWkbTypes.PointGeometry, QgsWkbTypes.LineGeometry, QgsWkbTypes.PolygonGeometry}, f"mixed.{ending}: {kinds}")
        _, at = render(layers, path(f"mixed-{ending}.png"), BOX)
        ground = (251, 250, 245) if ending == "gpkg" else (BACKGROUND.red(), BACKGROUND.green(), BACKGROUND.blue())
        over = lambda colour, ground=ground: tuple(round(c * 150 / 255 + g * 105 / 255) for c, g in zip(colour, ground))
        check(near(at(29.0, 57.0), DARK), f"mixed.{ending}: the depot is {at(29.0, 57.0).name()}")
        check(near(at(15.3, 50.8), over(OUT)), f"mixed.{ending}: the range is {at(15.3, 50.8).name()}")
        line = [at(33.0, 57.81 + d / 50) for d in range(-10, 11)]
        check(any(near(c, PART) for c in line), f"mixed.{ending}: the road is {[c.name() for c in line]}")
        print(f"sites of places.{ending} and mixed.{ending}: valid, the table's rows, drawn as expected")
