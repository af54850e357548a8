"""The plugin: nothing but the provider."""

from __future__ import annotations

from qgis.core import QgsApplication

from .provider import StandoffProvider


class StandoffPlugin:
    def __init__(self) -> None:
        self.provider: StandoffProvider | None = None

    # QGIS's names.
    def initProcessing(self) -> None:  # noqa: N802
        """Called alone by qgis_process, which has no windows."""
        self.provider = StandoffProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self) -> None:  # noqa: N802
        self.initProcessing()

    def unload(self) -> None:
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
