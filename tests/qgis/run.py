#!/usr/bin/python3
"""The same run's .gpkg, .fgb and .geojson in a real GDAL and a real QGIS: strips here, sites in `sites.py`.

    QT_QPA_PLATFORM=offscreen tests/qgis/run.py target/release/standoff target/qgis     # or: make test-qgis

Files and rendered pictures stay in the second folder. Ends with 1 at the first check that fails.
"""

import csv
import json
import os
import shutil
import subprocess
import sys

import jsonschema
from osgeo import gdal, ogr
from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsDistanceArea, QgsProject, QgsRectangle, QgsWkbTypes

import sites
from drawing import BACKGROUND, BOX, check, colours, render
from opened import FOLDER, HERE, PROGRAM, SAME, by_qgis, path, positions, problems

# As QGIS stacks them, the first on top.
LAYERS = ["border", "overlap", "strip", "territories"]


def make():
    shutil.rmtree(FOLDER, ignore_errors=True)
    os.makedirs(FOLDER)
    out = [w for ending in ("gpkg", "fgb", "geojson") for w in ("--out", f"zone.{ending}")]
    for name, widths in (("zone", "300km"), ("widths", "100km,300km")):
        words = [PROGRAM, "strip", "--width", widths, "--quiet", "--style", "--table", f"{name}.csv"]
        subprocess.run(words + [w.replace("zone", name) for w in out], cwd=FOLDER, check=True, stdout=subprocess.DEVNULL)


def by_gdal(name):
    """Features by layer and key, as WKB and values, from each of the three files."""
    found = {}
    for ending in ("gpkg", "fgb", "geojson"):
        source = gdal.OpenEx(path(f"{name}.{ending}"), gdal.OF_VECTOR)
        features = {}
        tables = [source.GetLayer(i) for i in range(source.GetLayerCount())]
        if ending == "gpkg":
            tables = [t for t in tables if t.GetName() != "layer_styles"]
            check([t.GetName() for t in tables] == LAYERS, f"layers of {name}.gpkg")
        else:
            check(len(tables) == 1, f"{name}.{ending} is one layer")
        for table in tables:
            srs = table.GetSpatialRef()
            check(srs.GetAuthorityCode(None) == "4326", f"{name}.{ending}: CRS")
            west, east, south, north = table.GetExtent()
            check(-180 <= west < east <= 180 and -90 <= south < north <= 90, f"{name}.{ending}: extent")
            if ending != "geojson":
                check(table.TestCapability(ogr.OLCFastSpatialFilter), f"{name}.{ending}: spatial index")
            for feature in table:
                values = feature.items()
                layer = values.pop("layer", table.GetName())
                if layer == "territories":
                    continue
                geometry = feature.GetGeometryRef()
                check(geometry is not None and geometry.IsValid(), f"{name}.{ending}: a geometry of {layer} is valid")
                key = (layer, values.get("width_km"), values.get("territory") or "")
                values = {k: v for k, v in values.items() if v is not None}
                features[key] = (geometry.Clone(), values)
        found[ending] = features
    return found


def agree(name):
    found = by_gdal(name)
    first = found["geojson"]
    with open(path(f"{name}.csv"), encoding="utf-8") as file:
        rows = {(float(r["width_km"]), r["territory"]): r for r in csv.DictReader(file)}
    check({k[1:] for k in first if k[0] == "overlap"} == set(rows), f"{name}: rows of the table")
    for ending in ("gpkg", "fgb"):
        check(set(found[ending]) == set(first), f"{name}.{ending}: features")
        for key, (geometry, values) in found[ending].items():
            other, theirs = first[key]
            # The same positions in the same order, closed the same way.
            points = [positions(geometry), positions(other)]
            check(len(points[0]) == len(points[1]), f"{name}.{ending}: {key} has as many positions")
            apart = max(max(abs(a - b) for a, b in zip(p, q)) for p, q in zip(*points))
            check(apart <= SAME, f"{name}.{ending}: {key} is {apart} degrees off")
            theirs = {k: v for k, v in theirs.items() if k in values}
            ours = {k: str(v).replace("/", "-") if k == "as_of" else v for k, v in values.items()}
            theirs = {k: str(v).replace("/", "-") if k == "as_of" else v for k, v in theirs.items()}
            check(ours == theirs, f"{name}.{ending}: values of {key}: {ours} {theirs}")
    for (layer, width, code), (_, values) in found["gpkg"].items():
        if layer == "overlap":
            for column, text in rows[(width, code)].items():
                value = values.get(column)
                check((text == "" and not value) or text == value or float(text) == value, f"{name}: {column} of {code}")
    return found["gpkg"], rows


def opens_at_the_result(name):
    """The extents that programs take for their first view, and that they hide nothing beyond."""
    source = gdal.OpenEx(path(f"{name}.gpkg"), gdal.OF_VECTOR)
    boxes = {layer: source.GetLayerByName(layer).GetExtent() for layer in LAYERS}
    results = [boxes[layer] for layer in LAYERS if layer != "territories"]
    joined = tuple(f(b[i] for b in results) for i, f in enumerate((min, max, min, max)))
    check(boxes["territories"] == joined, f"{name}.gpkg: extent of territories {boxes['territories']}, not {joined}")
    check(joined[1] - joined[0] < 60 and joined[3] - joined[2] < 45, f"{name}.gpkg opens at {joined}")
    territories = source.GetLayerByName("territories")
    territories.SetSpatialFilterRect(-56.0, -11.0, -54.0, -9.0)
    check([f["territory"] for f in territories] == ["BRA"], f"{name}.gpkg: Brazil is found where it is")


