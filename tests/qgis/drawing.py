"""Layers drawn by a real QGIS, and judged by the colours at places: shared by the tests in this folder."""

import sys

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

# From the ground up.
DRAWN = ["territories", "strip", "overlap", "border", "sites"]
BACKGROUND = QColor(223, 233, 239)
# West, south, east, north of the pictures, degrees.
BOX = (3.0, 47.0, 42.0, 71.5)


def check(truth, what):
    if not truth:
        sys.exit(f"FAILED: {what}")


def render(layers, picture, box, size=1400, stacked=False, crs="EPSG:3035"):
    """Draws the layers; `stacked` where they come as they are to lie, the first on top."""
    rank = {name: i for i, name in enumerate(DRAWN)}
    # A mixed file's layers come by kind of geometry: lines go on top.
    lines = lambda layer: QgsWkbTypes.geometryType(layer.wkbType()) == QgsWkbTypes.LineGeometry
    if not stacked:
        layers = sorted(layers, key=lambda layer: (rank.get(layer.name(), 0), lines(layer)), reverse=True)
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setOutputSize(QSize(size, size))
    settings.setOutputDpi(130)
    settings.setBackgroundColor(BACKGROUND)
    crs = QgsCoordinateReferenceSystem(crs)
    to = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4326"), crs, QgsProject.instance())
    settings.setDestinationCrs(crs)
    settings.setExtent(to.transformBoundingBox(QgsRectangle(*box)))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    check(not job.errors(), f"{picture}: {[e.message for e in job.errors()]}")
    image = job.renderedImage()
    check(image.save(picture), f"{picture} is written")
    pixel = settings.mapToPixel()

    def at(lon, lat):
        point = pixel.transform(to.transform(QgsPointXY(lon, lat)))
        return image.pixelColor(round(point.x()), round(point.y()))

    return image, at


def is_red(c):
    return c.red() > c.blue() + 25 and c.red() > c.green() + 25


def is_blue(c):
    return c.blue() > c.red() + 25 and c.blue() > c.green() + 10


def is_grey(c):
    return max(c.red(), c.green(), c.blue()) - min(c.red(), c.green(), c.blue()) < 30 and 120 < c.green() < 215


def colours(image, at, what, ground):
    """Expected colours at places that no label and no line covers."""
    for place, lon, lat, test in (
        ("Pskov, Russia", 29.5, 57.0, is_red),
        ("Belarus's north", 29.5, 55.2, is_red),
        ("Poland's south-east", 22.3, 50.4, is_blue),
        ("Poland's north-west", 17.3, 53.6, is_blue),
        ("Ukraine's north-west", 26.8, 50.6, is_grey),
    ):
        colour = at(lon, lat)
        check(test(colour), f"{what}: {place} is {colour.name()}")
    if ground:
        colour = at(35.0, 50.0)
        check(colour.lightness() > 240, f"{what}: ground beyond the strip is {colour.name()}")
    sea = at(5.0, 56.0)
    check(sea == BACKGROUND, f"{what}: the North Sea is {sea.name()}")
    # The border, black and broad: Poland's border with Kaliningrad runs nearly along a parallel.
    near = [at(21.5, 54.32 + d / 100) for d in range(-12, 13)]
    check(min(c.lightness() for c in near) < 40, f"{what}: the border is a dark line")
    dark = sum(image.pixelColor(x, y).lightness() < 60 for x in range(0, image.width(), 2) for y in range(0, image.height(), 2))
    check(dark > 1500, f"{what}: labels and border are drawn ({dark} dark pixels)")
