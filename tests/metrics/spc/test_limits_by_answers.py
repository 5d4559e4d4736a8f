"""Limits that follow how many answers each month has: the I′ chart."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.spc.control_chart import control_chart
from metrics.spc.control_limits import LIMIT_FACTOR, chart_limits
from metrics.spc.special_causes import Signal
from metrics.vocabulary import Assurance, Better, LimitsMethod

# Thirty-day mortality after bacteremia in six hospitals: deaths/cases of each month from January 2017 on, and what the
# summary in the README of the R package pbcharts prints of them: mean lower limit, centre, mean upper limit.
# Source: github.com/anhoej/pbcharts, version of 21 December 2025, Copyright (c) 2025 pbcharts authors, MIT licence.
SIX_HOSPITALS = {
    "BFH": (
        "19/64 5/47 5/46 11/51 11/54 12/64 9/51 12/61 8/55 4/51 13/51 13/62 8/50 13/52 11/70 14/59 4/45 12/59 9/57 "
        "6/63 5/43 9/59 7/71 10/50",
        ("0.001045397", "0.1722846", "0.3560940"),
    ),
    "BOH": (
        "3/9 1/11 2/10 3/10 1/4 0/2 1/7 0/3 1/3 0/5 0/3 2/7 0/2 2/6 1/4 0/3 1/3 1/5 1/4 0/4 0/4 1/2 0/3",
        ("0.000000000", "0.1842105", "0.7281455"),
    ),
    "HGH": (
        "23/100 22/105 13/99 14/85 17/98 15/85 15/89 25/99 21/103 24/86 23/110 26/98 18/93 23/96 24/115 25/102 "
        "15/94 21/94 26/94 16/97 25/114 22/108 24/102 18/104",
        ("0.076127536", "0.2088608", "0.3415940"),
    ),
    "NOH": (
        "9/73 9/56 11/63 11/71 14/75 4/46 10/79 7/78 9/73 11/75 11/71 8/62 10/53 3/27 11/46 8/36 5/47 4/36 8/39 "
        "9/35 6/26 6/40 5/34 6/36",
        ("0.034837526", "0.1527016", "0.2712281"),
    ),
    "HVH": (
        "11/69 12/48 10/54 11/55 9/53 12/60 4/55 12/52 7/53 16/69 13/66 11/62 15/63 19/68 9/65 8/53 10/76 8/63 "
        "15/62 17/73 10/46 10/54 10/60 16/59",
        ("0.036871508", "0.1912378", "0.3456042"),
    ),
    "RH": (
        "11/55 6/56 11/72 11/60 5/68 8/67 14/57 7/83 10/60 8/70 8/75 14/70 7/69 14/60 13/71 12/79 10/81 14/82 3/67 "
        "8/80 12/75 3/69 12/70 13/77",
        ("0.000000000", "0.1398685", "0.3379664"),
    ),
}
measured = st.lists(st.tuples(st.integers(-1000, 1000), st.integers(5, 2000)), min_size=3, max_size=40)


@pytest.mark.parametrize("hospital", SIX_HOSPITALS)
def test_the_published_summary_comes_out_to_every_printed_digit(hospital: str) -> None:
    written, printed = SIX_HOSPITALS[hospital]
    counts = [(int(deaths), int(cases)) for deaths, cases in (month.split("/") for month in written.split())]
    (own,) = chart_limits([deaths / cases for deaths, cases in counts], sizes=[cases for _, cases in counts])
    assert own.mean is not None
    lowers = [max(own.line(-LIMIT_FACTOR, row) or 0.0, 0.0) for row in range(len(counts))]
    uppers = [own.line(LIMIT_FACTOR, row) or 0.0 for row in range(len(counts))]
    means = (sum(lowers) / len(lowers), own.mean, sum(uppers) / len(uppers))
    assert tuple(f"{mean:.{len(digits) - 2}f}" for mean, digits in zip(means, printed, strict=True)) == printed


def test_the_limits_are_those_of_the_formula_by_hand() -> None:
    values, sizes = [10.0, 20.0, 15.0, 12.0], [100, 25, 400, 100]
    (own,) = chart_limits(values, sizes=sizes)
    spreads = [
        math.sqrt(math.pi / 2) * abs(b - a) / math.sqrt(1 / m + 1 / n)
        for a, b, m, n in zip(values, values[1:], sizes, sizes[1:], strict=False)
    ]
    centre = sum(value * size for value, size in zip(values, sizes, strict=True)) / sum(sizes)
    assert own.method is LimitsMethod.I_PRIME
    assert own.mean == pytest.approx(centre)
    for row, size in enumerate(sizes):
        half = 3 * sum(spreads) / 3 / math.sqrt(size)
        assert own.line(LIMIT_FACTOR, row) == pytest.approx(centre + half)
        assert own.line(-LIMIT_FACTOR, row) == pytest.approx(centre - half)
    assert own.upper == own.line(LIMIT_FACTOR, 3), "without a row the lines are the newest month's"


@given(measured, st.integers(1, 500))
def test_with_the_same_answers_each_month_nothing_differs_from_limits_without_answers(
    rows: list[tuple[int, int]], size: int
) -> None:
    values = [float(value) for value, _ in rows]
    assert chart_limits(values, sizes=[size] * len(values)) == chart_limits(values)


@given(measured, st.integers(2, 50))
def test_only_the_proportions_of_answers_matter(rows: list[tuple[int, int]], times: int) -> None:
    values = [float(value) for value, _ in rows]
    (one,) = chart_limits(values, sizes=[size for _, size in rows])
    (other,) = chart_limits(values, sizes=[size * times for _, size in rows])
    for row in range(len(rows)):
        assert one.line(LIMIT_FACTOR, row) == pytest.approx(other.line(LIMIT_FACTOR, row), abs=1e-6)


def test_a_thin_month_is_judged_by_its_own_limits() -> None:
    values = [50.0, 52.0] * 12 + [30.0]
    thick = control_chart(values, better=Better.HIGHER, sizes=[*[900, 1100] * 12, 1000])
    thin = control_chart(values, better=Better.HIGHER, sizes=[*[900, 1100] * 12, 20])
    assert thick.signals[-1] is Signal.BELOW_LIMIT
    assert thin.signals[-1] is None


def test_months_without_a_value_have_no_limits_and_join_no_neighbours() -> None:
    values = [10.0, None, 14.0, 11.0, 30.0]
    (own,) = chart_limits(values, sizes=[10, None, 20, 30, 40])
    (without,) = chart_limits([14.0, 11.0, 30.0], sizes=[20, 30, 40])
    assert own.line(LIMIT_FACTOR, 1) is None
    assert own.moving_range == pytest.approx(without.moving_range)


def test_a_newest_month_without_a_value_leaves_the_limits_of_the_one_before() -> None:
    values = [10.0, 14.0, 11.0, 13.0, None]
    chart = control_chart(values, better=Better.HIGHER, sizes=[10, 20, 30, 40, 5], standard=-200)
    until = control_chart(values[:4], better=Better.HIGHER, sizes=[10, 20, 30, 40], standard=-200)
    assert chart.limits == until.limits
    assert chart.assurance is until.assurance is Assurance.CONSISTENT_PASS
    upper = chart.segments[0].line(LIMIT_FACTOR, 4)
    assert chart.limits is not None
    assert upper is not None
    assert upper > chart.limits.upper, "a running month has limits of its own, by its answers so far"


def test_where_the_answers_of_a_month_are_unknown_limits_do_not_follow_them() -> None:
    assert chart_limits([1.0, 4.0, 2.0], sizes=[10, None, 30]) == chart_limits([1.0, 4.0, 2.0])


def test_equal_values_have_no_limits_however_many_answers_they_have() -> None:
    chart = control_chart([7.0] * 14, better=Better.HIGHER, sizes=list(range(10, 24)), standard=5)
    assert (chart.limits, chart.assurance) == (None, None)
