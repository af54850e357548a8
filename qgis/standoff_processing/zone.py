"""The parameters of what `standoff strip` makes: width, side and ends. Shared by the strip and the table."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingParameterString

from .base import StandoffAlgorithm
from .line import LAYER, PRESET, REACH
from .text import tr
from .widths import mistake_in_lengths

WIDTH_IS = "A width is how far the strip reaches from the line on each of its sides, not the total across."


class ZoneAlgorithm(StandoffAlgorithm):
    """An algorithm whose command is `strip`."""

    zones = True

    def add_width(self) -> None:
        self._add(
            QgsProcessingParameterString("WIDTH", tr("Width on each side, such as 300km"), optional=True),
            tr("300km, a list 50km,100km or a range 10km..100km:10km. Empty only for a published zone: its own."),
        )

    def add_side(self, advanced: bool) -> None:
        self._add(
            self._choice("SIDE", tr("Side of the line"), ["both", "left", "right"]),
            tr("Of a layer's lines, in the direction of their points. Of polygons left is inside."),
            advanced,
        )
        self._add(
            self._choice("CAP", tr("Ends of the strip"), ["round", "flat"]),
            tr("round: all within the width of an end; flat: cut off at the perpendicular"),
            advanced,
        )

    def mistakes(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
        wrong = []
        way = self.parameterAsEnum(parameters, "READING", context)
        width = self._text(parameters, "WIDTH", context)
        if width:
            wrong += mistake_in_lengths(width, tr("Width"))
        elif way != PRESET:
            wrong.append(tr("Width: give how far the strip reaches from the line on each side, such as 300km"))
        if way != LAYER and self._text_of_choice(parameters, "SIDE", context) != "both":
            wrong.append(tr("Side of the line: a shipped border has no direction; take both, or a layer of the project"))
        return wrong + super().mistakes(parameters, context)

    def strip_words(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, folder: str
    ) -> list[str]:
        words = ["strip", *self.line_words(parameters, context, feedback, folder)]
        width = self._text(parameters, "WIDTH", context)
        if width:
            reach = self.parameterAsEnum(parameters, "READING", context) == REACH
            words += ["--reach" if reach else "--width", width]
        return words + self.choice_words(parameters, context, [("SIDE", "--side"), ("CAP", "--cap")])
