"""What GDAL and QGIS make of a file: shared by the tests of files in this folder."""

import os
import sys

from osgeo import gdal
from qgis.core import Qgis, QgsProject, QgsProviderRegistry, QgsProviderSublayerDetails

from drawing import check

PROGRAM, FOLDER = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
HERE = os.path.dirname(os.path.abspath(__file__))
# A grid step at a tolerance of 1 m is 1e-7 degrees; the three files hold the same decimals.
SAME = 1e-12

gdal.UseExceptions()
problems = []
gdal.PushErrorHandler(lambda _kind, _number, text: problems.append(text))


def path(name):
    return os.path.join(FOLDER, name)


def positions(geometry):
    if geometry.GetGeometryCount() == 0:
        return geometry.GetPoints()
    return [p for i in range(geometry.GetGeometryCount()) for p in positions(geometry.GetGeometryRef(i))]


def by_qgis(source):
    """The layers that QGIS makes of a file, with the style that it finds by itself."""
    layers = []
    flags = Qgis.SublayerQueryFlag.ResolveGeometryType
    for found in QgsProviderRegistry.instance().querySublayers(source, flags):
        options = QgsProviderSublayerDetails.LayerOptions(QgsProject.instance().transformContext())
        layer = found.toLayer(options)
        if layer.name() == "layer_styles":
            continue
        check(layer.isValid(), f"{source}: QGIS opens {layer.name()}")
        told, loaded = layer.loadDefaultStyle()
        check(loaded, f"{source}: default style of {layer.name()}: {told}")
        check(layer.renderer().type() == "RuleRenderer", f"{source}: {layer.name()} is drawn by rules")
        check(layer.crs().authid() == "EPSG:4326", f"{source}: CRS in QGIS")
        layers.append(layer)
    return layers
