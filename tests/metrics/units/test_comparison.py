"""Comparing units without shaming anyone for small numbers."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects

from metrics.answers.evidence import BareValue, CompleteCounts, Evidence, NetCounts, ShareCounts, VisitShare, Withheld
from metrics.units.comparison import Funnel, compare, q_values, shrink

# Efron and Morris, “Stein's Paradox in Statistics”, Scientific American 236, 1977 (the data of 1975): hits of 18
# batters in their first 45 times at bat, 1970. Published: mean .265, each average keeps .212 of its distance from it.
HITS = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7]

# Benjamini and Hochberg 1995, section 3.2: 15 p-values, of which four survive a false-discovery rate of 5 %.
PUBLISHED = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
    *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000),
]


def branches(*hits: int, n: int = 100) -> dict[str, Evidence]:
    return {f"{number:02}": ShareCounts(count, n) for number, count in enumerate(hits)}


def test_the_published_batting_averages_shrink_as_published() -> None:
    compared = compare(branches(*HITS, n=45))
    mean = 100 * sum(HITS) / (18 * 45)
    assert mean == pytest.approx(26.5, abs=0.05)
    for unit in compared:
        assert unit.value is not None
        assert unit.shrunk == pytest.approx(mean + 0.212 * (unit.value - mean), abs=0.01)


def test_of_the_published_fifteen_chances_four_survive() -> None:
    q = q_values(PUBLISHED)
    assert [value <= 0.05 for value in q] == [True] * 4 + [False] * 11
    assert q[3] == pytest.approx(15 * 0.0095 / 4)
    assert q[14] == 1


@given(st.lists(st.floats(0, 1), max_size=60))
def test_q_values_equal_those_of_scipy_in_any_order(chances: list[float]) -> None:
    expected = stats.false_discovery_control(chances).tolist() if chances else []
    assert q_values(chances) == pytest.approx(expected, abs=1e-12)


def test_the_variance_between_units_is_that_of_statsmodels() -> None:
    values, variances = [60.0, 66.0, 71.0, 75.0, 90.0], [4.0, 9.0, 2.0, 16.0, 5.0]
    between = combine_effects(np.array(values), np.array(variances), method_re="dl").tau2
    weights = [1 / (variance + between) for variance in variances]
    mean = sum(w * v for w, v in zip(weights, values, strict=True)) / sum(weights)
    expected = [v - 2 / 4 * s * w * (v - mean) for v, s, w in zip(values, variances, weights, strict=True)]
    assert shrink(values, variances) == pytest.approx(expected)


def test_the_less_is_known_of_a_unit_the_more_it_is_drawn_to_the_rest() -> None:
    large, small = 80.0, 80.0
    result = shrink([large, small, 60, 62, 58, 61], [1, 50, 1, 1, 1, 1])
    assert 60 < result[1] < result[0] < 80


def test_three_units_teach_nothing_about_each_other() -> None:
    assert shrink([10, 50, 90], [1, 1, 1]) == [10, 50, 90]


def test_a_unit_far_below_the_others_stands_apart_and_survives() -> None:
    compared = compare(branches(*[80] * 20, 50))
    odd = compared[-1]
    assert odd.funnel is Funnel.BELOW
    assert odd.q is not None
    assert odd.q < 0.001
    assert {unit.funnel for unit in compared[:-1]} == {Funnel.INSIDE}
    assert compare(branches(*[50] * 20, 80))[-1].funnel is Funnel.ABOVE


def test_a_unit_with_four_answers_shows_its_count_alone() -> None:
    compared = compare({**branches(80, 82, 79), "small": ShareCounts(0, 4)})
    small = compared[-1]
    assert (small.value, small.low, small.shrunk, small.q, small.n) == (None, None, None, None, 4)
    assert small.funnel is Funnel.TOO_FEW_ANSWERS
    assert not small.ranked


def test_a_unit_hidden_because_of_its_siblings_shows_no_value_either() -> None:
    compared = compare({**branches(80, 82, 79), "01": Withheld(100)})
    assert compared[1].value is None
    assert compared[1].funnel is Funnel.TOO_FEW_ANSWERS
    assert compared[0].value == 80


def test_units_with_few_answers_are_shown_but_not_ranked() -> None:
    compared = compare({**branches(80, 82, 79, 81), "few": ShareCounts(20, 29), "enough": ShareCounts(20, 30)})
    assert [unit.ranked for unit in compared] == [True] * 4 + [False, True]
    assert compared[4].value is not None


def test_visits_are_never_hidden() -> None:
    assert compare({"A": VisitShare(1, 2), "B": VisitShare(0, 9)})[0].value == 50


def test_complete_counts_and_bare_values_are_shown_and_not_judged() -> None:
    compared = compare({"A": CompleteCounts(500, 10), "B": CompleteCounts(90, 10), "C": BareValue(7.5)})
    assert [unit.value for unit in compared] == [50, 9, 7.5]
    assert {(unit.funnel, unit.shrunk, unit.q, unit.low) for unit in compared} == {(Funnel.INSIDE, None, None, None)}


def test_a_unit_without_any_answer_is_no_trouble() -> None:
    empty, full = compare({"A": ShareCounts(0, 0), "B": ShareCounts(9, 10)})
    assert (empty.value, empty.n, empty.funnel) == (None, 0, Funnel.TOO_FEW_ANSWERS)
    assert full.value == 90
    assert compare({}) == ()


def test_units_that_all_answered_alike_all_stay_where_they_are() -> None:
    assert [unit.shrunk for unit in compare(branches(100, 100, 100, 100, 100))] == [100] * 5


@pytest.mark.slow
@pytest.mark.parametrize("n", [8, 40, 150])
def test_alike_units_are_hardly_ever_said_to_stand_apart(n: int) -> None:
    # 99.8 % limits: of 24 × 150 units alike in truth, 7 are expected outside; 20 would be 4 standard deviations more.
    chooser = random.Random(n)
    outside = claimed = 0
    for _ in range(150):
        units: dict[str, Evidence] = {}
        for name in range(24):
            answers = [chooser.choices((1, 0, -1), (60, 25, 15))[0] for _ in range(n)]
            units[str(name)] = NetCounts(answers.count(1), answers.count(-1), n)
        compared = compare(units)
        outside += sum(unit.funnel is not Funnel.INSIDE for unit in compared)
        claimed += any(unit.q is not None and unit.q <= 0.05 for unit in compared)
    assert outside < 20
    assert claimed <= 20
