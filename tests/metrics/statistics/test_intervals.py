"""The 95 % interval of each kind of evidence: published examples, other programs, properties, coverage."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

from metrics.answers.evidence import (
    BareValue,
    CompleteCounts,
    Evidence,
    NetCounts,
    ScoreSums,
    ShareCounts,
    VisitShare,
    VisitSums,
)
from metrics.statistics.distributions import Z95, t_quantile
from metrics.statistics.intervals import Bounds, adjusted_net, interval, value, variance_of_estimate, wilson
from metrics.vocabulary import Value
from tests.metrics.made_answers import recommendations, scores, visits

SHARE = (0.0, 100.0)
NPS = (-100.0, 100.0)
EASE = (1.0, 7.0)

points = st.lists(st.integers(1, 7), min_size=2, max_size=60)
checklists = st.lists(
    st.integers(1, 400).flatmap(lambda possible: st.tuples(st.integers(0, possible), st.just(possible))),
    min_size=2,
    max_size=40,
)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_shares_have_the_score_interval_of_newcombes_table(hits: int, n: int, low: float, high: float) -> None:
    """**Source:** Newcombe, Statistics in Medicine 17, 1998, p. 861, table I, method 3."""
    assert wilson(hits, n) == pytest.approx((low, high), abs=5e-5)


@given(n=st.integers(1, 100_000), part=st.floats(0, 1))
def test_shares_agree_with_statsmodels(n: int, part: float) -> None:
    hits = round(n * part)
    expected = proportion_confint(hits, n, method="wilson")
    assert wilson(hits, n) == pytest.approx(expected, abs=1e-9)
    assert interval(VisitShare(hits, n)) == interval(ShareCounts(hits, n))


def test_the_golden_nps_has_its_adjusted_score_and_error() -> None:
    for counts, plain, adjusted, error in [
        (NetCounts(52, 12, 87), 45.98, 44.44, 7.68),
        (NetCounts(53, 16, 94), 39.36, 38.14, 7.74),
    ]:
        score, variance = adjusted_net(counts)
        assert counts.estimate == pytest.approx(plain, abs=0.005)
        assert (score, math.sqrt(variance)) == pytest.approx((adjusted, error), abs=0.005)


def test_an_nps_keeps_its_plain_value_while_its_interval_stands_about_the_adjusted_one() -> None:
    found = value(NetCounts(52, 12, 87), NPS)
    assert found.low is not None
    assert found.high is not None
    assert found.estimate == pytest.approx(100 * 40 / 87)
    assert (found.low + found.high) / 2 == pytest.approx(100 * 40 / 90)
    assert (found.high - found.low) / 2 == pytest.approx(100 * Z95 * math.sqrt((65.5 / 90 - (40 / 90) ** 2) / 90))


def test_an_interval_is_cut_to_the_ends_a_metric_can_have() -> None:
    uncut = interval(NetCounts(2, 0, 2))
    assert uncut is not None
    assert uncut[1] > 100
    assert value(NetCounts(2, 0, 2), NPS).high == 100
    assert (value(scores([2, 5]), EASE).low, value(scores([2, 5]), EASE).high) == (1, 7)
    assert value(scores([4, 5, 9]), (0.0, None)).low == 0
    assert value(scores([4, 5, 9]), (0.0, None)).high == pytest.approx(6 + 4.302652729911275 * math.sqrt(7 / 3))


def test_students_own_sleep_data_have_the_interval_that_r_prints() -> None:
    """**Source:** R 4, `t.test(extra ~ 1, data = sleep)`: mean 1.54, 95 % interval 0.5955845 to 2.4844155 (df 19)."""
    extra = [7, -16, -2, -12, -1, 34, 37, 8, 0, 20, 19, 8, 11, 1, -1, 44, 55, 16, 46, 34]
    found = value(scores(extra, per=10), (None, None))
    assert found.estimate == pytest.approx(1.54)
    assert (found.low, found.high) == pytest.approx((0.5955845, 2.4844155), abs=5e-8)


@given(points)
def test_means_agree_with_scipy_and_statsmodels(answers: list[int]) -> None:
    found = interval(scores(answers))
    if len(set(answers)) == 1:
        assert found is None
        return
    error = stats.sem(answers)
    assert found == pytest.approx(stats.t.interval(0.95, len(answers) - 1, np.mean(answers), error), abs=1e-9)
    assert found == pytest.approx(DescrStatsW(answers).tconfint_mean(), abs=1e-9)


def test_a_mean_of_one_answer_or_of_equal_answers_has_no_interval() -> None:
    assert value(scores([6]), EASE) == Value(6, None, None, 1)
    assert value(scores([6] * 40), EASE) == Value(6, None, None, 40)


def test_a_checklist_score_is_the_ratio_estimator_of_the_textbook() -> None:
    """Volume of 12 trees by their basal area: r = 21.194, and ± 186.32 for 250 trees with two standard errors.

    **Source:** Scheaffer, Mendenhall and Ott, Elementary Survey Sampling, exercise 6.1 (mean basal area .3 known).
    """
    area = [3, 5, 4, 9, 7, 2, 6, 5, 8, 4, 8, 6]  # tenths of a square foot
    volume = [6, 9, 7, 19, 15, 5, 12, 9, 20, 9, 18, 13]
    trees = visits(list(zip(volume, area, strict=True)))
    variance = variance_of_estimate(trees)
    assert variance is not None
    assert trees.estimate / 10 == pytest.approx(21.194, abs=5e-4)
    per_tree = math.sqrt(variance) / 100 * (trees.possible / 12)  # the error of the mean residual, in cubic feet
    assert 2 * 250 * per_tree * math.sqrt(1 - 12 / 250) == pytest.approx(186.32, abs=0.005)


@given(checklists)
def test_checklist_scores_are_linearised_over_visits(pairs: list[tuple[int, int]]) -> None:
    earned, possible = np.array(pairs, dtype=float).T
    n, ratio = len(pairs), earned.sum() / possible.sum()
    error = math.sqrt(sum((earned - ratio * possible) ** 2) / (n - 1) / n) / possible.mean()
    found = interval(visits(pairs))
    if found is None:
        assert error == pytest.approx(0, abs=1e-12)
        return
    half = 100 * t_quantile(0.975, n - 1) * error
    assert found == pytest.approx((100 * ratio - half, 100 * ratio + half), abs=1e-8)


@given(points)
def test_visits_with_the_same_possible_points_are_a_mean(answers: list[int]) -> None:
    of_visits = interval(visits([(points, 10) for points in answers]))
    of_scores = interval(scores(answers))
    assert (of_visits is None) == (of_scores is None)
    if of_visits and of_scores:
        assert of_visits == pytest.approx([10 * end for end in of_scores], abs=1e-9)


def test_one_visit_or_visits_with_one_score_have_no_interval() -> None:
    assert value(visits([(18, 20)]), SHARE) == Value(90, None, None, 1)
    assert value(visits([(18, 20), (9, 10), (27, 30)]), SHARE) == Value(90, None, None, 3)


def test_visits_without_an_applicable_item_have_no_score_but_keep_their_number() -> None:
    assert value(visits([(0, 0), (0, 0)]), SHARE) == Value(None, None, None, 2)
    assert variance_of_estimate(visits([(0, 0), (0, 0)])) is None


def test_complete_counts_and_bare_values_have_no_interval() -> None:
    assert value(CompleteCounts(30, 40, 100), SHARE) == Value(75, None, None, 40)
    assert value(BareValue(98.2), SHARE) == Value(98.2, None, None, None)


def test_nothing_is_a_value_of_nothing() -> None:
    assert value(None, SHARE) == Value(None, None, None, 0)
    assert value(ShareCounts(0, 0), SHARE) == Value(None, None, None, 0)


def test_counts_from_operations_may_be_fractional_or_wrong_without_harm() -> None:
    assert wilson(10.5, 20.25)[0] < 10.5 / 20.25 < wilson(10.5, 20.25)[1]
    assert wilson(25, 20) == wilson(20, 20)
    assert wilson(-1, 20) == wilson(0, 20)
    assert value(ShareCounts(25, 20), SHARE).high == 100


@given(n=st.integers(1, 10_000), part=st.floats(0, 1))
def test_a_share_lies_in_its_interval_and_the_interval_on_the_scale(n: int, part: float) -> None:
    found = value(ShareCounts(round(n * part), n), SHARE)
    assert found.estimate is not None
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.estimate <= found.high <= 100
    assert found.low < found.high


@given(n=st.integers(1, 10_000), part=st.floats(0, 1))
def test_misses_have_the_mirrored_interval_of_hits(n: int, part: float) -> None:
    hits = round(n * part)
    low, high = wilson(hits, n)
    assert wilson(n - hits, n) == pytest.approx((1 - high, 1 - low), abs=1e-12)


@given(st.lists(st.integers(0, 10), min_size=1, max_size=60), st.lists(st.integers(0, 10), min_size=1, max_size=60))
def test_adding_counts_is_pooling_answers(some: list[int], others: list[int]) -> None:
    assert recommendations(some) + recommendations(others) == recommendations(others + some)
    assert scores(some) + scores(others) == scores(others + some)
    pairs, more = [(each, 10) for each in some], [(each, 12) for each in others]
    assert visits(pairs) + visits(more) == visits(more + pairs)


@pytest.mark.parametrize("n", [10, 30, 100])
@pytest.mark.parametrize("share", [0.5, 0.8, 0.95])
def test_share_intervals_hold_the_truth_about_19_times_in_20(n: int, share: float) -> None:
    """Exact, over every possible number of hits: 91 to 98 times in 100, as near as whole hits allow."""
    held = sum(
        stats.binom.pmf(hits, n, share) for hits in range(n + 1) if wilson(hits, n)[0] <= share <= wilson(hits, n)[1]
    )
    assert 0.91 <= held <= 0.98


def _coverage(
    draw: Callable[[np.random.Generator], Evidence],
    truth: float,
    bounds: Bounds = (None, None),
    rounds: int = 2000,
) -> float:
    """How often the interval holds the truth (± .01 by chance); one that cannot be given holds nothing."""
    chance = np.random.default_rng(20261031)
    held = 0
    for _ in range(rounds):
        ends = interval(draw(chance), bounds)
        held += ends is not None and ends[0] <= truth <= ends[1]
    return held / rounds


@pytest.mark.parametrize(("n", "least"), [(5, 0.88), (10, 0.93), (30, 0.935), (100, 0.935)])
@pytest.mark.parametrize(("promoters", "detractors"), [(0.85, 0.05), (0.5, 0.2), (0.3, 0.3)])
def test_nps_intervals_hold_the_truth_also_from_few_answers(
    n: int, least: float, promoters: float, detractors: float
) -> None:
    def draw(chance: np.random.Generator) -> NetCounts:
        up, down, _ = chance.multinomial(n, [promoters, detractors, 1 - promoters - detractors])
        return NetCounts(int(up), int(down), n)

    assert least <= _coverage(draw, 100 * (promoters - detractors)) <= 0.98


@pytest.mark.slow
@pytest.mark.parametrize(("n", "least"), [(5, 0.95), (10, 0.95), (30, 0.94), (100, 0.935)])
def test_mean_intervals_hold_the_truth_of_lopsided_scores(n: int, least: float) -> None:
    """Ease as customers answer it, most at 6 and 7, where the t interval of few answers falls short."""
    chances = np.array([0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.3])

    def draw(chance: np.random.Generator) -> ScoreSums:
        return scores([int(index) + 1 for index in chance.choice(7, n, p=chances)])

    assert least <= _coverage(draw, float(chances @ np.arange(1, 8)), EASE) <= 0.99


@pytest.mark.slow
@pytest.mark.parametrize(("n", "least"), [(5, 0.89), (10, 0.91), (30, 0.92), (100, 0.93)])
def test_checklist_intervals_hold_the_truth_when_visits_differ_in_size(n: int, least: float) -> None:
    def draw(chance: np.random.Generator) -> VisitSums:
        possible, parts = chance.integers(150, 250, n), chance.beta(9, 1.5, n)
        return visits([(round(float(part) * int(most)), int(most)) for part, most in zip(parts, possible, strict=True)])

    assert least <= _coverage(draw, 100 * 9 / 10.5) <= 0.97
