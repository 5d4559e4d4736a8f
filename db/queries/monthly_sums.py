"""Sums of whole months as the store keeps them: tallies, moments, visit sums and operations.

They cost the same however many answers are behind them. Each row names its unit and channel, and the first day of its
month or, where `Months.added_up` has spans, of the span over whose months the database added it up.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, select
from sqlalchemy.orm import Session

from db.queries.evidence_query import EvidenceQuery, Place, scale_of
from db.tables import NOT_SAID, ItemRow, MomentsRow, OperationTotalRow, TallyRow, VisitSumsRow, WeightSumsRow
from db.totals.tallies import MOMENTS, VISIT_SUMS, SumsTable
from db.totals.weights import WEIGHT_SUMS, has_weights
from metrics.answers.evidence import VisitSums
from metrics.answers.formulas import Moments
from metrics.answers.weights import WeightTally
from metrics.periods import Month
from metrics.vocabulary import Scale, Span, Tally

Items = dict[int, tuple[str, Scale | None]]  # metric and scale (None: measured) by the item's id
CellKey = tuple[Place, str, Scale, dt.date]  # place, metric, scale and first day
WeightsByCell = Mapping[CellKey, Mapping[int, WeightTally]]  # by score
PERIOD = "first_day"


@dataclass(frozen=True, slots=True)
class Months:
    """The months from `first` (None: the first with data) to `last`; `only` leaves all but these out.

    Where nothing but the sum over each span is asked for, `added_up` has these spans, which share no month.
    """

    last: Month
    first: Month | None = None
    only: Sequence[Month] | None = None
    added_up: Sequence[Span] = ()

    def conditions(self, table: SumsTable | type[OperationTotalRow]) -> list[ColumnElement[bool]]:
        """The conditions that hold for these months' rows."""
        if self.only is not None:
            return [table.month.in_([month.first_day for month in self.only])]
        found: list[ColumnElement[bool]] = [table.month <= self.last.first_day]
        if self.first is not None:
            found.append(table.month >= self.first.first_day)
        return found

    def period(self, table: SumsTable, by_month: Collection[int]) -> ColumnElement[Any]:
        """The first day of a row's month or span; rows of the items `by_month` always keep their month."""
        if not self.added_up:
            return table.month.label(PERIOD)
        spans = [(table.month.between(span.first, span.last), literal(span.first)) for span in self.added_up]
        if by_month and not issubclass(table, VisitSumsRow):
            return case((table.item_id.in_(by_month), table.month), *spans).label(PERIOD)
        return case(*spans).label(PERIOD)


def items_of(session: Session, asked: EvidenceQuery) -> Items:
    """The items of the metrics asked for."""
    columns = (ItemRow.id, ItemRow.metric, ItemRow.low, ItemRow.high)
    found = session.execute(select(*columns).where(asked.items))
    return {id_: (metric, scale_of(low, high)) for id_, metric, low, high in found}


def tallies(
    session: Session, asked: EvidenceQuery, months: Months, items: Items, by_month: Collection[str] = ()
) -> Iterator[tuple[Place, str, Scale, dt.date, Tally]]:
    """How many gave each score: place, metric, scale, first day, tally. Metrics in `by_month` are never added up."""
    on_scale = {id_: (metric, scale) for id_, (metric, scale) in items.items() if scale is not None}
    found: dict[tuple[int, int | None, int, dt.date], dict[int, int]] = defaultdict(dict)
    rows = _sums(session, asked, months, TallyRow, (TallyRow.score,), ("n",), list(on_scale), _of(items, by_month))
    for unit, channel, day, item, score, n in rows:
        found[unit, channel, item, day][score] = int(n)
    for (unit, channel, item, day), tally in found.items():
        yield (unit, channel), *on_scale[item], day, tally


def weights(
    session: Session, asked: EvidenceQuery, months: Months, items: Items, by_month: Collection[str] = ()
) -> WeightsByCell:
    """The weights of each score by place, metric, scale and first day, where any answer has one."""
    if not has_weights(session):
        return {}
    on_scale = {id_: (metric, scale) for id_, (metric, scale) in items.items() if scale is not None}
    score, sums, found = (WeightSumsRow.score,), WEIGHT_SUMS[1], defaultdict[CellKey, dict[int, WeightTally]](dict)
    rows = _sums(session, asked, months, WeightSumsRow, score, sums, list(on_scale), _of(items, by_month))
    for unit, channel, day, item, given, *added in rows:
        found[(unit, channel), *on_scale[item], day][given] = WeightTally(*map(int, added))
    return found


