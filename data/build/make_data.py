"""Makes the shipped boundary units and places from Natural Earth, as three packages carry it.

    python make_data.py ADMIN1.json WORLD_MAP.gpkg PLACES.shp OUT_FOLDER

Writes units.geojson(.gz) - one feature a country, with the disputed areas as units of their own - and places.csv.
The output is the same byte for byte with the versions in requirements.txt. fetch.sh brings the inputs.
"""

import gzip
import itertools
import json
import os
import sys

import geopandas
import numpy
import shapely
from shapely.geometry import mapping, shape
from shapely.ops import polygonize, unary_union

# First-level regions that become units of their own, by ISO 3166-2 or, where that is not unique, by Natural Earth's adm1_code.
SPLIT = {
    # Because a worldview may move them.
    "UA-43": "UKR-43",
    "UA-40": "UKR-40",
    "UA-14": "UKR-14",
    "UA-09": "UKR-09",
    "UA-23": "UKR-23",
    "UA-65": "UKR-65",
    "RU-KGD": "RUS-KGD",
    "GE-AB": "GEO-AB",
    "IN-JK": "IND-JK",
    "IN-LA": "IND-LA",
    "PK-JK": "PAK-JK",
    "PK-GB": "PAK-GB",
    "SY-X01~": "SYR-UN",
}

# Overseas: apart from the state's main land by sea, and left out of a line with --metropolitan.
OVERSEAS = {
    "FR-GF": "FRA-GF",
    "FR-GP": "FRA-GP",
    "FR-MQ": "FRA-MQ",
    "FR-RE": "FRA-RE",
    "FR-YT": "FRA-YT",
    "ES-TF": "ESP-CN",
    "ES-GC": "ESP-CN",
    "ES-CE": "ESP-CE",
    "ES-ML": "ESP-ML",
    "PT-20": "PRT-20",
    "PT-30": "PRT-30",
    "NO-21": "NOR-21",
    "NO-X01~": "NOR-BV",
    "NL-BQ1": "NLD-BQ1",
    "NL-BQ2": "NLD-BQ2",
    "NL-BQ3": "NLD-BQ3",
    "US-AK": "USA-AK",
    "US-HI": "USA-HI",
    "EC-W": "ECU-W",
    "CO-SAP": "COL-SAP",
    "CO-X01~": "COL-SAP",
    "VE-X01~": "VEN-AV",
    "GQ-AN": "GNQ-AN",
    "IN-AN": "IND-AN",
    "AU-X03~": "AUS-OI",
    "AUS-2659": "AUS-OI",
    "NZ-CIT": "NZL-OI",
    "NZ-X01~": "NZL-OI",
    "NZ-X04~": "NZL-OI",
    "NZ-X05~": "NZL-OI",
    "NZ-X06~": "NZL-OI",
    "NZ-X07~": "NZL-OI",
}

# Islands that share a first-level region with other land: (unit, new unit, box west, south, east, north, is it overseas).
ISLANDS = [
    ("RUS", "RUS-KUR", (145.2, 43.0, 149.1, 45.7), False),
    ("NOR", "NOR-22", (-9.5, 70.5, -7.5, 71.5), True),
    ("CHL", "CHL-IP", (-110.0, -35.0, -77.0, -25.0), True),
    ("ZAF", "ZAF-PE", (37.0, -47.5, 38.5, -46.0), True),
    ("YEM", "YEM-SU", (52.0, 12.0, 54.8, 12.8), True),
    ("BRA", "BRA-OI", (-34.3, -21.0, -28.0, 1.5), True),
    ("JPN", "JPN-OG", (140.0, 24.0, 154.5, 28.0), True),
]

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
    "RUS-KUR": "Southern Kurils",
    "GEO-AB": "Abkhazia",
    "GEO-SO": "South Ossetia",
    "MDA-TN": "Transnistria",
    "AZE-NK": "Nagorno-Karabakh and districts, within the 1994 line of contact",
    "ISR-GOL": "Golan Heights",
    "SYR-UN": "UNDOF zone",
    "IND-JK": "Jammu and Kashmir",
    "IND-LA": "Ladakh",
    "IND-AR": "Arunachal Pradesh, as China claims it",
    "PAK-JK": "Azad Kashmir",
    "PAK-GB": "Gilgit-Baltistan",
    "CHN-AC": "Aksai Chin",
    "CHN-SH": "Shaksgam",
    "MAR-WS": "Western Sahara, held by Morocco",
    "SDN-AB": "Abyei",
    "GUY-ES": "Essequibo",
    "GUY-NR": "New River Triangle",
    # Two regions, each of which Natural Earth's admin column names as if it were the whole.
    "PSX": "Palestine",
    "FRA-GF": "French Guiana",
    "FRA-GP": "Guadeloupe",
    "FRA-MQ": "Martinique",
    "FRA-RE": "Reunion",
    "FRA-YT": "Mayotte",
    "ESP-CN": "Canary Islands",
    "ESP-CE": "Ceuta",
    "ESP-ML": "Melilla",
    "PRT-20": "Azores",
    "PRT-30": "Madeira",
    "NOR-21": "Svalbard",
    "NOR-22": "Jan Mayen",
    "NOR-BV": "Bouvet Island",
    "NLD-BQ1": "Bonaire",
    "NLD-BQ2": "Saba",
    "NLD-BQ3": "Sint Eustatius",
    "USA-AK": "Alaska",
    "USA-HI": "Hawaii",
    "ECU-W": "Galapagos",
    "COL-SAP": "San Andres and Providencia; Malpelo",
    "VEN-AV": "Aves Island",
    "GNQ-AN": "Annobon",
    "IND-AN": "Andaman and Nicobar Islands",
    "AUS-OI": "Macquarie and Lord Howe Islands",
    "NZL-OI": "Chatham, Kermadec and Subantarctic Islands",
    "CHL-IP": "Easter Island, Juan Fernandez and Desventuradas",
    "ZAF-PE": "Prince Edward Islands",
    "YEM-SU": "Socotra",
    "BRA-OI": "Fernando de Noronha, Trindade and other Atlantic islands",
    "JPN-OG": "Ogasawara Islands",
}

