"""How content somebody was, and what put them off, from what they gave and wrote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.answers.satisfaction_bands import Mood, bounds, mood
from metrics.answers.turn_offs import BY_ID, TURN_OFFS, turn_offs
from metrics.vocabulary import Audience, Item, Scale


def _item(low: int, high: int) -> Item:
    return Item("csat", Scale(low, high), Audience.CUSTOMERS)


@pytest.mark.parametrize(
    ("low", "high", "unhappy", "happy"),
    [(0, 10, 6, 9), (1, 5, 2, 4), (1, 7, 3, 6), (1, 10, 4, 9), (0, 1, 0, 1), (1, 3, 1, 3)],
)
def test_a_scale_is_parted_where_the_field_parts_it(low: int, high: int, unhappy: int, happy: int) -> None:
    assert bounds(Scale(low, high)) == (unhappy, happy)


@given(st.integers(0, 1), st.integers(1, 12))
def test_every_scale_has_unhappy_and_happy_scores_that_never_meet(low: int, width: int) -> None:
    scale = Scale(low, low + width)
    unhappy, happy = bounds(scale)
    assert scale.low <= unhappy < happy <= scale.high


def test_the_worst_score_tells() -> None:
    assert mood([(_item(1, 5), 5), (_item(0, 10), 6)]) is Mood.UNHAPPY
    assert mood([(_item(1, 5), 5), (_item(0, 10), 7)]) is Mood.BETWEEN
    assert mood([(_item(1, 5), 5), (_item(0, 10), 10)]) is Mood.HAPPY
    assert mood([(Item("hold_time", None, Audience.CUSTOMERS), 30)]) is None


@pytest.mark.parametrize(
    ("comment", "ids"),
    [
        ("Was promised a call that NEVER came", ["futile_promises"]),
        ("They’d lost my file and I had to explain it all again", ["poor_records"]),
        ("Passed on three times, then cut off", ["unreachable", "call_shuffling"]),
        ("Couldn’t care less", ["apathy"]),
        ("Lovely people", []),
        ("Please await my call", []),
        ("", []),
    ],
)
def test_words_tell_what_put_somebody_off(comment: str, ids: list[str]) -> None:
    assert [each.id for each in turn_offs(comment)] == ids


def test_there_are_ten_turn_offs_with_words_of_their_own() -> None:
    words = [word for each in TURN_OFFS for word in each.words]
    assert len(TURN_OFFS) == len(BY_ID) == 10
    assert len(words) == len(set(words))
    assert all(word == word.casefold() for word in words)
