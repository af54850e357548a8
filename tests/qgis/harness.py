"""A QGIS profile of its own with the plugin installed from its zip, and qgis_process in it: shared by the plugin's tests."""

import csv
import json
import os
import shutil
import subprocess
import sys
import zipfile

from osgeo import ogr, osr

from drawing import check

HERE = os.path.dirname(os.path.abspath(__file__))
NAME = "standoff_processing"
# Debian's script hands qgis_process an option of the desktop's that it refuses; the program itself lies beside.
QGIS_PROCESS = shutil.which("qgis_process.bin") or shutil.which("qgis_process")


class Profile:
    """Nothing of the user's own profile is read or written."""

    def __init__(self, folder, program):
        self.folder, self.program = folder, program
        shutil.rmtree(folder, ignore_errors=True)
        self.home = os.path.join(folder, "profiles", "default")
        self.plugins = os.path.join(self.home, "python", "plugins")
        for place in (self.plugins, self.path("home"), self.path("run"), self.path("nothing")):
            os.makedirs(place)
        os.chmod(self.path("run"), 0o700)
        packed = self.path(f"{NAME}.zip")
        subprocess.run([sys.executable, os.path.join(HERE, "../../tools/qgis-plugin.py"), packed], check=True)
        zipfile.ZipFile(packed).extractall(self.plugins)
        code, _, told = self.run_qgis("plugins", "enable", NAME)
        check(code == 0, f"the plugin is enabled: {told}")

    def path(self, name):
        return os.path.join(self.folder, name)

    def environment(self):
        own = {"HOME": "home", "XDG_CONFIG_HOME": "home", "XDG_DATA_HOME": "home", "XDG_RUNTIME_DIR": "run"}
        return {
            **os.environ,
            **{name: self.path(place) for name, place in own.items()},
            "QGIS_CUSTOM_CONFIG_PATH": self.folder,
            "QT_QPA_PLATFORM": "offscreen",
            "STANDOFF": self.program,
            # No bytecode beside the sources.
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def run_qgis(self, *words, **more):
        """Exit code, standard output, standard error of qgis_process; a variable that is None is taken away."""
        environment = {k: v for k, v in {**self.environment(), **more}.items() if v is not None}
        done = subprocess.run([QGIS_PROCESS, *words], cwd=self.folder, env=environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr

    def run(self, algorithm, **parameters):
        """Results and log of an algorithm that must succeed."""
        words = [f"{name}={value}" for name, value in parameters.items()]
        code, out, told = self.run_qgis("--json", "run", f"standoff:{algorithm}", "--", *words)
        if code != 0:
            sys.exit(f"FAILED: {algorithm} {words}: {told}")
        answer = json.loads(out)
        return answer["results"], answer["log"]

    def own_run(self, *words):
        """Rows of the program's own run."""
        done = subprocess.run(
            [self.program, *words, "--format", "json"], cwd=self.folder, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        return json.loads(done.stdout)


# Two lines in Estonia, metres of EPSG:3301.
ROADS = [("LINESTRING (500000 6500000, 560000 6520000, 600000 6490000)",), ("LINESTRING (640000 6450000, 660000 6470000)",)]


def make_layer(profile, file, name, epsg, kind, shapes, fields=()):
    srs = osr.SpatialReference()
    if epsg:
        srs.ImportFromEPSG(epsg)
    source = ogr.GetDriverByName("GPKG").CreateDataSource(profile.path(file))
    layer = source.CreateLayer(name, srs if epsg else None, kind)
    for field in fields:
        layer.CreateField(ogr.FieldDefn(field, ogr.OFTString))
    for wkt, *values in shapes:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkt(wkt))
        for field, value in zip(fields, values):
            feature.SetField(field, value)
        layer.CreateFeature(feature)
    source = None


def rows_of(profile, file):
    with open(profile.path(file), encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def same_rows(found, own, what):
    """Rows of a result, text or numbers, beside the program's own."""
    check(len(found) == len(own) > 0, f"{what}: {len(found)} rows, the program has {len(own)}")
    for mine, theirs in zip(found, own):
        check(list(mine) == list(theirs), f"{what}: columns {list(mine)}")
        for name, value in theirs.items():
            kind = str if isinstance(value, str) else float
            same = mine[name] in ("", None) if value in ("", None) else kind(mine[name]) == value
            check(same, f"{what}: {name} is {mine[name]!r}, the program has {value!r}")
