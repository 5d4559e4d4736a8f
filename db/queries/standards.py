"""The standards and benchmarks that are set."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from db.tables import BenchmarkRow, StandardRow, UnitRow
from metrics.periods import Month
from metrics.vocabulary import Benchmark, Standard


def standards(session: Session, metrics: Sequence[str] | None = None) -> list[Standard]:
    """The standards in the order of metric, unit and month; where one was set twice, the later one."""
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
