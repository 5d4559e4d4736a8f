"""What units are called: may a name be given, what follows for the paths below, and which old names stay known."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.names import LONGEST_NAME, LONGEST_PATH, Units, plain_path, unit_key
from db.tables import UnitNameRow, UnitRow
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
            f"“{plain_path(written)}” is already a name of {units.paths[known] or 'the whole organisation'}, so it "
            f"cannot also be a name of {units.paths[unit_id]}."
        )
    key = unit_key(written)
    if len(key) > LONGEST_PATH:
        raise BadValue(f"“{written[:80]}…” is longer than {LONGEST_PATH} characters.")
    session.add(UnitNameRow(key=key, path=plain_path(written), unit_id=unit_id))
    session.flush()


def named_unit(units: Units, above: int, name: str, of: int | None = None) -> str:
    """The path of a unit called `name` under the unit `above`; `of` is the unit that will bear it, None for a new one.

    Raises BadValue where the name cannot be a name, or is another unit's.
    """
    plain = " ".join(name.split())
    if not plain or "/" in plain or len(plain) > LONGEST_NAME:
        raise BadValue(
            f"A unit's name has from 1 to {LONGEST_NAME} characters and no “/”, which separates a unit from "
            "those below it."
        )
    path = f"{units.paths[above]}/{plain}".lstrip("/")
    _refuse_taken(units, path, of)
    return path


def _refuse_taken(units: Units, path: str, of: int | None) -> None:
    if len(path) > LONGEST_PATH:
        raise BadValue(f"With all the names above it “{path[:80]}…” is longer than {LONGEST_PATH} characters.")
    key = unit_key(path)
    owner, formerly = units.ids.get(key), units.others.get(key)
    if owner is not None and owner != of:
        merged = f", now merged into {units.paths[units.merged[owner]]}" if owner in units.merged else ""
        raise BadValue(f"There is a unit called {units.paths[owner]} already{merged}.")
    if formerly is not None and formerly != of:
        raise BadValue(
            f"Files know {units.paths[formerly]} as “{path}” too, so another unit cannot be called so. "
            "Forget that name first."
        )


def rename_with_all_below(session: Session, unit: UnitRow, above: int, path: str) -> None:
    """Give a unit its new place and path, and those below it theirs; every old path stays known as another name."""
    units, rows = Units.of(session), _with_units_below(session, unit)
    old = {row.id: (row.key, row.path) for row in rows}
    rows[0].parent_id, rows[0].name = above, path.split("/")[-1]
    places = {unit.id: path}
    for row in rows:
        places.setdefault(row.id, f"{places.get(row.parent_id or 0)}/{row.name}")
        _refuse_taken(units, places[row.id], row.id)
        row.path, row.key = places[row.id], unit_key(places[row.id])
    session.execute(delete(UnitNameRow).where(UnitNameRow.key.in_([row.key for row in rows])))
    for row in rows:
        key, known_as = old[row.id]
        if key != row.key:
            session.add(UnitNameRow(key=key, path=known_as, unit_id=row.id))
    session.flush()


def _with_units_below(session: Session, unit: UnitRow) -> list[UnitRow]:
    """The unit and all that ever lay below it, merged ones too, each after the one above it."""
    below: dict[int | None, list[UnitRow]] = defaultdict(list)
    for row in session.scalars(select(UnitRow).order_by(UnitRow.id)):
        below[row.parent_id].append(row)
    found = [unit]
    for row in found:
        found += below[row.id]
    return found
