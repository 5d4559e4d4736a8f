"""Counts and sums: plain estimates, adding without loss, and taking away again."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from statistics import variance

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from metrics.answers.evidence import (
    BareValue,
    CompleteCounts,
    Evidence,
    NetCounts,
    ScoreSums,
    ShareCounts,
    VisitShare,
    VisitSums,
    rest,
)
from tests.metrics.made_answers import scores, visits

counts = st.integers(0, 10**9)
positive = st.integers(1, 10**9)


def _lists_of(kind: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(kind, min_size=2, max_size=6)


sums = st.one_of(
    _lists_of(st.builds(NetCounts, counts, counts, positive)),
    _lists_of(st.builds(ShareCounts, counts, positive)),
    _lists_of(st.lists(st.integers(0, 1000), min_size=1, max_size=9).map(scores)),
    _lists_of(st.builds(VisitSums, positive, counts, positive, counts, counts, counts)),
    _lists_of(st.builds(VisitShare, counts, positive)),
    _lists_of(st.builds(CompleteCounts, counts, positive, st.just(100))),
)


def _sum(parts: Sequence[Evidence]) -> Evidence:
    total = parts[0]
    for part in parts[1:]:
        total = total + part  # type: ignore[operator]  # every list holds one kind
    return total


@pytest.mark.parametrize(
    ("evidence", "estimate", "n"),
    [
        (NetCounts(52, 12, 87), 100 * 40 / 87, 87),
        (ShareCounts(41, 50), 82, 50),
        (ShareCounts(10.5, 21.0), 50, 21),
        (ScoreSums(4, 23, 135), 5.75, 4),
        (ScoreSums(4, 2300, 1_350_000, 100), 5.75, 4),
        (VisitSums(2, 45, 60, 1025, 1325, 2000), 75, 2),
        (VisitShare(1, 40), 2.5, 40),
        (CompleteCounts(30, 120, 100), 25, 120),
        (CompleteCounts(30, 120), 0.25, 120),
        (BareValue(98.2), 98.2, None),
    ],
)
def test_each_kind_knows_its_estimate_and_its_n(evidence: Evidence, estimate: float, n: float | None) -> None:
    assert evidence.estimate == pytest.approx(estimate)
    assert evidence.n == n


@given(sums)
def test_order_never_matters_when_adding(parts: list[Evidence]) -> None:
    assert _sum(parts) == _sum(parts[::-1])
    assert _sum([*parts[1:], parts[0]]) == _sum(parts)


@given(sums)
def test_what_is_taken_away_again_leaves_what_was_before(parts: list[Evidence]) -> None:
    assert rest(_sum(parts), parts[1:]) == parts[0]
    assert rest(_sum(parts), parts) is None


@given(sums)
@example([VisitSums(10**9, 0, 1, 0, 0, 0), VisitSums(1, 0, 1, 0, 0, 0)])
def test_parts_cannot_hold_more_than_their_total(parts: list[Evidence]) -> None:
    with pytest.raises(ValueError, match="more cases"):
        rest(parts[0], parts)


def test_unlike_kinds_and_bare_values_are_no_parts() -> None:
    with pytest.raises(ValueError, match="not parts"):
        rest(ShareCounts(5, 10), [VisitShare(1, 2)])
    with pytest.raises(ValueError, match="not parts"):
        rest(BareValue(98), [])


def test_rounding_in_the_last_digits_is_no_case() -> None:
    assert rest(CompleteCounts(1, 0.1 + 0.2), [CompleteCounts(1, 0.3)]) is None


@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=50), st.sampled_from([1, 4, 100]))
def test_the_variance_is_the_sample_variance_to_the_last_digit(steps: list[int], per: int) -> None:
    exact = variance([Fraction(step, per) for step in steps])
    assert scores(steps, per).variance == float(exact)


def test_the_variance_of_equal_answers_is_nothing_even_of_very_many() -> None:
    assert ScoreSums(10_000_019, 7 * 10_000_019, 49 * 10_000_019).variance == 0


@pytest.mark.slow
@given(st.lists(st.integers(0, 50), min_size=1), st.lists(st.integers(0, 50), min_size=1))
def test_scores_in_unlike_steps_add_up_in_common_ones(whole: list[int], quarters: list[int]) -> None:
    added = scores(whole) + scores(quarters, per=4)
    assert added == scores([4 * score for score in whole] + quarters, per=4)
    assert scores(quarters, per=4) + scores(whole) == added


@given(st.lists(st.integers(0, 50), min_size=2), st.integers(2, 9))
def test_finer_steps_change_nothing(points: list[int], finer: int) -> None:
    assume(len(set(points)) > 1)
    same = scores(points).in_steps_of(finer)
    assert same.estimate == pytest.approx(scores(points).estimate)
    assert same.variance == pytest.approx(scores(points).variance)


def test_a_visit_added_to_others_counts_by_its_points() -> None:
    assert (visits([(10, 10)]) + visits([(0, 30)])).estimate == 25
