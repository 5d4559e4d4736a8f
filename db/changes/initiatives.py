"""Entering, changing and withdrawing initiatives: dated changes people made, in which units, to move which metrics."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from db.changes.written import needed, shortened
from db.store import Store, now
from db.tables import InitiativeRow, InitiativeUnitRow
from db.units import Units, plain_path
from metrics.catalogue import metric
from metrics.errors import BadValue, NotFound
from metrics.management import Initiative


def enter_initiative(store: Store, initiative: Initiative, *, by: str) -> int:
    """Enter an initiative and give its id.

    Raises BadValue without name, owner, unit or metric, or where it ends before it began; NotFound for what nobody
    knows.
    """
    about = _told(initiative)
    with store.changing("enter initiative", by=by, about=about) as session:
        row = InitiativeRow(**_columns(initiative), entered_by=by, entered_at=now())
        session.add(row)
        session.flush()
        _place(session, row.id, initiative)
        about["initiative"] = row.id
        return row.id


def change_initiative(store: Store, number: int, initiative: Initiative, *, by: str) -> None:
    """Replace what an initiative says. Raises NotFound for one nobody knows or that was withdrawn, else as entering."""
    about = _told(initiative) | {"initiative": number}
    with store.changing("change initiative", by=by, about=about) as session:
        row = _live_one(session, number)
        for column, value in _columns(initiative).items():
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
        raise NotFound(f"There is no initiative {number}. Nothing was changed.")
    return row


def _told(initiative: Initiative) -> dict[str, Any]:
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


def _columns(initiative: Initiative) -> dict[str, Any]:
    """What is kept of an initiative beside its units, checked."""
    if not initiative.metrics:
        raise BadValue("Name at least one metric that the initiative is meant to move. Nothing was changed.")
    if not initiative.units:
        raise BadValue("Name at least one unit in which the initiative takes place. Nothing was changed.")
    if initiative.ended is not None and initiative.ended < initiative.began:
        raise BadValue(
            f"The initiative ends on {initiative.ended}, before it begins on {initiative.began}. Nothing was changed."
        )
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
