"""Segments, centres and natural limits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.errors import BadValue
from metrics.spc.control_limits import average_moving_range, chart_limits, segments, tie

values = st.lists(st.none() | st.integers(-1000, 1000), min_size=1, max_size=40)


def test_a_published_series_gets_its_published_limits() -> None:
    # Montgomery, Introduction to Statistical Quality Control (6th ed.), example 6.5: mortgage loan costs,
    # x̄ = 300.5, mean moving range 7.79, limits 321.22 and 279.78 with 3/1.128 for our 2.66.
    costs = [310, 288, 297, 298, 307, 303, 294, 297, 308, 306, 294, 299, 297, 299, 314, 295, 293, 306, 301, 304]
    (found,) = chart_limits(costs, screened=False)
    assert found.mean == 300.5
    assert found.moving_range == pytest.approx(7.79, abs=0.005)
    assert found.upper == pytest.approx(321.22, abs=0.02)
    assert found.lower == pytest.approx(279.78, abs=0.02)


def test_near_limits_stand_at_two_thirds_of_the_way() -> None:
    (found,) = chart_limits([10, 12, 10, 12], screened=False)
    assert (found.lower, found.upper) == pytest.approx((11 - 5.32, 11 + 5.32))
    assert (found.near_lower, found.near_upper) == pytest.approx((11 - 5.32 * 2 / 3, 11 + 5.32 * 2 / 3))


def test_a_moving_range_at_the_screen_itself_is_left_out() -> None:
    # Ranges 1 × 1000 and one of x = 3.267 × mean: x (1001 - 3.267) = 3267.
    x = 3267 / (1001 - 3.267)
    steps = [0.0]
    for row in range(1000):
        steps.append(1.0 - steps[-1] if row % 2 == 0 else 0.0)
    series = [*steps, steps[-1] + x]
    assert average_moving_range(series, screened=True, tied=tie(series)) == pytest.approx(1.0, abs=1e-12)
    assert average_moving_range(series, screened=False, tied=0.0) == pytest.approx((1000 + x) / 1001)


def test_screening_happens_once_and_never_moves_the_mean() -> None:
    series = [10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 50]
    (screened,), (plain,) = chart_limits(series), chart_limits(series, screened=False)
    assert screened.mean == plain.mean == pytest.approx(176 / 13)
    assert screened.moving_range == 1
    assert plain.moving_range == pytest.approx((11 + 39) / 12)


def test_a_missing_month_is_not_bridged_by_a_moving_range() -> None:
    assert average_moving_range([1, 2, None, 10, 12], screened=False, tied=0.0) == 1.5
    assert average_moving_range([1, None, 5], screened=False, tied=0.0) is None


def test_one_value_has_a_mean_and_no_limits() -> None:
    (found,) = chart_limits([42])
    assert (found.mean, found.lower, found.upper, found.flat) == (42, None, None, True)


def test_months_without_any_value_have_neither() -> None:
    (found,) = chart_limits([None, None])
    assert (found.mean, found.lower, found.near_upper, found.flat) == (None, None, None, True)


def test_a_constant_series_is_flat_with_and_without_screening() -> None:
    constant = [24 * 0.1] * 5 + [2.4] * 8
    (screened,), (plain,) = chart_limits(constant), chart_limits(constant, screened=False)
    assert screened.flat
    assert screened.upper is None
    assert plain.flat
    assert plain.lower == pytest.approx(2.4)


def test_nothing_but_zeros_has_no_moving_range_left_by_screening() -> None:
    assert chart_limits([0] * 13)[0].moving_range is None
    assert chart_limits([0] * 13, screened=False)[0].moving_range == 0


def test_a_baseline_counts_its_missing_months_and_sets_the_limits_of_all() -> None:
    series = [None, *[10, 12] * 5, 10, 100, 200]
    (found,) = chart_limits(series, baseline=12)
    assert found.mean == pytest.approx(120 / 11)
    assert found.moving_range == 2
    assert (found.first, found.end) == (0, 14)


def test_a_baseline_under_twelve_months_is_refused() -> None:
    with pytest.raises(BadValue, match="at least 12 months, not 11"):
        chart_limits([1, 2], baseline=11)


def test_each_segment_has_a_baseline_of_its_own() -> None:
    series = [*[10, 12] * 7, *[20, 24] * 7]
    first, second = chart_limits(series, rebases=[14], baseline=12)
    assert (first.mean, second.mean) == (11, 22)
    assert (first.moving_range, second.moving_range) == (2, 4)


def test_rebases_at_the_start_twice_or_outside_make_no_empty_segment() -> None:
    assert segments(10, [5, 5, 0, -3, 10, 99, 3]) == [(0, 3), (3, 5), (5, 10)]
    assert segments(0, [1]) == []


def test_limits_are_on_trial_until_the_thirteenth_month() -> None:
    assert chart_limits([1, None] * 6)[0].trial
    assert not chart_limits([1, None] * 6 + [1])[0].trial


@given(values, st.integers(-500, 500))
def test_shifting_the_values_shifts_the_limits(series: list[int | None], by: int) -> None:
    (plain,) = chart_limits(series)
    (shifted,) = chart_limits([None if value is None else value + by for value in series])
    if plain.lower is None or plain.upper is None:
        assert shifted.lower is None
    else:
        assert shifted.lower == pytest.approx(plain.lower + by, abs=1e-6)
        assert shifted.upper == pytest.approx(plain.upper + by, abs=1e-6)


@given(values, st.sets(st.integers(-2, 45)))
def test_segments_cover_every_row_once(series: list[int | None], rebases: set[int]) -> None:
    found = segments(len(series), rebases)
    assert [row for first, end in found for row in range(first, end)] == list(range(len(series)))