# Where ISO 3166 lists a unit under another code than Natural Earth's holder. Every Ukrainian unit is known by its own ISO code.
DEJURE = {"MAR-WS": "SAH"}

# Areas cut off along a disputed line: (unit, new unit, the line's name in Natural Earth, the code on both its sides, a point
# (lon, lat) in the new unit, the box that picks among lines of that name or None).
CARVE = [
    ("GEO", "GEO-SO", "Georgian claim", "GEO", (43.97, 42.23), None),
    ("UKR-14", "UKR-14X", "Ukrainian claim", "UKR", (37.95, 48.0), None),
    ("UKR-09", "UKR-09X", "Ukrainian claim", "UKR", (39.3, 48.4), None),
    ("MDA", "MDA-TN", "Moldovan claim", "MDA", (29.60, 46.84), None),
    ("AZE", "AZE-NK", "Ceasefire Line 1994", "AZE", (46.75, 39.82), None),
    ("ISR", "ISR-GOL", "Syrian claim", "ISR", (35.77, 33.0), None),
    ("IND", "IND-AR", "Chinese claim", "IND", (94.5, 28.2), (92.0, 26.5, 97.2, 28.5)),
    ("CHN", "CHN-AC", "Indian claim", "CHN", (79.5, 35.2), (77.7, 33.2, 80.5, 36.1)),
    ("CHN", "CHN-SH", "Indian claim", "CHN", (76.7, 36.1), (75.9, 35.4, 77.6, 36.6)),
    ("MAR", "MAR-WS", "Western Saharan claim", "MAR", (-13.2, 26.0), None),
    ("SDN", "SDN-AB", "South Sudanese claim", "SDN", (28.4, 9.9), None),
    ("GUY", "GUY-NR", "Suriname claim", "GUY", (-57.7, 2.5), None),
    ("GUY", "GUY-ES", "Venezuelan claim", "GUY", (-60.0, 5.5), None),
]

# Neighbours of which one has a position that the other lacks: a ring of Italy's province of Gorizia crosses itself at a border
# position, and its union has a corner there. Without it Slovenia would overlap Italy by 92 m2. The other takes the position too.
MEND = [("ITA", "SVN")]

# Degrees. Inner positions of a disputed line this near to a corner of the unit that it cuts are that corner.
SNAP = 2e-5
# Degrees. The ends of a line go to the nearest corner, so that no neighbour needs a new one: the farthest, that of Essequibo at
# the sea, by 1.4e-4 (16 m); the second, that of Transnistria, by 7e-5.
END_SNAP = 2e-4


def rounded(geometry):
    """The geometry on the grid of 1e-5 degrees (at most 0.6 m of movement) that admin1.json already uses."""
    return shapely.transform(geometry, lambda xy: numpy.round(xy, 5))


ALONE = {**SPLIT, **OVERSEAS}


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
                    "unit": ALONE.get(p["adm1_code"]) or ALONE.get(p["iso_3166_2"], p["adm0_a3"]),
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
        whole = shapely.union_all([shapely.make_valid(g) for g in geometries])
        return shapely.remove_repeated_points(rounded(whole))


def dissolve_by_unit(regions):
    members = {}
    for properties, geometry in regions:
        members.setdefault(properties["unit"], []).append((properties, geometry))
    return {unit: (m[0][0], dissolve([g for _, g in m])) for unit, m in members.items()}


