"""Which small groups are hidden so that no single answers can be found, not even by subtraction.

The figures of one metric and month are a table: units in a tree, each with its channels. A total less its shown parts
must leave no answers, or at least the smallest n; nor may a hidden figure be the only hidden part of a shown total.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from metrics.periods import Month
from metrics.vocabulary import SMALLEST_N

Sibling = TypeVar("Sibling")
Cell = tuple[str, str]  # a unit's path and a channel's name
Counts = Mapping[str, float]  # answers by name
# Sums of money and hours have rounding errors in their last digits, which are not cases.
_ROUNDING = 1e-9


def hidden_children(
    counts: Counts, smallest_n: float = SMALLEST_N, elsewhere: float = 0.0, *, total_is_hidden: bool = False
) -> frozenset[str]:
    """The names among siblings whose figures must not be shown.

    `counts` are answers for each sibling; `elsewhere` are answers of their total that belong to none of them and are
    not shown on their own. One more sibling is hidden, the one with the fewest answers, while the hidden ones, or they
    and those elsewhere, are some but fewer than `smallest_n`: what is elsewhere may be known in another way. Under a
    hidden total at least `smallest_n` are hidden, so that its parts do not add up to it. 0 answers reveal nothing and
    are not hidden. Of equally small siblings the first by name is hidden.
    """
    hidden = {name for name, count in counts.items() if 0 < count < smallest_n}
    unseen = sum(counts[name] for name in hidden)
    for count, name in sorted((count, name) for name, count in counts.items() if count >= smallest_n):
        if not _must_grow(unseen, elsewhere, smallest_n, total_is_hidden=total_is_hidden):
            break
        hidden.add(name)
        unseen += count
    return frozenset(hidden)


def hidden_in_tree(units: Counts, smallest_n: float = SMALLEST_N) -> frozenset[str]:
    """The paths of units whose figures, of all channels together, must not be shown.

    `units` are the answers at each path (“North/Leeds/Counter”; "" is the whole organisation) with those of all
    units below it. A unit without its parent in `units` is at the top. What is hidden depends on the units above and
    on their other children only, so a part of the tree that has these gives the same.
    """
    tree = _tree(frozenset(units))
    hidden = {path for path in tree.top if 0 < units[path] < smallest_n}
    for parent, children in tree.families():
        own = {path: units[path] for path in children}
        left = _left(units[parent], sum(own.values()))
        hidden |= hidden_children(own, smallest_n, left, total_is_hidden=parent in hidden)
    return frozenset(hidden)


def hidden_in_channels(units: Counts, cells: Mapping[Cell, float], smallest_n: float = SMALLEST_N) -> frozenset[Cell]:
    """The channels of units whose figures must not be shown, beside what `hidden_in_tree` hides of `units`.

    Each unit's children with their channels are one table; its totals are the children of all channels, and the unit's
    own channels. The former are decided first and stay. Where a channel's parts cannot hide a small group, because
    units have that channel only, its total is hidden with it, and the table above is decided again.
    """
    tree, hidden_units = _tree(frozenset(units)), hidden_in_tree(units, smallest_n)
    if not hidden_units and _all_are_large(tree, units, cells, smallest_n):
        return frozenset()
    known = _Known(tree, units, cells, hidden_units, smallest_n)
    forced: frozenset[Cell] = frozenset()
    while True:
        hidden = {cell for cell, count in cells.items() if 0 < count < smallest_n} | forced
        stuck: set[Cell] = set()
        for parent, children in known.tables():
            stuck |= _Table(known, parent, children, hidden).hide()
        if stuck <= forced:
            return frozenset(hidden)
        forced |= stuck


def _all_are_large(tree: _Tree, units: Counts, cells: Mapping[Cell, float], smallest_n: float) -> bool:
    """Whether neither a channel of a unit nor what no channel, or no unit below, accounts for is a small group.

    Then nothing need be hidden, which is so in three of four tables of a company of branches.
    """
    by_unit: dict[str, float] = {}
    below: dict[Cell, float] = {}
    for (unit, channel), count in cells.items():
        if 0 < count < smallest_n:
            return False
        by_unit[unit] = by_unit.get(unit, 0.0) + count
        if (above := tree.above.get(unit)) is not None:
            below[above, channel] = below.get((above, channel), 0.0) + count
    left = [_left(units[unit], count) for unit, count in by_unit.items() if count > 0]
    left += [_left(cells.get(cell, 0.0), count) for cell, count in below.items() if count > 0]
    return not any(0 < own < smallest_n for own in left)


def closed_blocks(
    hidden: Mapping[Month, Mapping[Sibling, float]], fiscal_year_start: int, smallest_n: float = SMALLEST_N
) -> dict[tuple[Month, Sibling], tuple[Month, Month]]:
    """The first and last month of the block in which a hidden month of a sibling may be added up, where there is one.

    `hidden` are the answers of those siblings that are hidden in a month. From the start of a fiscal year the months
    with small groups (fewer than `smallest_n` answers) follow each other in a block, until each sibling that is small
    in one of them has `smallest_n` answers in those where it is. A period counts whole blocks only, so that two
    periods, or a period and its shown months, never differ by fewer; nor does a total differ by fewer from its parts,
    as siblings share the blocks. A sibling that is hidden to protect others counts in a block in which it is in every
    month: were one of its months known alone, so would be what it protects.
    """
    small = {
        month: few
        for month, cells in hidden.items()
        if (few := {name: n for name, n in cells.items() if n < smallest_n})
    }
    found: dict[tuple[Month, Sibling], tuple[Month, Month]] = {}
    waiting: list[Month] = []
    together: dict[Sibling, float] = {}
    for month in sorted(small):
        if waiting and waiting[0] < month.year_start(fiscal_year_start):
            waiting, together = [], {}
        waiting.append(month)
        for name, n in small[month].items():
            together[name] = together.get(name, 0) + n
        if all(n >= smallest_n for n in together.values()):
            always = set(hidden[month]).intersection(*(hidden[each] for each in waiting))
            for each in waiting:
                counted = [*small[each], *always]
                found.update(dict.fromkeys(((each, name) for name in counted), (waiting[0], month)))
            waiting, together = [], {}
    return found


def _must_grow(unseen: float, elsewhere: float, smallest_n: float, *, total_is_hidden: bool) -> bool:
    """Whether the hidden parts of a total are too few to hide each other, or to hide the total."""
    if total_is_hidden and unseen < smallest_n:
        return True
    return 0 < unseen < smallest_n or 0 < unseen + elsewhere < smallest_n


def _left(total: float, parts: float) -> float:
    """What is left of a total without its parts; 0 where these are more (a unit's own figure may replace them)."""
    left = total - parts
    return left if left > _ROUNDING * total else 0.0


@dataclass(frozen=True, slots=True)
class _Tree:
    """The units at the top, and the units below each, in the order of names."""

    top: Sequence[str]
    below: Mapping[str, Sequence[str]]
    above: Mapping[str, str] = field(init=False)
    _families: Sequence[tuple[str, Sequence[str]]] = field(init=False)

    def __post_init__(self) -> None:
        # Asked for each month of each metric, of which most have the same units.
        order = list(self.top)
        for path in order:
            order += self.below.get(path, ())
        families = [(path, self.below[path]) for path in order if path in self.below]
        object.__setattr__(self, "_families", families)
        object.__setattr__(self, "above", {unit: path for path, children in families for unit in children})

    def families(self) -> Sequence[tuple[str, Sequence[str]]]:
        """Each unit that has some below it, with these; a unit comes after the one above it."""
        return self._families


@lru_cache(maxsize=256)
def _tree(units: frozenset[str]) -> _Tree:
    """The tree of these paths; cached, as the months of a metric mostly have the same units."""
    top, below = list[str](), dict[str, list[str]]()
    for path in sorted(units):
        above = _above(path, units)
        (top if above is None else below.setdefault(above, [])).append(path)
    return _Tree(top, below)


def _above(path: str, known: AbstractSet[str]) -> str | None:
    """The nearest known path above; None at the top."""
    while path:
        path = path.rpartition("/")[0]
        if path in known:
            return path
    return None


@dataclass(slots=True)
class _Known:
    """What is decided before the channels: the units and their answers, and which of them are hidden."""

    tree: _Tree
    units: Counts
    cells: Mapping[Cell, float]
    hidden_units: AbstractSet[str]
    smallest_n: float
    of_units: Mapping[str, tuple[Cell, ...]] = field(init=False)
    open_cells: set[Cell] = field(init=False)
    _by_channel: dict[str, Mapping[str, tuple[Cell, ...]]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        filled: dict[str, list[Cell]] = {}
        for cell in sorted(cell for cell, count in self.cells.items() if count > 0):
            filled.setdefault(cell[0], []).append(cell)
        self.of_units = {unit: tuple(cells) for unit, cells in filled.items()}
        self.open_cells = set()
        for _, children in reversed(self.tables()):
            for unit in children:
                self.open_cells.update(self._open(unit))

    def tables(self) -> list[tuple[str | None, Sequence[str]]]:
        """Each unit with those below it; first None, with those at the top."""
        return [(None, self.tree.top), *self.tree.families()]

    def of_unit(self, unit: str) -> tuple[Cell, ...]:
        """The unit's channels that have answers, by name."""
        return self.of_units.get(unit, ())

    def of_channels(self, parent: str) -> Mapping[str, tuple[Cell, ...]]:
        """The channels of the units below one that have answers, by channel."""
        known = self._by_channel.get(parent)
        if known is None:
            found: dict[str, list[Cell]] = {}
            for unit in self.tree.below.get(parent, ()):
                for cell in self.of_unit(unit):
                    found.setdefault(cell[1], []).append(cell)
            known = self._by_channel[parent] = {channel: tuple(found[channel]) for channel in sorted(found)}
        return known

    def left_of(self, total: float, cells: Iterable[Cell]) -> float:
        """How many answers of a total are in none of its parts."""
        return _left(total, sum(self.cells[cell] for cell in cells))

    def _open(self, unit: str) -> Iterable[Cell]:
        """The unit's channels that cannot be hidden: all of a shown unit, or the sum of such."""
        own = self.of_unit(unit)
        if len(own) == 1 and unit not in self.hidden_units and not self.left_of(self.units[unit], own):
            return own
        if unit not in self.tree.below:
            return ()
        parts = self.of_channels(unit)
        return [cell for cell in own if cell[1] in parts and self._is_sum_of_open(cell, parts[cell[1]])]

    def _is_sum_of_open(self, cell: Cell, parts: Sequence[Cell]) -> bool:
        return self.open_cells.issuperset(parts) and not self.left_of(self.cells[cell], parts)


@dataclass(frozen=True, slots=True)
class _Line:
    """The parts of one total: a unit's channels, or one channel of a unit's children. `elsewhere` is no part's.

    `total` is the channel's; None where the total is of all channels.
    """

    cells: tuple[Cell, ...]
    elsewhere: float
    total_is_hidden: bool
    total: Cell | None


class _Table:
    """The channels of one unit's children, or of the units at the top (`parent` None). Adds to `hidden`."""

    def __init__(self, known: _Known, parent: str | None, children: Sequence[str], hidden: set[Cell]) -> None:
        self.known, self.parent, self.hidden = known, parent, hidden
        rows = (_Line(own, *self._rest(unit, own), None) for unit in children if (own := known.of_unit(unit)))
        self.lines = [*rows, *(self._columns(parent, children) if parent is not None else ())]
        self.crossing: dict[Cell, list[int]] = {}
        for at, line in enumerate(self.lines):
            for cell in line.cells:
                self.crossing.setdefault(cell, []).append(at)

    def _rest(self, unit: str, own: Sequence[Cell]) -> tuple[float, bool]:
        return self.known.left_of(self.known.units[unit], own), unit in self.known.hidden_units

    def _columns(self, parent: str, children: Sequence[str]) -> Iterable[_Line]:
        known, gone = self.known, [unit for unit in children if unit in self.known.hidden_units]
        for channel, own in known.of_channels(parent).items():
            total = (parent, channel)
            left, is_hidden = known.left_of(known.cells.get(total, 0.0), own), total in self.hidden
            yield _Line(own, left, is_hidden, total)
            # Hidden units with this channel only: their sum is known from the units, so the others hide alone.
            others = tuple(cell for cell in own if cell[0] not in gone)
            if others != own and all(known.of_unit(unit) in ((), ((unit, channel),)) for unit in gone):
                yield _Line(others, left, is_hidden, total)

    def hide(self) -> set[Cell]:
        """Hide what must be; returns the channels' totals that must be hidden as well."""
        # A line whose cells stayed as they were needs no other look.
        open_lines = set(range(len(self.lines)))
        while open_lines:
            for at in range(len(self.lines)):
                if at not in open_lines:
                    continue
                open_lines.discard(at)
                while (wanted := self._wanted(self.lines[at])) is not None:
                    self.hidden.add(wanted)
                    open_lines.update(other for other in self.crossing[wanted] if other != at)
        return {total for line in self.lines if self._need(line) for total in self._in_the_way(line)}

    def _need(self, line: _Line) -> str | None:
        """Why one more part of a line must be hidden: too few are, or just one is; None if it need not."""
        own = [self.known.cells[cell] for cell in line.cells if cell in self.hidden]
        if _must_grow(sum(own), line.elsewhere, self.known.smallest_n, total_is_hidden=line.total_is_hidden):
            return "few"
        return "one" if len(own) == 1 and not line.total_is_hidden else None

    def _wanted(self, line: _Line) -> Cell | None:
        """The part to hide next: that with the fewest answers; beside a single one rather where others are hidden."""
        need = self._need(line)
        able = [cell for cell in line.cells if cell not in self.hidden and self._can_be_hidden(cell)] if need else []
        return min(
            able, key=lambda cell: (need == "one" and not self._is_crossed(cell), self._size(cell)), default=None
        )

    def _size(self, cell: Cell) -> tuple[float, Cell]:
        return self.known.cells[cell], cell

    def _can_be_hidden(self, cell: Cell) -> bool:
        """Whether hiding the cell hides anything: it is not all of a total that is shown."""
        if cell in self.known.open_cells:
            return False
        lines = (self.lines[at] for at in self.crossing[cell])
        alone = (line for line in lines if line.total is not None and len(line.cells) == 1)
        return all(line.total_is_hidden or line.elsewhere for line in alone)

    def _is_crossed(self, cell: Cell) -> bool:
        lines = (self.lines[at] for at in self.crossing[cell])
        return any(other in self.hidden for line in lines for other in line.cells if other != cell)

    def _in_the_way(self, line: _Line) -> set[Cell]:
        """The channels' totals that must be hidden, since a line's parts cannot hide enough."""
        if line.total is not None:
            above = self.parent.rpartition("/")[0] if self.parent else ""
            return {(above, line.total[1]) if line.total_is_hidden else line.total}
        able = [cell for cell in line.cells if cell not in self.hidden and cell not in self.known.open_cells]
        return set() if self.parent is None or not able else {(self.parent, min(able, key=self._size)[1])}
