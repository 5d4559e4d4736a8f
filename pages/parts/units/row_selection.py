"""Which units the table of the Units page shows, in which order: levels, search, and ranking by a metric.

Knows the tree's values; draws nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from db.queries.settings import Unit
from db.reports.unit_matrix import MatrixColumn, UnitMatrix
from metrics.vocabulary import Better, Verdict

ROWS_ON_A_PAGE = 60
MISSED_FIRST = "missed"
JUDGED = (Verdict.MET, Verdict.MISSED, Verdict.TOO_CLOSE_TO_CALL)


class Levels(StrEnum):
    """How many levels of the tree are shown."""

    ALL = "all"
    DIRECT = "direct"
    LOWEST = "lowest"


LEVELS = {
    Levels.ALL: "All levels",
    Levels.DIRECT: "Directly below",
    Levels.LOWEST: "Lowest level only",
}


@dataclass(frozen=True, slots=True)
class RowSelection:
    """What a reader wants to see below a unit: levels, names that hold `find`, sorted by "" (the tree) or a metric."""

    unit: str = ""
    levels: Levels = Levels.ALL
    find: str = ""
    sort: str = ""
    best_first: bool = False
    family: str = ""


@dataclass(frozen=True, slots=True)
class MissedCount:
    """How many standards a unit missed, of those that could be judged."""

    missed: int
    of: int


def usual_levels(tree: UnitMatrix, unit: str) -> Levels:
    """All levels where that is a page at most, otherwise only the level directly below."""
    return Levels.ALL if len(_below(tree, unit)) <= ROWS_ON_A_PAGE else Levels.DIRECT


def columns(tree: UnitMatrix, wanted: RowSelection) -> list[MatrixColumn]:
    """The metrics of the family that is looked at; all where none is."""
    return [column for column in tree.columns if wanted.family in ("", column.metric.family)]


def counted(tree: UnitMatrix) -> list[MissedCount]:
    """For each unit of the tree how many standards it missed, of those that could be judged."""
    found = []
    for place in range(len(tree.units)):
        missed = sum(column.is_missed(place) for column in tree.columns)
        found.append(MissedCount(missed, sum(column.verdicts[place] in JUDGED for column in tree.columns)))
    return found


def rows(tree: UnitMatrix, wanted: RowSelection, ranks: Mapping[str, float]) -> list[int]:
    """The places in the tree of the units that are shown, in order; `ranks` are those of the metric sorted by.

    Among the units below the same one (on the lowest level alone and in a search: among all) ranked ones come first,
    then those with few answers, then those without a value; equals stay in the order of the tree.
    """
    chosen = _chosen(tree, wanted)
    if not wanted.sort:
        return chosen
    key = _key(tree, wanted, ranks)
    if wanted.find.strip() or wanted.levels is Levels.LOWEST:
        return sorted(chosen, key=key)
    return _in_tree(tree, chosen, key)


def lowest(tree: UnitMatrix, unit: str = "") -> list[int]:
    """The places of the units at or below one that have none below them."""
    above = {each.path.rpartition("/")[0] for each in tree.units}
    return [place for place in _below(tree, unit) if tree.units[place].path not in above]


def below_of(units: Sequence[Unit]) -> dict[str, int]:
    """How many units lie below each unit that has some, by its path."""
    found: dict[str, int] = {}
    for unit in units:
        above = unit.path
        while above:
            above = above.rpartition("/")[0]
            found[above] = found.get(above, 0) + 1
    return found


def _below(tree: UnitMatrix, unit: str) -> list[int]:
    under = f"{unit}/" if unit else ""
    return [place for place, each in enumerate(tree.units) if each.path == unit or each.path.startswith(under)]


def _chosen(tree: UnitMatrix, wanted: RowSelection) -> list[int]:
    below = _below(tree, wanted.unit)
    words = wanted.find.casefold().split()
    if words:
        return [place for place in below if all(word in tree.units[place].path.casefold() for word in words)]
    if wanted.levels is Levels.LOWEST:
        return lowest(tree, wanted.unit)
    if wanted.levels is Levels.DIRECT:
        top = tree.units[below[0]].depth if below else 0
        return [place for place in below if tree.units[place].depth <= top + 1]
    return below


Key = Callable[[int], tuple[float, float]]


def _key(tree: UnitMatrix, wanted: RowSelection, ranks: Mapping[str, float]) -> Key:
    """What units are sorted by, the smallest first."""
    if wanted.sort == MISSED_FIRST:
        counts = counted(tree)
        return lambda place: (-counts[place].missed, counts[place].of)
    column = next(column for column in tree.columns if column.metric.id == wanted.sort)
    sign = -1 if (column.metric.better is Better.HIGHER) == wanted.best_first else 1

    def key(place: int) -> tuple[float, float]:
        by, value = ranks.get(tree.units[place].path), column.values[place].estimate
        if by is not None:
            return 0, sign * by
        return (2, 0) if value is None else (1, sign * value)

    return key


def _in_tree(tree: UnitMatrix, chosen: Sequence[int], key: Key) -> list[int]:
    """The same units, those below the same one sorted by `key`."""
    at = {tree.units[place].path: place for place in chosen}
    below: dict[int | None, list[int]] = defaultdict(list)
    for place in chosen:
        path = tree.units[place].path
        below[at.get(path.rpartition("/")[0]) if path else None].append(place)
    order, waiting = [], sorted(below[None], key=key)[::-1]
    while waiting:
        place = waiting.pop()
        order.append(place)
        waiting += sorted(below[place], key=key)[::-1]
    return order
