"""The command about the tree of units: list it, and add, move, rename, merge, part, close, reopen or name units."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from enum import StrEnum
from typing import Annotated

import typer

from db.changes.units.populations import set_population
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
from db.queries.settings import Population, populations, units
from db.queries.unit_names import other_names
from db.store.engine import Store, open_store
from metrics.errors import BadValue
from metrics.periods import Month
from metrics.vocabulary import Audience
from pages.command_line import terminal
from pages.command_line.json_fields import UnitDocument
from pages.command_line.listings import Listing
from pages.command_line.options import AsJson, Who, local_account
from pages.command_line.terminal import DONE, plain_errors
from pages.language.labels import AUDIENCES

WHOLE = "(the whole organisation)"


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
    PEOPLE = "people"


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
    UnitCommand.PEOPLE: "UNIT --people NUMBER --from YYYY-MM",
}


@plain_errors
def units_(
    deed: Annotated[UnitCommand, typer.Argument(help="What to do.")] = UnitCommand.LIST,
    unit: Annotated[str, typer.Argument(help="The unit, as a path such as North/Leeds.")] = "",
    other: Annotated[str, typer.Argument(help="The new parent (left out: the top), name, or unit that stays.")] = "",
    from_: Annotated[str, typer.Option("--from", help="The month from which it is closed or has so many people.")] = "",
    people: Annotated[
        int | None,
        typer.Option(help="How many people the unit has in all; 0: not known any more."),
    ] = None,
    audience: Annotated[Audience, typer.Option(help="Of whom the number of people is.")] = Audience.STAFF,
    just_list: Annotated[bool, typer.Option("--list", help="List the units (the default).")] = False,
    by: Who = "",
    as_json: AsJson = False,
) -> int:
    """The tree of units: list it, or add, move, rename, merge, part, close, reopen or name a unit.

    `units people UNIT` says how many people a unit has (UNIT "" is the whole organisation).
    """
    deed = UnitCommand.LIST if just_list else deed
    lacks = people is None or not from_ if deed is UnitCommand.PEOPLE else _lacks_something(deed, unit, other, from_)
    if deed is not UnitCommand.LIST and lacks:
        raise BadValue(f"The command is incomplete: units {deed} {TOLD[deed]}.")
    with closing(open_store()) as store:
        if deed is UnitCommand.PEOPLE:
            since = Month.parse(from_)
            set_population(store, unit, audience, people or 0, since, by=by or local_account())
        elif deed is not UnitCommand.LIST:
            _do(store, deed, unit, other, from_, by or local_account())
        with store.reading() as session:
            known, names, entered = units(session), other_names(session), populations(session)
    aliases: dict[str, list[str]] = {each.path: [] for each in known}
    for alias in names:
        aliases.setdefault(alias.path, []).append(alias.written)
    whole = [("", None)] if any(not own.unit for own in entered) else []
    listed = [*whole, *((each.path, each.closed_from) for each in known)]
    document = [_document(path, closed, aliases.get(path, []), entered) for path, closed in listed]
    rows = (
        (path or WHOLE, closed or "", "; ".join(aliases.get(path, [])), _people(path, entered))
        for path, closed in listed
    )
    terminal.answer(as_json, document, Listing.of("Units", "Unit | Closed from | Files know it as | People", rows))
    return DONE


def _document(path: str, closed: Month | None, names: list[str], entered: Sequence[Population]) -> UnitDocument:
    own = [each for each in entered if each.unit == path]
    return {
        "unit": path,
        "closed_from": str(closed) if closed else None,
        "names": names,
        "people": [{"audience": each.audience.value, "people": each.people, "from": str(each.since)} for each in own],
    }


def _people(path: str, entered: Sequence[Population]) -> str:
    own = [each for each in entered if each.unit == path]
    return "; ".join(f"{each.people:,} {AUDIENCES[each.audience]} from {each.since}" for each in own)


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
