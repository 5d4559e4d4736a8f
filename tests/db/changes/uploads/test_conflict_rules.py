"""The one law of uploads, on facts alone."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from db.changes.uploads.conflict_rules import ConflictOutcome, Fact, OnConflict, Standing, settle_all, settle_fact

DAY = dt.date(2026, 10, 1)


def fact(id_: int, parts: dict[str, int], rule: OnConflict = OnConflict.FIRST, day: dt.date = DAY) -> Fact:
    return Fact(id_, 1, id_, day, rule, parts)


def outcomes(*facts: Fact) -> list[ConflictOutcome]:
    standing: Standing = {}
    return [settle_fact(standing, each).outcome for each in facts]


def test_the_same_said_again_is_a_duplicate() -> None:
    assert outcomes(fact(1, {"nps": 9}), fact(2, {"nps": 9})) == [ConflictOutcome.SAVED, ConflictOutcome.DUPLICATE]


def test_a_contradiction_is_refused_and_the_first_stays() -> None:
    first, second = fact(1, {"nps": 9}), fact(2, {"nps": 2})
    standing: Standing = {}
    settle_fact(standing, first)
    settlement = settle_fact(standing, second)
    assert (settlement.outcome, settlement.rival) == (ConflictOutcome.CONFLICT, first)
    assert standing == {"nps": first}


def test_another_metric_under_the_same_name_is_saved() -> None:
    assert outcomes(fact(1, {"nps": 9}), fact(2, {"csat": 4})) == [ConflictOutcome.SAVED, ConflictOutcome.SAVED]


def test_what_is_partly_known_and_agrees_adds_the_rest() -> None:
    first, second = fact(1, {"nps": 9}), fact(2, {"nps": 9, "csat": 4})
    assert settle_all([first, second]) == {"nps": first, "csat": second}


def test_what_is_partly_known_and_contradicts_adds_nothing() -> None:
    first, second = fact(1, {"nps": 9}), fact(2, {"nps": 2, "csat": 4})
    assert settle_all([first, second]) == {"nps": first}


def test_a_correction_takes_the_place_of_what_stood() -> None:
    first, second = fact(1, {"nps": 9}), fact(2, {"nps": 2}, OnConflict.CORRECT)
    assert settle_all([first, second]) == {"nps": second}


def test_the_newest_wins_by_its_day_and_not_by_its_place() -> None:
    late = fact(1, {"nps": 9}, OnConflict.NEWEST, DAY)
    earlier = fact(2, {"nps": 2}, OnConflict.NEWEST, DAY - dt.timedelta(days=1))
    assert settle_all([late, earlier]) == {"nps": late}
    assert settle_all([earlier, late]) == {"nps": late}


facts_of_one_name = st.lists(
    st.builds(
        lambda parts, rule, days: (parts, rule, DAY + dt.timedelta(days=days)),
        st.dictionaries(st.sampled_from(["nps", "csat", "ces"]), st.integers(0, 2), min_size=1),
        st.sampled_from(OnConflict),
        st.integers(0, 2),
    ),
    max_size=8,
)


@given(facts_of_one_name)
def test_something_stands_for_every_part_that_was_ever_accepted(given_facts: list) -> None:
    facts = [fact(at, parts, rule, day) for at, (parts, rule, day) in enumerate(given_facts)]
    standing: Standing = {}
    for each in facts:
        before = dict(standing)
        settlement = settle_fact(standing, each)
        assert set(before) <= set(standing)
        if settlement.outcome is not ConflictOutcome.SAVED:
            assert standing == before
        for part in settlement.replaced:
            assert standing[part] is each


def test_of_two_on_the_same_day_the_later_to_arrive_is_the_newest() -> None:
    first, second = fact(1, {"nps": 9}), fact(2, {"nps": 2}, OnConflict.NEWEST)
    settlement = settle_fact({"nps": first}, second)
    assert (settlement.outcome, settlement.rival, settlement.replaced) == (ConflictOutcome.SAVED, first, {"nps": first})
    assert settle_all([first, second]) == {"nps": second}


def test_the_newest_must_be_as_new_as_everything_it_contradicts() -> None:
    old, late = fact(1, {"nps": 9}), fact(2, {"csat": 4}, day=DAY + dt.timedelta(days=1))
    between = fact(3, {"nps": 2, "csat": 1}, OnConflict.NEWEST, DAY)
    assert settle_all([old, late, between]) == {"nps": old, "csat": late}
    as_late = fact(3, {"nps": 2, "csat": 1}, OnConflict.NEWEST, DAY + dt.timedelta(days=1))
    assert settle_all([old, late, as_late]) == {"nps": as_late, "csat": as_late}


def test_what_replaces_names_the_first_it_contradicts_and_takes_all_its_parts() -> None:
    one, other = fact(1, {"nps": 9}), fact(2, {"csat": 4})
    standing: Standing = {"nps": one, "csat": other}
    both = fact(3, {"csat": 1, "nps": 9, "ces": 5}, OnConflict.CORRECT)
    settlement = settle_fact(standing, both)
    assert (settlement.rival, settlement.replaced) == (other, {"csat": other, "nps": one})
    assert standing == {"nps": both, "csat": both, "ces": both}
