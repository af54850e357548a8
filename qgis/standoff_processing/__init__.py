"""Standoff in QGIS: Processing algorithms that call the program `standoff`."""


def classFactory(iface):  # noqa: N802 (the name that QGIS calls)
    """The plugin, as QGIS asks for it; `iface` is None in qgis_process."""
    from .plugin import StandoffPlugin

    return StandoffPlugin()
