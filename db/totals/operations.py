"""Operational figures added up through the tree of units: a unit's own figure replaces the sum of its children's.

A bare value (without its counts) counts only for the unit it names. Sums are exact (fsum), so order does not matter.
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

from db.names import Units
from db.store.bulk_insert import insert_rows
from db.tables import NOT_SAID, OperationRow, OperationTotalRow

Cell = tuple[str, dt.date]  # metric, month
Place = tuple[int, int]  # unit, channel
COLUMNS = ("unit_id", "metric", "month", "channel_id", "numerator", "denominator", "value")


@dataclass(frozen=True, slots=True)
class OperationFigure:
    """A numerator over a denominator, or a bare value."""

    numerator: float | None
    denominator: float | None
    value: float | None


def keep_totals(session: Session, units: Units, cells: Iterable[Cell]) -> None:
    """Recalculate the totals of these metrics and months from the live figures."""
    for metric, months in _by_metric(cells).items():
        chosen = (OperationTotalRow.metric == metric, OperationTotalRow.month.in_(months))
        session.execute(delete(OperationTotalRow).where(*chosen))
        found = live_figures(session, metric, months)
        rows = []
        for month, own in found.items():
            for (unit, channel), figure in operation_totals(units, own).items():
                parts = (figure.numerator, figure.denominator, figure.value)
                rows.append((unit, metric, month.isoformat(), channel, *parts))
        insert_rows(session, OperationTotalRow, COLUMNS, rows)


def live_figures(session: Session, metric: str, months: list[dt.date]) -> dict[dt.date, dict[Place, OperationFigure]]:
    """The live figures of a metric by month, unit and channel."""
    found: dict[dt.date, dict[Place, OperationFigure]] = defaultdict(dict)
    kept = select(
        OperationRow.month,
        OperationRow.unit_id,
        OperationRow.channel_id,
        OperationRow.numerator,
        OperationRow.denominator,
        OperationRow.value,
    ).where(OperationRow.metric == metric, OperationRow.month.in_(months), OperationRow.live)
    for month, unit, channel, *figure in session.execute(kept):
        found[month][unit, channel] = OperationFigure(*figure)
    return found


def operation_totals(units: Units, own: Mapping[Place, OperationFigure]) -> dict[Place, OperationFigure]:
    """The figure that counts for each unit and channel (NOT_SAID: all together), from the units' own figures.

    A bare value counts where it was given; sums further up ignore it. The figures of a merged unit are added to those
    of the unit it was merged into; its bare value counts there only if that unit has no other figure.
    """
    children, joined = _children(units, {unit for unit, _ in own}), _joined(units, own)
    channels = sorted({channel for _, channel in own} | {NOT_SAID})
    counted = {place: figure for place, figure in own.items() if figure.denominator is not None}
    sums: dict[Place, OperationFigure] = {}
    for unit in _deepest_first(units, children):
        for channel in channels:
            below = _sum(sums[child, channel] for child in children[unit] if (child, channel) in sums)
            here = [_given(unit, channel, counted, channels) or below]
            here += [_given(other, channel, counted, channels) for other in joined[unit]]
            figure = _sum(part for part in here if part is not None)
            if figure is not None:
                sums[unit, channel] = figure
    bare = {place: figure for place, figure in own.items() if figure.denominator is None}
    standing = {place: figure for place, figure in bare.items() if place[0] not in units.merged}
    return _bare_of_merged(units, bare) | sums | standing


def _joined(units: Units, own: Mapping[Place, OperationFigure]) -> dict[int, list[int]]:
    """The merged units that gave figures, by the unit at which they are counted."""
    joined: dict[int, list[int]] = defaultdict(list)
    for unit in sorted({unit for unit, _ in own if unit in units.merged}):
        joined[units.counted_at(unit)].append(unit)
    return joined


def _bare_of_merged(units: Units, bare: Mapping[Place, OperationFigure]) -> dict[Place, OperationFigure]:
    """The bare values of merged units at the units they were merged into; of several, the oldest unit's."""
    merged = sorted((place for place in bare if place[0] in units.merged), reverse=True)
    return {(units.counted_at(unit), channel): bare[unit, channel] for unit, channel in merged}


def _given(
    unit: int, channel: int, counted: Mapping[Place, OperationFigure], channels: Sequence[int]
) -> OperationFigure | None:
    """A unit's own figure for a channel; for all channels together its own total, else the sum over channels."""
    if (unit, channel) in counted or channel != NOT_SAID:
        return counted.get((unit, channel))
    return _sum(counted[unit, other] for other in channels if (unit, other) in counted)


def _sum(figures: Iterable[OperationFigure]) -> OperationFigure | None:
    counted = [(f.numerator, f.denominator) for f in figures if f.numerator is not None and f.denominator is not None]
    if not counted:
        return None
    return OperationFigure(math.fsum(top for top, _ in counted), math.fsum(bottom for _, bottom in counted), None)


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


def wrong_totals(session: Session, units: Units) -> list[str]:
    """A sentence for each total that differs from the sum of the live figures; empty if all are right."""
    kept = {
        (row.metric, row.month, row.unit_id, row.channel_id): OperationFigure(row.numerator, row.denominator, row.value)
        for row in session.scalars(select(OperationTotalRow))
    }
    cells = session.execute(select(OperationRow.metric, OperationRow.month).where(OperationRow.live).distinct())
    counted = {}
    for metric, months in _by_metric((metric, month) for metric, month in cells).items():
        for month, own in live_figures(session, metric, months).items():
            for (unit, channel), figure in operation_totals(units, own).items():
                counted[metric, month, unit, channel] = figure
    differing = sorted(key for key in kept.keys() | counted.keys() if kept.get(key) != counted.get(key))
    return [f"The total of {metric} in {month:%Y-%m} at unit {unit} differs." for metric, month, unit, _ in differing]
