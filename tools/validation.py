#!/usr/bin/env python3
"""Writes the tables of docs/validation.md anew from runs of the program: ours beside what was published.

    tools/validation.py [--binary target/release/standoff] [--check]

Each table stands between two marks, <!-- NAME --> and <!-- /NAME -->. With --check nothing is written, and a difference
is an error: so the document cannot age unseen. Standard library only (Python 3.11).
"""
import argparse
import csv
import io
import re
import subprocess
import sys
import tomllib

from document import ROOT, add_options, settle

DOCUMENT = ROOT / "docs" / "validation.md"


def run(binary, *arguments):
    done = subprocess.run([binary, *arguments, "--quiet"], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(arguments)}: {done.stderr}")
    return done.stdout


def strip(binary, *arguments):
    rows = csv.DictReader(io.StringIO(run(binary, "strip", "--format", "csv", *arguments)))
    return {(float(r["width_km"]), r["territory"]): r for r in rows}


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def presets(binary):
    out = []
    for path in sorted((ROOT / "data" / "presets").glob("*.toml")):
        preset = tomllib.loads(path.read_text())
        if "width" not in preset["flags"]:
            continue
        rows = strip(binary, "--preset", path.stem)
        for published in preset.get("published", []):
            width = published.get("width_km")
            own = [r for (w, code), r in rows.items() if code in published["of"] and width in (None, w)]
            area = sum(float(r["overlap_km2"]) for r in own)
            data = sum(float(r["data_error_km2"] or 0) for r in own)
            if published["measure"] == "area":
                ours = f"{area:,.0f} km² (± {data:,.0f} by the border data)"
            else:
                whole = sum(float(r["territory_km2"]) for r in own)
                ours = f"{100 * area / whole:.2f} % (± {100 * data / whole:.2f} by the border data)"
            of = " + ".join(published["of"])
            out.append([f"`{path.stem}`", of, ours, published["figure"], published["why"]])
        if not preset.get("published"):
            largest = sorted(rows.values(), key=lambda r: -float(r["overlap_km2"]))[:3]
            areas = ", ".join(f"{r['territory']} {float(r['overlap_km2']):,.0f} km²" for r in largest)
            out.append([f"`{path.stem}`", "", areas, "no area was published", ""])
    return table(["preset", "of", "ours", "published", "why they differ"], out)


# Line, and published shares in percent: Poland at 200/250/300, Ukraine, Finland, Norway at 250, Sweden at 250/300.
FIRST = [
    ("--between RUS NATO", "28/38/49", "0", "28", "13.5", "0/2"),
    ("--between RUS,BLR NATO", "47/59/71", "11", "28", "13.5", "0/2"),
    ("--between CSTO NATO", "47/59/71", "11", "28", "13.5", "0/2"),
    ("--around RUS", "28/38/49", "55", "81", "14", "1.3/5.5"),
    ("--around RUS,BLR", "47/59/71", "77", "81", "14", "1.3/5.5"),
    ("--around NATO", "57/74/88", "38", "34", "87", "79/91"),
    ("--around RUS --coast", "28/38/49", "57", "83", "14", "1.3/6"),
]


def first_numbers(binary):
    out = []
    for line, *published in FIRST:
        rows = strip(binary, "--metropolitan", "--width", "200km,250km,300km", *line.split())
        share = lambda code, km, rows=rows: 100 * float(rows[km, code]["overlap_share"]) if (km, code) in rows else 0.0
        ours = [
            "/".join(f"{share('POL', km):.1f}" for km in (200, 250, 300)),
            f"{share('UKR', 250):.1f}",
            f"{share('FIN', 250):.1f}",
            f"{share('NOR', 250):.1f}",
            "/".join(f"{share('SWE', km):.1f}" for km in (250, 300)),
        ]
        out.append([f"`{line}`", *(f"{o} ({p})" for o, p in zip(ours, published, strict=True))])
    head = ["line", "Poland at 200/250/300 km", "Ukraine at 250", "Finland at 250", "Norway at 250", "Sweden at 250/300"]
    return table(head, out)


def reach(binary):
    rows = strip(binary, "--reach", "500km,1000km,2000km,3000km", "--of", "NATO")
    published = {500: "6", 1000: "19", 2000: "47", 3000: "81"}
    return table(
        ["range, km", "Russia, % (ours)", "published"],
        [[str(km), f"{100 * float(rows[km, 'RUS']['overlap_share']):.2f}", p] for km, p in published.items()],
    )


def dates(binary):
    published = {"1997-05-27": "667", "1999-04-03": "970", "2004-03-30": "2,304", "2021-12-17": "2,304", "2023-04-04": "3,529"}
    rows = csv.DictReader(io.StringIO(run(binary, "border", "--as-of", ",".join(published), "--format", "csv")))
    lengths = {}
    for row in rows:
        lengths.setdefault(row["as_of"], []).append((row["a"], row["b"], float(row["length_km"])))
    out = []
    for day, own in lengths.items():
        pairs = ", ".join(f"{a}–{b}" for a, b, _ in own)
        out.append([day, f"{sum(km for *_, km in own):,.1f}", published[day], pairs])
    return table(["date", "ours, km", "published", "pairs"], out)


TABLES = {"dates": dates, "presets": presets, "first-numbers": first_numbers, "reach": reach}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_options(parser)
    options = parser.parse_args()
    text = old = DOCUMENT.read_text()
    for name, make in TABLES.items():
        mark = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        if not mark.search(text):
            sys.exit(f"{DOCUMENT.name} has no marks <!-- {name} --> … <!-- /{name} -->")
        made = make(options.binary)
        text = mark.sub(lambda m, made=made: f"{m[1]}{made}\n{m[2]}", text)
    settle(DOCUMENT, old, text, options.check, "run `make validation` and read the difference")


main()
