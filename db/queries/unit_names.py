"""The other names of units, and what moves along with a unit."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.names import Units
from db.tables import MomentsRow, OperationRow, TallyRow, UnitNameRow, VisitSumsRow


@dataclass(frozen=True, slots=True)
class UnitLoad:
    """What moves along with a unit: the units in it, and their live answers, visits and operational figures."""

    units: int
    answers: int
    visits: int
    figures: int


def unit_load(session: Session, path: str) -> UnitLoad:
    """What would move with a unit. Raises NotFound."""
    known = Units.of(session)
    unit = known.found(path)
    counted = [
        int(session.scalar(select(func.coalesce(func.sum(table.n), 0)).where(table.unit_id == unit)) or 0)
        for table in (TallyRow, MomentsRow, VisitSumsRow)
    ]
    given = select(func.count()).where(OperationRow.unit_id.in_(known.downwards(unit)), OperationRow.live)
    return UnitLoad(len(known.branches(unit)), counted[0] + counted[1], counted[2], int(session.scalar(given) or 0))


@dataclass(frozen=True, slots=True)
class UnitAlias:
    """Another name that files use for the unit at `path`; a merged unit's name is one too."""

    written: str
    path: str
    is_merged: bool


def other_names(session: Session) -> list[UnitAlias]:
    """Every other name of a unit, by unit and name."""
    known = Units.of(session)
    found = [
        UnitAlias(row.path, known.paths[known.counted_at(row.unit_id)], is_merged=False)
        for row in session.scalars(select(UnitNameRow))
    ]
    found += [
        UnitAlias(known.paths[unit], known.paths[known.counted_at(unit)], is_merged=True) for unit in known.merged
    ]
    return sorted(found, key=lambda alias: (alias.path.casefold(), alias.written.casefold()))


def present_paths(session: Session) -> dict[str, str]:
    """The present path of each unit by its other names (as keys) and by the names of units merged into it."""
    known = Units.of(session)
    former = [*known.others.items(), *((key, unit) for key, unit in known.ids.items() if unit in known.merged)]
    return {key: known.paths[known.counted_at(unit)] for key, unit in former}
