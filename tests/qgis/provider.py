#!/usr/bin/python3
"""The plugin's three algorithms by qgis_process, beside the program's own runs.

    tests/qgis/provider.py target/release/standoff target/qgis/provider     # or: make test-qgis

Files stay in the second folder. Ends with 1 at the first check that fails.
"""

import csv
import os
import re
import shlex
import subprocess
import sys

from osgeo import gdal, ogr

from drawing import check
from harness import HERE, ROADS, Profile, make_layer, rows_of, same_rows

profile = Profile(os.path.abspath(sys.argv[2]), os.path.abspath(sys.argv[1]))
gdal.UseExceptions()


def features(file, layer=None):
    """Geometry and values of each feature; no geometry where it is empty, which is how QGIS writes none."""
    source = gdal.OpenEx(profile.path(file), gdal.OF_VECTOR)
    table = source.GetLayer(layer) if layer else source.GetLayer(0)
    return [(wkb(f.GetGeometryRef()), f.items()) for f in table]


def wkb(geometry):
    return None if geometry is None or geometry.IsEmpty() else bytes(geometry.ExportToWkb())


def the_plugin_is_listed():
    code, out, told = profile.run_qgis("list")
    check(code == 0, told)
    for name in ("geodesicstrip", "overlaptable", "widthforshare"):
        check(f"standoff:{name}\t" in out, f"{name} is listed")
    code, out, told = profile.run_qgis("help", "standoff:geodesicstrip")
    check(code == 0 and "on each of its sides, not the total across" in out, "help says what a width is")


def dialogs_offer_what_the_program_knows():
    sys.path.insert(0, profile.plugins)
    from standoff_processing import choices

    def known(kind, column):
        done = subprocess.run([profile.program, "data", kind, "--format", "csv"], check=True, capture_output=True, text=True)
        return list(dict.fromkeys(row[column] for row in csv.DictReader(done.stdout.splitlines())))

    check(choices.WORLDVIEWS == known("worldviews", "worldview"), "worldviews of the dialog")
    check(choices.PRESETS == known("presets", "preset"), "published zones of the dialog")


def a_strip_is_the_programs_own():
    results, log = profile.run(
        "geodesicstrip", WIDTH="100km,300km", OUTPUT="strip.gpkg", OVERLAP="overlap.gpkg", BORDER="border.gpkg", ZONE="zone.gpkg"
    )
    check(set(results) == {"OUTPUT", "OVERLAP", "BORDER", "ZONE", "FACTS"}, f"results {list(results)}")
    own = profile.own_run("strip", "--width", "100km,300km", "--out", "own.gpkg")
    for layer in ("strip", "overlap", "border"):
        found, theirs = features(f"{layer}.gpkg"), features("own.gpkg", layer)
        check(len(found) > 0 and found == theirs, f"features of {layer}")
        check(features("zone.gpkg", layer) == theirs, f"features of {layer} in the whole file")
    same_rows([values for _, values in features("overlap.gpkg")], own, "overlap")
    styles = features("zone.gpkg", "layer_styles")
    check({values["f_table_name"] for _, values in styles} >= {"strip", "overlap", "border"}, "styles of the whole file")
    facts = dict(line.split(": ", 1) for line in results["FACTS"].splitlines())
    check(facts["line"] == "contact line of CSTO and NATO on 2021-12-17, land border", "facts name the line")
    check(facts["worldview"] == "de-facto" and facts["as_of"] == "2021-12-17", "facts name map and date")
    check(0 < float(facts["strip_300km_max_error_m"]) <= 1, "facts name the bound")
    check(any(results["FACTS"] in line for line in log["info"]), "facts are in the log")


def a_table_of_one_pass_is_the_programs_own():
    profile.run("overlaptable", WIDTH="20km..200km:20km", METHOD=1, OUTPUT="pass.csv")
    same_rows(rows_of(profile, "pass.csv"), profile.own_run("curve", "--widths", "20km..200km:20km"), "one pass")


def a_width_is_the_programs_own():
    results, log = profile.run("widthforshare", TERRITORY="POL", SHARE="1/3", OUTPUT="width.csv")
    own = profile.own_run("solve", "--territory", "POL", "--share", "1/3")
    same_rows(rows_of(profile, "width.csv"), own, "width")
    check(results["WIDTH_KM"] == own[0]["width_km"] == 144.429041, "the width as a number")
    check(results["WIDTH"] == "144.429041km", "the width as text")
    check(any("POL: a share of 0.333333333 takes 144.429041 km" in line for line in log["info"]), "the answer is in the log")
    # The text goes straight into the strip, which covers a third.
    profile.run("geodesicstrip", WIDTH=results["WIDTH"], OUTPUT="third.gpkg", OVERLAP="third-overlap.gpkg")
    poland = next(v for _, v in features("third-overlap.gpkg") if v["territory"] == "POL")
    check(abs(poland["overlap_share"] - 1 / 3) < 1e-5, f"the strip of that width covers {poland['overlap_share']}")


