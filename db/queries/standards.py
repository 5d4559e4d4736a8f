"""What figures are compared with: standards, benchmarks, and the assumption about unhappy customers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from db.tables import BenchmarkRow, StakeRow, StandardRow, UnitRow
from metrics.periods import Month
from metrics.statistics.customers_at_risk import Assumption
from metrics.vocabulary import Benchmark, Standard


@dataclass(frozen=True, slots=True)
class KeptAssumption:
    """An assumption as stored (None: no estimate), the month it starts, and who entered it when (UTC)."""

    assumption: Assumption | None
    since: Month
    by: str
    at: dt.datetime


def standards(session: Session, metrics: Sequence[str] | None = None) -> list[Standard]:
    """The standards in order of metric, unit and month; where one was set twice, the later one counts."""
    question = (
        select(StandardRow, UnitRow.path).join(UnitRow, UnitRow.id == StandardRow.unit_id).order_by(StandardRow.id)
    )
    found = {
        (row.metric, path, row.since): Standard(row.metric, row.value, Month.of(row.since), path, row.owner, row.reason)
        for row, path in session.execute(question)
        if metrics is None or row.metric in metrics
    }
    return [found[key] for key in sorted(found)]


def benchmarks(session: Session, metrics: Sequence[str] | None = None) -> list[Benchmark]:
    """The published benchmarks, oldest first."""
    wanted: list[ColumnElement[bool]] = [BenchmarkRow.live.is_(True)]
    if metrics is not None:
        wanted.append(BenchmarkRow.metric.in_(metrics))
    rows = session.scalars(select(BenchmarkRow).where(*wanted).order_by(BenchmarkRow.month, BenchmarkRow.id))
    return [
        Benchmark(
            metric=row.metric,
            month=Month.of(row.month),
            source=row.source,
            peers=row.peers,
            value=row.value,
            percentiles={int(percent): value for percent, value in row.percentiles.items()},
            n=row.n,
        )
        for row in rows
    ]


def assumption(session: Session, month: Month) -> KeptAssumption | None:
    """The assumption in force in a month: the last one for it or the nearest month before; None: never any."""
    question = select(StakeRow).where(StakeRow.since <= month.first_day)
    row = session.scalars(question.order_by(StakeRow.since.desc(), StakeRow.id.desc()).limit(1)).first()
    if row is None:
        return None
    said = None if row.leaving is None else Assumption(row.leaving, row.worth, row.customers)
    return KeptAssumption(said, Month.of(row.since), row.assumed_by, row.assumed_at)
