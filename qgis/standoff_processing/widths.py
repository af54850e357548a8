"""Lengths and shares as text, checked before the program starts. The program judges them again, and has the last word."""

from __future__ import annotations

import re

from .text import tr

NUMBER = r"[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?"
UNIT = r"(?:cm|m|km|mi|nmi)"
LENGTH = re.compile(rf"{NUMBER}\s*{UNIT}")
RANGE = re.compile(rf"{NUMBER}\s*{UNIT}\s*\.\.\s*{NUMBER}\s*{UNIT}\s*:\s*{NUMBER}\s*{UNIT}")
SHARE = re.compile(rf"{NUMBER}\s*%?|[0-9]+\s*/\s*[0-9]+")


def mistake_in_lengths(text: str, what: str) -> list[str]:
    """Why `text` is no comma list of lengths and ranges START..END:STEP; nothing where it is one."""
    for item in (part.strip() for part in text.split(",")):
        if ".." not in item:
            wrong = mistake_in_length(item, what)
            if wrong:
                return wrong
        elif not RANGE.fullmatch(item):
            return [tr("{what}: {item} is no range; write START..END:STEP, such as 10km..100km:10km").format(what=what, item=item)]
    return []


def mistake_in_length(text: str, what: str) -> list[str]:
    if LENGTH.fullmatch(text):
        return []
    if re.fullmatch(NUMBER, text):
        return [tr("{what}: {item} has no unit; write {item}km or {item}m").format(what=what, item=text)]
    told = tr('{what}: "{item}" is no length; write a number and a unit (cm, m, km, mi, nmi), such as 300km')
    return [told.format(what=what, item=text)]


def mistake_in_shares(text: str, what: str) -> list[str]:
    for item in (part.strip() for part in text.split(",")):
        if not SHARE.fullmatch(item):
            return [tr('{what}: "{item}" is no share; write 0.5, 50% or 1/3').format(what=what, item=item)]
    return []
