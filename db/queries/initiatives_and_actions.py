"""What people decided and did: the history of standards, initiatives, actions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.names import Units
from db.queries.settings import Unit
from db.tables import ActionRow, AuditRow, InitiativeRow, InitiativeUnitRow
from metrics.improvements import Action, ActionState, Initiative, KeptAction, KeptInitiative, StandardStep
from metrics.periods import Month

SET, WITHDRAWN = "set standard", "withdraw standard"


def standard_steps(session: Session) -> list[StandardStep]:
    """Every time a standard was set or withdrawn, oldest first, from the audit log.

    Paths are those of that time: a unit renamed since then keeps its old name here.
    """
    question = select(AuditRow).where(AuditRow.did.in_((SET, WITHDRAWN))).order_by(AuditRow.id)
    return [_step(row.about, row) for row in session.scalars(question)]


def _step(about: Mapping[str, Any], row: AuditRow) -> StandardStep:
    return StandardStep(
        metric=about["metric"],
        unit=about["unit"],
        since=Month.parse(about["since"]),
        value=about["value"],
        owner=about.get("owner", ""),
        reason=about.get("reason", ""),
        by=row.by,
        at=row.at,
        is_withdrawal=row.did == WITHDRAWN,
    )


def initiatives(session: Session) -> list[KeptInitiative]:
    """The initiatives that were not withdrawn, the latest start first."""
    tree = Units.of(session)
    units: dict[int, set[str]] = defaultdict(set)
    for initiative, unit in session.execute(select(InitiativeUnitRow.initiative_id, InitiativeUnitRow.unit_id)):
        units[initiative].add(tree.shown(unit))
    rows = session.scalars(select(InitiativeRow).where(InitiativeRow.withdrawn_at.is_(None)))
    kept = [_initiative(row, tuple(sorted(units[row.id]))) for row in rows]
    return sorted(kept, key=lambda each: (each.initiative.began, each.id), reverse=True)


def _initiative(row: InitiativeRow, units: tuple[str, ...]) -> KeptInitiative:
    said = Initiative(row.name, row.began, units, tuple(row.metrics), row.owner, row.description, row.ended)
    return KeptInitiative(row.id, said, row.entered_by, row.entered_at, row.withdrawn_at)


def actions(session: Session) -> list[KeptAction]:
    """Every action: open ones by due day, then closed ones, the latest closed first."""
    units = Units.of(session)
    kept = [_action(row, units.shown(row.unit_id)) for row in session.scalars(select(ActionRow))]
    still_open = [each for each in kept if each.state is ActionState.OPEN]
    closed = [each for each in kept if each.state is not ActionState.OPEN]
    return [
        *sorted(still_open, key=lambda each: (each.action.due, each.id)),
        *sorted(closed, key=lambda each: (each.closed_on or each.action.due, each.id), reverse=True),
    ]


def _action(row: ActionRow, path: str) -> KeptAction:
    said = Action(row.what, row.owner, row.due, path, row.metric, row.initiative_id)
    return KeptAction(row.id, said, ActionState(row.state), row.outcome, row.closed_on, row.entered_by, row.entered_at)


def is_below(unit: str, scope_unit: str) -> bool:
    """Whether a unit (by its path) is the scope's unit or below it."""
    names, above = unit.casefold().split("/"), scope_unit.casefold().split("/")
    return not scope_unit or names[: len(above)] == above


def lowest(units: list[Unit]) -> list[Unit]:
    """The units that have none below them."""
    above = {unit.path.rpartition("/")[0].casefold() for unit in units}
    return [unit for unit in units if unit.path.casefold() not in above]
