"""Weighted answers: worked by hand, against numpy and statsmodels, and what holds for any weights.

**Source:** Kish, Survey Sampling, 1965, 11.7: n_eff = (Σw)²/Σw², the design effect of weighting n/n_eff.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import reduce
from operator import add

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

from metrics.answers.evidence import Evidence, NetCounts, ScoreSums, ShareCounts, rest, total
from metrics.answers.formulas import Formula, MeanScore, NetScore, TopBox
from metrics.answers.weights import STEPS_PER_WEIGHT, WeightTally, cases, effective
from metrics.statistics.difference import difference
from metrics.statistics.distributions import Z95, t_quantile
from metrics.statistics.intervals import adjusted_net, value, variance_of_estimate
from metrics.statistics.mix_effect import mix_split
from metrics.statistics.small_samples import shown
from metrics.units.comparison import compare
from metrics.vocabulary import Scale

OPEN = (None, None)
SHARE = (0.0, 100.0)
Answer = tuple[int, int]  # score, weight in steps

# Five answers of weight 0.5 and two of weight 2: Σw 6.5, Σw² 9.25, n_eff 42.25/9.25.
BY_HAND = [(5, 5_000), (4, 5_000), (2, 5_000), (1, 5_000), (5, 5_000), (5, 20_000), (3, 20_000)]
N_EFF = 6.5**2 / 9.25


def weighted(formula: Formula, scale: Scale, answers: Sequence[Answer]) -> Evidence:
    """The evidence in answers that all have a weight."""
    tally: dict[int, int] = {}
    weights: dict[int, WeightTally] = {}
    for score, weight in answers:
        tally[score] = tally.get(score, 0) + 1
        n, sums, squares = weights.get(score, WeightTally(0, 0, 0))
        weights[score] = WeightTally(n + 1, sums + weight, squares + weight * weight)
    return formula.of_weighted(tally, scale, weights)


def top(answers: Sequence[Answer]) -> ShareCounts:
    found = weighted(TopBox(), Scale(1, 5), answers)
    assert isinstance(found, ShareCounts)
    return found


def net(answers: Sequence[Answer]) -> NetCounts:
    found = weighted(NetScore(), Scale(0, 10), answers)
    assert isinstance(found, NetCounts)
    return found


def mean(answers: Sequence[Answer]) -> ScoreSums:
    found = weighted(MeanScore(), Scale(1, 7), answers)
    assert isinstance(found, ScoreSums)
    return found


ON_FIVE = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 50_000)), min_size=1, max_size=30)
ON_TEN = st.lists(st.tuples(st.integers(0, 10), st.integers(1, 50_000)), min_size=1, max_size=30)


def test_a_weighted_share_by_hand() -> None:
    """Fours and fives weigh .5 + .5 + .5 + 2 of 6.5; the interval is Wilson's for as many of n_eff answers."""
    found = top(BY_HAND)
    assert found.n == 7
    assert found.estimate == pytest.approx(100 * 3.5 / 6.5)
    own = value(found, SHARE)
    assert own.n == 7
    assert own.n_effective == pytest.approx(N_EFF)
    assert own.design_effect == pytest.approx(7 / N_EFF)
    low, high = proportion_confint(N_EFF * 3.5 / 6.5, N_EFF, method="wilson")
    assert (own.low, own.high) == pytest.approx((100 * low, 100 * high))


def test_the_design_effect_is_one_plus_the_relative_variance_of_the_weights() -> None:
    weights = np.array([weight for _, weight in BY_HAND])
    assert value(top(BY_HAND), SHARE).design_effect == pytest.approx(1 + weights.var() / weights.mean() ** 2)


def test_a_weighted_net_score_by_hand() -> None:
    """Weights 1 and 3: promoters 4 of 8, detractors 1 of 8; n_eff 64/20, the adjusted Wald of as many answers."""
    found = net([(10, 30_000), (9, 10_000), (0, 10_000), (8, 30_000)])
    assert found.estimate == pytest.approx(100 * 3 / 8)
    n = 64 / 20
    promoters, detractors = (n * 4 / 8 + 0.75) / (n + 3), (n * 1 / 8 + 0.75) / (n + 3)
    score, variance = adjusted_net(found)
    assert score == pytest.approx(100 * (promoters - detractors))
    assert variance == pytest.approx(1e4 * (promoters + detractors - (promoters - detractors) ** 2) / (n + 3))


