"""The command about the tree of units: list it, and add, move, rename, merge, part, close, reopen or name units."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from enum import StrEnum
from typing import Annotated

import typer

from db.changes.units.tree import (
    add_unit,
    close_unit,
    forget_unit_name,
    merge_units,
    move_unit,
    name_unit,
    part_again,
    reopen_unit,
)
from db.queries.settings import units
from db.queries.unit_names import other_names
from db.store.engine import Store, open_store
from metrics.errors import BadValue
from metrics.periods import Month
from pages.command_line import terminal
from pages.command_line.json_fields import UnitDocument
from pages.command_line.listings import Listing
from pages.command_line.options import AsJson, Who, local_account
from pages.command_line.terminal import DONE, plain_errors


class UnitCommand(StrEnum):
    """What the command does."""

    LIST = "list"
    ADD = "add"
    MOVE = "move"
    RENAME = "rename"
    MERGE = "merge"
    PART = "part"
    CLOSE = "close"
    REOPEN = "reopen"
    NAME = "name"
    FORGET = "forget"


# The arguments of each command; those in brackets may be left out.
TOLD = {
    UnitCommand.ADD: "UNIT",
    UnitCommand.MOVE: "UNIT [NEW-PARENT]",
    UnitCommand.RENAME: "UNIT NEW-NAME",
    UnitCommand.MERGE: "UNIT INTO",
    UnitCommand.PART: "UNIT",
    UnitCommand.CLOSE: "UNIT --from YYYY-MM",
    UnitCommand.REOPEN: "UNIT",
    UnitCommand.NAME: "UNIT NAME-IN-FILES",
    UnitCommand.FORGET: "NAME-IN-FILES",
}


@plain_errors
def units_(
    deed: Annotated[UnitCommand, typer.Argument(help="What to do.")] = UnitCommand.LIST,
    unit: Annotated[str, typer.Argument(help="The unit, as a path such as North/Leeds.")] = "",
    other: Annotated[str, typer.Argument(help="The new parent (left out: the top), name, or unit that stays.")] = "",
    from_: Annotated[str, typer.Option("--from", help="The month from which a unit is closed, as 2026-10.")] = "",
    just_list: Annotated[bool, typer.Option("--list", help="List the units (the default).")] = False,
    by: Who = "",
    as_json: AsJson = False,
) -> int:
    """The tree of units: list it, or add, move, rename, merge, part, close, reopen or name a unit."""
    deed = UnitCommand.LIST if just_list else deed
    if deed is not UnitCommand.LIST and _lacks_something(deed, unit, other, from_):
        raise BadValue(f"The command is incomplete: units {deed} {TOLD[deed]}.")
    with closing(open_store()) as store:
        if deed is not UnitCommand.LIST:
            _do(store, deed, unit, other, from_, by or local_account())
        with store.reading() as session:
            known, names = units(session), other_names(session)
    aliases: dict[str, list[str]] = {each.path: [] for each in known}
    for alias in names:
        aliases.setdefault(alias.path, []).append(alias.written)
    document: list[UnitDocument] = [
        {"unit": path, "closed_from": str(closed) if closed else None, "names": aliases[path]}
        for path, closed in ((each.path, each.closed_from) for each in known)
    ]
    rows = ((each.path, each.closed_from or "", "; ".join(aliases[each.path])) for each in known)
    terminal.answer(as_json, document, Listing.of("Units", "Unit | Closed from | Files know it as", rows))
    return DONE


def _lacks_something(deed: UnitCommand, unit: str, other: str, from_: str) -> bool:
    if deed is UnitCommand.CLOSE:
        return not (unit and from_)
    return not unit or (deed in (UnitCommand.RENAME, UnitCommand.MERGE, UnitCommand.NAME) and not other)


def _do(store: Store, deed: UnitCommand, unit: str, other: str, from_: str, by: str) -> None:
    above, _, name = unit.rstrip("/").rpartition("/")
    deeds: dict[UnitCommand, Callable[[], object]] = {
        UnitCommand.ADD: lambda: add_unit(store, above, name, by=by),
        UnitCommand.MOVE: lambda: move_unit(store, unit, other, name, by=by),
        UnitCommand.RENAME: lambda: move_unit(store, unit, above, other, by=by),
        UnitCommand.MERGE: lambda: merge_units(store, unit, other, by=by),
        UnitCommand.PART: lambda: part_again(store, unit, by=by),
        UnitCommand.CLOSE: lambda: close_unit(store, unit, Month.parse(from_), by=by),
        UnitCommand.REOPEN: lambda: reopen_unit(store, unit, by=by),
        UnitCommand.NAME: lambda: name_unit(store, other, unit, by=by),
        UnitCommand.FORGET: lambda: forget_unit_name(store, unit, by=by),
    }
    deeds[deed]()
