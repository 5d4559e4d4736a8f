"""What refers to a unit follows it: comments, actions and initiatives stand where it was moved or merged."""

from __future__ import annotations

import datetime as dt

from db.changes import enter_action, enter_initiative
from db.changes.units.tree import merge_units, move_unit
from db.queries.comments import CommentFilter, answers_by_unit, comments
from db.queries.initiatives_and_actions import actions, initiatives
from db.store.engine import Store
from metrics.improvements import Action, Initiative
from tests.db.looks import imported, scope
from tests.db.readings import answer

DAY = dt.date(2026, 10, 5)


def told(store: Store) -> tuple[set[str], dict[str, int], list[str], list[str]]:
    with store.reading() as session:
        return (
            {comment.unit for comment in comments(session, scope(), CommentFilter(), 100)},
            answers_by_unit(session, scope()),
            [kept.action.unit for kept in actions(session)],
            [unit for kept in initiatives(session) for unit in kept.initiative.units],
        )


def test_all_that_refers_to_a_unit_follows_it(store: Store) -> None:
    rows = [answer(at, 9, unit="North/Leeds", comment="Fine words") for at in range(6)]
    imported(store, *rows, *(answer(10 + at, 3, unit="South/Dover") for at in range(6)))
    enter_action(store, Action("Train", "Bea", DAY, "North/Leeds", "nps", None), by="Ann")
    enter_initiative(store, Initiative("Calls", DAY, ("North/Leeds",), ("nps",), "Bea", "", None), by="Ann")
    move_unit(store, "North/Leeds", "South", "Leeds", by="Ann")
    moved = {"South/Leeds"}, {"South/Leeds": 6, "South/Dover": 6}, ["South/Leeds"], ["South/Leeds"]
    assert told(store) == moved
    merge_units(store, "South/Leeds", "South/Dover", by="Ann")
    assert told(store) == ({"South/Dover"}, {"South/Dover": 12}, ["South/Dover"], ["South/Dover"])
