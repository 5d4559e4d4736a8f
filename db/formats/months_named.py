"""A month as people name it in headings and cells: “2025-03”, “Mar 2025”, “03/2025” or its first day."""

from __future__ import annotations

import re

from db.formats.dates import MONTH_NUMBERS
from metrics.periods import Month

_YEAR_FIRST = re.compile(r"((?:19|20)\d\d)[-/. ]?(0?[1-9]|1[0-2])(?:[-/.](?:0?[1-9]|[12]\d|3[01]))?(?: 00:00(?::00)?)?")
_MONTH_FIRST = re.compile(r"(0?[1-9]|1[0-2])[-/. ]((?:19|20)\d\d)")
_NAMED = re.compile(r"([^\W\d_]{3,})\.?[-/ ]*((?:19|20)\d\d|\d\d)|((?:19|20)\d\d)[-/ ]*([^\W\d_]{3,})\.?")


def month_named(heading: str) -> Month | None:
    """The month that a heading names, such as “2025-03”, “Mar 2025”, “03/2025” or its first day; None for none."""
    text = " ".join(heading.split())
    if match := _YEAR_FIRST.fullmatch(text):
        return Month(int(match[1]), int(match[2]))
    if match := _MONTH_FIRST.fullmatch(text):
        return Month(int(match[2]), int(match[1]))
    if match := _NAMED.fullmatch(text):
        number = MONTH_NUMBERS.get((match[1] or match[4]).casefold())
        year = int(match[2] or match[3])
        return Month(year if year > 99 else 2000 + year, number) if number else None
    return None
