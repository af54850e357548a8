"""Makes the shipped boundary units and places from Natural Earth, as three packages carry it.

    python make_data.py ADMIN1.json WORLD_MAP.gpkg PLACES.shp OUT_FOLDER

Writes units.geojson(.gz) - one feature a country, with the disputed areas as units of their own - and places.csv.
The output is the same byte for byte with the versions in requirements.txt. fetch.sh brings the inputs.
"""

import gzip
import json
import os
import sys

import geopandas
import numpy
import shapely
from shapely.geometry import mapping, shape
from shapely.ops import polygonize, unary_union

# First-level regions that become units of their own, by ISO 3166-2, because a worldview may move them.
SPLIT = {
    "UA-43": "UKR-43",
    "UA-40": "UKR-40",
    "UA-14": "UKR-14",
    "UA-09": "UKR-09",
    "UA-23": "UKR-23",
    "UA-65": "UKR-65",
    "RU-KGD": "RUS-KGD",
    "GE-AB": "GEO-AB",
}

NAMES = {
    "UKR-43": "Crimea",
    "UKR-40": "Sevastopol",
    "UKR-14": "Donetsk Oblast",
    "UKR-09": "Luhansk Oblast",
    "UKR-23": "Zaporizhzhia Oblast",
    "UKR-65": "Kherson Oblast",
    "UKR-14X": "Donetsk Oblast, separatist-held before Feb 2022",
    "UKR-09X": "Luhansk Oblast, separatist-held before Feb 2022",
    "RUS-KGD": "Kaliningrad Oblast",
    "GEO-AB": "Abkhazia",
    "GEO-SO": "South Ossetia",
    "MDA-TN": "Transnistria",
    # Two regions, each of which Natural Earth's admin column names as if it were the whole.
    "PSX": "Palestine",
}

# Areas cut off along a disputed line: (unit, new unit, the line's name in Natural Earth, a point (lon, lat) in the new unit).
CARVE = [
    ("GEO", "GEO-SO", "Georgian claim", (43.97, 42.23)),
    ("UKR-14", "UKR-14X", "Ukrainian claim", (37.95, 48.0)),
    ("UKR-09", "UKR-09X", "Ukrainian claim", (39.3, 48.4)),
    ("MDA", "MDA-TN", "Moldovan claim", (29.60, 46.84)),
]

# Degrees. The ends of the disputed lines stand within 1e-5 of a vertex of the unit they cut; this pulls them on to it.
SNAP = 2e-5


def rounded(geometry):
    """The geometry on the grid of 1e-5 degrees (at most 0.6 m of movement) that admin1.json already uses."""
    return shapely.transform(geometry, lambda xy: numpy.round(xy, 5))


def read_regions(path):
    with open(path) as file:
        features = json.load(file)["features"]
    regions = []
    for feature in features:
        p = feature["properties"]
        regions.append(
            (
                {
                    "adm1": p["adm1_code"],
                    "a3": p["adm0_a3"],
                    "sov": p["sov_a3"],
                    "iso2": p["iso_3166_2"],
                    "admin": p["admin"],
                    "unit": SPLIT.get(p["iso_3166_2"], p["adm0_a3"]),
                },
                shape(feature["geometry"]),
            )
        )
    regions.sort(key=lambda region: region[0]["adm1"])
    return regions


def dissolve(geometries):
    """Union by exactly matching edges, which moves no vertex; the two regions that touch themselves need the general union."""
    try:
        return shapely.coverage_union_all(geometries)
    except shapely.errors.GEOSException:
        return shapely.union_all([shapely.make_valid(g) for g in geometries])


def dissolve_by_unit(regions):
    members = {}
    for properties, geometry in regions:
        members.setdefault(properties["unit"], []).append((properties, geometry))
    return {unit: (m[0][0], dissolve([g for _, g in m])) for unit, m in members.items()}


def carve(geometry, lines, pick):
    """Cuts a polygon along lines; returns the piece that holds `pick`, and the rest."""
    corners = shapely.MultiPoint(shapely.get_coordinates(geometry.boundary))
    cuts = [shapely.snap(rounded(line), corners, SNAP) for line in lines]
    pieces = list(polygonize(unary_union([geometry.boundary] + cuts)))
    picked = [piece for piece in pieces if piece.contains(shapely.Point(pick))]
    if len(picked) != 1:
        raise SystemExit(f"the point {pick} lies in {len(picked)} pieces, not in one: the line does not cut the unit")
    return picked[0], shapely.union_all([piece for piece in pieces if piece is not picked[0]])


def unit_properties(unit, p):
    return {
        "unit": unit,
        "name": NAMES.get(unit, p["admin"]),
        "defacto": p["a3"],
        "dejure": "UKR" if p["iso2"].startswith("UA-") else p["a3"],
        "sov": p["sov"],
    }


def write_units(units, folder):
    lines = []
    for unit, (p, geometry) in sorted(units.items()):
        feature = {
            "type": "Feature",
            "properties": unit_properties(unit, p),
            "geometry": mapping(rounded(shapely.orient_polygons(geometry))),
        }
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    path = os.path.join(folder, "units.geojson")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    # No file name and no time in the header, so that the bytes depend on the content alone.
    with open(path + ".gz", "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(text.encode())
    print(f"units.geojson: {len(units)} units, {len(text)} characters, {os.path.getsize(path + '.gz')} bytes packed")


def write_places(path, folder):
    places = geopandas.read_file(path)
    places = places[places.pop_max > 0]
    rows = sorted(places.itertuples(), key=lambda r: (-r.pop_max, r.nameascii or ""))
    with open(os.path.join(folder, "places.csv"), "w", encoding="utf-8") as file:
        file.write("lon,lat,pop_max,a3,name\n")
        for r in rows:
            name = (r.name or "").replace('"', "")
            file.write('%.5f,%.5f,%d,%s,"%s"\n' % (r.geometry.x, r.geometry.y, r.pop_max, r.adm0_a3, name))
    print(f"places.csv: {len(rows)} places")


def main():
    if len(sys.argv) != 5:
        raise SystemExit(__doc__)
    admin1, world_map, places, folder = sys.argv[1:]
    units = dissolve_by_unit(read_regions(admin1))
    disputed = geopandas.read_file(world_map, layer="disputed_borders")
    for unit, new, name, pick in CARVE:
        properties, geometry = units[unit]
        inside, rest = carve(geometry, disputed[disputed.name == name].geometry, pick)
        units[unit], units[new] = (properties, rest), (properties, inside)
    write_units(units, folder)
    write_places(places, folder)


main()