def moments(
    session: Session, asked: EvidenceQuery, months: Months, items: Items, by_month: Collection[str] = ()
) -> Iterator[tuple[Place, str, Scale | None, dt.date, Moments]]:
    """The sums of measured answers, and of means on a scale: place, metric, scale, first day, sums."""
    means = {metric.id for metric in asked.metrics if metric.formula.takes_means}
    measured = {id_: one for id_, one in items.items() if one[1] is None or one[0] in means}
    rows = _sums(session, asked, months, MomentsRow, (), MOMENTS[1], list(measured), _of(items, by_month))
    for unit, channel, day, item, *sums in rows:
        yield (unit, channel), *measured[item], day, Moments(*map(int, sums))


def visits(session: Session, asked: EvidenceQuery, months: Months) -> Iterator[tuple[Place, dt.date, VisitSums, int]]:
    """The sums of shopper visits and the critical failures among them: place, first day, sums, failures."""
    for unit, channel, day, *sums, failures in _sums(session, asked, months, VisitSumsRow, (), VISIT_SUMS[1]):
        yield (unit, channel), day, VisitSums(*map(int, sums)), int(failures)


def counts(
    session: Session, asked: EvidenceQuery, months: Months, items: Items
) -> Iterator[tuple[Place, str, dt.date, int]]:
    """How many answers there are, without their scores: place, metric, first day, answers."""
    tables: tuple[SumsTable, ...] = (TallyRow, MomentsRow)
    for table in tables:
        for unit, channel, day, item, n in _sums(session, asked, months, table, (), ("n",), list(items)):
            yield (unit, channel), items[item][0], day, int(n)


Operation = tuple[Place, str, Month, float | None, float | None, float | None]


def operations(session: Session, asked: EvidenceQuery, months: Months) -> list[Operation]:
    """Operations month by month, never added up: place, metric, month, numerator, denominator, bare value."""
    row = OperationTotalRow
    columns = (row.unit_id, row.channel_id, row.metric, row.month, row.numerator, row.denominator, row.value)
    question = select(*columns).where(
        row.unit_id.in_(asked.units),
        *months.conditions(row),
        row.metric.in_([metric.id for metric in asked.of_own_audience]),
        row.channel_id.in_((NOT_SAID,) if asked.channels is None else asked.channels),
    )
    month_of = lru_cache(Month.of)
    return [
        ((unit, None if asked.channels is None else channel), metric, month_of(month), numerator, denominator, value)
        for unit, channel, metric, month, numerator, denominator, value in session.execute(question)
    ]


def _of(items: Items, metrics: Collection[str]) -> list[int]:
    return [id_ for id_, (metric, _) in items.items() if metric in metrics]


def _sums(
    session: Session,
    asked: EvidenceQuery,
    months: Months,
    table: SumsTable,
    cell: Sequence[Any],
    sums: Sequence[str],
    items: Sequence[int] | None = None,
    by_month: Collection[int] = (),
) -> Iterator[Sequence[Any]]:
    """Rows of unit, channel, first day, item (where the table has items), what else is in `cell`, and the sums."""
    channel = literal(None) if asked.channels is None else table.channel_id
    where: list[ColumnElement[bool]] = [table.unit_id.in_(asked.units), *months.conditions(table)]
    if asked.channels is not None:
        where.append(table.channel_id.in_(asked.channels))
    if not issubclass(table, VisitSumsRow):
        if not items:
            return iter(())
        # Items are named, all of them, so that rows are found by their key instead of looked through.
        where.append(table.item_id.in_(items))
        cell = (table.item_id, *cell)
    added = [func.sum(getattr(table, name)) for name in sums]
    question = select(table.unit_id, channel, months.period(table, by_month), *cell, *added).where(*where)
    grouped = (table.unit_id, PERIOD) if asked.channels is None else (table.unit_id, table.channel_id, PERIOD)
    # There may be millions of rows: they are plain tuples to the connection, and would be wrapped by the session.
    return iter(session.connection().execute(question.group_by(*grouped, *cell)))
