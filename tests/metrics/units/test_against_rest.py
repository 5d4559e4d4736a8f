"""A few parts against the rest: claims only what survives chance, and says nothing of those that must stay hidden."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.answers.evidence import BareValue, CompleteCounts, NetCounts, ShareCounts, Withheld
from metrics.statistics.difference import difference
from metrics.units.comparison import AgainstRest, against_rest
from metrics.vocabulary import Difference

BOUNDS = (0.0, 100.0)


def test_the_part_that_differs_is_told_with_its_distance_from_all_others_together() -> None:
    parts = {"online": ShareCounts(160, 200), "phone": ShareCounts(80, 200), "visit": ShareCounts(150, 200)}
    phone = next(each for each in against_rest(parts, bounds=BOUNDS) if each.name == "phone")
    assert phone.is_apart
    assert phone.difference == difference(ShareCounts(80, 200), ShareCounts(310, 400), BOUNDS)


def test_parts_that_are_alike_are_not_told_apart() -> None:
    parts = {name: ShareCounts(150 + step, 200) for step, name in enumerate(("online", "phone", "visit"))}
    assert not any(each.is_apart for each in against_rest(parts, bounds=BOUNDS))


def test_hidden_parts_and_those_with_few_answers_take_no_part() -> None:
    parts = {"online": NetCounts(60, 10, 100), "phone": NetCounts(0, 90, 100), "fax": NetCounts(0, 4, 4)}
    assert against_rest({**parts, "phone": Withheld(100)}) == ()
    told = {each.name: each for each in against_rest(parts)}
    assert set(told) == {"online", "phone"}
    few = {"online": NetCounts(60, 10, 100), "phone": NetCounts(0, 20, 20)}
    assert [each.q for each in against_rest(few)] == [None, None]


def test_without_a_margin_nothing_is_claimed() -> None:
    counted = {"online": CompleteCounts(10, 100), "phone": CompleteCounts(90, 100)}
    assert not any(each.is_apart for each in against_rest(counted))
    assert against_rest({"online": BareValue(3.0), "phone": BareValue(9.0)}) != ()
    assert against_rest({}) == against_rest({"online": ShareCounts(1, 100)}) == ()


def test_of_a_hundred_companies_in_which_nothing_differs_few_are_told_that_something_does() -> None:
    chance, claimed = Random(11), 0
    for _ in range(100):
        hits = [sum(chance.random() < 0.8 for _ in range(150)) for _ in range(4)]
        parts = {str(at): ShareCounts(found, 150) for at, found in enumerate(hits)}
        claimed += any(each.is_apart for each in against_rest(parts, bounds=BOUNDS))
    assert claimed <= 10


@given(st.dictionaries(st.sampled_from("abcde"), st.tuples(st.integers(0, 90), st.integers(0, 90)), max_size=5))
def test_what_is_claimed_never_crosses_zero_and_names_only_given_parts(given_parts: dict[str, tuple[int, int]]) -> None:
    parts = {name: ShareCounts(hits, hits + misses) for name, (hits, misses) in given_parts.items() if hits + misses}
    for each in against_rest(parts, bounds=BOUNDS):
        assert each.name in parts
        if each.is_apart:
            low, high = each.difference.low, each.difference.high
            assert low is not None
            assert high is not None
            assert low > 0 or high < 0


def test_a_part_with_just_as_many_answers_as_are_enough_is_tested() -> None:
    parts = {"online": NetCounts(60, 10, 100), "phone": NetCounts(0, 30, 30)}
    assert all(each.q is not None for each in against_rest(parts, few_n=30))
    assert [each.q for each in against_rest(parts, few_n=31)] == [None, None]


@pytest.mark.parametrize(
    ("low", "high", "apart"), [(0.0, 4.0, False), (-4.0, 0.0, False), (0.01, 4.0, True), (-4.0, -0.01, True)]
)
def test_a_part_whose_interval_ends_exactly_at_0_is_not_apart(low: float, high: float, apart: bool) -> None:
    assert AgainstRest("phone", Difference((low + high) / 2, low, high, 0.01), 0.01).is_apart is apart
    assert not AgainstRest("phone", Difference((low + high) / 2, low, high, 0.01), 0.06).is_apart
