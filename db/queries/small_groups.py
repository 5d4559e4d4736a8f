"""Which figures of a month must not be shown, decided once for each metric and month over all units and channels.

Counts answers, without their scores, where others could reveal a figure that is asked for; every question for evidence
asks here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.names import Units
from db.queries import monthly_sums
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


@dataclass(slots=True)
class _Counted:
    """The answers to one metric in one month, of units by path and of their channels by name."""

    units: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    cells: dict[Cell, float] = field(default_factory=lambda: defaultdict(float))


def hidden_places(session: Session, asked: EvidenceQuery, months: Months, items: Items) -> HiddenPlaces:
    """The places whose figures must not be shown in each month: those with fewer answers than may be shown, and others.

    Units of all channels together depend on the units above them and on these units' other children, which are counted
    with them; channels depend on every unit and channel. Of places that were not asked for not all are given.
    """
    own = settings(session)
    by_channel = asked.channels is not None
    names = dict(session.execute(select(ChannelRow.id, ChannelRow.name)).all()) if by_channel else {}
    units = list(asked.tree.parents) if by_channel else _that_matter(asked.tree, asked.units)
    everyone = replace(asked, units=units, channels=[*names] if by_channel else None)
    counted = _counts(session, everyone, _from_start_of_year(months, own.fiscal_year_start), items, names)
    hidden = {cell: _hidden_cells(each, own.smallest_n, by_channel=by_channel) for cell, each in counted.items()}
    blocks = _blocks(hidden, own.fiscal_year_start, own.smallest_n)
    ids, numbers = {asked.tree.paths[unit]: unit for unit in units}, {name: id_ for id_, name in names.items()}
    return {
        (metric, month): {
            (ids[path], numbers.get(channel)): blocks.get((metric, month, (path, channel)))
            for path, channel in cells
            if path in ids
        }
        for (metric, month), cells in hidden.items()
    }


def counts_in(hidden: HiddenPlaces, metric: str, place: Place, month: Month, span: Span) -> bool:
    """Whether a place's answers of a month may count in a sum over the whole months of `span`."""
    places = hidden.get((metric, month), {})
    if place not in places:
        return True
    block = places[place]
    return block is not None and span.first <= block[0].first_day and block[1].last_day <= span.last


def _hidden_cells(counted: _Counted, smallest_n: int, *, by_channel: bool) -> dict[Cell, float]:
    """The units (channel "") or their channels that are hidden in a month, with their answers."""
    if by_channel:
        return {cell: counted.cells[cell] for cell in hidden_in_channels(counted.units, counted.cells, smallest_n)}
    return {(path, ""): counted.units[path] for path in hidden_in_tree(counted.units, smallest_n)}


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


def _counts(
    session: Session, asked: EvidenceQuery, months: Months, items: Items, names: Mapping[int, str]
) -> dict[tuple[str, Month], _Counted]:
    """Operations take the place of answers; bare values have no cases."""
    paths, found = asked.tree.paths, defaultdict[tuple[str, Month], _Counted](_Counted)
    month_of = lru_cache(Month.of)
    for (unit, channel), metric, day, n in monthly_sums.counts(session, asked, months, items):
        own = found[metric, month_of(day)]
        own.units[paths[unit]] += n
        if channel not in (None, NOT_SAID):
            own.cells[paths[unit], names[channel]] += n
    for (unit, channel), metric, month, _, denominator, _ in monthly_sums.operations(session, asked, months):
        own = found[metric, month]
        if channel in (None, NOT_SAID):
            own.units[paths[unit]] = denominator or 0.0
        else:
            own.cells[paths[unit], names[channel]] = denominator or 0.0
    return found
