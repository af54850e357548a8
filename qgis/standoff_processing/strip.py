"""The algorithm 'Geodesic strip': the strip, what it covers, and the line, as layers."""

from __future__ import annotations

import os
import shutil
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureSink,
    QgsFields,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from .answer import OVERLAP, rows_of
from .finish import Finish, style_of
from .layers import copy, facts_of, open_layer
from .text import tr
from .widths import mistake_in_length
from .zone import WIDTH_IS, ZoneAlgorithm

# Sink and layer of the program's GeoPackage, from the ground up.
LAYERS = (("OUTPUT", "strip"), ("OVERLAP", "overlap"), ("BORDER", "border"))
FILE = "zone.gpkg"
# The program's default.
TOLERANCE = "1m"


class GeodesicStrip(ZoneAlgorithm):
    def name(self) -> str:
        return "geodesicstrip"

    def displayName(self) -> str:  # noqa: N802
        return tr("Geodesic strip")

    def shortDescription(self) -> str:  # noqa: N802
        return tr("All points within a width of a line, on the WGS84 ellipsoid, and what they cover")

    def tags(self) -> list[str]:
        return ["buffer", "geodesic", "border", "boundary", "zone", "corridor", "distance", "ellipsoid", "standoff"]

    def shortHelpString(self) -> str:  # noqa: N802
        return tr(
            "All points within a width of a line, as WGS84 geodesics with no map projection in between. Every point of the "
            "outline stands within the tolerance of the exact width; the bound that was reached is in the layer "
            "(max_error_m).\n\n"
            "{width_is} Several widths make several strips: 50km,100km or 10km..100km:10km. Units: cm, m, km, mi, nmi.\n\n"
            "The line is a shipped border, chosen by two groups and a date, or a layer of the project.\n\n"
            "Overlap has what each strip covers of each territory: overlap_km2 ± error_km2 on the ellipsoid; data_error_km2 is "
            "what the border data's own accuracy makes uncertain. What the result rests on is in the log and in each layer's "
            "notes and metadata."
        ).format(width_is=tr(WIDTH_IS))

    def initAlgorithm(self, config: dict[str, Any] | None = None) -> None:  # noqa: N802
        self.add_width()
        self.add_line()
        self.add_side(advanced=False)
        self._add(
            QgsProcessingParameterString("TOLERANCE", tr("Greatest error of the outline"), TOLERANCE),
            tr("How far any point of the outline may stand from the exact width"),
            advanced=True,
        )
        self.add_configuration()
        polygons, lines = QgsProcessing.TypeVectorPolygon, QgsProcessing.TypeVectorLine
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", tr("Strip"), polygons))
        self.addParameter(QgsProcessingParameterFeatureSink("OVERLAP", tr("Overlap"), polygons, optional=True))
        self.addParameter(QgsProcessingParameterFeatureSink("BORDER", tr("Border"), lines, optional=True))
        whole = tr("All in one GeoPackage, styled")
        self.addParameter(
            QgsProcessingParameterFileDestination("ZONE", whole, "GeoPackage (*.gpkg)", optional=True, createByDefault=False)
        )
        self.add_facts()

    def mistakes(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
        wrong = mistake_in_length(self._text(parameters, "TOLERANCE", context), tr("Greatest error of the outline"))
        return wrong + super().mistakes(parameters, context)

    def processAlgorithm(  # noqa: N802
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        with self.temporary_folder() as folder:
            words = self.strip_words(parameters, context, feedback, folder)
            tolerance = self._text(parameters, "TOLERANCE", context)
            words += ["--tolerance", tolerance] if tolerance != TOLERANCE else []
            words += ["--out", FILE, "--format", "json"]
            if not rows_of(self.answer(words, folder, feedback), OVERLAP):
                feedback.pushWarning(tr("the strip meets no territory"))
            path = os.path.join(folder, FILE)
            facts = facts_of(path)
            results = {self.FACTS: self.tell(facts, feedback)}
            zone = self.parameterAsFileOutput(parameters, "ZONE", context)
            if zone:
                _place(path, zone)
                results["ZONE"] = zone
            finish = Finish(facts)
            for rank, (output, name) in enumerate(LAYERS):
                where = self._hand_on(path, name, output, parameters, context)
                if where:
                    results[output] = where
                    finish.attach(context, where, rank, style_of(path, name))
        return results

    def _hand_on(self, path: str, name: str, output: str, parameters: dict[str, Any], context: QgsProcessingContext) -> str | None:
        """A layer of the program's to where the user wants it; gives where that is, None where it is not wanted."""
        layer = open_layer(path, name)
        place = None

        def opened(fields: QgsFields) -> QgsFeatureSink | None:
            nonlocal place
            crs = QgsCoordinateReferenceSystem("EPSG:4326")
            sink, place = self.parameterAsSink(parameters, output, context, fields, layer.wkbType(), crs)
            if sink is None and parameters.get(output):
                raise QgsProcessingException(self.invalidSinkError(parameters, output))
            return sink

        copy(layer, opened)
        return place or None


def _place(made: str, wanted: str) -> None:
    """A file that appears whole or not at all, in the place of one that is there: the dialog has asked."""
    beside = f"{wanted}.part"
    try:
        shutil.copyfile(made, beside)
        os.replace(beside, wanted)
    except OSError as error:
        if os.path.exists(beside):
            os.remove(beside)
        raise QgsProcessingException(tr("{path} cannot be written: {error}").format(path=wanted, error=error)) from error
