"""Which figures of a month must not be shown, decided once for each metric and month over all units and channels.

Counts answers, without their scores, where others could reveal a figure that is asked for; every question for evidence
asks here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.names import Units
from db.queries import daily_sums, monthly_sums
from db.queries.evidence_query import EvidenceQuery, Place
from db.queries.monthly_sums import Items, Months
from db.queries.settings import settings
from db.tables import NOT_SAID, ChannelRow
from metrics.periods import Month
from metrics.units.disclosure_control import Cell, closed_blocks, hidden_in_channels, hidden_in_tree
from metrics.vocabulary import Span

Block = tuple[Month, Month]
# By metric and month the places that are hidden; a small group with the block of months in which it may be added up.
HiddenPlaces = Mapping[tuple[str, Month], Mapping[Place, Block | None]]
HiddenInDays = Mapping[str, AbstractSet[Place]]


@dataclass(slots=True)
class _Counted:
    """The answers to one metric in one month, of units by path and of their channels by name."""

    units: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    cells: dict[Cell, float] = field(default_factory=lambda: defaultdict(float))


@dataclass(frozen=True, slots=True)
class _Everyone:
    """The units and channels that decide what is hidden at the places that are asked for, by id and by name."""

    query: EvidenceQuery
    names: Mapping[int, str]
    units: Mapping[str, int]
    channels: Mapping[str, int]

    @classmethod
    def of(cls, session: Session, asked: EvidenceQuery) -> _Everyone:
        by_channel = asked.channels is not None
        names = dict(session.execute(select(ChannelRow.id, ChannelRow.name)).all()) if by_channel else {}
        units = list(asked.tree.parents) if by_channel else _that_matter(asked.tree, asked.units)
        query = replace(asked, units=units, channels=[*names] if by_channel else None)
        return cls(query, names, {asked.tree.paths[unit]: unit for unit in units}, {n: id_ for id_, n in names.items()})

    def count(self, counted: _Counted, place: Place, n: float) -> None:
        """Add answers at a place."""
        (unit, channel), paths = place, self.query.tree.paths
        counted.units[paths[unit]] += n
        if channel not in (None, NOT_SAID):
            counted.cells[paths[unit], self.names[channel]] += n

    def hidden_cells(self, counted: _Counted, smallest_n: int) -> dict[Cell, float]:
        """The units (channel "") or their channels that are hidden in a month, with their answers."""
        if self.query.channels is not None:
            return {cell: counted.cells[cell] for cell in hidden_in_channels(counted.units, counted.cells, smallest_n)}
        return {(path, ""): counted.units[path] for path in hidden_in_tree(counted.units, smallest_n)}

    def place(self, cell: Cell) -> Place | None:
        """The place of a cell; None for a unit that is none of these."""
        path, channel = cell
        return (self.units[path], self.channels.get(channel)) if path in self.units else None


def hidden_places(session: Session, asked: EvidenceQuery, months: Months, items: Items) -> HiddenPlaces:
    """The places whose figures must not be shown in each month: those with fewer answers than may be shown, and others.

    Units of all channels together depend on the units above them and on these units' other children, which are counted
    with them; channels depend on every unit and channel. Of places that were not asked for not all are given.
    """
    own, everyone = settings(session), _Everyone.of(session, asked)
    by_month = _from_start_of_year(months, own.fiscal_year_start)
    counted = _counts(session, everyone, by_month, items)
    hidden = {cell: everyone.hidden_cells(each, own.smallest_n) for cell, each in counted.items()}
    blocks = _blocks(hidden, own.fiscal_year_start, own.smallest_n)
    return {
        (metric, month): {
            place: blocks.get((metric, month, cell)) for cell in cells if (place := everyone.place(cell)) is not None
        }
        for (metric, month), cells in hidden.items()
    }


def hidden_in_days(session: Session, asked: EvidenceQuery, span: Span, items: Items) -> HiddenInDays:
    """The places whose figures of the days of `span` must not be shown, by metric.

    Hidden are small groups among these days, and what would reveal them; and what the whole of the last month hides,
    which the days that are left would otherwise give away.
    """
    everyone, smallest_n = _Everyone.of(session, asked), settings(session).smallest_n
    days, last = defaultdict[str, _Counted](_Counted), Month.of(span.last)
    for place, metric, n in daily_sums.counts_in(session, everyone.query, span):
        everyone.count(days[metric], place, n)
    found: dict[str, set[Place]] = defaultdict(set)
    months = {metric: each for (metric, _), each in _counts(session, everyone, Months(last, last), items).items()}
    for metric, counted in [*days.items(), *months.items()]:
        at = map(everyone.place, everyone.hidden_cells(counted, smallest_n))
        found[metric].update(each for each in at if each is not None)
    return found


def counts_in(hidden: HiddenPlaces, metric: str, place: Place, month: Month, span: Span) -> bool:
    """Whether a place's answers of a month may count in a sum over the whole months of `span`."""
    places = hidden.get((metric, month), {})
    if place not in places:
        return True
    block = places[place]
    return block is not None and span.first <= block[0].first_day and block[1].last_day <= span.last


def _group(path: str) -> str:
    """The unit above a hidden one, whose children's small groups share blocks."""
    return path.rpartition("/")[0] if path else "/"


def _blocks(
    hidden: Mapping[tuple[str, Month], Mapping[Cell, float]], fiscal_year_start: int, smallest_n: int
) -> dict[tuple[str, Month, Cell], Block]:
    """The block of each metric, month and hidden cell that may be added up over it."""
    groups: dict[tuple[str, str], dict[Month, dict[Cell, float]]] = defaultdict(lambda: defaultdict(dict))
    for (metric, month), cells in hidden.items():
        for cell, n in cells.items():
            groups[metric, _group(cell[0])][month][cell] = n
    return {
        (metric, month, cell): block
        for (metric, _), by_month in groups.items()
        for (month, cell), block in closed_blocks(by_month, fiscal_year_start, smallest_n).items()
    }


def _from_start_of_year(months: Months, fiscal_year_start: int) -> Months:
    """The months with those before them in the first one's fiscal year, month by month: blocks begin there."""
    first = min(months.only) if months.only else months.first
    return Months(months.last, None if first is None else first.year_start(fiscal_year_start))


def _that_matter(tree: Units, units: Sequence[int]) -> list[int]:
    """The units, those above them, and the other units directly below these."""
    above = {at for unit in units for at in tree.upwards(unit)[1:]}
    return sorted({*units, *above, *(unit for unit, parent in tree.parents.items() if parent in above)})


def _counts(session: Session, everyone: _Everyone, months: Months, items: Items) -> dict[tuple[str, Month], _Counted]:
    """Operations take the place of answers; bare values have no cases."""
    asked, names = everyone.query, everyone.names
    paths, found = asked.tree.paths, defaultdict[tuple[str, Month], _Counted](_Counted)
    month_of = lru_cache(Month.of)
    for place, metric, day, n in monthly_sums.counts(session, asked, months, items):
        everyone.count(found[metric, month_of(day)], place, n)
    for (unit, channel), metric, month, _, denominator, _ in monthly_sums.operations(session, asked, months):
        own = found[metric, month]
        if channel in (None, NOT_SAID):
            own.units[paths[unit]] = denominator or 0.0
        else:
            own.cells[paths[unit], names[channel]] = denominator or 0.0
    return found
