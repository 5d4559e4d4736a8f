"""Evidence of one period at every unit at once: whole months from kept figures, days from the dated facts.

Whole months are added up by the database, but for metrics of which operations gave some months: there each month is
looked at by itself. Days cost as much as their answers, however many units there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from db.names import Units
from db.queries.monthly_evidence import asked_items, monthly_evidence, scale_of, visit_metrics
from db.tables import ItemRow, MomentsRow, OperationTotalRow, ResponseRow, TallyRow, VisitRow, VisitSumsRow
from db.time_limits import TimeLimits
from db.totals.tallies import MOMENTS, VISIT_SUMS, TallyDelta, add_scores, add_visits, cells_upwards
from metrics.answers.evidence import Evidence, VisitSums, total
from metrics.answers.formulas import Moments
from metrics.catalogue import Metric
from metrics.comparison_periods import Spans
from metrics.periods import Month
from metrics.vocabulary import Scale, Scope, Span

Found = dict[str, dict[str, Evidence]]  # by metric and the unit's path
Row = tuple[Any, ...]
Rows = Iterable[Row]


def unit_evidence(
    session: Session, scope: Scope, stretch: Spans, units: Units, metrics: Sequence[Metric], channel: int | None
) -> Found:
    """The evidence of each metric in the scope's period, at every unit that has some with all below it."""
    if not stretch.are_whole_months:
        return _of_metric(session, scope, units, metrics, _of_days(session, stretch.now, units, channel))
    months = [month.first_day for month in stretch.now_months]
    given = select(OperationTotalRow.metric).where(OperationTotalRow.month.in_(months)).distinct()
    by_month = set(session.scalars(given))
    added_up = [metric for metric in metrics if metric.id not in by_month]
    found = _of_metric(session, scope, units, added_up, _of_months(session, units, months, channel))
    return found | _month_by_month(
        session, scope, units, [metric for metric in metrics if metric.id in by_month], stretch, channel
    )


def _month_by_month(
    session: Session, scope: Scope, units: Units, metrics: Sequence[Metric], stretch: Spans, channel: int | None
) -> Found:
    found: Found = {metric.id: {} for metric in metrics}
    months, since = stretch.now_months, Month.of(stretch.now.first)
    known = monthly_evidence(session, scope, list(units.parents), metrics, channel, since).found
    for (unit, metric), history in known.items():
        whole = total([history.get(month) for month in months])
        if whole is not None:
            found[metric][units.paths[unit]] = whole
    return found


Kept = tuple[Rows, Rows, Rows]  # tallies, moments and visits: unit, (item), month, channel, (score), sums


def _of_days(session: Session, span: Span, units: Units, channel: int | None) -> Kept:
    counted = TallyDelta(TimeLimits.of(session))
    add_scores(session, counted, _within(ResponseRow.answered_on, ResponseRow.channel_id, span, channel), 1)
    add_visits(session, counted, _within(VisitRow.visited_on, VisitRow.channel_id, span, channel), 1)
    return cells_upwards(counted, units)


def _of_months(session: Session, units: Units, months: Sequence[Any], channel: int | None) -> Kept:
    """What is kept of all these months together; the month and channel of a row say nothing."""
    # Units and items are named, all of them, so that rows are found by their key instead of looked through.
    items = list(session.scalars(select(ItemRow.id)))

    def rows(table: type[TallyRow | MomentsRow | VisitSumsRow], cell: Sequence[Any], sums: Sequence[str]) -> Rows:
        where: list[ColumnElement[bool]] = [table.unit_id.in_(units.parents), table.month.in_(months)]
        if not issubclass(table, VisitSumsRow):
            where.append(table.item_id.in_(items))
        if channel is not None:
            where.append(table.channel_id == channel)
        added = [func.sum(getattr(table, name)) for name in sums]
        question = select(*cell, *added).where(*where).group_by(*cell)
        return session.connection().execute(question).all()

    tallies = rows(TallyRow, (TallyRow.unit_id, TallyRow.item_id, TallyRow.score), ("n",))
    moments = rows(MomentsRow, (MomentsRow.unit_id, MomentsRow.item_id), MOMENTS[1])
    visits = rows(VisitSumsRow, (VisitSumsRow.unit_id,), VISIT_SUMS[1])
    return (
        ((unit, item, None, None, score, int(n)) for unit, item, score, n in tallies),
        ((unit, item, None, None, *map(int, sums)) for unit, item, *sums in moments),
        ((unit, None, None, *map(int, sums)) for unit, *sums in visits),
    )


def _of_metric(session: Session, scope: Scope, units: Units, metrics: Sequence[Metric], kept: Kept) -> Found:
    """What the formulas make of kept rows."""
    wanted, (tallies, moments, visits) = {metric.id: metric for metric in metrics}, kept
    columns = (ItemRow.id, ItemRow.metric, ItemRow.low, ItemRow.high)
    items = session.execute(select(*columns).where(asked_items(scope, wanted)))
    asked = {id_: (metric, low, high) for id_, metric, low, high in items}
    found: Found = {metric.id: {} for metric in metrics}
    for unit, metric, part in (*_tallied(tallies, asked, wanted), *_measured(moments, asked, wanted)):
        known = found[metric].get(units.paths[unit])
        found[metric][units.paths[unit]] = part if known is None else known + part  # type: ignore[operator]
    fed = visit_metrics(scope, wanted)
    for unit, sums, failures in _visited(visits) if fed else ():
        for each in fed:
            found[each.id][units.paths[unit]] = each.formula.of_visits(sums, failures)
    return found


def _within(
    day: InstrumentedAttribute[Any], at: InstrumentedAttribute[int], span: Span, channel: int | None
) -> ColumnElement[bool]:
    days = day.between(span.first, span.last)
    return days if channel is None else days & (at == channel)


Asked = dict[int, tuple[str, int | None, int | None]]  # metric and ends of the scale, by the item's id


def _tallied(rows: Rows, asked: Asked, wanted: dict[str, Metric]) -> Iterable[tuple[int, str, Evidence]]:
    given: dict[tuple[int, str, Scale], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for unit, item, _month, _channel, score, n in rows:
        if item in asked:
            metric, low, high = asked[item]
            given[unit, metric, scale_of(low, high)][score] += n
    for (unit, metric, scale), tally in given.items():
        yield unit, metric, wanted[metric].formula.of_tally(tally, scale)


def _measured(rows: Rows, asked: Asked, wanted: dict[str, Metric]) -> Iterable[tuple[int, str, Evidence]]:
    given: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for unit, item, _month, _channel, *sums in rows:
        if item in asked:
            place = unit, asked[item][0]
            given[place] = [old + new for old, new in zip(given[place], sums, strict=True)]
    for (unit, metric), sums in given.items():
        yield unit, metric, wanted[metric].formula.of_moments(Moments(*sums))


def _visited(rows: Rows) -> Iterable[tuple[int, VisitSums, int]]:
    given: dict[int, list[int]] = defaultdict(lambda: [0] * 7)
    for unit, _month, _channel, *sums in rows:
        given[unit] = [old + new for old, new in zip(given[unit], sums, strict=True)]
    for unit, (*sums, failures) in given.items():
        yield unit, VisitSums(*sums), failures
