"""Layers of the project to files that the program reads, and its layers to where the user wants them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import Any

from osgeo import gdal
from qgis.core import (
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSink,
    QgsFields,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from .text import tr

# The columns that GeoPackage adds.
KEY = "fid"


def export(
    source: QgsProcessingFeatureSource, keep: list[str], folder: str, context: QgsProcessingContext, feedback: QgsProcessingFeedback
) -> str:
    """A GeoPackage in `folder` with the source's features, of their fields those to `keep`, in its own coordinate system.

    Gives its name in the folder: the layer's, since the program names the file in messages and results."""
    name = source.sourceName() or "layer"
    if not source.sourceCrs().isValid():
        raise QgsProcessingException(
            tr("the layer {} has no coordinate reference system; set it (Layer > Set CRS of Layer(s))").format(name)
        )
    if source.featureCount() == 0:
        raise QgsProcessingException(tr("the layer {} has no features").format(name))
    stem = re.sub(r"[^\w. -]+", "_", name).strip(" .-") or "layer"
    file = f"{stem}.gpkg"
    # Line and territories may be one layer.
    while os.path.exists(os.path.join(folder, file)):
        file = f"{stem}_{file}"
    fields = QgsFields()
    at = []
    for wanted in keep:
        index = source.fields().lookupField(wanted)
        if index < 0:
            raise QgsProcessingException(tr("the layer {layer} has no field {field}").format(layer=name, field=wanted))
        fields.append(source.fields().at(index))
        at.append(index)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    options.layerName = "layer"
    # A name that no field of the user's has.
    options.layerOptions = ["FID=standoff_fid", "GEOMETRY_NAME=standoff_geom", "SPATIAL_INDEX=NO"]
    writer = QgsVectorFileWriter.create(
        os.path.join(folder, file), fields, source.wkbType(), source.sourceCrs(), context.transformContext(), options
    )
    _written(writer, name)
    # The program judges geometries, and says where one is wrong.
    for feature in source.getFeatures(QgsFeatureRequest(), QgsProcessingFeatureSource.FlagSkipGeometryValidityChecks):
        if feedback.isCanceled():
            raise QgsProcessingException(tr("stopped by the user; nothing was written"))
        copy = QgsFeature(fields)
        copy.setGeometry(feature.geometry())
        copy.setAttributes([feature.attributes()[i] for i in at])
        if not writer.addFeature(copy, QgsFeatureSink.FastInsert):
            _written(writer, name)
    writer.flushBuffer()
    _written(writer, name)
    del writer
    return file


def _written(writer: QgsVectorFileWriter, name: str) -> None:
    if writer.hasError() != QgsVectorFileWriter.NoError:
        why = writer.errorMessage()
        raise QgsProcessingException(tr("the layer {layer} cannot be handed on: {why}").format(layer=name, why=why))


def open_layer(path: str, name: str) -> QgsVectorLayer:
    layer = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
    if not layer.isValid():
        why = layer.error().message()
        raise QgsProcessingException(tr("the program wrote no layer {name}: {why}").format(name=name, why=why))
    return layer


def copy(layer: QgsVectorLayer, open_sink: Callable[[QgsFields], Any]) -> None:
    """All features of a layer of the program's into a sink, which is opened with the layer's fields but its key.

    Does nothing where `open_sink` opens none."""
    fields = QgsFields()
    at = []
    for i, field in enumerate(layer.fields()):
        if field.name() != KEY:
            fields.append(field)
            at.append(i)
    sink = open_sink(fields)
    if sink is None:
        return
    for feature in layer.getFeatures():
        out = QgsFeature(fields)
        out.setGeometry(feature.geometry())
        out.setAttributes([feature.attributes()[i] for i in at])
        if not sink.addFeature(out, QgsFeatureSink.FastInsert):
            raise QgsProcessingException(tr("a feature cannot be written: {}").format(sink.lastError()))


def facts_of(path: str) -> dict[str, str]:
    """What the program's GeoPackage says of itself: choices, versions, licences, bounds."""
    dataset = gdal.OpenEx(path, gdal.OF_VECTOR | gdal.OF_READONLY)
    if dataset is None:
        raise QgsProcessingException(tr("the program's GeoPackage cannot be opened: {}").format(gdal.GetLastErrorMsg()))
    return dict(dataset.GetMetadata())
