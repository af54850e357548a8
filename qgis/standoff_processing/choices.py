"""Words of the program that dialogs offer. A test compares them with what `standoff data` lists."""

from __future__ import annotations

from qgis.PyQt.QtCore import QDate, QDateTime

# The program's default is first.
WORLDVIEWS = "de-facto un RUS UKR GEO MDA AZE CYP SRB JPN CHN IND PAK SYR ISR MAR ARG VEN SUR".split()
PRESETS = (
    "article-7 brazil-1979 china-1997 india-bsf-2021 iraq-kuwait-1991 kaliningrad-lbt korea-1953 korea-2018 "
    "kosovo-1999-air kosovo-1999-ground sudan-2012 thrace-1923 us-100-mile"
).split()
# The day on which the draft was published: the program's default.
AS_OF = QDateTime(QDate(2021, 12, 17))
