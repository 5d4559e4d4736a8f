"""The time of day that is written beside a date, by which an answer without a response id is known again."""

from __future__ import annotations

import re
from functools import lru_cache

_COLONS = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d(?:[.,]\d{1,9})?))?\s?([AaPp]\.?\s?[Mm])?")
_DOTS = re.compile(r"[\sT,](\d{1,2})[.hH](\d\d)(?:[.:](\d\d))?\s?([AaPp]\.?\s?[Mm])?(?!\d|\.\d)")
_COMPACT = re.compile(r"(?:19|20)\d{6}T?(\d\d)(\d\d)(\d\d)?()")
_DAYS = re.compile(r"\d{4,6}\.(\d{1,12})")
_SECONDS = re.compile(r"(\d{10})(?:\d{3}|\.\d{1,9})?")
MIDNIGHT = ("00:00", "00:00:00")
DAY_IN_MILLISECONDS = 86_400_000


def clock_of(text: str) -> str:
    """The time of day in a cell as HH:MM, HH:MM:SS or with a fraction; "" where there is none.

    Midnight to the second is none: it is how programs write a day.
    """
    match = _COLONS.search(text)
    if match is None:
        text = text.strip()
        if text.replace(".", "", 1).isdigit() and (counted := _counted(text)):
            return counted
        match = _COMPACT.fullmatch(text) or _DOTS.search(text)
    if match is None:
        return ""
    hour, minute, second, half = match.groups()
    written = f"{_hour(int(hour), half or ''):02}:{minute}"
    if second is not None:
        written = f"{written}:{second.replace(',', '.')}"
        if "." in second or "," in second:
            written = written.rstrip("0").rstrip(".")
    return "" if written in MIDNIGHT else written


def _hour(hour: int, half: str) -> int:
    if not half or not 1 <= hour <= 12:
        return hour
    return hour % 12 + (12 if half[0] in "pP" else 0)


def _counted(text: str) -> str:
    """The time of day of a spreadsheet's day number, or of seconds or milliseconds since 1970."""
    if match := _DAYS.fullmatch(text):
        thousandths = round(float(f"0.{match[1]}") * DAY_IN_MILLISECONDS)
        # A spreadsheet's days are exact to about a millisecond; typed or imported times have whole seconds.
        return _written(round(thousandths / 1000) * 1000) if thousandths < DAY_IN_MILLISECONDS else ""
    if match := _SECONDS.fullmatch(text):
        seconds = float(text) / (1000 if len(text) == 13 and text.isdigit() else 1)
        return _written(round(seconds % 86_400 * 1000))
    return ""


def _written(thousandths: int) -> str:
    seconds, rest = divmod(thousandths, 1000)
    written = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}" + (
        f".{rest:03}".rstrip("0") if rest else ""
    )
    return "" if written in MIDNIGHT else written


@lru_cache(maxsize=100_000)
def minute_and_second(clock: str) -> tuple[int, float | None]:
    """The minute of the day and the second within it, None where that is not written, of what `clock_of` gives."""
    hour, minute, *second = clock.split(":")
    return int(hour) * 60 + int(minute), float(second[0]) if second else None
