"""The four rules at their edges."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from metrics.spc.control_limits import SegmentLimits, chart_limits, tie
from metrics.spc.special_causes import Signal, row_positions, runs, signals, trends, twos_of_three

# Mean 0, limits ±2.66, near limits ±1.7733….
UNIT = SegmentLimits(0, 8, 0.0, 1.0, False)


def judged(*series: float | None) -> list[Signal | None]:
    return signals(series, [SegmentLimits(0, len(series), 0.0, 1.0, False)])


def test_a_point_on_the_limit_is_inside_it() -> None:
    assert judged(2.66, -2.66) == [None, None]
    assert judged(2.67, -2.67) == [Signal.ABOVE_LIMIT, Signal.BELOW_LIMIT]


def test_a_point_over_the_limit_by_binary_dust_is_on_it() -> None:
    assert judged(2.66 + 1e-10, 1.0) == [None, None]


def test_six_rising_months_are_not_yet_a_trend() -> None:
    assert trends([1, 2, 3, 4, 5, 6]) == [0] * 6
    assert trends([1, 2, 3, 4, 5, 6, 7]) == [1] * 7


def test_a_tie_breaks_a_trend() -> None:
    assert trends([1, 2, 3, 4, 4, 5, 6, 7]) == [0] * 8


def test_a_falling_trend_is_told_above_the_mean_too() -> None:
    assert judged(1.7, 1.6, 1.5, 1.4, 1.3, 1.2, 1.1)[0] is Signal.FALLING_TREND


def test_a_missing_month_breaks_a_trend() -> None:
    assert trends([1, 2, 3, 4, None, 5, 6, 7]) == [0] * 8


def test_a_peak_between_a_rise_and_a_fall_counts_as_falling() -> None:
    assert trends([1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1]) == [1] * 6 + [-1] * 7


def test_the_last_row_of_a_rise_that_joins_another_rise_points_down_as_in_the_reference() -> None:
    assert trends([1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5, 6, 7]) == [1] * 6 + [-1] + [1] * 7


def test_six_points_on_one_side_are_not_yet_a_run() -> None:
    assert runs([1] * 6) == [0] * 6
    assert runs([1] * 7) == [1] * 7
    assert runs([-1] * 8 + [1]) == [-1] * 8 + [0]


def test_a_point_on_the_mean_or_a_missing_one_breaks_a_run() -> None:
    assert not any(runs([1, 1, 1, 1, 0, 1, 1, 1]))
    assert not any(runs([1, 1, 1, 1, None, 1, 1, 1]))


def test_two_of_three_close_to_a_limit_flags_the_close_ones_only() -> None:
    assert judged(2.0, 0.1, 2.0) == [Signal.TWO_OF_THREE_ABOVE, None, Signal.TWO_OF_THREE_ABOVE]


def test_two_of_three_needs_all_three_on_one_side_of_the_mean() -> None:
    assert judged(2.0, -0.1, 2.0) == [None] * 3
    assert judged(2.0, 0.0, 2.0) == [None] * 3
    assert judged(2.0, None, 2.0) == [None] * 3
    assert judged(2.0, 2.0) == [None] * 2


def test_a_point_beyond_the_limit_is_no_one_of_the_two_but_may_be_the_third() -> None:
    assert judged(2.0, 3.0, 0.1) == [None, Signal.ABOVE_LIMIT, None]
    assert judged(2.0, 3.0, 2.0) == [Signal.TWO_OF_THREE_ABOVE, Signal.ABOVE_LIMIT, Signal.TWO_OF_THREE_ABOVE]


def test_a_point_on_the_near_limit_is_not_close() -> None:
    near = UNIT.near_upper
    assert near is not None
    assert row_positions([near, near + 0.01], UNIT, 1e-9).close == [0, 1]


def test_a_point_gets_the_first_rule_that_fits() -> None:
    rising = judged(0.1, 0.2, 0.3, 0.4, 1.8, 1.9, 3.0)
    assert rising == [Signal.RISING_TREND] * 6 + [Signal.ABOVE_LIMIT]
    run = judged(-0.1, -2.0, -2.0, -0.1, -0.2, -0.1, -0.2)
    assert run[1:3] == [Signal.TWO_OF_THREE_BELOW] * 2
    assert run[0] is Signal.RUN_BELOW


def test_without_limits_only_trend_and_run_can_fire() -> None:
    bare = [SegmentLimits(0, 7, 0.0, None, True)]
    assert signals([9, 9, 9, 9, 9, 9, 9], bare) == [Signal.RUN_ABOVE] * 7
    assert row_positions([9], bare[0], 0.0).beyond == [None]
    assert twos_of_three([1, 1, 1], [None, None, None]) == [0, 0, 0]


def test_no_pattern_crosses_a_rebase() -> None:
    series = [1, 2, 3, 4, 5, 6, 7, 8]
    assert any(signals(series, chart_limits(series)))
    assert not any(signals(series, chart_limits(series, rebases=[4])))


def test_the_largest_value_sets_what_counts_as_a_tie() -> None:
    assert tie([None, -4.0, 2.0]) == 4e-9
    assert tie([None]) == 0


@given(st.lists(st.none() | st.integers(-50, 50), min_size=1, max_size=40), st.sets(st.integers(0, 40), max_size=2))
def test_a_mirrored_series_has_mirrored_signals(series: list[int | None], rebases: set[int]) -> None:
    mirrored = [None if value is None else -value for value in series]
    found = signals(series, chart_limits(series, rebases=rebases))
    opposite = signals(mirrored, chart_limits(mirrored, rebases=rebases))
    for row, (own, other) in enumerate(zip(found, opposite, strict=True)):
        assert (own is None) == (other is None)
        if own is not None and other is not None:
            assert own.value[0] == other.value[0]
            assert own.points_up != other.points_up or joins_two_trends(series, row)


def joins_two_trends(series: list[int | None], row: int) -> bool:
    """Where the step after a trend's last row goes the other way, the reference follows that step, or says falling."""
    ahead, own = series[row + 1 : row + 2], series[row]
    return bool(ahead) and ahead[0] is not None and own is not None and ahead[0] == own
