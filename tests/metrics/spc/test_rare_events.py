"""Charts of rare events: what lies between two of them, in cases and in days."""

from __future__ import annotations

import datetime as dt
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.spc.rare_events import BEYOND, NELSON, CountedDay, RareEvents, are_rare, g_limits, rare_events, t_limits
from metrics.spc.special_causes import Signal
from metrics.vocabulary import LimitsMethod

START = dt.date(2024, 1, 1)
# Hours between failures of a valve and their transformed values, as Montgomery prints them (Introduction to Statistical
# Quality Control, table 7.14): each raised to the power 0.2777.
VALVE = {
    286: 4.80986,
    948: 6.70903,
    536: 5.72650,
    124: 3.81367,
    816: 6.43541,
    729: 6.23705,
    4: 1.46958,
    143: 3.96768,
    431: 5.39007,
    8: 1.78151,
    2837: 9.09619,
    596: 5.89774,
    81: 3.38833,
    227: 4.51095,
    603: 5.91690,
    492: 5.59189,
    1199: 7.16124,
    1214: 7.18601,
    2831: 9.09083,
    96: 3.55203,
}
# The printed power has four places, the product's is 1/3.6.
BY_THE_POWER = 5e-3


def one_a_day(*gaps: int, after: int = 0) -> list[CountedDay]:
    """A case each day; an event, then one after each of `gaps` cases without, and so many cases after the newest."""
    events = {0, *accumulate(gap + 1 for gap in gaps)}
    return [CountedDay(START + dt.timedelta(days=at), 1, at in events) for at in range(max(events) + after + 1)]


def judged(*gaps: int, after: int = 0) -> RareEvents:
    found = rare_events(one_a_day(*gaps, after=after))
    assert found is not None
    return found


def test_the_t_chart_is_that_of_the_published_transformed_hours() -> None:
    assert [hours**NELSON for hours in VALVE] == pytest.approx(list(VALVE.values()), rel=BY_THE_POWER)
    limits, powers = t_limits(list(VALVE)), np.array(list(VALVE.values()))
    mean, reach = powers.mean(), 2.66 * np.abs(np.diff(powers)).mean()
    assert limits.mean**NELSON == pytest.approx(mean, rel=BY_THE_POWER)
    assert limits.upper**NELSON == pytest.approx(mean + reach, rel=BY_THE_POWER)
    assert (limits.lower, limits.method, limits.trial) == (0.0, LimitsMethod.T, False)


@given(st.lists(st.integers(0, 400), min_size=6, max_size=40).filter(any))
def test_a_gap_is_beyond_the_limit_of_the_g_chart_as_often_as_stated(cases: list[int]) -> None:
    limits = g_limits(cases)
    assert limits is not None
    each = (len(cases) - 1) / len(cases) / (np.mean(cases) + 1)
    longer = (1 - each) ** (np.arange(20_000) + 1.0)  # how often more cases than these lie between two events
    over, under = int(np.ceil(limits.upper)), int(np.floor(limits.upper))
    assert longer[over] <= BEYOND * (1 + 1e-9)
    assert longer[under] >= BEYOND * (1 - each) - 1e-12
    assert limits.lower == 0 <= limits.mean <= limits.upper


def test_the_middle_of_the_g_chart_is_about_the_published_part_of_its_mean() -> None:
    """Provost and Murray draw 0.693 of the mean, which many gaps about a large mean come to."""
    limits = g_limits([1000] * 5000)
    assert limits is not None
    assert limits.mean == pytest.approx(693, abs=1)
    assert limits.method is LimitsMethod.G


def test_gaps_count_cases_and_days_between_events() -> None:
    found = judged(3, 0, 5, 2, 4, 1, after=2)
    assert [gap.cases for gap in found.gaps] == [3, 0, 5, 2, 4, 1]
    assert [gap.days for gap in found.gaps] == [4, 1, 6, 3, 5, 2]
    assert (found.since.cases, found.since.days) == (2, 2)


def test_two_events_on_a_day_are_a_gap_of_nothing() -> None:
    days = [CountedDay(START + dt.timedelta(days=7 * week), 10, 2 if week % 3 == 0 else 0) for week in range(12)]
    found = rare_events(days)
    assert found is not None
    assert [(gap.cases, gap.days) for gap in found.gaps] == [
        (0, 0),
        (28, 21),
        (0, 0),
        (28, 21),
        (0, 0),
        (28, 21),
        (0, 0),
    ]


def test_without_seven_events_or_cases_between_them_there_is_no_chart() -> None:
    assert rare_events([]) is None
    assert rare_events(one_a_day(3, 4, 5, 3, 4)) is None
    assert rare_events(one_a_day(0, 0, 0, 0, 0, 0, 0)) is None


def test_a_long_gap_stands_out_before_it_ends() -> None:
    gaps = [2, 20, 5, 14, 1, 25, 7, 3, 16, 9, 2, 18]
    assert judged(*gaps, after=20).newest is None
    assert judged(*gaps, after=90).newest is Signal.ABOVE_LIMIT
    ended = judged(*gaps, 150, 10)
    assert ended.signals[-3] is Signal.ABOVE_LIMIT
    assert ended.newest is None


def test_eight_short_gaps_in_a_row_are_a_run_and_the_one_that_still_lasts_is_none_of_them() -> None:
    before = [30, 2, 40, 3, 35, 2]
    assert judged(*before, *[3] * 6).newest is None
    found = judged(*before, *[3] * 8, after=1)
    assert found.newest is Signal.RUN_BELOW
    assert found.signals[-1] is None
    assert judged(*before, *[3] * 8, after=60).newest is not Signal.RUN_BELOW, "the run has come to its end"


def test_events_are_rare_below_one_a_month_and_one_in_ten_cases() -> None:
    assert are_rare(7, 70, 8)
    assert not are_rare(7, 70, 7)
    assert not are_rare(7, 69, 8)
    assert not are_rare(6, 70, 36), "six gaps take seven events"
