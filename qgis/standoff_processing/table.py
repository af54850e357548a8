"""Rows of the program's into a sink: a table, with points where rows have a place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsWkbTypes,
)

from .answer import Column, Row, fields_of
from .finish import Finish
from .text import tr


def write(
    algorithm: QgsProcessingAlgorithm,
    rows: list[Row],
    columns: Sequence[Column],
    facts: dict[str, str],
    parameters: dict[str, Any],
    context: QgsProcessingContext,
) -> str:
    """Fills the sink OUTPUT; gives where it is."""
    placed = any(row.get("at_lon") is not None for row in rows)
    fields = fields_of(columns)
    kind = QgsWkbTypes.Point if placed else QgsWkbTypes.NoGeometry
    crs = QgsCoordinateReferenceSystem("EPSG:4326") if placed else QgsCoordinateReferenceSystem()
    sink, where = algorithm.parameterAsSink(parameters, "OUTPUT", context, fields, kind, crs)
    if sink is None:
        raise QgsProcessingException(algorithm.invalidSinkError(parameters, "OUTPUT"))
    for row in rows:
        feature = QgsFeature(fields)
        feature.setAttributes([row[name] for name, *_ in columns])
        if row.get("at_lon") is not None:
            feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(row["at_lon"], row["at_lat"])))
        if not sink.addFeature(feature, QgsFeatureSink.FastInsert):
            raise QgsProcessingException(tr("a row cannot be written: {}").format(sink.lastError()))
    Finish(facts).attach(context, where, 0)
    return where
