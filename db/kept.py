"""Kept figures: sums over live facts, for each unit and all above it, so that a page costs the same at any size.

A change to facts writes down what it adds and takes away (`Changes`) and carries it out once, in its own transaction.
Whole numbers only: what an undo takes away is exactly what the upload had added.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, case, delete, func, select
from sqlalchemy.orm import Session

from db.bulk import add_rows
from db.tables import ItemRow, MomentsRow, ObservationRow, ResponseRow, TallyRow, VisitRow, VisitSumsRow
from db.units import Units, item_of
from metrics.catalogue import CATALOGUE
from metrics.formulas import STEPS_PER_POINT, WithinLimit
from metrics.vocabulary import Item

CellKey = tuple[int, int, dt.date, int]  # unit, item, month, channel
VisitKey = tuple[int, dt.date, int]  # unit, month, channel
Row = tuple[Any, ...]
TALLY = ("unit_id", "item_id", "month", "channel_id", "score"), ("n",)
MOMENTS = ("unit_id", "item_id", "month", "channel_id"), ("n", "total", "squares", "within")
VISIT_SUMS = (
    ("unit_id", "month", "channel_id"),
    ("n", "earned", "possible", "earned_squares", "products", "possible_squares", "critical_failures"),
)


def steps(score: float) -> int:
    """A measured score in whole hundredths."""
    return round(score * STEPS_PER_POINT)


def limit_in_steps(metric: str) -> int | None:
    """The limit of a within-limit metric in hundredths; None for metrics without one."""
    formula = CATALOGUE[metric].formula
    return steps(formula.limit) if isinstance(formula, WithinLimit) else None


@dataclass(slots=True)
class Changes:
    """What a change adds to and takes from the kept figures, at the units where the facts were recorded."""

    tallies: dict[tuple[CellKey, int], int] = field(default_factory=lambda: defaultdict(int))
    moments: dict[CellKey, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0, 0]))
    visits: dict[VisitKey, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0] * 7))
    _limits: dict[int, int | None] = field(default_factory=dict)

    def score(self, cell: CellKey, item: Item, score: float, times: int) -> None:
        """Count one answer in (`times` 1) or out (-1)."""
        if item.scale is not None:
            self.tallies[cell, int(score)] += times
            return
        if cell[1] not in self._limits:
            self._limits[cell[1]] = limit_in_steps(item.metric)
        limit, in_steps = self._limits[cell[1]], steps(score)
        sums = self.moments[cell]
        sums[0] += times
        sums[1] += times * in_steps
        sums[2] += times * in_steps**2
        sums[3] += times * (limit is not None and in_steps <= limit)

    def visit(self, key: VisitKey, earned: int, possible: int, critical_failed: bool, times: int) -> None:
        """Count one visit in or out."""
        added = (1, earned, possible, earned * earned, earned * possible, possible * possible, int(critical_failed))
        sums = self.visits[key]
        for place, value in enumerate(added):
            sums[place] += times * value

    def carry_out(self, session: Session, units: Units) -> None:
        """Write everything down, for the units and all above them."""
        tallies, moments, visits = cells_upwards(self, units)
        _write(session, TallyRow, TALLY, tallies)
        _write(session, MomentsRow, MOMENTS, moments)
        _write(session, VisitSumsRow, VISIT_SUMS, visits)


def cells_upwards(changes: Changes, units: Units) -> tuple[list[Row], list[Row], list[Row]]:
    """Rows of tallies, moments and visit sums for the units and all above them; those that come to nothing left out."""
    return _tallies_upwards(changes, units), _upwards(changes.moments, units), _upwards(changes.visits, units)


def _tallies_upwards(changes: Changes, units: Units) -> list[Row]:
    sums: dict[tuple[CellKey, int], int] = defaultdict(int)
    lines: dict[int, list[int]] = {}
    for ((unit, item, month, channel), score), n in changes.tallies.items():
        for above in lines.get(unit) or lines.setdefault(unit, units.upwards(unit)):
            sums[(above, item, month, channel), score] += n
    return [
        (unit, item, month.isoformat(), channel, score, n)
        for ((unit, item, month, channel), score), n in sums.items()
        if n
    ]


def _upwards(changed: dict[CellKey, list[int]] | dict[VisitKey, list[int]], units: Units) -> list[Row]:
    sums: dict[tuple[object, ...], list[int]] = {}
    for (unit, *rest), values in changed.items():
        for above in units.upwards(unit):
            total = sums.setdefault((above, *rest), [0] * len(values))
            for place, value in enumerate(values):
                total[place] += value
    return [
        (*(part.isoformat() if isinstance(part, dt.date) else part for part in key), *values)
        for key, values in sums.items()
        if any(values)
    ]


def _write(
    session: Session,
    table: type[TallyRow] | type[MomentsRow] | type[VisitSumsRow],
    shape: tuple[tuple[str, ...], tuple[str, ...]],
    rows: Sequence[Row],
) -> None:
    keys, sums = shape
    add_rows(session, table, keys, sums, rows)
    if any(row[len(keys)] < 0 for row in rows):  # the first sum is a count
        session.execute(delete(table).where(table.n == 0))


def take_in_scores(session: Session, changes: Changes, where: ColumnElement[bool], times: int) -> None:
    """Count the live answers for which `where` holds in or out, grouped by the database."""
    items = {row.id: item_of(row) for row in session.scalars(select(ItemRow))}
    cell = (ResponseRow.unit_id, ObservationRow.item_id, ResponseRow.month, ResponseRow.channel_id)
    counted = (
        select(*cell, ObservationRow.score, func.count())
        .join(ResponseRow, ResponseRow.id == ObservationRow.response_id)
        .where(ObservationRow.live, where)
        .group_by(*cell, ObservationRow.score)
    )
    for unit, item, month, channel, score, n in session.execute(counted):
        changes.score((unit, item, month, channel), items[item], score, times * n)


def take_in_visits(session: Session, changes: Changes, where: ColumnElement[bool], times: int) -> None:
    """Count the live visits for which `where` holds in or out."""
    failed = case((VisitRow.critical_failed, 1), else_=0)
    found = select(
        VisitRow.unit_id, VisitRow.month, VisitRow.channel_id, VisitRow.earned, VisitRow.possible, failed
    ).where(VisitRow.live, where)
    for unit, month, channel, earned, possible, critical in session.execute(found):
        changes.visit((unit, month, channel), earned, possible, bool(critical), times)