def without_geometry():
    """A territory smaller than the rounding is a row of every format, without geometry."""
    square = lambda x, y, size: [[[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]]
    states = [("TIN", square(0.01, 0.5, 1e-6)), ("EAS", square(0, 0, 1))]
    features = [{"type": "Feature", "properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": rings}}
                for code, rings in states]
    for name, content in (("tiny.states", {"type": "FeatureCollection", "features": features}),
                          ("tiny.line", {"type": "LineString", "coordinates": [[0, 0.4], [0, 0.6]]})):
        with open(path(name), "w", encoding="utf-8") as file:
            json.dump(content, file)
    subprocess.run([PROGRAM, "strip", "--territories", "tiny.states", "--border", "tiny.line", "--width", "5km", "--tolerance", "100m",
                    "--quiet", "--out", "tiny.fgb", "--out", "tiny.gpkg", "--out", "tiny.geojson"], cwd=FOLDER, check=True,
                   stdout=subprocess.DEVNULL)
    for ending in ("fgb", "gpkg", "geojson"):
        source = gdal.OpenEx(path(f"tiny.{ending}"), gdal.OF_VECTOR)
        layer = source.GetLayerByName("overlap") or source.GetLayer(0)
        rows = {f["territory"]: f.GetGeometryRef() is None for f in layer if f["territory"]}
        check(rows == {"TIN": True, "EAS": False}, f"tiny.{ending}: {rows}")
        layer.SetSpatialFilterRect(0.009, 0.49, 0.011, 0.51)
        found = [f["territory"] for f in layer if f["territory"]]
        check("EAS" in found, f"tiny.{ending}: the index finds {found}")


def schema(name):
    with open(os.path.join(HERE, "geojson.schema.json"), encoding="utf-8") as file:
        rules = json.load(file)
    with open(path(f"{name}.geojson"), encoding="utf-8") as file:
        jsonschema.Draft7Validator(rules).validate(json.load(file))


def areas(source, rows):
    """QGIS's own areas on the ellipsoid beside the table's, which counts the arcs beyond the chords of the outline: those stand
    within the tolerance of 1 m, so the two may differ by a metre along the outline, and by what QGIS's own sum is good for."""
    measure = QgsDistanceArea()
    measure.setSourceCrs(QgsCoordinateReferenceSystem("EPSG:4326"), QgsProject.instance().transformContext())
    measure.setEllipsoid("WGS84")
    worst = 0.0
    for layer in by_qgis(source):
        if QgsWkbTypes.geometryType(layer.wkbType()) != QgsWkbTypes.PolygonGeometry:
            continue
        for feature in layer.getFeatures():
            if layer.fields().indexOf("overlap_km2") < 0 or not feature["overlap_km2"]:
                continue
            check(feature.geometry().isGeosValid(), f"{source}: valid in QGIS")
            # QGIS takes an edge for straight in longitude and the sine of an authalic latitude, RFC 7946 in longitude and
            # latitude: 2 km² over Poland's longest edges. On short ones the two are the same.
            area = measure.measureArea(feature.geometry().densifyByDistance(0.01)) / 1e6
            table = float(rows[(feature["width_km"], feature["territory"])]["overlap_km2"])
            allowed = 1e-3 * measure.measurePerimeter(feature.geometry()) / 1e3 + 1e-6 * table
            worst = max(worst, abs(area - table) / allowed)
    check(0 < worst < 1, f"{source}: areas differ by {worst} of what the tolerance allows")
    return worst


make()
for name in ("zone", "widths"):
    schema(name)
    found, rows = agree(name)
check(not problems, f"GDAL warns: {problems}")

opens_at_the_result("zone")
without_geometry()
sites.make()
sites.by_gdal()
check(not problems, f"GDAL warns: {problems}")

app = QgsApplication([], False)
app.initQgis()
for name in ("zone", "widths"):
    with open(path(f"{name}.csv"), encoding="utf-8") as file:
        rows = {(float(r["width_km"]), r["territory"]): r for r in csv.DictReader(file)}
    for ending in ("gpkg", "fgb", "geojson"):
        source = path(f"{name}.{ending}")
        worst = areas(source, rows)
        layers = by_qgis(source)
        if ending == "gpkg":
            # The layers as they come, over their own extents: what QGIS shows when the file is dropped on it.
            check([layer.name() for layer in layers] == LAYERS, f"{source}: order of layers")
            whole = QgsRectangle()
            for layer in layers:
                whole.combineExtentWith(layer.extent())
            check(whole.width() < 60 and whole.height() < 45, f"{source}: QGIS opens it at {whole.toString(1)}")
            render(layers, path(f"{name}-dropped.png"), (whole.xMinimum(), whole.yMinimum(), whole.xMaximum(), whole.yMaximum()),
                   crs="EPSG:4326", stacked=True)
            # Where the declared extent of territories does not reach.
            _, at = render(layers, path(f"{name}-world.png"), (-170, -60, 170, 80), crs="EPSG:4326", stacked=True)
            check(at(-55, -10).lightness() > 240 and at(-30, 0) == BACKGROUND, f"{source}: Brazil is drawn beyond the extent")
        check(len(layers) == (4 if ending == "gpkg" else 2), f"{source}: {len(layers)} layers")
        image, at = render(layers, path(f"{name}-{ending}.png"), BOX)
        colours(image, at, f"{name}.{ending}", ending == "gpkg")
        print(f"{name}.{ending}: valid, agrees, areas differ from QGIS's by {worst:.2f} of what the tolerance allows, drawn as expected")
sites.by_qgis_itself()
# Not exitQgis(): QGIS 3.22 crashes now and then while it takes its own objects down, after everything was checked.
sys.stdout.flush()
os._exit(0)
