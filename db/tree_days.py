"""Evidence of a stretch of days at every unit at once, from the dated facts, counted upwards through the tree.

Costs as much as the answers of those days, however many units there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from db.histories import asked_items, scale_of, visit_metrics
from db.kept import Changes, cells_upwards, take_in_scores, take_in_visits
from db.limits import Limits
from db.tables import ItemRow, ResponseRow, VisitRow
from db.units import Units
from metrics.catalogue import Metric
from metrics.evidence import Evidence, VisitSums
from metrics.formulas import Moments
from metrics.vocabulary import Scale, Scope, Span

Found = dict[str, dict[str, Evidence]]  # by metric and the unit's path
Row = tuple[Any, ...]


def evidence_of_days(
    session: Session, scope: Scope, span: Span, units: Units, metrics: Sequence[Metric], channel: int | None
) -> Found:
    """The evidence of each metric in the days of `span`, at every unit that has some with all below it."""
    wanted = {metric.id: metric for metric in metrics}
    counted = Changes(Limits.of(session))
    take_in_scores(session, counted, _within(ResponseRow.answered_on, ResponseRow.channel_id, span, channel), 1)
    take_in_visits(session, counted, _within(VisitRow.visited_on, VisitRow.channel_id, span, channel), 1)
    tallies, moments, visits = cells_upwards(counted, units)
    items = session.execute(
        select(ItemRow.id, ItemRow.metric, ItemRow.low, ItemRow.high).where(asked_items(scope, wanted))
    )
    asked = {id_: (metric, low, high) for id_, metric, low, high in items}
    found: Found = {metric.id: {} for metric in metrics}
    for unit, metric, evidence in (*_tallied(tallies, asked, wanted), *_measured(moments, asked, wanted)):
        known = found[metric].get(units.paths[unit])
        found[metric][units.paths[unit]] = evidence if known is None else known + evidence  # type: ignore[operator]
    fed = visit_metrics(scope, wanted)
    for unit, sums, failures in _visited(visits):
        for each in fed:
            found[each.id][units.paths[unit]] = each.formula.of_visits(sums, failures)
    return found


def _within(
    day: InstrumentedAttribute[Any], at: InstrumentedAttribute[int], span: Span, channel: int | None
) -> ColumnElement[bool]:
    days = day.between(span.first, span.last)
    return days if channel is None else days & (at == channel)


Asked = dict[int, tuple[str, int | None, int | None]]  # metric and ends of the scale, by the item's id


def _tallied(rows: Iterable[Row], asked: Asked, wanted: dict[str, Metric]) -> Iterable[tuple[int, str, Evidence]]:
    given: dict[tuple[int, str, Scale], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for unit, item, _month, _channel, score, n in rows:
        if item in asked:
            metric, low, high = asked[item]
            given[unit, metric, scale_of(low, high)][score] += n
    for (unit, metric, scale), tally in given.items():
        yield unit, metric, wanted[metric].formula.of_tally(tally, scale)


def _measured(rows: Iterable[Row], asked: Asked, wanted: dict[str, Metric]) -> Iterable[tuple[int, str, Evidence]]:
    given: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for unit, item, _month, _channel, *sums in rows:
        if item in asked:
            place = unit, asked[item][0]
            given[place] = [old + new for old, new in zip(given[place], sums, strict=True)]
    for (unit, metric), sums in given.items():
        yield unit, metric, wanted[metric].formula.of_moments(Moments(*sums))


def _visited(rows: Iterable[Row]) -> Iterable[tuple[int, VisitSums, int]]:
    given: dict[int, list[int]] = defaultdict(lambda: [0] * 7)
    for unit, _month, _channel, *sums in rows:
        given[unit] = [old + new for old, new in zip(given[unit], sums, strict=True)]
    for unit, (*sums, failures) in given.items():
        yield unit, VisitSums(*sums), failures
