"""What the three algorithms share: the program, its temporary folder, and the parameters that say whose line on whose map."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputString,
    QgsProcessingUtils,
)
from qgis.PyQt.QtGui import QIcon

from . import binary
from .line import LineParameters
from .run import run
from .text import tr

ICON = os.path.join(os.path.dirname(__file__), "icon.svg")


class StandoffAlgorithm(LineParameters, QgsProcessingAlgorithm):
    """An algorithm that is one run of the program."""

    FACTS = "FACTS"
    # The program and what it says of itself, from prepareAlgorithm on.
    program = ""
    version = ""

    # QGIS's names, here and below.
    def createInstance(self) -> StandoffAlgorithm:  # noqa: N802
        return type(self)()

    def icon(self) -> QIcon:
        return QIcon(ICON)

    def svgIconPath(self) -> str:  # noqa: N802
        return ICON

    def canExecute(self) -> tuple[bool, str]:  # noqa: N802
        """Asked before the dialog opens: no dialog is filled in for a program that is not there."""
        try:
            binary.find()
        except binary.ProgramError as error:
            return False, str(error)
        return True, ""

    def checkParameterValues(  # noqa: N802
        self, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> tuple[bool, str]:
        # QGIS's own check says only that a value is incorrect.
        for why in self.mistakes(parameters, context):
            return False, why
        return super().checkParameterValues(parameters, context)

    def mistakes(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
        """What can be told from the values alone; the program judges the rest."""
        return self.line_mistakes(parameters, context)

    def prepareAlgorithm(  # noqa: N802
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        # Here and not later: settings are read in the thread that owns them.
        try:
            self.program = binary.find()
            self.version = binary.check(self.program)
        except binary.ProgramError as error:
            raise QgsProcessingException(str(error)) from error
        return True

    def add_facts(self) -> None:
        """The text output that says what a result rests on."""
        self.addOutput(QgsProcessingOutputString(self.FACTS, tr("What the result rests on")))

    @contextmanager
    def temporary_folder(self) -> Iterator[str]:
        folder = tempfile.mkdtemp(prefix="standoff-", dir=QgsProcessingUtils.tempFolder())
        try:
            yield folder
        finally:
            # Where a file is still held open (Windows), QGIS removes it with its own folder at the end.
            shutil.rmtree(folder, ignore_errors=True)

    def answer(self, words: list[str], folder: str, feedback: QgsProcessingFeedback) -> str:
        """What the program writes to standard output."""
        feedback.setProgressText(tr("Running {}").format(self.version.splitlines()[0]))
        return run(self.program, words, folder, feedback)

    def tell(self, facts: dict[str, str], feedback: QgsProcessingFeedback) -> str:
        """Puts the facts in the log; gives them as one text."""
        text = "\n".join(f"{name}: {value}" for name, value in facts.items())
        feedback.pushInfo(text)
        return text

    def table_facts(self, rows: list[dict[str, Any]]) -> dict[str, str]:
        """What a table rests on: the program and its data in its own words, the line and the worldview as the rows say."""
        told = self.version.splitlines()
        facts = {"program": told[0]}
        for line in told[1:]:
            name, _, value = line.partition(": ")
            facts[name] = value
        for name in ("scenario", "worldview"):
            facts[name] = "; ".join(dict.fromkeys(row[name] for row in rows))
        facts["width"] = "on each side of the line, not the total across"
        return facts
