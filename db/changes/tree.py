"""Changing the tree of units: other names, new places, merging, closing. What happened keeps its unit throughout."""

from __future__ import annotations

from sqlalchemy.orm import Session

from db.tables import UnitNameRow
from db.units import LONGEST_PATH, Units, plain_path, unit_key
from metrics.errors import BadValue


def remember_unit_name(session: Session, written: str, unit_id: int) -> None:
    """Let `written`, as a file has it, mean the unit from now on; inside a change, before its rows are saved.

    Nothing happens where it means the unit already. Raises BadValue where it means another one or is too long.
    """
    units = Units.of(session)
    known = units.known(written)
    if known is not None and unit_id in (known, units.counted_at(known)):
        return
    if known is not None:
        raise BadValue(
            f"“{plain_path(written)}” is a name of {units.paths[known]} already, so it cannot stand for "
            f"{units.paths[unit_id]} too. Nothing was changed."
        )
    key = unit_key(written)
    if not key or len(key) > LONGEST_PATH:
        raise BadValue(
            f"The name of a unit has from 1 to {LONGEST_PATH} characters; this one has {len(key)}. Nothing was changed."
        )
    session.add(UnitNameRow(key=key, path=plain_path(written), unit_id=unit_id))
    session.flush()
