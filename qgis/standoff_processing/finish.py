"""What a result layer gets when QGIS loads it: the program's style, notes and metadata, and its place among the others."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import ClassVar

from qgis.core import (
    QgsLayerMetadata,
    QgsLayerNotesUtils,
    QgsLayerTreeLayer,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProject,
)
from qgis.PyQt.QtXml import QDomDocument

from .text import tr


class Finish:
    """The layers of one run."""

    def __init__(self, facts: dict[str, str]) -> None:
        self.facts = facts
        self.loaded: list[tuple[int, str]] = []

    def attach(self, context: QgsProcessingContext, where: str, rank: int, style: str | None = None) -> None:
        """Has the layer at `where` finished if it is loaded; of greater rank lie above."""
        if context.willLoadLayerOnCompletion(where):
            processor = Finisher(self, rank, style)
            # QGIS does not own it: it must live until the layer is loaded, which may be after this algorithm is gone.
            Finisher.alive.append(processor)
            context.layerToLoadOnCompletionDetails(where).setPostProcessor(processor)


class Finisher(QgsProcessingLayerPostProcessorInterface):
    alive: ClassVar[list[Finisher]] = []

    def __init__(self, finish: Finish, rank: int, style: str | None) -> None:
        super().__init__()
        self.finish, self.rank, self.style = finish, rank, style

    def postProcessLayer(  # noqa: N802 (QGIS's name)
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        if self.style:
            document = QDomDocument()
            document.setContent(self.style)
            done, why = layer.importNamedStyle(document)
            if not done:
                feedback.pushWarning(tr("the program's style does not fit {layer}: {why}").format(layer=layer.name(), why=why))
            layer.triggerRepaint()
        _describe(layer, self.finish.facts)
        self.finish.loaded.append((self.rank, layer.id()))
        _stack(layer.project() or QgsProject.instance(), self.finish.loaded)
        if self in Finisher.alive:
            Finisher.alive.remove(self)


def style_of(path: str, layer: str) -> str | None:
    """The default style of a layer in the program's GeoPackage."""
    with closing(sqlite3.connect(path)) as file:
        found = file.execute("SELECT styleQML FROM layer_styles WHERE f_table_name = ? AND useAsDefault", (layer,)).fetchone()
    return found[0] if found else None


def _describe(layer: QgsMapLayer, facts: dict[str, str]) -> None:
    lines = [f"{name}: {value}" for name, value in facts.items()]
    metadata = QgsLayerMetadata(layer.metadata())
    metadata.setTitle(layer.name())
    metadata.setAbstract("\n".join(lines))
    metadata.setLicenses([facts["licence"]] if "licence" in facts else [])
    metadata.setHistory([facts["program"]] if "program" in facts else [])
    layer.setMetadata(metadata)
    QgsLayerNotesUtils.setLayerNotes(layer, "<br>".join(line.replace("&", "&amp;").replace("<", "&lt;") for line in lines))


def _stack(project: QgsProject, loaded: list[tuple[int, str]]) -> None:
    """Puts the layers of a run that lie side by side in the legend in their order, the greatest rank on top."""
    rank = {identity: number for number, identity in loaded}
    nodes = [project.layerTreeRoot().findLayer(identity) for identity in rank]
    nodes = [node for node in nodes if node is not None]
    if len(nodes) < 2 or len({id(node.parent()) for node in nodes}) > 1:
        return
    parent = nodes[0].parent()
    places = sorted(_index(parent, node) for node in nodes)
    for place, node in zip(places, sorted(nodes, key=lambda node: -rank[node.layerId()]), strict=False):
        at = _index(parent, node)
        if at != place:
            parent.insertChildNode(place, node.clone())
            parent.removeChildNode(node)


def _index(parent: object, node: QgsLayerTreeLayer) -> int:
    return [getattr(child, "layerId", lambda: "")() for child in parent.children()].index(node.layerId())
