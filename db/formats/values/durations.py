"""How long something took, as cells write it: “14 min”, “1 h 30 m”, “0:14:00”, “PT90S”; and the units of time."""

from __future__ import annotations

import math
import re
from enum import StrEnum

from db.formats.values.lexicon import SHORT_TIME_UNITS, TIME_UNITS


class TimeUnit(StrEnum):
    """A unit of time; the words are those of a map."""

    SECONDS = "seconds"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"

    @property
    def in_seconds(self) -> int:
        return _SECONDS[self]


_SECONDS = {TimeUnit.SECONDS: 1, TimeUnit.MINUTES: 60, TimeUnit.HOURS: 3_600, TimeUnit.DAYS: 86_400}
_PLAIN_WORDS = {word: TimeUnit(unit) for unit, words in TIME_UNITS.items() for word in words}
_ALL_WORDS = _PLAIN_WORDS | {word: TimeUnit(unit) for unit, words in SHORT_TIME_UNITS.items() for word in words}
_LONGEST = 60
_CLOCK = re.compile(r"(?:(\d{1,4})(?: days?,? |[.:]))?(\d{1,5}):([0-5]\d):([0-5]\d(?:[.,]\d{1,6})?)")
_SHORT_CLOCK = re.compile(r"(\d{1,5}):([0-5]\d)")
_PART = re.compile(r"(\d{1,9}(?:[.,]\d{1,6})?)\s{0,2}([^\W\d_]{1,10})\.?,?\s{0,2}(?:and\s|und\s|et\s)?")
_ISO = re.compile(r"P(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9}(?:\.\d{1,6})?)S)?)?")
_WORD = re.compile(r"(\d?)\s{0,2}\b([^\W\d_]{1,12})\b")
_IN_BRACKETS = re.compile(r"[(\[]\s?(?:in\s)?([^\W\d_]{1,12})\.?\s?[)\]]")
_AT_THE_END = re.compile(r"(?:\bin|,|/|_|-)\s?([^\W\d_]{1,12})\.?\s?$")
_CLOCK_NAMED = {"mm:ss": TimeUnit.MINUTES, "m:ss": TimeUnit.MINUTES, "hh:mm": TimeUnit.HOURS, "h:mm": TimeUnit.HOURS}


def seconds_in(text: str) -> float | None:
    """The seconds in a cell that says its units itself, also as h:mm:ss; None for any other, such as “90” or “4:30”."""
    bare = text.strip()
    if len(bare) > _LONGEST:
        return None
    if match := _CLOCK.fullmatch(bare):
        days, hours, minutes, seconds = match.groups()
        return int(days or 0) * 86_400 + int(hours) * 3_600 + int(minutes) * 60 + _decimal(seconds)
    if len(bare) > 2 and (match := _ISO.fullmatch(bare.upper())) and any(match.groups()):
        return sum(
            _decimal(part or "0") * each for part, each in zip(match.groups(), (86_400, 3_600, 60, 1), strict=True)
        )
    return _worded(bare)


def clock_in(text: str, unit: TimeUnit) -> float | None:
    """The seconds in “4:30”: hours and minutes where its column is in hours, else minutes and seconds."""
    match = _SHORT_CLOCK.fullmatch(text.strip())
    if match is None:
        return None
    each = 3_600 if unit in (TimeUnit.HOURS, TimeUnit.DAYS) else 60
    return int(match[1]) * each + int(match[2]) * each / 60


def is_short_clock(text: str) -> bool:
    """Whether a cell is written like “4:30”, which may be minutes or hours."""
    return _SHORT_CLOCK.fullmatch(text.strip()) is not None


def converted(seconds: float, unit: TimeUnit) -> float:
    """Seconds in another unit, to hundredths and never less than they are: a limit of two decimals holds as before."""
    return math.ceil(round(100 * seconds / unit.in_seconds, 6)) / 100


def unit_named(heading: str) -> TimeUnit | None:
    """The one unit of time that a heading names, as in “Wait (min)” or “Minutes to answer”; None for none or several.

    A unit behind a number, as in “answered within 60 seconds”, is that number's.
    """
    text = heading[:500].casefold()
    found = {unit for name, unit in _CLOCK_NAMED.items() if re.search(rf"(?<![\w:]){name}(?![\w:])", text)}
    if found:
        return found.pop() if len(found) == 1 else None
    found = {_PLAIN_WORDS[match[2]] for match in _WORD.finditer(text) if not match[1] and match[2] in _PLAIN_WORDS}
    for pattern in (_IN_BRACKETS, _AT_THE_END):
        found |= {_ALL_WORDS[match[1]] for match in pattern.finditer(text) if match[1] in _ALL_WORDS}
    return found.pop() if len(found) == 1 else None


def _worded(text: str) -> float | None:
    """The seconds of numbers that each carry a unit, such as “1 h 30 min”."""
    total, at = 0.0, 0
    while at < len(text):
        match = _PART.match(text, at)
        unit = _ALL_WORDS.get(match[2].casefold()) if match else None
        if match is None or unit is None:
            return None
        total += _decimal(match[1]) * unit.in_seconds
        at = match.end()
    return total if at else None


def _decimal(text: str) -> float:
    return float(text.replace(",", "."))
