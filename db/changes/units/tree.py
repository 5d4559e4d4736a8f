"""Changing the tree of units: new places and names, merging, closing. What happened keeps its unit throughout.

Each change moves the kept figures along, so that every figure is that of a store imported under the new tree.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from db.changes.units.move_totals import affected, move_totals, recount
from db.changes.units.names import named_unit, remember_unit_name, rename_with_all_below
from db.changes.uploads.already_saved.counted_overlap import refuse_a_tree_that_counts_twice
from db.names import Units, unit_key
from db.store.engine import Store
from db.tables import WHOLE_ORGANISATION, UnitNameRow, UnitRow
from db.totals.operations import keep_totals
from db.totals.repeats import recount_repeats_of
from metrics.errors import BadValue, NotFound
from metrics.periods import Month

__all__ = [
    "add_unit",
    "close_unit",
    "forget_unit_name",
    "merge_units",
    "move_unit",
    "name_unit",
    "part_again",
    "remember_unit_name",
    "reopen_unit",
]


def add_unit(store: Store, parent: str, name: str, *, by: str) -> str:
    """Add a unit called `name` under `parent` ("": at the top); gives its path. Raises NotFound, BadValue."""
    about: dict[str, Any] = {}
    with store.changing("add unit", by=by, about=about) as session:
        units = Units.of(session)
        above = units.found(parent)
        path = named_unit(units, above, name)
        session.add(UnitRow(parent_id=above, name=path.split("/")[-1], path=path, key=unit_key(path)))
        about["unit"] = path
    return path


def move_unit(store: Store, path: str, new_parent: str, new_name: str, *, by: str) -> str:
    """Put a unit, with all below it, under another one and call it `new_name`; gives its new path.

    Its old names stay known, so that later files still land. Raises NotFound, or BadValue where the new place lies
    below the unit itself, where the name is taken or too long, or where people would count twice.
    """
    about: dict[str, Any] = {}
    with store.changing("move unit", by=by, about=about) as session:
        units = Units.of(session)
        unit, above = _standing(units, path), units.found(new_parent)
        about |= {"unit": units.paths[unit], "units": len(units.branches(unit))}
        about["to"] = _move(session, units, unit, above, new_name)
        if units.parents[unit] != above:
            refuse_a_tree_that_counts_twice(session, units)
    return str(about["to"])


def merge_units(store: Store, path: str, into: str, *, by: str) -> None:
    """Count everything that happened at a unit, and will happen, at another one; the units below it move there too.

    Nothing is lost: `part_again` makes two of them again. Raises NotFound, or BadValue where one lies below the other
    the wrong way round, where two units below would share a name, or where people would count twice.
    """
    about: dict[str, Any] = {}
    with store.changing("merge units", by=by, about=about) as session:
        tree = before = Units.of(session)
        unit, target = _standing(before, path), _standing(before, into)
        about |= {"unit": before.paths[unit], "into": before.paths[target]}
        if target in before.branches(unit):
            raise BadValue(
                f"{before.paths[target]} {'is' if unit == target else 'lies below'} {before.paths[unit]}, so the one "
                "cannot be merged into the other."
            )
        for child in sorted(before.children(unit)):
            units = Units.of(session)
            _move(session, units, child, target, units.paths[child].split("/")[-1])
        before = Units.of(session)
        _in_hand(session, unit).merged_into_id = target
        _in_hand(session, target)
        session.flush()
        after = Units.of(session)
        move_totals(session, unit, before.upwards(unit), after.upwards(unit))
        recount_repeats_of(session, [unit, target])
        keep_totals(session, after, affected(session, before.downwards(unit)))
        refuse_a_tree_that_counts_twice(session, tree)


def part_again(store: Store, path: str, *, by: str) -> None:
    """Take a merged unit out of the one it was merged into, with all that happened at it. Raises NotFound, BadValue.

    The units that lay below it stay where the merging moved them.
    """
    about: dict[str, Any] = {}
    with store.changing("part units", by=by, about=about) as session:
        before = Units.of(session)
        unit = before.recorded(path)
        if unit not in before.merged:
            raise BadValue(f"{before.paths[unit]} is not merged into another unit.")
        about |= {"unit": before.paths[unit], "from": before.paths[before.merged[unit]]}
        row = _in_hand(session, unit)
        if row.parent_id in before.merged:
            above, into = row.parent_id, before.merged[row.parent_id]
            raise BadValue(
                f"{before.paths[above]}, above it, is merged into {before.paths[into]}. Separate that one first."
            )
        row.merged_into_id = None
        session.flush()
        after = Units.of(session)
        recount(session, unit, before.upwards(unit), after)
        recount_repeats_of(session, [unit])
        keep_totals(session, after, affected(session, after.downwards(unit)))


def close_unit(store: Store, path: str, from_month: Month, *, by: str) -> None:
    """Say that a unit, with all below it, is closed from a month on; its history stays. Raises NotFound, BadValue."""
    _set_closed(store, "close unit", path, from_month, by)


def reopen_unit(store: Store, path: str, *, by: str) -> None:
    """Say that a closed unit is open. Raises NotFound, BadValue."""
    _set_closed(store, "reopen unit", path, None, by)


def name_unit(store: Store, written: str, path: str, *, by: str) -> None:
    """Let `written`, as files have it, mean the unit at `path` from now on. Raises NotFound, BadValue."""
    with store.changing("name unit", by=by, about={"name": written, "unit": path}) as session:
        unit = Units.of(session).found(path)
        _in_hand(session, unit)
        remember_unit_name(session, written, unit)


def forget_unit_name(store: Store, written: str, *, by: str) -> None:
    """Remove another name of a unit; what came in under it stays. Raises NotFound."""
    with store.changing("forget unit name", by=by, about={"name": written}) as session:
        row = session.get(UnitNameRow, unit_key(written))
        if row is None:
            raise NotFound(f"“{written}” is not another name of any unit.")
        session.delete(row)


def _set_closed(store: Store, did: str, path: str, month: Month | None, by: str) -> None:
    about: dict[str, Any] = {} if month is None else {"from": str(month)}
    with store.changing(did, by=by, about=about) as session:
        units = Units.of(session)
        unit = _standing(units, path)
        about["unit"] = units.paths[unit]
        _in_hand(session, unit).closed_from = None if month is None else month.first_day


def _standing(units: Units, path: str) -> int:
    """The unit at `path`, one that people can move and merge."""
    unit = units.recorded(path)
    if unit == WHOLE_ORGANISATION:
        raise BadValue("The whole organisation can be named, but not moved, merged or closed.")
    if unit in units.merged:
        raise BadValue(
            f"{units.paths[unit]} was merged into {units.paths[units.merged[unit]]}. Separate the two first."
        )
    return unit


def _move(session: Session, before: Units, unit: int, above: int, name: str) -> str:
    if above in before.branches(unit):
        raise BadValue(f"{before.paths[above]} lies in {before.paths[unit]}, and a unit cannot be moved below itself.")
    path = named_unit(before, above, name, of=unit)
    rename_with_all_below(session, _in_hand(session, unit), above, path)
    after = Units.of(session)
    move_totals(session, unit, before.upwards(unit), after.upwards(unit))
    recount_repeats_of(session, [unit])
    if before.parents[unit] != above:
        keep_totals(session, after, affected(session, before.downwards(unit)))
    return path


def _in_hand(session: Session, unit: int) -> UnitRow:
    """A unit that a person decided about: undoing the upload that made it does not take it away any more."""
    row = session.get_one(UnitRow, unit)
    row.upload_id = None
    return row
