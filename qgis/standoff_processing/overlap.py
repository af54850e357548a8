"""The algorithm 'Overlap table': what every width covers of every territory."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
)

from .answer import OVERLAP, rows_of
from .line import PRESET, REACH
from .table import write
from .text import tr
from .zone import WIDTH_IS, ZoneAlgorithm

EXACT, ONE_PASS = range(2)


class OverlapTable(ZoneAlgorithm):
    def name(self) -> str:
        return "overlaptable"

    def displayName(self) -> str:  # noqa: N802
        return tr("Overlap table")

    def shortDescription(self) -> str:  # noqa: N802
        return tr("How much of every territory the strip covers, at one width or many")

    def tags(self) -> list[str]:
        return ["area", "share", "coverage", "curve", "buffer", "geodesic", "border", "zone", "standoff"]

    def shortHelpString(self) -> str:  # noqa: N802
        return tr(
            "How much of every territory the strip along a line covers: one row a territory and width.\n\n"
            "{width_is} Units: cm, m, km, mi, nmi.\n\n"
            "overlap_km2 is an area on the WGS84 ellipsoid, and error_km2 a bound on its error. data_error_km2 is what the "
            "border data's own accuracy makes uncertain.\n\n"
            "'Exact' makes a strip for each width. 'One pass' is for hundreds of widths: quicker, with a larger error_km2, for "
            "both sides and round ends."
        ).format(width_is=tr(WIDTH_IS))

    def initAlgorithm(self, config: dict[str, Any] | None = None) -> None:  # noqa: N802
        self.add_width()
        self.add_line()
        ways = [tr("Exact: a strip for each width"), tr("One pass for all widths")]
        self.addParameter(QgsProcessingParameterEnum("METHOD", tr("Method"), ways, defaultValue=EXACT))
        self.add_side(advanced=True)
        self.add_configuration()
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", tr("Overlap table"), QgsProcessing.TypeVector))
        self.add_facts()

    def mistakes(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
        wrong = super().mistakes(parameters, context)
        if self.parameterAsEnum(parameters, "METHOD", context) == ONE_PASS:
            way = self.parameterAsEnum(parameters, "READING", context)
            if way in (PRESET, REACH) or self.choice_words(parameters, context, [("SIDE", ""), ("CAP", "")]):
                wrong.append(tr("Method: one pass is for a line, both its sides and round ends; take the exact method"))
        return wrong

    def processAlgorithm(  # noqa: N802
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        with self.temporary_folder() as folder:
            if self.parameterAsEnum(parameters, "METHOD", context) == ONE_PASS:
                words = ["curve", *self.line_words(parameters, context, feedback, folder)]
                words += ["--widths", self._text(parameters, "WIDTH", context)]
            else:
                words = self.strip_words(parameters, context, feedback, folder)
            rows = rows_of(self.answer([*words, "--format", "json"], folder, feedback), OVERLAP)
        facts = self.table_facts(rows)
        if rows:
            facts["error_km2"] = tr("at most {} km²").format(max(row["error_km2"] for row in rows))
        else:
            feedback.pushWarning(tr("the strip meets no territory"))
        where = write(self, rows, OVERLAP, facts, parameters, context)
        return {"OUTPUT": where, self.FACTS: self.tell(facts, feedback)}
