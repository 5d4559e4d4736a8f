"""Where control charts begin anew because a person said so. Knows units and months, never how a chart is drawn."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.names import Units
from db.tables import RebaseRow
from metrics.periods import Month
from metrics.vocabulary import Rebase

Place = tuple[int, str]  # unit id, metric id


@dataclass(frozen=True, slots=True)
class KeptRebase:
    """A rebase as it was entered: `set_at` in UTC."""

    id: int
    rebase: Rebase
    set_by: str
    set_at: dt.datetime


def rebases(session: Session, units: Sequence[int]) -> Mapping[Place, list[Rebase]]:
    """The rebases of the charts of `units` (ids) by unit and metric, oldest month first; withdrawn ones left out."""
    found: dict[Place, list[Rebase]] = defaultdict(list)
    where = (RebaseRow.unit_id.in_(units), RebaseRow.withdrawn_at.is_(None))
    for row in session.scalars(select(RebaseRow).where(*where).order_by(RebaseRow.month)):
        found[row.unit_id, row.metric].append(_rebase(row))
    return found


def rebases_at(session: Session, unit: str, metric: str) -> list[KeptRebase]:
    """The rebases of the chart of a unit (its path) with who entered them, oldest month first; none withdrawn.

    Raises NotFound.
    """
    place = (RebaseRow.unit_id == Units.of(session).found(unit), RebaseRow.metric == metric)
    where = (*place, RebaseRow.withdrawn_at.is_(None))
    rows = session.scalars(select(RebaseRow).where(*where).order_by(RebaseRow.month))
    return [KeptRebase(row.id, _rebase(row), row.set_by, row.set_at) for row in rows]


def _rebase(row: RebaseRow) -> Rebase:
    return Rebase(Month.of(row.month), row.reason)
