"""Lengths of time as clocks and spreadsheets write them, and how long the unit is in which a metric is measured."""

from __future__ import annotations

import re

from metrics.answers.formulas import Formula, WithinLimit

_CLOCK = re.compile(r"(\d{1,6}):([0-5]?\d):([0-5]?\d(?:[.,]\d{1,6})?)")
_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86_400}


def clock_seconds(text: str) -> float | None:
    """The seconds in “0:14:00”, hours first; None for anything else, also for “14:00”, which could be hours."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        return None
    return int(match[1]) * 3600 + int(match[2]) * 60 + float(match[3].replace(",", "."))


def seconds_of_unit(formula: Formula) -> int:
    """How many seconds the unit has in which answers to a metric are measured; 1 where it measures no time."""
    return _SECONDS.get(formula.unit, 1) if isinstance(formula, WithinLimit) else 1
