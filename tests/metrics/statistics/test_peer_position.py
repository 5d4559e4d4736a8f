"""Where a value stands among published peers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.periods import Month
from metrics.statistics.peer_position import percentile, standing
from metrics.vocabulary import Benchmark

POINTS = {10: 20.0, 25: 30.0, 50: 42.0, 75: 55.0, 90: 63.0}


def _benchmark(month: str, points: Mapping[int, float] | None = None, source: str = "Retail peers") -> Benchmark:
    return Benchmark("nps", Month.parse(month), source, "shops", 42, POINTS if points is None else points, 120)


def test_the_newest_benchmark_up_to_the_month_counts_and_tells_its_age() -> None:
    benchmarks = [_benchmark("2026-11"), _benchmark("2026-06"), _benchmark("2025-06")]
    found = standing(42, benchmarks, Month(2026, 10))
    assert found is not None
    assert (found.benchmark, found.months_old, found.percentile) == (benchmarks[1], 4, 50)
    assert standing(42, benchmarks, Month(2026, 11)).months_old == 0  # type: ignore[union-attr]


def test_before_the_first_benchmark_there_is_no_standing() -> None:
    assert standing(42, [_benchmark("2026-11")], Month(2026, 10)) is None
    assert standing(42, [], Month(2026, 10)) is None


def test_of_two_benchmarks_of_one_month_the_first_counts() -> None:
    found = standing(42, [_benchmark("2026-06", source="A"), _benchmark("2026-06", source="B")], Month(2026, 10))
    assert found is not None
    assert found.benchmark.source == "A"


def test_a_missing_value_has_a_benchmark_but_no_place_in_it() -> None:
    found = standing(None, [_benchmark("2026-06")], Month(2026, 10))
    assert found is not None
    assert found.percentile is None


@pytest.mark.parametrize(
    ("value", "place"), [(20, 10), (25, 17.5), (30, 25), (36, 37.5), (48.5, 62.5), (63, 90), (19.9, None), (63.1, None)]
)
def test_a_place_lies_on_straight_lines_between_the_points_and_nowhere_beyond(
    value: float, place: float | None
) -> None:
    assert percentile(value, POINTS) == (None if place is None else pytest.approx(place))


@given(st.floats(20, 63))
def test_places_agree_with_numpy(value: float) -> None:
    assert percentile(value, POINTS) == pytest.approx(np.interp(value, list(POINTS.values()), list(POINTS)), abs=1e-9)


def test_points_may_fall_as_percentiles_rise_and_come_in_any_order() -> None:
    assert percentile(3.0, {75: 2.0, 25: 6.0, 50: 4.0}) == pytest.approx(62.5)


def test_percentiles_that_share_a_value_give_their_middle() -> None:
    assert percentile(100, {25: 90.0, 50: 100.0, 75: 100.0, 90: 100.0}) == 70


def test_too_few_or_disordered_points_give_no_place() -> None:
    assert percentile(42, {}) is None
    assert percentile(42, {50: 42.0}) == 50
    assert percentile(43, {50: 42.0}) is None
    assert percentile(42, {10: 20.0, 50: 60.0, 90: 40.0}) is None
