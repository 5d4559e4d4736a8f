"""A clock that was set back is noticed, and changes stay in the order of their times."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from sqlalchemy import select, update

from db.store import engine
from db.store.clock import CLOCK_SAID, clock_behind, clock_notes, time_after
from db.store.engine import Store
from db.tables import AuditRow
from tests.db.looks import assert_adds_up, standard

NOON = dt.datetime(2026, 11, 30, 12)  # noqa: DTZ001  # as the store keeps it
DAY = dt.timedelta(days=1)


def changed_at(store: Store, monkeypatch: pytest.MonkeyPatch, *moments: dt.datetime) -> list[AuditRow]:
    """The audit lines of changes made while the clock said these moments."""
    for value, moment in enumerate(moments):
        monkeypatch.setattr(engine, "now", lambda moment=moment: moment)
        standard(store, "nps", value)
    with store.reading() as session:
        return list(session.scalars(select(AuditRow).order_by(AuditRow.id)))


def test_changes_are_dated_in_their_order_and_the_clock_that_was_behind_is_kept(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = (NOON, NOON - 2000 * DAY, NOON - 2000 * DAY, NOON + DAY, NOON - DAY)
    lines = changed_at(store, monkeypatch, *moments)
    assert [line.at for line in lines] == [NOON, NOON, NOON, NOON + DAY, NOON + DAY]
    assert all(one.at <= next_.at for one, next_ in itertools.pairwise(lines))
    assert [line.about.get(CLOCK_SAID) for line in lines] == [
        *(None, "2021-06-09T12:00:00", "2021-06-09T12:00:00"),
        *(None, "2026-11-29T12:00:00"),
    ]
    assert_adds_up(store)
    with store.reading() as session:
        assert clock_notes(session) == [
            f"From audit line {lines[at].id} on the clock was behind: it said {said} (UTC) after {after}. "
            "The times of changes around it may be wrong."
            for at, said, after in (
                (1, "2021-06-09 12:00:00", "2026-11-30 12:00"),
                (4, "2026-11-29 12:00:00", "2026-12-01 12:00"),
            )
        ]


def test_while_the_clock_is_behind_it_is_said_to_be(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with store.reading() as session:
        assert clock_behind(session, NOON) == []
    changed_at(store, monkeypatch, NOON)
    with store.reading() as session:
        assert clock_behind(session, NOON) == []
        assert clock_behind(session, NOON - dt.timedelta(minutes=2)) == []
        (said,) = clock_behind(session, NOON - DAY)
    assert said.startswith("The clock of this computer says 2026-11-29 12:00 (UTC), but the newest change was made")


def test_a_usual_correction_of_the_clock_is_no_news(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = changed_at(store, monkeypatch, NOON, NOON - dt.timedelta(minutes=2))
    assert [line.at for line in lines] == [NOON, NOON]
    with store.reading() as session:
        assert clock_notes(session) == []


def test_lines_written_before_this_was_noticed_are_found_by_their_times(store: Store) -> None:
    for value in range(3):
        standard(store, "nps", value)
    with store.engine.begin() as connection:
        first, second, third = connection.scalars(select(AuditRow.id).order_by(AuditRow.id))
        for id_, at in ((first, NOON), (second, NOON - 9 * DAY), (third, NOON + DAY)):
            connection.execute(update(AuditRow).where(AuditRow.id == id_).values(at=at))
    with store.reading() as session:
        (note,) = clock_notes(session)
    assert note.startswith(f"From audit line {second} on the clock was behind: it said 2026-11-21 12:00:00 (UTC)")


def test_the_first_change_has_the_time_of_the_clock() -> None:
    about: dict[str, object] = {}
    assert time_after(None, NOON, about) == NOON
    assert about == {}
