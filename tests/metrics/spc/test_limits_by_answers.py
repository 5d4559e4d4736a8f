"""Limits that follow how many answers each month has: the I′ chart."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.spc.control_chart import control_chart
from metrics.spc.control_limits import LIMIT_FACTOR, chart_limits
from metrics.spc.special_causes import Signal
from metrics.vocabulary import Assurance, Better, LimitsMethod

# Thirty-day mortality after bacteremia in six hospitals as the summary in the README of the R package pbcharts prints
# it (github.com/anhoej/pbcharts, MIT licence, version of 21 December 2025): mean lower limit, centre, mean upper limit.
SIX_HOSPITALS = {
    "BFH": ("0.001045397", "0.1722846", "0.3560940"),
    "BOH": ("0.000000000", "0.1842105", "0.7281455"),
    "HGH": ("0.076127536", "0.2088608", "0.3415940"),
    "HVH": ("0.036871508", "0.1912378", "0.3456042"),
    "NOH": ("0.034837526", "0.1527016", "0.2712281"),
    "RH": ("0.000000000", "0.1398685", "0.3379664"),
}
measured = st.lists(st.tuples(st.integers(-1000, 1000), st.integers(5, 2000)), min_size=3, max_size=40)


@pytest.fixture(scope="module")
def deaths_and_cases(shared_data: Path) -> dict[str, list[tuple[int, int]]]:
    """Deaths and cases of each month by hospital, as the package has them."""
    file = shared_data / "data" / "spc" / "i_prime_hospitals.csv"
    if not file.is_file():
        pytest.skip("the hospitals' counts are not beside the project")
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    with file.open(newline="") as lines:
        for row in csv.DictReader(lines):
            found[row["hospital"]].append((int(row["deaths"]), int(row["cases"])))
    return found


@pytest.mark.parametrize("hospital", SIX_HOSPITALS)
def test_the_published_summary_comes_out_to_every_printed_digit(
    hospital: str, deaths_and_cases: dict[str, list[tuple[int, int]]]
) -> None:
    counts = deaths_and_cases[hospital]
    (own,) = chart_limits([deaths / cases for deaths, cases in counts], sizes=[cases for _, cases in counts])
    assert own.mean is not None
    lowers = [max(own.line(-LIMIT_FACTOR, row) or 0.0, 0.0) for row in range(len(counts))]
    uppers = [own.line(LIMIT_FACTOR, row) or 0.0 for row in range(len(counts))]
    means = (sum(lowers) / len(lowers), own.mean, sum(uppers) / len(uppers))
    for printed, found in zip(SIX_HOSPITALS[hospital], means, strict=True):
        assert f"{found:.{len(printed) - 2}f}" == printed


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
