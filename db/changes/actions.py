"""Entering, changing and closing actions: who does what by when. What was closed stays, with how it ended."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Session

from db.changes.written import needed, shortened
from db.store import Store, now, today
from db.tables import ActionRow, InitiativeRow
from db.units import Units, plain_path
from metrics.catalogue import metric
from metrics.errors import BadValue, NotFound
from metrics.management import Action, ActionState


def enter_action(store: Store, action: Action, *, by: str) -> int:
    """Enter an action and give its id. Raises BadValue without words or owner, NotFound for what nobody knows."""
    about: dict[str, Any] = _told(action)
    with store.changing("enter action", by=by, about=about) as session:
        row = ActionRow(**_columns(session, action), state=ActionState.OPEN.value, outcome="", entered_by=by)
        row.entered_at = now()
        session.add(row)
        session.flush()
        about["action"] = row.id
        return row.id


def change_action(store: Store, number: int, action: Action, *, by: str) -> None:
    """Replace what an open action says. Raises NotFound, and BadValue where it was closed."""
    about: dict[str, Any] = {"action": number} | _told(action)
    with store.changing("change action", by=by, about=about) as session:
        row = _open_one(session, number)
        for column, value in _columns(session, action).items():
            setattr(row, column, value)


def close_action(
    store: Store, number: int, state: ActionState, *, by: str, outcome: str = "", on: dt.date | None = None
) -> None:
    """Close an open action as done or dropped, on a day (None: today), with what came of it in words.

    Raises NotFound, and BadValue where it was closed before, the day is yet to come, or `state` closes nothing.
    """
    day = on or today()
    if state is ActionState.OPEN:
        raise BadValue("An action is closed as done or as dropped. Nothing was changed.")
    if day > today():
        raise BadValue(f"An action cannot be closed on {day}, which is yet to come. Nothing was changed.")
    said = shortened(outcome, "What came of it")
    about = {"action": number, "state": state.value, "outcome": said, "on": str(day)}
    with store.changing("close action", by=by, about=about) as session:
        row = _open_one(session, number)
        row.state, row.outcome, row.closed_on = state.value, said, day


def _open_one(session: Session, number: int) -> ActionRow:
    row = session.get(ActionRow, number)
    if row is None:
        raise NotFound(f"There is no action {number}. Nothing was changed.")
    if row.state != ActionState.OPEN:
        raise BadValue(f"“{row.what}” was closed on {row.closed_on} as {row.state}. Nothing was changed.")
    return row


def _told(action: Action) -> dict[str, Any]:
    """The action as its audit line tells it."""
    return {
        "what": action.what,
        "owner": action.owner,
        "due": str(action.due),
        "unit": plain_path(action.unit),
        "metric": action.metric,
        "initiative": action.initiative,
    }


def _columns(session: Session, action: Action) -> dict[str, Any]:
    """What is kept of an action, checked."""
    if action.initiative is not None:
        found = session.get(InitiativeRow, action.initiative)
        if found is None or found.withdrawn_at is not None:
            raise NotFound(f"There is no initiative {action.initiative}. Nothing was changed.")
    return {
        "what": needed(action.what, "Say what is to be done"),
        "owner": needed(action.owner, "Say who does it", longest=200),
        "due": action.due,
        "metric": None if action.metric is None else metric(action.metric).id,
        "unit_id": Units.of(session).found(action.unit),
        "initiative_id": action.initiative,
    }
