"""The algorithm 'Width for a share': the smallest width at which the strip covers a share of territories."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterString,
)

from .answer import WIDTH, rows_of
from .base import StandoffAlgorithm
from .table import write
from .text import tr
from .widths import mistake_in_length, mistake_in_shares
from .zone import WIDTH_IS

# The program's default.
TOLERANCE = "1m"


class WidthForShare(StandoffAlgorithm):
    def name(self) -> str:
        return "widthforshare"

    def displayName(self) -> str:  # noqa: N802
        return tr("Width for a share")

    def shortDescription(self) -> str:  # noqa: N802
        return tr("The smallest width at which the strip covers a share of territories")

    def tags(self) -> list[str]:
        return ["solve", "inverse", "coverage", "buffer", "distance", "geodesic", "border", "zone", "standoff"]

    def shortHelpString(self) -> str:  # noqa: N802
        return tr(
            "The smallest width at which the strip along a line covers a share of the territories together. The answer is an "
            "interval: a strip of width_low_km covers less, one of width_km covers the share; both are proven by exact strips.\n\n"
            "{width_is}\n\n"
            "The shares 0 and 1 are the nearest and the farthest point: their rows are points on the map. Where no width covers "
            "the share, reached is false and share is the greatest that there is.\n\n"
            "In a model, the output 'Width as text' of a single row goes straight into 'Geodesic strip'."
        ).format(width_is=tr(WIDTH_IS))

    def initAlgorithm(self, config: dict[str, Any] | None = None) -> None:  # noqa: N802
        self._add(
            QgsProcessingParameterString("TERRITORY", tr("Territories, together, such as POL")),
            tr("A comma list of codes, names and alliances"),
        )
        self._add(
            QgsProcessingParameterString("SHARE", tr("Share to be covered, such as 1/3")),
            tr("0.5, 50% or 1/3; several with commas"),
        )
        self._add(QgsProcessingParameterBoolean("EACH", tr("One answer for each territory"), False))
        self.add_line()
        self._add(
            QgsProcessingParameterString("TOLERANCE", tr("Greatest width of the answer's interval"), TOLERANCE),
            advanced=True,
        )
        self.add_configuration()
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", tr("Widths"), QgsProcessing.TypeVector))
        self.addOutput(QgsProcessingOutputNumber("WIDTH_KM", tr("Width in km, of a single row")))
        self.addOutput(QgsProcessingOutputString("WIDTH", tr("Width as text, of a single row")))
        self.add_facts()

    def mistakes(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
        wrong = mistake_in_shares(self._text(parameters, "SHARE", context), tr("Share"))
        wrong += mistake_in_length(self._text(parameters, "TOLERANCE", context), tr("Greatest width of the answer's interval"))
        return wrong + super().mistakes(parameters, context)

    def processAlgorithm(  # noqa: N802
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        with self.temporary_folder() as folder:
            words = ["solve", *self.line_words(parameters, context, feedback, folder)]
            words += ["--territory", self._text(parameters, "TERRITORY", context)]
            for share in self._text(parameters, "SHARE", context).split(","):
                words += ["--share", share.strip()]
            words += ["--each"] if self.parameterAsBool(parameters, "EACH", context) else []
            tolerance = self._text(parameters, "TOLERANCE", context)
            words += ["--tolerance", tolerance] if tolerance != TOLERANCE else []
            words += ["--format", "json"]
            rows = rows_of(self.answer(words, folder, feedback), WIDTH)
        for row in rows:
            feedback.pushInfo(_sentence(row))
        facts = self.table_facts(rows)
        results = {"OUTPUT": write(self, rows, WIDTH, facts, parameters, context), self.FACTS: self.tell(facts, feedback)}
        if len(rows) == 1 and rows[0]["reached"] == "true":
            results["WIDTH_KM"] = rows[0]["width_km"]
            results["WIDTH"] = f"{rows[0]['width_km']:.6f}km"
        return results


def _sentence(row: dict[str, Any]) -> str:
    if row["reached"] != "true":
        return tr("{territory}: no width covers the share; the greatest is {share:.9g}").format(**row)
    told = tr("{territory}: a share of {share:.9g} takes {width_km:.6f} km on each side ({width_low_km:.6f} km cover less)")
    return told.format(**row)
