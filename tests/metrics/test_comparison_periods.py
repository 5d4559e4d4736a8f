"""When a month's answers stop before its end: by the rhythm in which they come, and not by a fixed number of days."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as some

from metrics.comparison_periods import ends_early, starts_late
from metrics.periods import Month

OCTOBER = Month(2026, 10)


def days(*of_month: int) -> list[dt.date]:
    return [OCTOBER.day(day) for day in of_month]


def ends(*days_before_end: int) -> list[dt.date]:
    """The newest days of the months before, each so many days before its month's end, the newest month first."""
    return [OCTOBER.plus(-back).last_day - dt.timedelta(silent) for back, silent in enumerate(days_before_end, start=1)]


@pytest.mark.parametrize(
    ("of_month", "silent_before", "early"),
    [
        (range(1, 11), (0, 0, 1), True),  # every day up to the 10th
        (range(1, 11), (), True),  # the same in the first month ever
        (range(1, 32), (0, 0), False),
        (range(1, 30), (0, 0), False),  # a weekend is missing
        (range(1, 29), (0, 0), True),
        ((5, 12, 19, 26), (3, 6), False),  # once a week
        ((5, 12), (3, 6), True),  # two of the weeks are missing
        ((1, 2, 3), (27, 28, 28), False),  # always in the first days of a month
        (range(1, 11), (20, 0, 0), True),  # September stopped early too, which makes no habit
        (range(1, 11), (20,), False),  # but nothing else is known of how months end
        (range(1, 24), (0,) * 11 + (8,), False),  # closed at this time each year
        (range(1, 24), (8,) + (0,) * 11, True),
        ((1,), (), False),  # dated by the month alone
        ((), (0,), False),
    ],
)
def test_the_rhythm_says_whether_a_silent_end_is_a_gap(
    of_month: range | tuple[int, ...], silent_before: tuple[int, ...], early: bool
) -> None:
    assert ends_early(OCTOBER, days(*of_month), ends(*silent_before)) is early


@given(some.sets(some.integers(1, 31)), some.lists(some.integers(0, 27), max_size=12))
def test_a_month_is_early_only_by_more_than_a_weekend_and_than_any_month_before(
    found: set[int], silent: list[int]
) -> None:
    at_the_end = 31 - max(found, default=31)
    if ends_early(OCTOBER, days(*found), ends(*silent)):
        assert sum(at_the_end <= 2 + each for each in silent) <= (len(silent) >= 3)
        assert len(found) > 1
    assert not ends_early(OCTOBER, days(*found, 29), ends(*silent))


@pytest.mark.parametrize(
    ("of_month", "late"),
    [
        (range(20, 32), True),
        (range(3, 32), False),  # a weekend is missing
        (range(4, 32), True),
        ((6, 13, 20, 27), False),
        ((20, 21, 22, 23), False),  # too few days to see a rhythm
        ((7, 14, 15, 21, 28), False),  # once a week
        ((), False),
    ],
)
def test_the_first_month_ever_may_begin_within(of_month: range | tuple[int, ...], late: bool) -> None:
    assert starts_late(OCTOBER, days(*of_month)) is late
