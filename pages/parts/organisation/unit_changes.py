"""What a user plans to do to the tree of units, and the sentences that say what will happen.

Knows plans and what a unit carries with it; neither asks nor draws.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from db.changes.units.tree import close_unit, merge_units, move_unit, part_again, reopen_unit
from db.queries.unit_names import UnitLoad
from db.store.engine import Store
from metrics.periods import Month
from pages.language import numbers


class UnitChange(StrEnum):
    """What can be done to a unit."""

    MOVE = "move"
    MERGE = "merge"
    PART = "part"
    CLOSE = "close"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class ChangePlan:
    """A change to a unit: where it goes and its new name, which unit it is merged into, or from when it is closed."""

    deed: UnitChange
    unit: str
    other: str = ""
    name: str = ""
    month: Month | None = None


def new_path(plan: ChangePlan) -> str:
    """The path of a unit once it is moved."""
    return f"{plan.other}/{plan.name}".lstrip("/")


def question(plan: ChangePlan) -> str:
    """What is asked once before it is done."""
    unit = shown(plan.unit)
    if plan.deed is UnitChange.MOVE:
        return f"Change {unit} to {shown(new_path(plan))}?"
    if plan.deed is UnitChange.MERGE:
        return f"Merge {unit} into {shown(plan.other)}?"
    if plan.deed is UnitChange.PART:
        return f"Separate {unit} from {shown(plan.other)} again?"
    if plan.deed is UnitChange.CLOSE and plan.month is not None:
        return f"Close {unit} from {numbers.month_name(plan.month)}?"
    return f"Reopen {unit}?"


def follows(plan: ChangePlan, load: UnitLoad) -> str:
    """What will happen, in a sentence or two."""
    if plan.deed is UnitChange.MOVE:
        above, names = plan.unit.rpartition("/")[0], f"Files may still use “{plan.unit}”."
        if above == plan.other:
            return f"Only the name changes; everything stays where it is. {names}"
        return (
            f"{carries(load)} All of it moves: {_whole(above)} no longer counts it, {_whole(plan.other)} counts it "
            f"from its first month. Standards, actions and initiatives move with it. {names}"
        )
    if plan.deed is UnitChange.MERGE:
        below = " The units below it move there." if load.units > 1 else ""
        return (
            f"{carries(load)} All of it will count for {shown(plan.other)}, with the data that files bring for either "
            f"name.{below} Figures given as counts are added up; where only values were given, those of the unit that "
            "stays are used. The two can be separated again."
        )
    if plan.deed is UnitChange.PART:
        return "All of its own data counts for it again, and it is listed under its old name."
    if plan.deed is UnitChange.CLOSE:
        return (
            f"{carries(load)} All of it stays. From that month its files are no longer expected, and it is not named "
            "under “Where to look”. It can be reopened."
        )
    return "Its files are expected again, and it can be named under “Where to look”."


def done(plan: ChangePlan) -> str:
    """What the page says once it is done."""
    unit = shown(plan.unit)
    return {
        UnitChange.MOVE: f"{unit} is now {shown(new_path(plan))}.",
        UnitChange.MERGE: f"{unit} is now merged into {shown(plan.other)}.",
        UnitChange.PART: f"{unit} is a unit of its own again.",
        UnitChange.CLOSE: f"{unit} is closed from {numbers.month_name(plan.month) if plan.month else 'now'}.",
        UnitChange.REOPEN: f"{unit} is open again.",
    }[plan.deed]


def carry_out(plan: ChangePlan, store: Store, by: str) -> None:
    """Do it, in the name of `by`. Raises NotFound or BadValue where it cannot be done."""
    if plan.deed is UnitChange.MOVE:
        move_unit(store, plan.unit, plan.other, plan.name, by=by)
    elif plan.deed is UnitChange.MERGE:
        merge_units(store, plan.unit, plan.other, by=by)
    elif plan.deed is UnitChange.PART:
        part_again(store, plan.unit, by=by)
    elif plan.deed is UnitChange.REOPEN or plan.month is None:
        reopen_unit(store, plan.unit, by=by)
    else:
        close_unit(store, plan.unit, plan.month, by=by)


def carries(load: UnitLoad) -> str:
    """What a unit carries with it: “It holds 4,210 answers and 36 visits, with 11 units below it”."""
    parts = [
        numbers.count(number, word)
        for number, word in ((load.answers, "answers"), (load.visits, "visits"), (load.figures, "figures"))
        if number
    ]
    below = f", with {numbers.count(load.units - 1, 'units')} below it" if load.units > 1 else ""
    return f"It holds {numbers.listed(parts) or 'no answers yet'}{below}."


def shown(path: str) -> str:
    """A unit as it is read."""
    return path.replace("/", " › ") or "the whole organisation"


def _whole(path: str) -> str:
    return shown(path) if path else "the top of the tree"
