"""Taking out units at which nothing happened and on which nothing else stands, with the names files had for them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from db.tables import (
    WHOLE_ORGANISATION,
    ActionRow,
    CommentaryRow,
    CountedResultRow,
    EditionRow,
    InitiativeUnitRow,
    OperationRow,
    PopulationRow,
    RebaseRow,
    RepeatSumsRow,
    ResponseRow,
    StandardRow,
    TallyRow,
    UnitNameRow,
    UnitRow,
    UploadRow,
    VisitRow,
)

# Small tables and those found by their key first: most units that are in use are known by them at once.
STANDING_ON_A_UNIT = (
    TallyRow,
    StandardRow,
    PopulationRow,
    ActionRow,
    InitiativeUnitRow,
    RebaseRow,
    CommentaryRow,
    EditionRow,
    OperationRow,
    CountedResultRow,
    VisitRow,
    ResponseRow,
)


def drop_units_of(session: Session, upload: int) -> None:
    """Remove the empty units that only undone uploads (and this one) had created.

    A unit that a person renamed, moved, merged or closed no longer belongs to an upload, and stays.
    """
    gone = select(UploadRow.id).where((UploadRow.id == upload) | UploadRow.undone_at.is_not(None))
    drop_empty(session, session.scalars(select(UnitRow.id).where(UnitRow.upload_id.in_(gone))).all())


def drop_empty(session: Session, units: Iterable[int]) -> None:
    """Take those of `units` out on which nothing stands: the merged first, then the deepest."""
    chosen = set(units) - {WHOLE_ORGANISATION}
    order = (UnitRow.merged_into_id.is_(None), func.length(UnitRow.key).desc())
    for unit in session.scalars(select(UnitRow).where(UnitRow.id.in_(chosen)).order_by(*order)).all():
        if _is_used(session, unit.id):
            continue
        session.execute(delete(UnitNameRow).where(UnitNameRow.unit_id == unit.id))
        session.execute(delete(RepeatSumsRow).where(RepeatSumsRow.unit_id == unit.id))  # counted again at the end
        session.delete(unit)
        session.flush()


def _is_used(session: Session, unit: int) -> bool:
    tree = (UnitRow.parent_id == unit, UnitRow.merged_into_id == unit)
    asked = [exists().where(where) for where in tree]
    asked += [exists().where(table.unit_id == unit) for table in STANDING_ON_A_UNIT]
    return any(session.scalar(select(found)) for found in asked)
