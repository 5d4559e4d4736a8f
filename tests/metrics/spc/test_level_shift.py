"""Where a restart of the usual range is offered: at a clear shift, not where months scatter or drift."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.spc.level_shift import FEWEST_BEFORE, FEWEST_SINCE, LevelShift, clear_shift


def _months(seed: int, *levels: tuple[int, float], spread: float = 5.0) -> list[float | None]:
    chance = Random(seed)
    return [level + chance.gauss(0, spread) for months, level in levels for _ in range(months)]


def test_a_shift_is_found_where_it_is() -> None:
    series: list[float | None] = [*[50.0, 52.0] * 10, *[30.0, 32.0] * 5]
    assert clear_shift(series) == LevelShift(20, 51.0, 31.0)


@pytest.mark.parametrize(("before", "since"), [(FEWEST_BEFORE - 1, 12), (20, FEWEST_SINCE - 1)])
def test_too_few_months_on_either_side_are_no_level(before: int, since: int) -> None:
    series = [50.0 + row % 2 for row in range(before)] + [10.0 + row % 2 for row in range(since)]
    found = clear_shift(series)
    assert found is None or found.row != before


def test_scatter_and_drift_are_rarely_taken_for_a_shift() -> None:
    assert sum(clear_shift(_months(seed, (36, 50.0))) is not None for seed in range(200)) <= 2
    drifting = [
        [own + 0.4 * row for row, own in enumerate(_months(seed, (36, 50.0))) if own is not None] for seed in range(100)
    ]
    assert sum(clear_shift(series) is not None for series in drifting) <= 8


def test_a_shift_of_two_sigma_is_mostly_found() -> None:
    found = [clear_shift(_months(seed, (26, 50.0), (10, 39.0))) for seed in range(100)]
    assert sum(own is not None and abs(own.row - 26) <= 1 for own in found) >= 50


def test_a_step_that_would_be_clear_in_large_months_is_none_in_months_with_few_answers() -> None:
    series: list[float | None] = [*[50.0, 52.0] * 14, *[36.0, 39.0, 37.0, 38.0] * 2]
    assert clear_shift(series) is not None
    assert clear_shift(series, [*[1000.0] * 28, *[5.0] * 8]) is None


def test_months_without_a_value_are_passed_over_and_rows_stay_those_of_the_series() -> None:
    series: list[float | None] = [None, *[50.0, None, 52.0] * 6, *[30.0, None, 32.0] * 4]
    found = clear_shift(series)
    assert found is not None
    assert found.row == 19


def test_months_that_still_move_are_no_new_level() -> None:
    fallen = [*_months(2, (24, 90.0)), 75.0, 89.0, 87.0, 88.0, 40.0, 38.0, 36.0]
    assert clear_shift(fallen) is None


@given(st.integers(0, 10_000), st.integers(1, 9), st.integers(-50, 50))
def test_another_unit_or_origin_makes_no_other_shift(seed: int, times: int, moved: int) -> None:
    series = _months(seed, (20, 50.0), (10, 35.0))
    found = clear_shift(series)
    other = clear_shift([None if own is None else own * times + moved for own in series])
    assert (None if found is None else found.row) == (None if other is None else other.row)


@pytest.mark.parametrize("series", [[], [None] * 20, [7.0] * 30, [1.0]])
def test_equal_values_and_none_have_no_shift(series: list[float | None]) -> None:
    assert clear_shift(series) is None
