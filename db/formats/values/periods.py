"""Weeks, quarters and years as people write them in cells, and which cells name a day or week rather than a month."""

from __future__ import annotations

import datetime as dt
import re

from db.formats.values.dates import DateReader
from metrics.periods import Month

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_WEEK_WORD = r"(?:calendar week|week|wk|kw|cw|semaine|sem|semana|settimana|w)"
_WEEK = (
    re.compile(rf"{_YEAR}[-/ ]{{0,2}}{_WEEK_WORD}[-. ]{{0,2}}(?P<week>\d{{1,2}})", re.IGNORECASE),
    re.compile(rf"{_WEEK_WORD}[-. ]{{0,2}}(?P<week>\d{{1,2}})[-/, ]{{1,2}}{_YEAR}", re.IGNORECASE),
)
_QUARTER = (
    re.compile(rf"{_YEAR}[-/ ]{{0,2}}[qtk](?:uarter|uartal|rimestre)?[-. ]{{0,2}}(?P<quarter>[1-4])", re.IGNORECASE),
    re.compile(rf"[qtk](?:uarter|uartal|rimestre)?[-. ]{{0,2}}(?P<quarter>[1-4])[-/, ]{{0,2}}{_YEAR}", re.IGNORECASE),
)
_WHOLE_YEAR = re.compile(rf"(?:fy ?)?{_YEAR}(?:\.0)?", re.IGNORECASE)
_THURSDAY = 4
_LONGEST = 40
_MONTH_ALONE = re.compile(r"(?:19|20)\d\d[-/. ]?\d{1,2}|\d{1,2}[-/. ](?:19|20)\d\d")


def week_named(text: str) -> dt.date | None:
    """The Thursday of the week in “2025-W03”, “Week 3 2025” or “KW 3/2025”: a week is its Thursday's month's."""
    if match := _matched(_WEEK, text):
        try:
            return dt.date.fromisocalendar(int(match["year"]), int(match["week"]), _THURSDAY)
        except ValueError:
            return None
    return None


def period_named(text: str) -> Month | None:
    """The first month of the quarter or year in “Q1 2025”, “2025 Q1” or “2025”; None for anything else."""
    if match := _matched(_QUARTER, text):
        return Month(int(match["year"]), 3 * int(match["quarter"]) - 2)
    match = _matched((_WHOLE_YEAR,), text)
    return Month(int(match["year"]), 1) if match else None


def month_of_part(text: str, days: DateReader) -> Month | None:
    """The month of a cell that names a day or a week; None for one that names a whole month, or nothing."""
    bare = text.strip()
    if not bare or _MONTH_ALONE.fullmatch(bare):
        return None
    day = week_named(bare) or days.read(bare)
    return Month.of(day) if isinstance(day, dt.date) else None


def _matched(patterns: tuple[re.Pattern[str], ...], text: str) -> re.Match[str] | None:
    bare = " ".join(text.split()) if len(text) <= _LONGEST else ""
    return next((match for pattern in patterns if (match := pattern.fullmatch(bare))), None)
