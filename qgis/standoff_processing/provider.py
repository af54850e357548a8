"""The provider `standoff` in the Processing toolbox, with its one setting."""

from __future__ import annotations

import os

from processing.core.ProcessingConfig import ProcessingConfig, Setting
from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .binary import SETTING, tested_with
from .overlap import OverlapTable
from .strip import GeodesicStrip
from .text import tr
from .width import WidthForShare

ICON = os.path.join(os.path.dirname(__file__), "icon.svg")


class StandoffProvider(QgsProcessingProvider):
    # QGIS's names.
    def id(self) -> str:
        return "standoff"

    def name(self) -> str:
        return "Standoff"

    def longName(self) -> str:  # noqa: N802
        return tr("Standoff: geodesic strips along borders")

    def versionInfo(self) -> str:  # noqa: N802
        return tested_with()

    def icon(self) -> QIcon:
        return QIcon(ICON)

    def svgIconPath(self) -> str:  # noqa: N802
        return ICON

    def load(self) -> bool:
        ProcessingConfig.settingIcons[self.name()] = self.icon()
        what = tr("standoff program (empty: the variable STANDOFF, then PATH)")
        ProcessingConfig.addSetting(Setting(self.name(), SETTING, what, "", valuetype=Setting.FILE))
        ProcessingConfig.readSettings()
        self.refreshAlgorithms()
        return True

    def unload(self) -> None:
        ProcessingConfig.removeSetting(SETTING)

    def loadAlgorithms(self) -> None:  # noqa: N802
        for algorithm in (GeodesicStrip(), OverlapTable(), WidthForShare()):
            self.addAlgorithm(algorithm)
