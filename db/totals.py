"""Operational figures added up through the tree of units: a unit's own figure replaces the sum of its children's.

A bare value (without its counts) stands only for the unit it names. Sums are exact (fsum): order never matters.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.bulk import insert_rows
from db.tables import NOT_SAID, OperationRow, OperationTotalRow
from db.units import Units

Cell = tuple[str, dt.date]  # metric, month
Place = tuple[int, int]  # unit, channel
COLUMNS = ("unit_id", "metric", "month", "channel_id", "numerator", "denominator", "value")


@dataclass(frozen=True, slots=True)
class Figure:
    """A numerator over a denominator, or a bare value."""

    numerator: float | None
    denominator: float | None
    value: float | None


def keep_totals(session: Session, units: Units, cells: Iterable[Cell]) -> None:
    """Work the totals of these metrics and months out anew from the live figures."""
    for metric, months in _by_metric(cells).items():
        chosen = (OperationTotalRow.metric == metric, OperationTotalRow.month.in_(months))
        session.execute(delete(OperationTotalRow).where(*chosen))
        found = live_figures(session, metric, months)
        rows = []
        for month, own in found.items():
            for (unit, channel), figure in totals(units, own).items():
                parts = (figure.numerator, figure.denominator, figure.value)
                rows.append((unit, metric, month.isoformat(), channel, *parts))
        insert_rows(session, OperationTotalRow, COLUMNS, rows)


def live_figures(session: Session, metric: str, months: list[dt.date]) -> dict[dt.date, dict[Place, Figure]]:
    """The live figures of a metric by month, unit and channel."""
    found: dict[dt.date, dict[Place, Figure]] = defaultdict(dict)
    kept = select(
        OperationRow.month,
        OperationRow.unit_id,
        OperationRow.channel_id,
        OperationRow.numerator,
        OperationRow.denominator,
        OperationRow.value,
    ).where(OperationRow.metric == metric, OperationRow.month.in_(months), OperationRow.live)
    for month, unit, channel, *figure in session.execute(kept):
        found[month][unit, channel] = Figure(*figure)
    return found


def totals(units: Units, own: Mapping[Place, Figure]) -> dict[Place, Figure]:
    """What stands for each unit and channel (NOT_SAID: all together), from the figures units gave themselves.

    A bare value stands where it was given; further up, sums are as if it were not there.
    """
    children = _children(units, {unit for unit, _ in own})
    channels = sorted({channel for _, channel in own} | {NOT_SAID})
    counted = {place: figure for place, figure in own.items() if figure.denominator is not None}
    sums: dict[Place, Figure] = {}
    for unit in _deepest_first(units, children):
        for channel in channels:
            figure = _summed(unit, channel, counted, channels, [(child, channel) for child in children[unit]], sums)
            if figure is not None:
                sums[unit, channel] = figure
    return sums | dict(own)


def _summed(
    unit: int,
    channel: int,
    counted: Mapping[Place, Figure],
    channels: Sequence[int],
    below: list[Place],
    sums: Mapping[Place, Figure],
) -> Figure | None:
    if (unit, channel) in counted:
        return counted[unit, channel]
    if channel == NOT_SAID:
        by_channel = _sum(counted[unit, other] for other in channels if (unit, other) in counted)
        if by_channel is not None:
            return by_channel
    return _sum(sums[place] for place in below if place in sums)


def _sum(figures: Iterable[Figure]) -> Figure | None:
    counted = [(f.numerator, f.denominator) for f in figures if f.numerator is not None and f.denominator is not None]
    if not counted:
        return None
    return Figure(math.fsum(top for top, _ in counted), math.fsum(bottom for _, bottom in counted), None)


def _children(units: Units, named: set[int]) -> dict[int, set[int]]:
    """The part of the tree that leads to the units `named`."""
    children: dict[int, set[int]] = defaultdict(set)
    for unit in named:
        line = units.upwards(unit)
        children[line[0]] = children[line[0]]
        for child, parent in pairwise(line):
            children[parent].add(child)
    return children


def _deepest_first(units: Units, children: Mapping[int, set[int]]) -> list[int]:
    return sorted(children, key=lambda unit: -len(units.upwards(unit)))


def _by_metric(cells: Iterable[Cell]) -> dict[str, list[dt.date]]:
    months: dict[str, set[dt.date]] = defaultdict(set)
    for metric, month in cells:
        months[metric].add(month)
    return {metric: sorted(found) for metric, found in sorted(months.items())}


def stale_totals(session: Session, units: Units) -> list[str]:
    """A sentence for each total that differs from what the live figures give; none when all is well."""
    kept = {
        (row.metric, row.month, row.unit_id, row.channel_id): Figure(row.numerator, row.denominator, row.value)
        for row in session.scalars(select(OperationTotalRow))
    }
    cells = session.execute(select(OperationRow.metric, OperationRow.month).where(OperationRow.live).distinct())
    counted = {}
    for metric, months in _by_metric((metric, month) for metric, month in cells).items():
        for month, own in live_figures(session, metric, months).items():
            for (unit, channel), figure in totals(units, own).items():
                counted[metric, month, unit, channel] = figure
    differing = sorted(key for key in kept.keys() | counted.keys() if kept.get(key) != counted.get(key))
    return [f"The total of {metric} in {month:%Y-%m} at unit {unit} differs." for metric, month, unit, _ in differing]