def deciding_points_are_points():
    profile.run("widthforshare", TERRITORY="POL,EST", SHARE="0,0.5,100%", EACH="true", OUTPUT="each.gpkg")
    own = profile.own_run("solve", *"--territory POL,EST --share 0 --share 0.5 --share 100% --each".split())
    found = features("each.gpkg")
    same_rows([values for _, values in found], own, "each")
    for (point, _), row in zip(found, own):
        place = point and ogr.CreateGeometryFromWkb(point).GetPoint_2D()
        check(place == (None if row["at_lon"] is None else (row["at_lon"], row["at_lat"])), f"the deciding point of {row}")
    results, _ = profile.run("widthforshare", TERRITORY="POL", SHARE="100%", WIDTH_IN="POL=5km", OUTPUT="never.csv")
    check(rows_of(profile, "never.csv")[0]["reached"] == "false" and "WIDTH" not in results, "a share that no width covers")


def a_layer_in_another_system_is_read_as_it_is():
    make_layer(profile, "roads.gpkg", "roads", 3301, ogr.wkbLineString, ROADS)
    line = profile.path("roads.gpkg") + "|layername=roads"
    for side, cap in (("both", "round"), ("left", "flat")):
        profile.run(
            "geodesicstrip", READING=4, LINE=line, WIDTH="5km", SIDE=side, CAP=cap, OUTPUT="r.gpkg", OVERLAP="ro.gpkg", BORDER="rb.gpkg"
        )
        words = f"strip --border roads.gpkg --width 5km --side {side} --cap {cap} --out roads-{side}.gpkg".split()
        own = profile.own_run(*words)
        same_rows([values for _, values in features("ro.gpkg")], own, f"roads, {side}")
        for file, layer in (("r.gpkg", "strip"), ("rb.gpkg", "border")):
            mine, theirs = features(file), features(f"roads-{side}.gpkg", layer)
            check([g for g, _ in mine] == [g for g, _ in theirs], f"roads, {side}: {layer}")
        named = features("r.gpkg")[0][1]["line"]
        check(named.startswith("line of roads.gpkg"), f"the line is named by the layer: {named}")


def fails(what, told, algorithm="geodesicstrip", environment=None, **parameters):
    """An error arrives whole, and no file is left."""
    for name in os.listdir(profile.folder):
        if name.startswith("no."):
            os.remove(profile.path(name))
    words = [f"{name}={value}" for name, value in {"OUTPUT": "no.gpkg", **parameters}.items()]
    code, _, error = profile.run_qgis("run", f"standoff:{algorithm}", "--", *words, **(environment or {}))
    check(code != 0, f"{what}: must fail")
    check(told in error, f"{what}: the message is not whole: {error}")
    check("Traceback" not in error, f"{what}: {error}")
    check(not any(name.startswith("no.") for name in os.listdir(profile.folder)), f"{what}: a file is left")


def errors_arrive_whole_and_nothing_is_written():
    fails("a bare number", "Width: 300 has no unit; write 300km or 300m", WIDTH="300")
    told = "standoff: a value is wrong\nerror: there is no territory or alliance 'CTSO'; did you mean CSTO?\n"
    fails("an unknown territory", told, WIDTH="300km", A="CTSO")
    nothing = {"STANDOFF": None, "PATH": profile.path("nothing")}
    told = (
        "the program standoff was not found: build it (cargo build --release) and name its path in Settings > Options > Processing > "
        "Providers > Standoff, or in the environment variable STANDOFF, or put it on PATH\n"
    )
    fails("no program", told, WIDTH="300km", environment=nothing)


def the_setting_of_processing_goes_before_the_variable():
    settings = os.path.join(profile.home, "QGIS", "QGIS3.ini")
    with open(settings, encoding="utf-8") as file:
        before = file.read()
    with open(settings, "a", encoding="utf-8") as file:
        file.write(f"\n[Processing]\nConfiguration\\STANDOFF_PROGRAM={profile.program}\n")
    words = ["run", "standoff:overlaptable", "--", "WIDTH=300km", "OUTPUT=setting.csv"]
    code, _, told = profile.run_qgis(*words, STANDOFF="/no/such/program")
    with open(settings, "w", encoding="utf-8") as file:
        file.write(before)
    check(code == 0 and len(rows_of(profile, "setting.csv")) == 18, f"the setting counts: {told}")


def commands_of_the_documentation_work():
    with open(os.path.join(HERE, "../../docs/qgis.md"), encoding="utf-8") as file:
        blocks = re.findall(r"```sh\n(.*?)```", file.read(), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    check(len(lines) == 8, f"commands in docs/qgis.md: {lines}")
    for line in lines:
        program, *words = shlex.split(line)
        if program == "standoff":
            profile.own_run(*words, "--force")
        else:
            code, _, told = profile.run_qgis(*words)
            # The profile has it enabled by the same command.
            done = code == 0 or "Plugin is already enabled!" in told
            check(program == "qgis_process" and done, f"{line}: {told}")


TESTS = (
    the_plugin_is_listed,
    dialogs_offer_what_the_program_knows,
    a_strip_is_the_programs_own,
    a_table_of_one_pass_is_the_programs_own,
    a_width_is_the_programs_own,
    deciding_points_are_points,
    a_layer_in_another_system_is_read_as_it_is,
    errors_arrive_whole_and_nothing_is_written,
    the_setting_of_processing_goes_before_the_variable,
    commands_of_the_documentation_work,
)
for test in TESTS:
    test()
    print(f"plugin: {test.__name__.replace('_', ' ')}", flush=True)
