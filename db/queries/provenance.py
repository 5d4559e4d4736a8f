"""Which uploads a metric's figure of a month comes from, and how many rows of each. Counts rows, judges nothing.

Rows are counted by an index of days, so the cost grows with that month's rows alone.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from db.names import Units
from db.queries.evidence_query import asked_items
from db.queries.settings import channel_id
from db.tables import (
    WHOLE_ORGANISATION,
    CountedResultRow,
    ItemRow,
    ObservationRow,
    OperationRow,
    ResponseRow,
    UploadRow,
    VisitRow,
)
from metrics.answers.formulas import CriticalFailure, WeightedChecklist
from metrics.catalogue import Metric
from metrics.vocabulary import Kind, Scope

Facts = type[ResponseRow | CountedResultRow | VisitRow | OperationRow]


@dataclass(frozen=True, slots=True)
class UploadBehind:
    """An upload behind a figure. `rows` counts its responses, results, visits or figures of the month at the scope.

    The moment is in UTC.
    """

    upload: int
    file: str
    kind: Kind
    by: str
    saved_at: dt.datetime
    rows: int


def kinds_behind(metric: Metric) -> tuple[Kind, ...]:
    """Which kinds of upload a metric can come from."""
    if isinstance(metric.formula, WeightedChecklist | CriticalFailure):
        return (Kind.SHOPPER,)
    answers: tuple[Kind, ...] = (Kind.SURVEY,) if metric.formula.takes_scores else ()
    answers += (Kind.COUNTED,) if metric.formula.scale is not None else ()
    return (*answers, Kind.OPERATIONS) if metric.formula.takes_counts else answers


def uploads_behind(session: Session, scope: Scope, metric: Metric) -> list[UploadBehind]:
    """The live uploads with rows of the scope's month that count for the metric there, the newest first."""
    kinds = [kind.value for kind in kinds_behind(metric)]
    live = select(UploadRow).where(UploadRow.undone_at.is_(None), UploadRow.kind.in_(kinds))
    places = _Places(session, scope, metric)
    found = []
    for row in session.scalars(live.order_by(UploadRow.id.desc())):
        rows = places.rows(row) if str(scope.month) in row.months else 0
        if rows:
            found.append(UploadBehind(row.id, row.file, Kind(row.kind), row.by, row.saved_at, rows))
    return found


class _Places:
    """Counts an upload's rows of the scope's month at its unit and channel."""

    def __init__(self, session: Session, scope: Scope, metric: Metric) -> None:
        units = Units.of(session)
        unit = units.found(scope.unit)
        self.session, self.scope, self.metric = session, scope, metric
        self.units = None if unit == WHOLE_ORGANISATION else units.downwards(unit)
        self.channel = None if scope.channel is None else channel_id(session, scope.channel)
        question = select(ItemRow.id).where(asked_items([metric], scope.audience))
        self.items = list(session.scalars(question))

    def rows(self, upload: UploadRow) -> int:
        """How many there are."""
        month = self.scope.month.first_day
        if Kind(upload.kind) is Kind.SURVEY:
            return self._responses(upload)
        if Kind(upload.kind) is Kind.COUNTED:
            counted = (CountedResultRow.item_id.in_(self.items), CountedResultRow.month == month)
            return self._count(CountedResultRow, CountedResultRow.upload_id == upload.id, *counted)
        if Kind(upload.kind) is Kind.SHOPPER:
            return self._count(VisitRow, VisitRow.upload_id == upload.id, VisitRow.month == month)
        own = (OperationRow.metric == self.metric.id, OperationRow.month == month)
        return self._count(OperationRow, OperationRow.upload_id == upload.id, *own)

    def _responses(self, upload: UploadRow) -> int:
        if upload.first_response is None or upload.last_response is None:
            return 0
        ids = (upload.first_response, upload.last_response)
        asked = (ObservationRow.response_id.between(*ids), ObservationRow.item_id.in_(self.items))
        if self.session.scalar(select(ObservationRow.response_id).where(*asked).limit(1)) is None:
            return 0
        month, mine = self.scope.month, ResponseRow.id.between(*ids)
        dated = self._count(ResponseRow, ResponseRow.answered_on.between(month.first_day, month.last_day), mine)
        undated = (ResponseRow.answered_on.is_(None), ResponseRow.month == month.first_day)
        return dated or self._count(ResponseRow, mine, *undated)

    def _count(self, table: Facts, *where: ColumnElement[bool]) -> int:
        conditions = list(where)
        if self.units is not None:
            conditions.append(table.unit_id.in_(self.units))
        if self.channel is not None:
            conditions.append(table.channel_id == self.channel)
        question: Select[Any] = select(func.count()).select_from(table).where(*conditions)
        return int(self.session.scalar(question) or 0)
