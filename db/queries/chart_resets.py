"""Where people restarted the limits of a control chart. Knows units and months, not how a chart is drawn."""

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
from metrics.vocabulary import ChartReset

Place = tuple[int, str]  # unit id, metric id


@dataclass(frozen=True, slots=True)
class KeptChartReset:
    """A restart of a chart's limits as a person entered it: `set_at` in UTC."""

    id: int
    rebase: ChartReset
    set_by: str
    set_at: dt.datetime


@dataclass(frozen=True, slots=True)
class PlacedChartReset:
    """A restart with the metric and the unit (path) whose chart it is."""

    metric: str
    unit: str
    kept: KeptChartReset


def chart_resets(session: Session, units: Sequence[int]) -> Mapping[Place, list[ChartReset]]:
    """The restarts of the charts of `units` (ids) by unit and metric, oldest month first, without withdrawn ones."""
    found: dict[Place, list[ChartReset]] = defaultdict(list)
    where = (RebaseRow.unit_id.in_(units), RebaseRow.withdrawn_at.is_(None))
    for row in session.scalars(select(RebaseRow).where(*where).order_by(RebaseRow.month)):
        found[row.unit_id, row.metric].append(_chart_reset(row))
    return found


def chart_resets_at(session: Session, unit: str, metric: str) -> list[KeptChartReset]:
    """The restarts of a unit's chart (by its path) and who entered them, oldest month first, without withdrawn ones.

    Raises NotFound.
    """
    place = (RebaseRow.unit_id == Units.of(session).found(unit), RebaseRow.metric == metric)
    where = (*place, RebaseRow.withdrawn_at.is_(None))
    rows = session.scalars(select(RebaseRow).where(*where).order_by(RebaseRow.month))
    return [_kept(row) for row in rows]


def all_chart_resets(session: Session) -> list[PlacedChartReset]:
    """Every restart that is in force, by metric, unit and month."""
    paths = Units.of(session).paths
    rows = session.scalars(select(RebaseRow).where(RebaseRow.withdrawn_at.is_(None)))
    found = [PlacedChartReset(row.metric, paths[row.unit_id], _kept(row)) for row in rows]
    return sorted(found, key=lambda one: (one.metric, one.unit, one.kept.rebase.month))


def _kept(row: RebaseRow) -> KeptChartReset:
    return KeptChartReset(row.id, _chart_reset(row), row.set_by, row.set_at)


def _chart_reset(row: RebaseRow) -> ChartReset:
    return ChartReset(Month.of(row.month), row.reason)
