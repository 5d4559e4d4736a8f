"""Months and the kinds of period. Knows dates only."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from metrics.errors import BadValue, quoted

# Python's own names of months change with the machine's language.
MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month, the period of most figures. Orders and hashes by time."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.number <= 12 and 1 <= self.year <= 9999):
            raise BadValue(f"{self.year}-{self.number} is not a month; write it as 2026-10.")

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read "2026-10" (a day after it is ignored). Raises BadValue on anything else."""
        found = re.fullmatch(r"\s*(\d{4})-(\d{1,2})(?:-\d{1,2})?\s*", text)
        if not found:
            raise BadValue(f"“{quoted(text)}” is not a month; write it as 2026-10.")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: dt.date) -> Month:
        """The month that holds `day`."""
        return cls(day.year, day.month)

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, self.number, 1)

    @property
    def last_day(self) -> dt.date:
        return dt.date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    @property
    def previous(self) -> Month:
        return self.plus(-1)

    @property
    def a_year_earlier(self) -> Month:
        return self.plus(-12)

    def day(self, number: int) -> dt.date:
        """The day of that number, or the month's last where it has fewer: 31 is 28 February."""
        return dt.date(self.year, self.number, min(number, self.last_day.day))

    def year_start(self, first: int = 1) -> Month:
        """The first month of the fiscal year that holds this one; fiscal years begin in month `first` (1-12)."""
        return self.plus(-self._months_into_year(first))

    def quarter_start(self, first: int = 1) -> Month:
        """The first month of the fiscal quarter that holds this one; fiscal years begin in month `first` (1-12)."""
        return self.plus(-(self._months_into_year(first) % 3))

    def _months_into_year(self, first: int) -> int:
        if not 1 <= first <= 12:
            raise BadValue(f"A fiscal year begins in a month from 1 to 12, not {first}.")
        return (self.number - first) % 12

    def plus(self, months: int) -> Month:
        """The month that many months later (earlier where negative)."""
        return _month_after(self.year * 12 + self.number - 1 + months)

    def __sub__(self, other: Month) -> int:
        """How many months this one is after `other`."""
        return (self.year - other.year) * 12 + self.number - other.number

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"


@lru_cache(maxsize=4096)
def _month_after(months: int) -> Month:
    """The month that many months after January of year 0; cached, as the same few hundred are used everywhere."""
    years, index = divmod(months, 12)
    return Month(years, index + 1)


def parse_day(text: str) -> dt.date:
    """Read "2026-11-12". Raises BadValue on anything else."""
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError as wrong:
        raise BadValue(f"“{quoted(text)}” is not a day; write it as 2026-11-12.") from wrong


def months_between(first: Month, last: Month) -> list[Month]:
    """Every month from `first` to `last`, both included; empty when `last` is before `first`."""
    return [first.plus(i) for i in range(last - first + 1)]


class PeriodKind(StrEnum):
    """How long a period one figure covers."""

    MONTH = "month"
    QUARTER = "quarter"
    ROLLING3 = "rolling3"
    ROLLING12 = "rolling12"
    YEAR_TO_DATE = "year_to_date"
