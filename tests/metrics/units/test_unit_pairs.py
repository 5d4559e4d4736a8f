"""Two or three units: each pair by its own test, and the number of pairs allowed for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from metrics.answers.evidence import CompleteCounts, Evidence, NetCounts, ShareCounts
from metrics.statistics.difference import difference
from metrics.units.comparison import Funnel, compare
from metrics.units.unit_pairs import adjusted_for_all, unit_pairs

THREE: dict[str, Evidence] = {"A": ShareCounts(80, 100), "B": ShareCounts(95, 100), "C": ShareCounts(82, 100)}


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_the_adjusted_chances_are_those_of_statsmodels(chances: list[float]) -> None:
    assert adjusted_for_all(chances) == pytest.approx(multipletests(np.array(chances), method="holm")[1])


def test_the_higher_of_each_pair_comes_first_and_its_difference_is_the_plain_one() -> None:
    pairs = unit_pairs(THREE)
    assert [(pair.high, pair.low) for pair in pairs] == [("B", "C"), ("B", "A"), ("C", "A")]
    assert pairs[1].difference == difference(THREE["B"], THREE["A"], (None, None))
    assert [pair.differs for pair in pairs] == [True, True, False]


def test_a_difference_real_by_itself_may_be_none_among_three_pairs() -> None:
    units: dict[str, Evidence] = {"A": ShareCounts(80, 100), "B": ShareCounts(90, 100), "C": ShareCounts(85, 100)}
    alone = {name: units[name] for name in "AB"}
    assert [pair.differs for pair in unit_pairs(alone)] == [True]
    assert not any(pair.differs for pair in unit_pairs(units))


def test_few_answers_and_complete_counts_are_not_tested() -> None:
    few: dict[str, Evidence] = {"A": ShareCounts(0, 29), "B": ShareCounts(200, 200)}
    counted: dict[str, Evidence] = {"A": CompleteCounts(900, 10), "B": CompleteCounts(100, 10)}
    for units in (few, counted):
        (pair,) = unit_pairs(units)
        assert (pair.p, pair.differs) == (None, False)


def test_two_or_three_units_side_by_side_have_the_chance_of_their_surest_pair_and_none_is_odd() -> None:
    compared = compare(THREE)
    assert {unit.funnel for unit in compared} == {Funnel.INSIDE}
    pairs = unit_pairs(THREE)
    assert [unit.q for unit in compared] == [pairs[1].p, min(pairs[0].p or 1, pairs[1].p or 1), pairs[0].p]
    assert [unit.q for unit in compare({"only": NetCounts(5, 1, 10)})] == [1]
