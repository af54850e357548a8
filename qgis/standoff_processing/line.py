"""The parameters that every algorithm has: whose line, whose map, which configuration; and the program's words for them."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QDate, Qt

from .choices import AS_OF, PRESETS, WORLDVIEWS
from .layers import export
from .text import tr

# The ways to choose a line, in the order of the dialog.
CONTACT, OUTER, EVERY, AROUND, LAYER, PRESET, REACH = range(7)


class LineParameters:
    """Mixed into an algorithm; its methods take what QGIS hands to the algorithm."""

    # Whether the command knows the ways PRESET and REACH.
    zones = False

    def add_line(self) -> None:
        ways = [
            tr("Contact line: where A borders B"),
            tr("Outer border of A and outer border of B"),
            tr("Border of every member of A and of B"),
            tr("Around A: its border with everyone else"),
            tr("A layer of the project"),
        ]
        if self.zones:
            ways += [tr("A published zone (see Advanced)"), tr("No line: all within the width of A's territory")]
        self.addParameter(QgsProcessingParameterEnum("READING", tr("Line"), ways, defaultValue=CONTACT))
        group = tr("A comma list of territories, by code or name, and alliances: RUS,BLR or Russia, Baltics, CSTO, NATO, EU")
        self._add(QgsProcessingParameterString("A", tr("Group A, such as RUS,BLR or CSTO"), "CSTO", optional=True), group)
        self._add(QgsProcessingParameterString("B", tr("Group B, such as POL or NATO"), "NATO", optional=True), group)
        self._add(
            QgsProcessingParameterFeatureSource(
                "LINE",
                tr("Layer of the line (of polygons: their outlines)"),
                [QgsProcessing.TypeVectorLine, QgsProcessing.TypeVectorPolygon],
                optional=True,
            ),
            tr("Used where Line is a layer of the project. It is read in its own coordinate system."),
        )
        self._add(
            QgsProcessingParameterDateTime("AS_OF", tr("Alliances as of"), QgsProcessingParameterDateTime.Date, AS_OF),
            tr("The day that picks the members of alliances. 2021-12-17 is the day on which the draft was published."),
        )
        self._add(
            self._choice("WORLDVIEW", tr("Worldview: who holds the disputed areas"), WORLDVIEWS),
            tr("de-facto: who holds the ground; un: as the General Assembly voted; a code: as that state claims"),
        )

    def add_configuration(self) -> None:
        if self.zones:
            self._add(
                self._choice("PRESET", tr("Published zone"), PRESETS),
                tr("Its line, date, worldview and widths count where this dialog keeps its defaults."),
                advanced=True,
            )
        self._add(QgsProcessingParameterBoolean("COAST", tr("Add the coast to a derived line"), False), advanced=True)
        self._add(
            self._choice("THIRD_STATES", tr("States that belong to neither group"), ["keep", "clip"]),
            tr("keep: the strip may enter them; clip: it may not"),
            advanced=True,
        )
        self._add(
            QgsProcessingParameterString("WIDTH_IN", tr("Other widths on the soil of territories or groups"), optional=True),
            tr("A comma list: KWT=5km,NATO=50km"),
            advanced=True,
        )
        self._add(
            QgsProcessingParameterString("BLANKET", tr("Whole territories that join the zone"), optional=True),
            tr("A comma list of codes, names and alliances: they count whole whatever the width"),
            advanced=True,
        )
        self._add(
            QgsProcessingParameterFeatureSource(
                "TERRITORIES",
                tr("Territories from a layer, in place of the shipped ones"),
                [QgsProcessing.TypeVectorPolygon],
                optional=True,
            ),
            advanced=True,
        )
        for name, what in (("CODE_FIELD", tr("Field of the territory's code")), ("NAME_FIELD", tr("Field of its name"))):
            field = QgsProcessingParameterField(name, what, parentLayerParameterName="TERRITORIES", optional=True)
            self._add(field, advanced=True)
        self._add(
            QgsProcessingParameterBoolean("ALLOW_BALLPARK", tr("Allow a datum shift of unknown accuracy"), False),
            tr("Where no better operation to WGS84 is known for a layer's coordinate system: off by 100 m and more"),
            advanced=True,
        )
        self._add(
            QgsProcessingParameterString("EXTRA", tr("Further words for the program's command line"), optional=True),
            tr("As in a shell: --member NATO=UKR --strict. Files by their whole path."),
            advanced=True,
        )

    def line_mistakes(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
        way = self.parameterAsEnum(parameters, "READING", context)
        wrong = []
        if way in (CONTACT, OUTER, EVERY, AROUND, REACH) and not self._text(parameters, "A", context):
            wrong.append(tr("Group A is empty: name territories or alliances, such as CSTO"))
        if way in (CONTACT, OUTER, EVERY) and not self._text(parameters, "B", context):
            wrong.append(tr("Group B is empty: name territories or alliances, such as NATO"))
        if way == LAYER and not parameters.get("LINE"):
            wrong.append(tr("Line is a layer of the project, and no layer is chosen"))
        if way != LAYER and parameters.get("LINE"):
            wrong.append(tr("a layer is chosen, and Line is something else: choose 'A layer of the project', or no layer"))
        if not parameters.get("TERRITORIES"):
            for name in ("CODE_FIELD", "NAME_FIELD"):
                if parameters.get(name):
                    wrong.append(tr("{} is a field of a layer of territories, and none is chosen").format(name))
        day = parameters.get("AS_OF")
        # Of a text that is no day QGIS makes the default.
        if isinstance(day, str) and day and not QDate.fromString(day[:10], Qt.ISODate).isValid():
            wrong.append(tr("'Alliances as of' is not a day: {}; write it as 2021-12-17").format(day))
        try:
            _split(self._text(parameters, "EXTRA", context))
        except ValueError as error:
            wrong.append(tr("Further words for the program's command line: {}").format(error))
        return wrong

    def line_words(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, folder: str
    ) -> list[str]:
        """Line, map and configuration. What stands at the program's default is left out, so that a published zone's own counts."""
        way = self.parameterAsEnum(parameters, "READING", context)
        a, b = (self._text(parameters, name, context) for name in "AB")
        words = {
            CONTACT: ["--between", a, b],
            OUTER: ["--between", a, b, "--reading", "outer"],
            EVERY: ["--between", a, b, "--reading", "every"],
            AROUND: ["--around", a],
            REACH: ["--of", a],
        }.get(way, [])
        if way == LAYER:
            words = ["--border", export(self._source(parameters, "LINE", context), [], folder, context, feedback)]
        if way == PRESET:
            words = ["--preset", self._text_of_choice(parameters, "PRESET", context)]
        day = self.parameterAsDateTime(parameters, "AS_OF", context).date().toString("yyyy-MM-dd")
        words += ["--as-of", day] if day != AS_OF.date().toString("yyyy-MM-dd") else []
        words += self.choice_words(parameters, context, [("WORLDVIEW", "--worldview"), ("THIRD_STATES", "--third-states")])
        for name, flag in (("COAST", "--coast"), ("ALLOW_BALLPARK", "--allow-ballpark")):
            words += [flag] if self.parameterAsBool(parameters, name, context) else []
        for item in filter(None, (w.strip() for w in self._text(parameters, "WIDTH_IN", context).split(","))):
            words += ["--width-in", item]
        blanket = self._text(parameters, "BLANKET", context)
        words += ["--blanket", blanket] if blanket else []
        if parameters.get("TERRITORIES"):
            words += self._territories(parameters, context, feedback, folder)
        return words + _split(self._text(parameters, "EXTRA", context))

    def choice_words(self, parameters: dict[str, Any], context: QgsProcessingContext, flags: Sequence) -> list[str]:
        """The flags of those choices that are not at their default."""
        words: list[str] = []
        for name, flag in flags:
            value = self._text_of_choice(parameters, name, context)
            if value != self.parameterDefinition(name).defaultValue():
                words += [flag, value]
        return words

    def _territories(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, folder: str
    ) -> list[str]:
        words, keep = [], []
        for name, flag in (("CODE_FIELD", "--code-field"), ("NAME_FIELD", "--name-field")):
            field = self._text(parameters, name, context)
            if field:
                keep.append(field)
                words += [flag, field]
        # With no field named, all go along: the program then looks for the usual names.
        source = self._source(parameters, "TERRITORIES", context)
        return ["--territories", export(source, keep or source.fields().names(), folder, context, feedback), *words]

    def _source(self, parameters: dict[str, Any], name: str, context: QgsProcessingContext) -> Any:
        source = self.parameterAsSource(parameters, name, context)
        if source is None:
            raise QgsProcessingException(self.invalidSourceError(parameters, name))
        return source

    def _text(self, parameters: dict[str, Any], name: str, context: QgsProcessingContext) -> str:
        return self.parameterAsString(parameters, name, context).strip()

    def _text_of_choice(self, parameters: dict[str, Any], name: str, context: QgsProcessingContext) -> str:
        return self.parameterAsEnumString(parameters, name, context)

    def _choice(self, name: str, what: str, options: Sequence[str]) -> QgsProcessingParameterEnum:
        """One of the program's own words; the first is its default."""
        return QgsProcessingParameterEnum(name, what, list(options), defaultValue=options[0], usesStaticStrings=True)

    def _add(self, parameter: QgsProcessingParameterDefinition, help: str = "", advanced: bool = False) -> None:
        if help:
            parameter.setHelp(help)
        if advanced:
            parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.FlagAdvanced)
        self.addParameter(parameter)


def _split(text: str) -> list[str]:
    """Words as a shell takes them; on Windows a backslash belongs to a path."""
    words = shlex.shlex(text, posix=True, punctuation_chars=False)
    words.whitespace_split = True
    words.commenters = ""
    if os.name == "nt":
        words.escape = ""
    return list(words)
