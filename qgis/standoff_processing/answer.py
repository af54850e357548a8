"""The program's rows, read strictly: exactly the columns that the contract names, each of its kind."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

from qgis.core import QgsField, QgsFields, QgsProcessingException
from qgis.PyQt.QtCore import QVariant

from .text import tr

# Name, kind, whether it may be empty, and what it says.
Column = tuple[str, type, bool, str]

OVERLAP: Sequence[Column] = (
    ("scenario", str, False, "whose line, which reading, which date"),
    ("worldview", str, False, "who holds the disputed areas"),
    ("width_km", float, False, "how far the strip reaches from the line on each side, km"),
    ("territory", str, False, "code of the territory"),
    ("name", str, True, "its name"),
    ("group", str, True, "A, B, both, or neither"),
    ("overlap_km2", float, False, "covered area on the ellipsoid, km²"),
    ("overlap_share", float, True, "covered share of the territory"),
    ("territory_km2", float, True, "area of the territory, km²"),
    ("error_km2", float, False, "bound on the computation's error in overlap_km2, km²"),
    ("data_error_km2", float, True, "what the border data's own accuracy makes uncertain, km²"),
)

WIDTH: Sequence[Column] = (
    ("scenario", str, False, "whose line, which reading, which date"),
    ("worldview", str, False, "who holds the disputed areas"),
    ("territory", str, False, "the territories, together"),
    ("share", float, False, "the share asked for; the greatest there is where it is not reached"),
    ("width_km", float, True, "a strip of this width covers the share, km on each side"),
    ("width_low_km", float, True, "a strip of this width covers less, km on each side"),
    ("at_lon", float, True, "longitude of the deciding point, degrees"),
    ("at_lat", float, True, "latitude of the deciding point, degrees"),
    ("reached", str, False, "true, or false where no width covers the share"),
)

Row = dict[str, Any]


def rows_of(text: str, columns: Sequence[Column]) -> list[Row]:
    """The rows of a JSON table; an error that names the row and column where they are not as `columns` says."""
    try:
        found = json.loads(text, parse_constant=_no_number, object_pairs_hook=_once)
    except ValueError as error:
        raise _strange(str(error)) from error
    if not isinstance(found, list):
        raise _strange(tr("no list of rows"))
    return [_row(i, row, columns) for i, row in enumerate(found, 1)]


def fields_of(columns: Sequence[Column]) -> QgsFields:
    fields = QgsFields()
    for name, kind, _, meaning in columns:
        field = QgsField(name, QVariant.Double if kind is float else QVariant.String)
        field.setComment(meaning)
        fields.append(field)
    return fields


def _row(number: int, row: Any, columns: Sequence[Column]) -> Row:
    names = [name for name, *_ in columns]
    if not isinstance(row, dict) or list(row) != names:
        have = list(row) if isinstance(row, dict) else row
        raise _strange(tr("row {number} has {have}, not the columns {names}").format(number=number, have=have, names=names))
    return {name: _value(number, row[name], column) for name, column in zip(names, columns, strict=False)}


def _value(number: int, value: Any, column: Column) -> Any:
    name, kind, empty, _ = column
    if value is None and empty:
        return None
    if kind is float and isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        return float(value)
    if kind is str and isinstance(value, str):
        return value
    raise _strange(tr("row {number}: {name} is {value!r}").format(number=number, name=name, value=value))


def _no_number(text: str) -> None:
    raise ValueError(tr("{} is not a number of JSON").format(text))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) != len(pairs):
        raise ValueError(tr("a column stands twice"))
    return row


def _strange(what: str) -> QgsProcessingException:
    return QgsProcessingException(
        tr("the program's answer is not as it should be: {}; take the plugin and the program of one release").format(what)
    )
