"""Entering, changing and closing actions and initiatives.

What was closed or withdrawn stays, with how it ended.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from db.changes.text_fields import needed, shortened
from db.names import Units, plain_path
from db.store.engine import Store, now, today
from db.tables import ActionRow, InitiativeRow, InitiativeUnitRow
from metrics.catalogue import metric
from metrics.errors import BadValue, NotFound
from metrics.improvements import Action, ActionState, Initiative


def enter_action(store: Store, action: Action, *, by: str) -> int:
    """Enter an action and give its id. Raises BadValue without words or owner, NotFound for unknown names."""
    about: dict[str, Any] = _action_words(action)
    with store.changing("enter action", by=by, about=about) as session:
        row = ActionRow(**_action_columns(session, action), state=ActionState.OPEN.value, outcome="", entered_by=by)
        row.entered_at = now()
        session.add(row)
        session.flush()
        about["action"] = row.id
        return row.id


def change_action(store: Store, number: int, action: Action, *, by: str) -> None:
    """Replace what an open action says. Raises NotFound, and BadValue where it was closed."""
    about: dict[str, Any] = {"action": number} | _action_words(action)
    with store.changing("change action", by=by, about=about) as session:
        row = _open_one(session, number)
        for column, value in _action_columns(session, action).items():
            setattr(row, column, value)


def close_action(
    store: Store, number: int, state: ActionState, *, by: str, outcome: str = "", on: dt.date | None = None
) -> None:
    """Close an open action as done or dropped, on a day (None: today), with what came of it in words.

    Raises NotFound, and BadValue where it was closed before, the day is yet to come, or `state` closes nothing.
    """
    day = on or today()
    if state is ActionState.OPEN:
        raise BadValue("An action is closed as done or as cancelled.")
    if day > today():
        raise BadValue(f"An action cannot be closed on {day}, which is in the future.")
    said = shortened(outcome, "Say what came of it")
    about = {"action": number, "state": state.value, "outcome": said, "on": str(day)}
    with store.changing("close action", by=by, about=about) as session:
        row = _open_one(session, number)
        row.state, row.outcome, row.closed_on = state.value, said, day


def _open_one(session: Session, number: int) -> ActionRow:
    row = session.get(ActionRow, number)
    if row is None:
        raise NotFound(f"There is no action {number}.")
    if row.state != ActionState.OPEN:
        raise BadValue(f"“{row.what}” was closed on {row.closed_on} as {row.state}.")
    return row


def _action_words(action: Action) -> dict[str, Any]:
    """The action as its audit line tells it."""
    return {
        "what": action.what,
        "owner": action.owner,
        "due": str(action.due),
        "unit": plain_path(action.unit),
        "metric": action.metric,
        "initiative": action.initiative,
    }


def _action_columns(session: Session, action: Action) -> dict[str, Any]:
    """What is kept of an action, checked."""
    if action.initiative is not None:
        found = session.get(InitiativeRow, action.initiative)
        if found is None or found.withdrawn_at is not None:
            raise NotFound(f"There is no initiative {action.initiative}.")
    return {
        "what": needed(action.what, "Say what is to be done"),
        "owner": needed(action.owner, "Say who does it", longest=200),
        "due": action.due,
        "metric": None if action.metric is None else metric(action.metric).id,
        "unit_id": Units.of(session).found(action.unit),
        "initiative_id": action.initiative,
    }


def enter_initiative(store: Store, initiative: Initiative, *, by: str) -> int:
    """Enter an initiative and give its id.

    Raises BadValue without name, owner, unit or metric, or where it ends before it began; NotFound for
    unknown names.
    """
    about = _initiative_words(initiative)
    with store.changing("enter initiative", by=by, about=about) as session:
        row = InitiativeRow(**_initiative_columns(initiative), entered_by=by, entered_at=now())
        session.add(row)
        session.flush()
        _place(session, row.id, initiative)
        about["initiative"] = row.id
        return row.id


def change_initiative(store: Store, number: int, initiative: Initiative, *, by: str) -> None:
    """Replace what an initiative says. Raises NotFound for an unknown or withdrawn one, else as entering."""
    about = _initiative_words(initiative) | {"initiative": number}
    with store.changing("change initiative", by=by, about=about) as session:
        row = _live_one(session, number)
        for column, value in _initiative_columns(initiative).items():
            setattr(row, column, value)
        session.execute(delete(InitiativeUnitRow).where(InitiativeUnitRow.initiative_id == number))
        _place(session, number, initiative)


def withdraw_initiative(store: Store, number: int, *, by: str) -> None:
    """Take an initiative back: it stays in the store, but is listed and judged no more. Raises NotFound."""
    about: dict[str, Any] = {"initiative": number}
    with store.changing("withdraw initiative", by=by, about=about) as session:
        row = _live_one(session, number)
        about["name"], row.withdrawn_at = row.name, now()


def _live_one(session: Session, number: int) -> InitiativeRow:
    row = session.get(InitiativeRow, number)
    if row is None or row.withdrawn_at is not None:
        raise NotFound(f"There is no initiative {number}.")
    return row


def _initiative_words(initiative: Initiative) -> dict[str, Any]:
    """The initiative as its audit line tells it."""
    return {
        "name": initiative.name,
        "began": str(initiative.began),
        "ended": None if initiative.ended is None else str(initiative.ended),
        "units": [plain_path(unit) for unit in initiative.units],
        "metrics": list(initiative.metrics),
        "owner": initiative.owner,
        "description": initiative.description,
    }


def _initiative_columns(initiative: Initiative) -> dict[str, Any]:
    """What is kept of an initiative beside its units, checked."""
    if not initiative.metrics:
        raise BadValue("Name at least one metric that the initiative is meant to move.")
    if not initiative.units:
        raise BadValue("Name at least one unit in which the initiative takes place.")
    if initiative.ended is not None and initiative.ended < initiative.began:
        raise BadValue(f"The initiative ends on {initiative.ended}, before it begins on {initiative.began}.")
    return {
        "name": needed(initiative.name, "Give the initiative a name", longest=200),
        "description": shortened(initiative.description, "Describe it"),
        "began": initiative.began,
        "ended": initiative.ended,
        "owner": needed(initiative.owner, "Say who owns the initiative", longest=200),
        "metrics": list(dict.fromkeys(metric(name).id for name in initiative.metrics)),
    }


def _place(session: Session, number: int, initiative: Initiative) -> None:
    units = Units.of(session)
    for unit in sorted({units.found(path) for path in initiative.units}):
        session.add(InitiativeUnitRow(initiative_id=number, unit_id=unit))
