"""Which days are compared with which, like for like, and whether a month's answers reach its end. Knows dates only.

Every comparison is one rule: the period moved back by whole months. A period that ends with its month moves to the end
of the other month, on any day (28 February against 31 January); a running one keeps its day, or uses the
other month's last day if that month is shorter (30 March against 28 February).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from metrics.errors import BadValue
from metrics.periods import Month, PeriodKind, months_between
from metrics.vocabulary import Scope, Span

# How many months back the period before is. A year to date is compared with the same part of the year before.
_MONTHS_BACK = {
    PeriodKind.MONTH: 1,
    PeriodKind.QUARTER: 3,
    PeriodKind.ROLLING3: 3,
    PeriodKind.ROLLING12: 12,
    PeriodKind.YEAR_TO_DATE: 12,
}
_A_YEAR = 12

# A weekend without answers at the end of a month says nothing.
SILENT_DAYS_ALLOWED = 2
# As many earlier months show how early answers usually end.
MONTHS_LOOKED_AT = 12
# An earlier month shows its rhythm, and so that some of its days are missing, from so many days with answers on.
DAYS_OF_A_RHYTHM = 5
# From so many earlier months on, one that ends otherwise than the others is no habit.
MONTHS_FOR_A_HABIT = 3


@dataclass(frozen=True, slots=True)
class Spans:
    """The days of a period, of the period before it and of the same period a year earlier."""

    now: Span
    before: Span
    year_ago: Span

    @property
    def now_months(self) -> list[Month]:
        """The whole months of this period, oldest first."""
        return months(self.now)

    @property
    def before_months(self) -> list[Month]:
        """The whole months of the period before, oldest first."""
        return months(self.before)

    @property
    def year_ago_months(self) -> list[Month]:
        """The whole months of the period a year earlier, oldest first."""
        return months(self.year_ago)

    @property
    def are_whole_months(self) -> bool:
        """Whether all three can be summed from months; otherwise all three must be summed from days."""
        return is_whole_months(self.now)


def spans(scope: Scope) -> Spans:
    """The days of `scope`, and those it is compared with.

    A quarter and a year to date run from their first month (by the scope's fiscal year) to the scope's month,
    and are compared with the same part of the quarter or year before. With `to_day` the period ends on that
    day. Raises BadValue if that day is outside the scope's month.
    """
    month, to_day = scope.month, scope.to_day
    if to_day is not None and Month.of(to_day) != month:
        raise BadValue(f"{to_day} does not lie in {month}; give a day of that month, or the month of that day.")
    first = _first_month(month, scope.period, scope.fiscal_year_start)
    last_day = month.last_day if to_day is None else to_day
    back = _MONTHS_BACK[scope.period]
    return Spans(
        Span(first.first_day, last_day),
        _moved(first, last_day, -back),
        _moved(first, last_day, -_A_YEAR),
    )


def months(span: Span) -> list[Month]:
    """The months that are wholly within `span`, oldest first."""
    first, last = Month.of(span.first), Month.of(span.last)
    if span.first != first.first_day:
        first = first.plus(1)
    if span.last != last.last_day:
        last = last.previous
    return months_between(first, last)


def is_whole_months(span: Span) -> bool:
    """Whether `span` begins with a month's first day and ends with a month's last."""
    return span.first.day == 1 and span.last == Month.of(span.last).last_day


def silent_end(month: Month, newest: dt.date) -> int:
    """How many days of `month` follow its newest day with answers."""
    return (month.last_day - newest).days


def ends_early(month: Month, days: Sequence[dt.date], newest_before: Iterable[dt.date]) -> bool:
    """Whether the answers of `month` stop before its end, so that it cannot be judged as a whole month.

    `days` are its days with answers, `newest_before` the newest of such days of each of the months before. Answers stop
    early where the silence at the end is longer, by more than a weekend, than any silence between two days with answers
    of this month and than the silence at the end of those months: once a week is a rhythm. The longest of these is left
    out, as one earlier month may itself have stopped early; not that of a year earlier, as a shop may close each
    December. Answers of one day only may all bear the date of their month, so they are taken for the whole of it.
    """
    if len(days) < 2:
        return False
    ordered = sorted(days)
    usual = [(later - earlier).days - 1 for earlier, later in pairwise([month.previous.last_day, *ordered])]
    usual += _usual_ends(month, newest_before)
    return silent_end(month, ordered[-1]) > max(usual) + SILENT_DAYS_ALLOWED


def starts_late(month: Month, days: Sequence[dt.date]) -> bool:
    """Whether the answers of the first month ever, on these `days`, begin within it, so that it is no whole month."""
    if len(days) < DAYS_OF_A_RHYTHM:
        return False
    ordered = sorted(days)
    usual = max((later - earlier).days - 1 for earlier, later in pairwise(ordered))
    return (ordered[0] - month.first_day).days > usual + SILENT_DAYS_ALLOWED


def _usual_ends(month: Month, newest_before: Iterable[dt.date]) -> list[int]:
    """The silences at the end of earlier months without the longest, but with that of a year earlier."""
    ends = {Month.of(newest): silent_end(Month.of(newest), newest) for newest in newest_before}
    a_year_earlier = ends.pop(month.a_year_earlier, 0)
    return [a_year_earlier, *(sorted(ends.values())[:-1] if len(ends) >= MONTHS_FOR_A_HABIT else ends.values())]


def _first_month(month: Month, period: PeriodKind, fiscal_year_start: int) -> Month:
    if period is PeriodKind.QUARTER:
        return month.quarter_start(fiscal_year_start)
    if period is PeriodKind.YEAR_TO_DATE:
        return month.year_start(fiscal_year_start)
    return month.plus({PeriodKind.MONTH: 0, PeriodKind.ROLLING3: -2, PeriodKind.ROLLING12: -11}[period])


def _moved(first: Month, last_day: dt.date, by_months: int) -> Span:
    month = Month.of(last_day)
    other = month.plus(by_months)
    ends_with_month = last_day == month.last_day
    return Span(first.plus(by_months).first_day, other.last_day if ends_with_month else other.day(last_day.day))
