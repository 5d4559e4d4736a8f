"""Kept figures when a unit is counted in another line of units than before: what the old line loses, the new one gains.

The facts are not asked, only what is kept of the unit; where nothing is kept of it, as after a merging, they are
counted again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.names import Units
from db.tables import (
    CountedResultRow,
    OperationRow,
    ResponseRow,
    VisitRow,
)
from db.time_limits import TimeLimits
from db.totals.counted_results import add_counted
from db.totals.operations import Cell
from db.totals.tallies import (
    SUMS_TABLES,
    Shape,
    SumsTable,
    TallyDelta,
    add_scores,
    add_to,
    add_visits,
    cells_upwards,
)

Row = tuple[Any, ...]


def move_totals(session: Session, unit: int, old: Sequence[int], new: Sequence[int]) -> None:
    """Take what is kept of `unit` from the units of its old line to those of its new one."""
    for table, shape in SUMS_TABLES:
        columns = [getattr(table, name) for name in (*shape[0], *shape[1])]
        rows = session.execute(select(*columns).where(table.unit_id == unit)).all()
        _carry(session, table, shape, [tuple(row) for row in rows], old, new)


def recount(session: Session, unit: int, old: Sequence[int], units: Units) -> None:
    """Take what happened at `unit`, counted from the facts, from the units of `old` to its line in `units`."""
    recorded = units.one_with(unit)
    counted = TallyDelta(TimeLimits.of(session))
    add_scores(session, counted, ResponseRow.unit_id.in_(recorded), 1)
    add_visits(session, counted, VisitRow.unit_id.in_(recorded), 1)
    add_counted(session, counted, CountedResultRow.unit_id.in_(recorded), 1)
    for (table, shape), rows in zip(SUMS_TABLES, cells_upwards(counted, units), strict=True):
        own = [row for row in rows if row[0] == unit]
        _carry(session, table, shape, own, old, units.upwards(unit))


def _carry(
    session: Session,
    table: SumsTable,
    shape: Shape,
    rows: Iterable[Row],
    old: Sequence[int],
    new: Sequence[int],
) -> None:
    loses, gains = set(old) - set(new), set(new) - set(old)
    width = len(shape[0])
    carried = []
    for _, *cell in rows:
        key = [part.isoformat() if isinstance(part, dt.date) else part for part in cell[: width - 1]]
        sums = cell[width - 1 :]
        carried += [(above, *key, *(-value for value in sums)) for above in sorted(loses)]
        carried += [(above, *key, *sums) for above in sorted(gains)]
    add_to(session, table, shape, carried)


def affected(session: Session, units: Iterable[int]) -> list[Cell]:
    """The metrics and months of which these units gave operational figures: their totals are recalculated."""
    where = (OperationRow.unit_id.in_(list(units)), OperationRow.live)
    found = session.execute(select(OperationRow.metric, OperationRow.month).where(*where).distinct())
    return [(metric, month) for metric, month in found]