def carve(geometry, lines, pick):
    """Cuts a polygon along lines; returns the piece that holds `pick`, and the rest. No position is added to the polygon's own edges."""
    positions = shapely.get_coordinates(geometry.boundary)
    corners = shapely.MultiPoint(positions)
    cuts = [on_corners(shapely.snap(rounded(line), corners, SNAP), positions) for line in joined(lines)]
    # Holes, and slivers between the line and the polygon's edges, come out as pieces too; they are a neighbour's.
    pieces = [p for p in polygonize(unary_union([geometry.boundary, *cuts])) if geometry.contains(p.representative_point())]
    picked = [piece for piece in pieces if piece.contains(shapely.Point(pick))]
    if len(picked) != 1:
        raise SystemExit(f"the point {pick} lies in {len(picked)} pieces, not in one: the line does not cut the unit")
    return picked[0], shapely.union_all([piece for piece in pieces if piece is not picked[0]])


def joined(lines):
    """The lines, joined where the ends of two meet."""
    whole = shapely.line_merge(shapely.union_all([rounded(line) for line in lines]))
    return shapely.get_parts(whole)


def on_corners(line, corners):
    """The line with its two ends on the nearest corners."""
    positions = shapely.get_coordinates(line)
    for end in (0, -1):
        away = numpy.hypot(*(corners - positions[end]).T)
        if away.min() < END_SNAP:
            positions[end] = corners[away.argmin()]
    return shapely.LineString(positions)


def inside(polygon, box):
    west, south, east, north = polygon.bounds
    return box[0] <= west and box[1] <= south and east <= box[2] and north <= box[3]


def pick_islands(geometry, box):
    """The polygons of a multipolygon that lie in a box, and the others."""
    parts = shapely.get_parts(geometry)
    picked = [part for part in parts if inside(part, box)]
    if not picked:
        raise SystemExit(f"no island in the box {box}")
    return shapely.MultiPolygon(picked), shapely.MultiPolygon([part for part in parts if not inside(part, box)])


def rings_of(geometry):
    return [list(ring.coords) for part in shapely.get_parts(geometry) for ring in (part.exterior, *part.interiors)]


def detours(geometry):
    """For both directions of each two edges p-x-q of the rings that lie one behind the other: (p, q) -> x."""
    found = {}
    for ring in rings_of(geometry):
        cycle = ring[:-1]
        for i, x in enumerate(cycle):
            p, q = cycle[i - 1], cycle[(i + 1) % len(cycle)]
            found[(p, q)] = found[(q, p)] = x
    return found


def with_detours(geometry, ways):
    """Where an edge p-q of the geometry has a detour in `ways`, the geometry takes it."""

    def ring(positions):
        out = [positions[0]]
        for p, q in itertools.pairwise(positions):
            if (p, q) in ways:
                out.append(ways[(p, q)])
            out.append(q)
        return out

    parts = [
        shapely.Polygon(ring(list(part.exterior.coords)), [ring(list(hole.coords)) for hole in part.interiors])
        for part in shapely.get_parts(geometry)
    ]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def mend(a, b):
    """Two neighbours with the same positions along their border: each takes those that the other alone had."""
    return with_detours(a, detours(b)), with_detours(b, detours(a))


FAR = set(OVERSEAS.values()) | {new for _, new, _, overseas in ISLANDS if overseas}


def unit_properties(unit, p):
    return {
        "unit": unit,
        "name": NAMES.get(unit, p["admin"]),
        "defacto": p["a3"],
        "dejure": "UKR" if p["iso2"].startswith("UA-") else DEJURE.get(unit, p["a3"]),
        "sov": p["sov"],
        "kind": "country" if unit == p["a3"] else "overseas" if unit in FAR else "part",
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
            file.write(f'{r.geometry.x:.5f},{r.geometry.y:.5f},{int(r.pop_max)},{r.adm0_a3},"{name}"\n')
    print(f"places.csv: {len(rows)} places")


def main():
    if len(sys.argv) != 5:
        raise SystemExit(__doc__)
    admin1, world_map, places, folder = sys.argv[1:]
    units = dissolve_by_unit(read_regions(admin1))
    disputed = geopandas.read_file(world_map, layer="disputed_borders")
    for a, b in MEND:
        (of_a, shape_a), (of_b, shape_b) = units[a], units[b]
        shape_a, shape_b = mend(shape_a, shape_b)
        units[a], units[b] = (of_a, shape_a), (of_b, shape_b)
    for unit, new, box, _ in ISLANDS:
        properties, geometry = units[unit]
        picked, rest = pick_islands(geometry, box)
        units[unit], units[new] = (properties, rest), (properties, picked)
    for unit, new, name, code, pick, box in CARVE:
        properties, geometry = units[unit]
        lines = disputed[(disputed.name == name) & (disputed.adm0_a3_l == code)].geometry
        picked, rest = carve(geometry, [line for line in lines if box is None or inside(line, box)], pick)
        units[unit], units[new] = (properties, rest), (properties, picked)
    write_units(units, folder)
    write_places(places, folder)


main()
