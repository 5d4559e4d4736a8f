"""Units against themselves and beside others: by hand, by independent code, and by permutation."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from metrics.answers.evidence import BareValue, CompleteCounts, Evidence, NetCounts, ScoreSums, ShareCounts, VisitSums
from metrics.periods import Month
from metrics.statistics.unit_changes import (
    COMMON_ANSWERS,
    Contrast,
    OwnChange,
    Unit,
    beside_untouched,
    beside_year_ago,
    there,
    unit_changes,
)

JANUARY, FEBRUARY, MARCH = (Month(2026, number) for number in (1, 2, 3))


def shares(*pairs: tuple[int, int, int, int]) -> Unit:
    """One unit: for each channel hits and n in January, hits and n in March."""
    return [{JANUARY: ShareCounts(a, n), MARCH: ShareCounts(b, m)} for a, n, b, m in pairs]


def one(before: Evidence, after: Evidence) -> Unit:
    return [{JANUARY: before, MARCH: after}]


def change(unit: Unit) -> OwnChange:
    (found,) = there(unit_changes([unit], [JANUARY], [MARCH]))
    return found


# --- a unit against itself -------------------------------------------------------------------------------------------


def test_a_shift_between_channels_is_no_change() -> None:
    """Phone 80 %, web 50 % on both sides; web falls from half of the answers to a tenth."""
    assert change(shares((80, 100, 144, 180), (50, 100, 10, 20))).value == pytest.approx(0)


def test_a_channel_that_is_on_one_side_only_is_left_out() -> None:
    unit = [*shares((80, 100, 90, 100)), {MARCH: ShareCounts(0, 500)}]
    assert change(unit).value == pytest.approx(10)
    assert change(unit).after == 100
    assert unit_changes([[{MARCH: ShareCounts(1, 5)}], []], [JANUARY], [MARCH]) == [None, None]


def test_channels_weigh_as_in_mantel_and_haenszel() -> None:
    """Differences of risks pooled over strata with weights n₁n₂/(n₁+n₂), by hand: (10·40 + 20·80)/(40 + 80)."""
    found = change(shares((40, 80, 48, 80), (120, 400, 50, 100)))
    assert found.value == pytest.approx((10 * 40 + 20 * 80) / (40 + 80))


def test_the_variance_is_that_of_two_means_with_the_spread_of_single_answers() -> None:
    found = change(shares((60, 100, 120, 300)))
    spread = 10_000 * (60 * 40 / 100 + 120 * 180 / 300) / (99 + 299)
    assert found.variance == pytest.approx(spread * (1 / 100 + 1 / 300))
    assert (found.before, found.after) == (100, 300)


def test_a_unit_borrows_ten_answers_worth_of_the_common_spread() -> None:
    sure, doubtful = shares((20, 20, 20, 20)), shares((500, 1000, 500, 1000))
    own, other = there(unit_changes([sure, doubtful], [JANUARY], [MARCH]))
    common = 10_000 * 500 * 500 / 1000 * 2 / (38 + 1998)
    assert own.variance == pytest.approx(COMMON_ANSWERS * common / (38 + COMMON_ANSWERS) / 10)
    assert own.usual == pytest.approx(common / 10)
    assert other.usual == pytest.approx(common / 500)


@pytest.mark.parametrize(
    ("before", "after", "value", "spread"),
    [
        (NetCounts(6, 2, 10), NetCounts(8, 1, 10), 30.0, 10_000 * ((0.8 - 0.16) + (0.9 - 0.49)) * 10 / 18),
        (ScoreSums(3, 9, 29), ScoreSums(3, 12, 50), 1.0, 1.0),
        (VisitSums(2, 30, 40, 500, 600, 800), VisitSums(2, 36, 40, 656, 720, 800), 15.0, None),
        (CompleteCounts(400, 1000), CompleteCounts(350, 1000), -0.05, 0.0),
        (BareValue(4.0), BareValue(5.5), 1.5, 0.0),
    ],
)
def test_every_kind_of_evidence_has_a_change(
    before: Evidence, after: Evidence, value: float, spread: float | None
) -> None:
    found = change(one(before, after))
    assert found.value == pytest.approx(value)
    if spread is not None:
        weight = 1.0 if isinstance(before, BareValue) else float(before.n or 0)
        assert found.variance == pytest.approx(spread * (1 if isinstance(before, BareValue) else 2) / weight)
    assert found.variance >= 0


def test_bare_values_are_averaged_over_months() -> None:
    unit = [{JANUARY: BareValue(4), FEBRUARY: BareValue(6), MARCH: BareValue(7)}]
    assert there(unit_changes([unit], [JANUARY, FEBRUARY], [MARCH]))[0].value == 2


# --- beside others ---------------------------------------------------------------------------------------------------


def alike(values: Sequence[float], variance: float = 1.0) -> list[OwnChange]:
    return [OwnChange(value, variance, variance) for value in values]


def test_with_equal_variances_and_one_treated_unit_it_is_the_t_test_for_one_more_observation() -> None:
    """Donald and Lang's two-step estimator: a group's change against the others', their scatter as the yardstick."""
    others = [1.0, 4.0, -3.0, 2.0, -4.0, 6.0]
    found = beside_untouched(alike([9.0], 0.01), alike(others, 0.01))
    by_scipy = stats.ttest_ind([9.0], others)
    assert found.estimate == pytest.approx(9 - np.mean(others))
    assert found.degrees == 5
    assert found.estimate / (found.error or 0) == pytest.approx(by_scipy.statistic)
    assert found.p == pytest.approx(by_scipy.pvalue)


