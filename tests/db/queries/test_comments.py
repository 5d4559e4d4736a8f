"""What people wrote: found by words, mood, turn-off, unit, channel and days, and counted, on both databases."""

from __future__ import annotations

import datetime as dt

from db.changes import undo_upload
from db.queries.comments import CommentFilter, answers_by_unit, comment_counts, comments
from db.store.engine import Store
from metrics.answers.satisfaction_bands import Mood
from metrics.periods import PeriodKind
from metrics.vocabulary import Audience, Scope
from tests.db.looks import imported, scope
from tests.db.readings import answer

PROMISED = "Was promised a call that never came"


def _filled(store: Store) -> None:
    imported(
        store,
        answer(2, 0, csat=5, id_="a", unit="North/Leeds", channel="phone", comment=PROMISED),
        answer(3, 8, id_="b", unit="North/Leeds", comment="The 100% wool rug_was late. Promised sooner"),
        answer(4, 10, id_="c", unit="North/York", comment="Promises kept, friendly", day=dt.date(2026, 10, 31)),
        answer(5, 10, id_="d", unit="South"),
        answer(6, 3, id_="e", unit="South", comment="Rude", day=dt.date(2026, 9, 30)),
    )


def _texts(store: Store, wish: CommentFilter, at: Scope | None = None, most: int = 10) -> list[str]:
    with store.reading() as session:
        return [found.text for found in comments(session, at or scope(), wish, most)]


def test_comments_come_newest_first_with_what_was_answered(store: Store) -> None:
    _filled(store)
    with store.reading() as session:
        newest, *rest = comments(session, scope(), CommentFilter(), 10)
    assert [newest.text, *(found.text for found in rest)][0] == "Promises kept, friendly"
    assert (newest.unit, newest.day, newest.mood) == ("North/York", dt.date(2026, 10, 31), Mood.HAPPY)
    worst = next(found for found in rest if found.text == PROMISED)
    assert (worst.channel, worst.mood, len(worst.scores)) == ("phone", Mood.UNHAPPY, 2)


def test_comments_are_found_by_words_in_any_case_and_signs_are_only_signs(store: Store) -> None:
    _filled(store)
    assert _texts(store, CommentFilter(words="PROMISED came")) == [PROMISED]
    assert len(_texts(store, CommentFilter(words="100% rug_was"))) == 1
    assert _texts(store, CommentFilter(words="rug was_")) == []
    assert len(_texts(store, CommentFilter(), most=2)) == 2


def test_comments_are_found_by_mood_and_by_what_put_people_off(store: Store) -> None:
    _filled(store)
    assert _texts(store, CommentFilter(mood=Mood.UNHAPPY)) == [PROMISED]
    assert _texts(store, CommentFilter(mood=Mood.HAPPY)) == ["Promises kept, friendly"]
    assert len(_texts(store, CommentFilter(mood=Mood.BETWEEN))) == 1
    assert len(_texts(store, CommentFilter(turn_off="futile_promises"))) == 2


def test_a_scope_holds_its_units_channels_days_and_audience(store: Store) -> None:
    _filled(store)
    assert len(_texts(store, CommentFilter(), scope("North"))) == 3
    assert _texts(store, CommentFilter(), scope("North/York")) == ["Promises kept, friendly"]
    assert _texts(store, CommentFilter(), scope(channel="phone")) == [PROMISED]
    assert "Rude" in _texts(store, CommentFilter(), scope(period=PeriodKind.ROLLING3))
    assert _texts(store, CommentFilter(), scope(audience=Audience.STAFF)) == []
    assert len(_texts(store, CommentFilter(), scope(to_day=dt.date(2026, 10, 30)))) == 2


def test_what_was_written_is_counted_and_what_is_undone_is_not(store: Store) -> None:
    _filled(store)
    again = imported(store, answer(2, 1, id_="z", unit="North/Leeds", comment="Queue"), name="b.csv").upload
    with store.reading() as session:
        found = comment_counts(session, scope())
    assert (found.answered, found.written, found.read) == (5, 4, 4)
    assert found.moods == {Mood.UNHAPPY: 2, Mood.BETWEEN: 1, Mood.HAPPY: 1}
    assert found.turn_offs == {"futile_promises": 2, "unreachable": 1}
    assert again is not None
    undo_upload(store, again, by="Ann")
    with store.reading() as session:
        assert comment_counts(session, scope()).written == 3
        assert answers_by_unit(session, scope()) == {"North/Leeds": 2, "North/York": 1, "South": 1}


def test_an_answer_that_another_one_replaced_is_not_shown(store: Store) -> None:
    imported(store, answer(2, 0, id_="a", comment="First said"))
    imported(store, answer(2, 9, id_="a", comment="Then said"), name="b.csv", on_conflict="correct")
    assert _texts(store, CommentFilter()) == ["Then said"]