@given(answers=st.lists(st.tuples(st.integers(1, 7), st.integers(1_000, 50_000)), min_size=3, max_size=30))
def test_a_weighted_mean_has_the_weighted_variance_over_the_effective_n(answers: list[Answer]) -> None:
    points, weights = np.array([score for score, _ in answers]), np.array([weight for _, weight in answers])
    n = weights.sum() ** 2 / (weights.astype(float) ** 2).sum()
    expected = DescrStatsW(points, weights=weights * n / weights.sum())  # weights that add up to n_eff
    found = value(mean(answers), OPEN)
    assert found.estimate == pytest.approx(expected.mean)
    if len(set(points)) == 1 or n < 2:
        assert found.low is None
        return
    assert found.low is not None
    assert found.estimate is not None
    half = t_quantile(0.975, n - 1) * math.sqrt(expected.var / (n - 1))
    assert found.estimate - found.low == pytest.approx(half, rel=1e-6)


def test_equal_scores_have_no_margin_whatever_their_weights() -> None:
    assert variance_of_estimate(mean([(7, 3_333), (7, 12_345), (7, 777)])) is None


@given(answers=ON_TEN, cut=st.integers(0, 30))
def test_sums_of_parts_are_the_whole_and_what_is_left_the_rest(answers: list[Answer], cut: int) -> None:
    first, second = answers[:cut], answers[cut:]
    parts = [net(part) for part in (first, second) if part]
    assert total(parts) == net(answers)
    if len(parts) == 2:
        assert rest(net(answers), [parts[0]]) == parts[1]


@given(answers=ON_FIVE)
def test_answers_without_weights_weigh_one_beside_weighted_ones(answers: list[Answer]) -> None:
    ones = [(score, STEPS_PER_WEIGHT) for score, _ in answers]
    plain = reduce(add, [ShareCounts(int(score >= 4), 1) for score, _ in ones])
    assert plain.weights is None
    assert plain + top(answers) == top(ones) + top(answers)
    assert effective(top(ones)).n == pytest.approx(plain.n)
    assert top(ones).estimate == pytest.approx(plain.estimate)


@given(answers=ON_TEN, factor=st.integers(2, 9))
def test_only_the_proportions_of_weights_matter(answers: list[Answer], factor: int) -> None:
    more = [(score, factor * weight) for score, weight in answers]
    one, other = effective(net(answers)), effective(net(more))
    assert (one.promoters, one.detractors, one.n) == pytest.approx((other.promoters, other.detractors, other.n))
    assert one.n <= net(answers).n * (1 + 1e-9)


def test_small_groups_are_hidden_by_how_many_answered() -> None:
    heavy = [(5, 50_000), (1, 50_000), (5, 50_000), (5, 50_000)]
    hidden = shown(top(heavy), SHARE, 5)
    assert (hidden.estimate, hidden.n, hidden.n_effective) == (None, 4, None)


def test_a_change_is_tested_by_the_effective_answers() -> None:
    """Equal weights within a group and others in the next give the answers' own test; unequal ones a wider one."""
    now, before = [(5, 10_000)] * 60 + [(1, 10_000)] * 40, [(5, 10_000)] * 40 + [(1, 10_000)] * 60
    plain = difference(ShareCounts(60, 100), ShareCounts(40, 100), SHARE)
    same = difference(top(now), top(before), SHARE)
    assert (same.estimate, same.low, same.high, same.p) == pytest.approx(
        (plain.estimate, plain.low, plain.high, plain.p)
    )
    uneven = [(score, 2_000 if at % 2 else 18_000) for at, (score, _) in enumerate(now)]
    wider = difference(top(uneven), top(before), SHARE)
    assert wider.estimate == pytest.approx(20)
    assert wider.low is not None
    assert plain.low is not None
    assert wider.low < plain.low


def test_units_are_compared_and_mixed_by_their_weights() -> None:
    north, south = top([(5, 5_000)] * 30 + [(1, 5_000)] * 10), top([(5, 20_000)] * 10 + [(1, 20_000)] * 30)
    assert cases(north) == pytest.approx(20)
    found = mix_split({"north": north, "south": south}, {"north": south, "south": north})
    assert found is not None
    assert found.parts[0].now.weight == pytest.approx(20 / 100)
    apart = {unit.name: unit for unit in compare({"north": north, "south": south}, bounds=SHARE)}
    assert apart["north"].value == pytest.approx(75)
    assert apart["north"].n == 40


def test_the_margin_of_a_net_score_is_that_of_its_effective_answers() -> None:
    found = net([(10, 40_000)] * 5 + [(0, 10_000)] * 15)
    own = value(found, (-100.0, 100.0))
    assert own.low is not None
    assert own.high is not None
    _, variance = adjusted_net(effective(found))
    assert own.high - own.low == pytest.approx(2 * Z95 * math.sqrt(variance))