def test_it_is_the_random_effects_meta_regression_on_a_dummy() -> None:
    """Weighted least squares on a constant and a dummy, with DerSimonian and Laird's variance of the untouched."""
    rng = np.random.default_rng(7)
    variances = rng.uniform(2, 30, 14)
    values = rng.normal(0, np.sqrt(variances + 9))
    units = [OwnChange(float(value), float(v), float(v)) for value, v in zip(values, variances, strict=True)]
    found = beside_untouched(units[:4], units[4:])
    fixed = 1 / variances[4:]
    mean = np.average(values[4:], weights=fixed)
    q = (fixed * (values[4:] - mean) ** 2).sum()
    between = max(0.0, (q - 9) / (fixed.sum() - (fixed**2).sum() / fixed.sum()))
    assert between > 0
    design = np.column_stack([np.ones(14), np.arange(14) < 4])
    weights = np.diag(1 / (variances + between))
    bread = np.linalg.inv(design.T @ weights @ design)
    assert found.estimate == pytest.approx((bread @ design.T @ weights @ values)[1])
    assert found.error == pytest.approx(math.sqrt(bread[1, 1]))


def test_its_p_is_that_of_permuting_which_unit_was_treated() -> None:
    """With alike units, of 200 placebos as many are as far out as p says (Conley and Taber's comparison)."""
    rng = np.random.default_rng(11)
    units = alike([float(value) for value in rng.normal(0, 5, 200)], 4.0)
    placebos = [beside_untouched([each], [*units[:at], *units[at + 1 :]]) for at, each in enumerate(units)]
    for level in (0.05, 0.2, 0.5):
        rejected = np.mean([(each.p or 0) <= level for each in placebos])
        assert rejected == pytest.approx(level, abs=3 * math.sqrt(level * (1 - level) / 200))


def test_what_the_untouched_scatter_widens_the_margin_of_the_treated() -> None:
    quiet = beside_untouched(alike([9.0]), alike([0.0, 0.5, -0.5, 0.2]))
    restless = beside_untouched(alike([9.0]), alike([0.0, 15.0, -15.0, 2.0]))
    assert (restless.error or 0) > 5 * (quiet.error or 0)


def test_one_untouched_unit_is_no_yardstick_and_neither_is_rounding() -> None:
    assert beside_untouched(alike([3.0]), alike([1.0])).error is None
    assert beside_untouched(alike([3.0], 0), alike([1.0, 1.0, 1.0 + 1e-15], 0)).difference().low is None


def test_complete_counts_get_their_margin_from_the_other_units() -> None:
    found = beside_untouched(alike([0.9], 0), alike([0.1, 0.2, 0.3], 0))
    assert found.p == pytest.approx(stats.ttest_ind([0.9], [0.1, 0.2, 0.3]).pvalue)


@given(st.lists(st.floats(-50, 50), min_size=4, max_size=12), st.floats(-20, 20))
def test_what_all_units_share_is_no_effect(values: list[float], shared: float) -> None:
    plain = beside_untouched(alike(values[:1]), alike(values[1:]))
    moved = beside_untouched(alike([values[0] + shared]), alike([value + shared for value in values[1:]]))
    assert moved.estimate == pytest.approx(plain.estimate, abs=1e-9)
    assert moved.error == pytest.approx(plain.error, rel=1e-6)


def test_an_interval_is_cut_to_what_the_scale_allows() -> None:
    found = Contrast(1.0, 2.0, 3).difference((0, 2))
    assert (found.low, found.high) == (-4, 4)


# --- beside the year before ------------------------------------------------------------------------------------------


def test_a_season_is_no_change_beside_the_year_before() -> None:
    units = [_year(rate) for rate in (400, 500, 600)]
    pairs = [(Month(2025, number), Month(2026, number)) for number in (1, 2, 3, 4)]
    found = beside_year_ago(units, pairs)
    assert found is not None
    assert found.estimate == pytest.approx(0)
    assert found.degrees == 3


def test_one_pair_of_months_is_no_yardstick_and_earlier_ones_are() -> None:
    units, pair = [_year(500)], (Month(2025, 4), Month(2026, 4))
    alone = beside_year_ago(units, [pair])
    assert alone is not None
    assert alone.error is None
    helped = beside_year_ago(units, [pair], [(Month(2025, number), Month(2026, number)) for number in (1, 2, 3)])
    assert helped is not None
    assert (helped.degrees, helped.error is None) == (2, False)
    assert beside_year_ago(units, [(Month(2020, 1), Month(2021, 1))]) is None


def _year(rate: int) -> Unit:
    months = [Month(year, number) for year in (2025, 2026) for number in (1, 2, 3, 4)]
    return [{month: ShareCounts(rate + 40 * month.number, 1000) for month in months}]
