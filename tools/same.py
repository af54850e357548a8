#!/usr/bin/env python3
"""Do two builds of the program say the same? Runs every example of the help, and some refusals, with both, and compares standard
output, standard error, exit codes and files, byte for byte.

    tools/same.py BEFORE AFTER    two programs; prints what differs, exit 1 if anything does

What names the time, a folder or a program's own version is no difference; the rest of a change belongs in CHANGELOG.md.
"""

import difflib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
COMMANDS = "strip border curve solve sites claims sweep compare report data completions man verify".split()
SQUARES = """{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"WES","iso":"WES"},"geometry":{"type":"Polygon","coordinates":[[[-1,0],[0,0],[0,1],[-1,1],[-1,0]]]}},
{"type":"Feature","properties":{"code":"EAS","iso":"EAS"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}}]}"""
FILES = {
    "my-line.geojson": '{"type":"LineString","coordinates":[[0,0.4],[0,0.6]]}',
    "my-states.geojson": SQUARES,
    "my-districts.geojson": SQUARES,
    "my-garrisons.geojson": '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"A"},'
    '"geometry":{"type":"Point","coordinates":[23.1,53.1]}}]}',
    "my-units.csv": "name,echelon,lon,lat\n1st,brigade,23.1,53.1\n2nd,company,23.2,53.2\n",
    "my-scenarios.toml": '[grid]\nwidth = ["50km", "100km"]\n',
}
# Beside the examples: choices that meet, and refusals.
MORE = """
standoff strip --preset korea-2018 --format csv
standoff strip --preset thrace-1923 --width 20km --format json
standoff strip --preset sudan-2012 --between RUS FIN --format csv
standoff curve --preset kosovo-1999-ground --widths 1km..5km:1km --format csv
standoff solve --preset brazil-1979 --territory BRA --share 0.1
standoff border --preset iraq-kuwait-1991 --out kuwait.geojson
standoff strip --border my-line.geojson --width 5km --side left --cap flat --territories my-states.geojson --out left.geojson --out left.gpkg
standoff verify left.geojson --border my-line.geojson --territories my-states.geojson
standoff verify left.geojson --border my-line.geojson --territories my-states.geojson --side right
standoff strip --border my-line.geojson --between A B --width 5km
standoff strip --width 5km --reading outer --around RUS
standoff strip --width 5km --side left
standoff strip --width 300km --snap 60km
standoff strip --width 300km --as-of yesterday
standoff strip --width 5km --width-in RUS
standoff curve --widths 1km..3km:1km --snap-to my-districts.geojson
standoff claims --exclude POL
standoff report --preset korea-1953 --widths 2km --out korea.html
standoff border --pairs --as-of 2021-12-17,2024-06-01 --between RUS,BLR NATO
standoff strip --width 50km --verbose --metropolitan --member NATO=UKR --format ndjson
""".strip().splitlines()  # noqa: E501


def examples(program, command):
    words = [program] + ([command] if command else []) + ["--help"]
    env = {**os.environ, "COLUMNS": "80"}
    text = subprocess.run(words, capture_output=True, text=True, env=env, check=False).stdout
    found, goes_on = [], False
    for line in text.partition("\nExamples\n")[2].splitlines():
        if goes_on:
            found[-1] += " " + line.strip()
        elif line.startswith("  ") and not line.startswith("      "):
            found.append(line.strip())
        goes_on = line.endswith(("\\", "|"))
        if line.endswith("\\"):
            found[-1] = found[-1][:-1]
    return found


def ran(program, lines):
    """What each line prints, and the files after all."""
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        (folder / "bin").mkdir()
        (folder / "bin" / "standoff").symlink_to(pathlib.Path(program).resolve())
        (folder / "man1").mkdir()
        for name, text in FILES.items():
            (folder / name).write_text(text)
        claims = (ROOT / "data/claims/article-7-2022.toml").read_text()
        (folder / "my-claims.toml").write_text(claims)
        env = {**os.environ, "PATH": f"{folder}/bin:{os.environ['PATH']}", "COLUMNS": "80"}
        told = []
        for line in lines:
            done = subprocess.run(["bash", "-c", line], cwd=folder, env=env, capture_output=True, check=False)
            told.append((done.returncode, same(done.stdout), same(done.stderr)))
            print(".", end="", file=sys.stderr, flush=True)
        files = {p.relative_to(folder).as_posix(): same(p.read_bytes()) for p in folder.rglob("*") if p.is_file() and "bin" not in p.parts}
        print(file=sys.stderr)
        return told, files


def same(text):
    """Without times and places."""
    text = re.sub(rb"/tmp/[a-z0-9_]+", b"FOLDER", text)
    text = re.sub(rb"[ 0-9]+\.[0-9] ms  ", b"TIME ms  ", text)
    return re.sub(rb"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z", b"TIME", text)


def shown(a, b):
    if b"\0" in a + b:
        return f"    {len(a)} and {len(b)} bytes"
    lines = difflib.unified_diff(a.decode(errors="replace").splitlines(), b.decode(errors="replace").splitlines(), "before", "after", n=0)
    return "\n".join("    " + line[:400] for line in list(lines)[2:14])


def main():
    before, after = sys.argv[1:3]
    lines = [line for command in ["", *COMMANDS] for line in examples(before, command)]
    lines = list(dict.fromkeys(lines)) + MORE
    (told_a, files_a), (told_b, files_b) = ran(before, lines), ran(after, lines)
    different = 0
    for line, a, b in zip(lines, told_a, told_b, strict=True):
        if a != b:
            different += 1
            print(f"differs: {line}\n  exit {a[0]} and {b[0]}\n{shown(a[1], b[1])}\n{shown(a[2], b[2])}")
    for name in sorted(files_a.keys() | files_b.keys()):
        a, b = files_a.get(name, b""), files_b.get(name, b"")
        if a != b:
            different += 1
            print(f"differs: the file {name}\n{shown(a, b)}")
    print(f"{len(lines)} commands, {len(files_a)} files: {different} differ")
    sys.exit(different > 0)


main()
