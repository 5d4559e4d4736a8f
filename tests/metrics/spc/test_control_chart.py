"""Variation and assurance, and where Plumbline goes beyond the reference."""

from __future__ import annotations

import cProfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.spc.control_chart import assurance, control_chart, reference_chart, variation
from metrics.spc.control_limits import SegmentLimits
from metrics.spc.special_causes import Signal
from metrics.vocabulary import Assurance, Better, Limits, Variation

STEADY: list[float | None] = [70, 72, 69, 71, 70, 73, 68, 71, 70, 72, 69, 71, 70, 72]


def test_a_steady_series_varies_as_usual_and_may_or_may_not_meet_its_standard() -> None:
    chart = control_chart(STEADY, better=Better.HIGHER, standard=71)
    assert chart.limits is not None
    assert not chart.limits.trial
    assert (chart.variation, chart.assurance) == (Variation.COMMON_CAUSE, Assurance.INCONSISTENT)


@pytest.mark.parametrize(
    ("signal", "better", "read"),
    [
        (Signal.ABOVE_LIMIT, Better.HIGHER, Variation.IMPROVEMENT_HIGH),
        (Signal.FALLING_TREND, Better.HIGHER, Variation.CONCERN_LOW),
        (Signal.RISING_TREND, Better.LOWER, Variation.CONCERN_HIGH),
        (Signal.RUN_BELOW, Better.LOWER, Variation.IMPROVEMENT_LOW),
        (Signal.TWO_OF_THREE_ABOVE, None, Variation.NEUTRAL_HIGH),
        (Signal.BELOW_LIMIT, None, Variation.NEUTRAL_LOW),
        (None, Better.HIGHER, Variation.COMMON_CAUSE),
    ],
)
def test_the_same_signal_is_good_or_bad_by_the_metrics_direction(
    signal: Signal | None, better: Better | None, read: Variation
) -> None:
    assert variation(signal, better) is read


@pytest.mark.parametrize(
    ("standard", "higher", "lower"),
    [
        (12.67, Assurance.CONSISTENT_FAIL, Assurance.CONSISTENT_PASS),
        (12.66, Assurance.INCONSISTENT, Assurance.INCONSISTENT),
        (7.34, Assurance.INCONSISTENT, Assurance.INCONSISTENT),
        (7.33, Assurance.CONSISTENT_PASS, Assurance.CONSISTENT_FAIL),
    ],
)
def test_a_standard_on_a_limit_is_hit_and_miss(standard: float, higher: Assurance, lower: Assurance) -> None:
    limits = SegmentLimits(0, 13, 10.0, 1.0, False)
    assert assurance(limits, Better.HIGHER, standard, 1e-8) is higher
    assert assurance(limits, Better.LOWER, standard, 1e-8) is lower


def test_assurance_is_not_asked_without_a_standard_or_a_good_way() -> None:
    assert control_chart(STEADY, better=Better.HIGHER).assurance is None
    assert control_chart(STEADY, better=None, standard=71).assurance is None


def test_a_missing_last_month_is_no_signal() -> None:
    chart = control_chart([*STEADY, 200, None], better=Better.HIGHER)
    assert chart.signals[-2] is Signal.ABOVE_LIMIT
    assert chart.variation is Variation.COMMON_CAUSE


def test_a_constant_series_has_no_variation_yet() -> None:
    chart = control_chart([100] * 20, better=Better.HIGHER, standard=95)
    assert (chart.limits, chart.variation, chart.assurance) == (None, Variation.COMMON_CAUSE, None)
    assert reference_chart([100] * 20, better=Better.HIGHER, standard=95).assurance is Assurance.INCONSISTENT


def test_one_odd_value_in_a_constant_series_does_not_flag_every_month() -> None:
    series = [100] * 10 + [90] + [100] * 10
    chart = control_chart(series, better=Better.HIGHER, standard=95)
    assert (chart.limits, chart.assurance, set(chart.signals)) == (None, None, {None})
    assert None not in reference_chart(series, better=Better.HIGHER).signals


def test_an_unscreened_constant_series_is_set_apart_as_well() -> None:
    chart = control_chart([100] * 20, better=Better.HIGHER, standard=95, screened=False)
    assert (chart.limits, chart.assurance) == (None, None)


def test_only_the_flat_segment_is_set_apart() -> None:
    series = [5.0] * 12 + [8] + [5] * 4 + STEADY
    chart = control_chart(series, better=Better.HIGHER, standard=10, rebases=[17])
    assert chart.signals[:17] == (None,) * 17
    assert chart.segments[0].upper is None
    assert chart.assurance is Assurance.CONSISTENT_PASS
    turned = control_chart([*STEADY, 90, *[5.0] * 15], better=Better.HIGHER, standard=1, rebases=[15])
    assert (turned.limits, turned.variation, turned.assurance) == (None, Variation.COMMON_CAUSE, None)
    assert turned.signals[14] is Signal.ABOVE_LIMIT


def test_an_empty_series_and_one_without_values_are_answered_quietly() -> None:
    for series in ([], [None, None], [50.0]):
        chart = control_chart(series, better=Better.HIGHER, standard=60)
        assert (chart.limits, chart.variation, chart.assurance) == (None, Variation.COMMON_CAUSE, None)
        assert len(chart.signals) == len(chart.limits_by_row) == len(series)


def test_the_limits_shown_are_those_since_the_last_rebase_and_on_trial_while_short() -> None:
    chart = control_chart([*STEADY, *[80, 82] * 3], better=Better.HIGHER, rebases=[14])
    assert chart.limits == Limits(81, 81 - 2.66 * 2, 81 + 2.66 * 2, trial=True)
    assert [row.mean for row in chart.limits_by_row[13:15]] == [pytest.approx(988 / 14), 81]


@given(st.lists(st.none() | st.integers(0, 100), max_size=40), st.none() | st.integers(0, 100))
def test_turning_a_series_and_its_direction_round_changes_nothing_but_high_and_low(
    series: list[int | None], standard: int | None
) -> None:
    turned = [None if value is None else -value for value in series]
    one = control_chart(series, better=Better.HIGHER, standard=standard)
    other = control_chart(turned, better=Better.LOWER, standard=None if standard is None else -standard)
    assert one.assurance is other.assurance
    assert (one.limits is None) == (other.limits is None)
    assert (one.variation is Variation.COMMON_CAUSE) == (other.variation is Variation.COMMON_CAUSE)


def test_a_chart_of_three_years_takes_few_steps() -> None:
    """Steps are counted, not seconds, since those depend on the machine; 1,000 charts take well under a second."""
    series = [float(60 + (7 * row) % 11) for row in range(36)]
    counted = cProfile.Profile()
    counted.runcall(control_chart, series, better=Better.HIGHER, standard=70)
    assert sum(entry.callcount for entry in counted.getstats()) < 1000
