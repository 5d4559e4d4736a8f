"""Where to look: what moved, and not with the rest, is named; chance, few answers and what moved all are not."""

from __future__ import annotations

import datetime as dt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from metrics.answers.evidence import CompleteCounts, Evidence, ShareCounts
from metrics.catalogue import CATALOGUE
from metrics.statistics.difference import difference
from metrics.units.comparison import CLAIM
from metrics.units.priority_units import MovedUnit, PriorityUnit, places, units_apart
from metrics.vocabulary import ChangeWord, Difference, Span

A_YEAR_AGO = Span(dt.date(2025, 8, 1), dt.date(2025, 10, 31))
CSAT, FAILURES, TICKET = CATALOGUE["csat"], CATALOGUE["critical_failures"], CATALOGUE["average_ticket"]
WHOLE = ShareCounts(3600, 4000)


def moved(
    unit: str, now: Evidence, before: Evidence, whole_now: Evidence = WHOLE, whole: Evidence = WHOLE
) -> MovedUnit:
    return MovedUnit(unit, CSAT, now, before, whole_now, whole)


def named(*found: MovedUnit) -> tuple[PriorityUnit, ...]:
    return places(found, A_YEAR_AGO)


def test_a_branch_that_fell_alone_is_named_with_its_change() -> None:
    (place,) = named(moved("Saltmarsh", ShareCounts(93, 171), ShareCounts(155, 174)))
    assert (place.unit, place.change.word, place.is_better) == ("Saltmarsh", ChangeWord.FELL, False)
    assert place.change.compared == A_YEAR_AGO
    assert place.q <= CLAIM


def test_a_branch_that_moved_with_all_others_is_not_named() -> None:
    everywhere_better = ShareCounts(3800, 4000)
    quiet = moved("Quay", ShareCounts(192, 200), ShareCounts(178, 200), everywhere_better)
    alone = moved("Quay", ShareCounts(192, 200), ShareCounts(178, 200))
    assert named(quiet) == ()
    assert [place.unit for place in named(alone)] == ["Quay"]


@pytest.mark.parametrize(("n_now", "n_before", "tried"), [(29, 200, False), (200, 29, False), (30, 200, True)])
def test_fewer_than_30_answers_on_either_side_are_not_tried(n_now: int, n_before: int, tried: bool) -> None:
    found = named(moved("Quay", ShareCounts(0, n_now), ShareCounts(n_before, n_before)))
    assert bool(found) is tried


def test_what_has_no_margin_is_not_tried() -> None:
    counts = [CompleteCounts(money, 1000) for money in (90_000, 150_000)]
    whole = CompleteCounts(1_500_000, 10_000)
    assert places([MovedUnit("Quay", TICKET, counts[0], counts[1], whole, whole)], A_YEAR_AGO) == ()


def test_a_branch_that_is_all_there_is_has_no_others_to_differ_from() -> None:
    own, before = ShareCounts(93, 171), ShareCounts(155, 174)
    assert named(moved("Only", own, before, own, before)) == ()


def test_fewer_failures_are_good_news() -> None:
    whole = ShareCounts(100, 1000)
    (place,) = places(
        [MovedUnit("Quay", FAILURES, ShareCounts(2, 200), ShareCounts(40, 200), whole, whole)], A_YEAR_AGO
    )
    assert (place.change.word, place.is_better) == (ChangeWord.FELL, True)


def test_the_surest_comes_first_whatever_the_order() -> None:
    some = [
        moved("A", ShareCounts(120, 171), ShareCounts(155, 174)),
        moved("B", ShareCounts(93, 171), ShareCounts(155, 174)),
        moved("C", ShareCounts(155, 174), ShareCounts(155, 174)),
    ]
    assert [place.unit for place in named(*some)] == ["B", "A"]
    assert named(*some) == named(*reversed(some))


def test_one_change_among_many_quiet_ones_must_be_surer_to_be_named() -> None:
    just_real = moved("Quay", ShareCounts(168, 200), ShareCounts(184, 200))
    assert [place.unit for place in named(just_real)] == ["Quay"]
    quiet = [moved(f"Quiet {at}", ShareCounts(180, 200), ShareCounts(180, 200)) for at in range(30)]
    assert named(just_real, *quiet) == ()


def test_of_200_companies_in_which_nothing_happened_hardly_any_has_a_place_named() -> None:
    chance, false_alarms = Random(7), 0
    for _ in range(200):
        units = [(_drawn(chance, 0.88, 120), _drawn(chance, 0.88, 120)) for _ in range(12)]
        now, before = (sum((unit[side] for unit in units), ShareCounts(0, 0)) for side in (0, 1))
        found = named(*(moved(str(at), own, earlier, now, before) for at, (own, earlier) in enumerate(units)))
        false_alarms += bool(found)
    assert false_alarms <= 10  # 5 % would be allowed


def _drawn(chance: Random, share: float, n: int) -> ShareCounts:
    return ShareCounts(sum(chance.random() < share for _ in range(n)), n)


def test_two_differences_with_even_intervals_are_compared_by_the_normal_test() -> None:
    one = Difference(10.0, 10 - 1.959963984540054 * 3, 10 + 1.959963984540054 * 3, 0.0)
    other = Difference(2.0, 2 - 1.959963984540054 * 4, 2 + 1.959963984540054 * 4, 0.0)
    assert units_apart(one, other) == pytest.approx(2 * norm.sf(8 / 5), abs=1e-9)
    assert units_apart(one, Difference(2.0, None, None, None)) is None
    assert units_apart(one, Difference(None, None, None, None)) is None


@given(st.integers(0, 100), st.integers(0, 100), st.integers(0, 1000), st.integers(0, 1000))
def test_which_of_two_differences_comes_first_makes_no_difference(a: int, b: int, c: int, d: int) -> None:
    one = difference(ShareCounts(a, 100), ShareCounts(b, 100), CSAT.bounds)
    other = difference(ShareCounts(c, 1000), ShareCounts(d, 1000), CSAT.bounds)
    chance = units_apart(one, other)
    assert chance is not None
    assert 0 <= chance <= 1
    assert units_apart(other, one) == pytest.approx(chance)
