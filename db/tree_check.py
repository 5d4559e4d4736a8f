"""Is the tree of units whole? Every path is made of names, every name is one unit's, every merging leads to a unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.tables import WHOLE_ORGANISATION, UnitNameRow, UnitRow
from db.units import unit_key


def crooked(session: Session) -> list[str]:
    """A sentence for each unit and name that does not fit in the tree; none when all is well."""
    units = {row.id: row for row in session.scalars(select(UnitRow))}
    names = session.scalars(select(UnitNameRow)).all()
    return [*_wrong_paths(units), *_wrong_mergings(units), *_wrong_names(units, names)]


def _wrong_paths(units: Mapping[int, UnitRow]) -> list[str]:
    found = []
    for unit in units.values():
        above = units.get(unit.parent_id or 0)
        if unit.id == WHOLE_ORGANISATION or above is None:
            continue
        if unit.path != f"{above.path}/{unit.name}".lstrip("/") or unit.key != unit_key(unit.path):
            found.append(f"Unit {unit.id} is called {unit.path}, which is not its place and name.")
    return found


def _wrong_mergings(units: Mapping[int, UnitRow]) -> list[str]:
    found = []
    for unit in units.values():
        passed, at = {unit.id}, unit.merged_into_id
        while at is not None and at in units and at not in passed:
            passed.add(at)
            at = units[at].merged_into_id
        if at is not None:
            found.append(f"Unit {unit.id} ({unit.path}) is merged into no unit that stands.")
    return found


def _wrong_names(units: Mapping[int, UnitRow], names: Sequence[UnitNameRow]) -> list[str]:
    keys = {unit.key for unit in units.values()}
    return [
        f"“{name.path}” is a name of unit {name.unit_id}, which it cannot be."
        for name in names
        if name.unit_id not in units or name.key in keys or name.key != unit_key(name.path)
    ]
