"""Evidence of a stretch of days, from the dated facts themselves: what a running month is compared by.

Months are read from kept figures; days never are, and cost as much as those days' answers. Answers dated only by
their month, and operations, have no days and take no part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from db.names import Units
from db.queries.monthly_evidence import MonthlyEvidence, asked_items, scale_of, visit_metrics
from db.tables import WHOLE_ORGANISATION, ItemRow, ObservationRow, ResponseRow, VisitRow
from db.time_limits import TimeLimits
from db.totals.tallies import limit_in_steps, steps
from metrics.answers.evidence import Evidence, VisitSums
from metrics.answers.formulas import Moments
from metrics.catalogue import Metric
from metrics.comparison_periods import Spans
from metrics.scorecard import PeriodEvidence
from metrics.vocabulary import Scale, Scope, Span

ITEM = (ItemRow.metric, ItemRow.low, ItemRow.high)


def compare_days(
    session: Session, scope: Scope, stretch: Spans, units: Units, metrics: Sequence[Metric], channel: int | None
) -> dict[str, PeriodEvidence]:
    """For each metric the evidence of the days of `stretch`: now, before and a year ago."""
    unit, limits = units.found(scope.unit), TimeLimits.of(session)
    found = [
        daily_evidence(session, scope, span, units, unit, metrics, channel, limits)
        for span in (stretch.now, stretch.before, stretch.year_ago)
    ]
    return {metric.id: PeriodEvidence(*(evidence.get(metric.id) for evidence in found)) for metric in metrics}


def daily_evidence(
    session: Session,
    scope: Scope,
    span: Span,
    units: Units,
    unit: int,
    metrics: Sequence[Metric],
    channel: int | None,
    limits: TimeLimits,
) -> dict[str, Evidence]:
    """The evidence of each metric in the days of `span`, at a unit with all below it."""
    result = MonthlyEvidence()
    month = span.first.replace(day=1)
    wanted = {metric.id: metric for metric in metrics}
    for piece in limits.steady(span):
        where = answered_in(piece, units, unit, channel)
        for metric, evidence in _answers(session, scope, where, wanted, limits, piece):
            result.add(unit, metric.id, month, evidence)
    where = _where(VisitRow, VisitRow.visited_on, span, _below(units, unit), channel)
    visits, failures = _visits(session, where)
    for metric in visit_metrics(scope, wanted) if visits.n else ():
        result.add(unit, metric.id, month, metric.formula.of_visits(visits, failures))
    return {metric: history[result.month(month)] for (_, metric), history in result.found.items()}


def answered_in(span: Span, units: Units, unit: int, channel: int | None) -> list[ColumnElement[bool]]:
    """The responses of the days of `span` at a unit with all below it; `channel` None means any."""
    return _where(ResponseRow, ResponseRow.answered_on, span, _below(units, unit), channel)


def _below(units: Units, unit: int) -> list[int] | None:
    """The unit with all below it; None for the whole organisation, which is every unit."""
    return None if unit == WHOLE_ORGANISATION else units.downwards(unit)


def _where(
    table: type[ResponseRow | VisitRow],
    day: InstrumentedAttribute[Any],
    span: Span,
    below: Iterable[int] | None,
    channel: int | None,
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [day.between(span.first, span.last)]
    if below is not None:
        conditions.append(table.unit_id.in_(list(below)))
    if channel is not None:
        conditions.append(table.channel_id == channel)
    return conditions


def _answers(
    session: Session,
    scope: Scope,
    where: list[ColumnElement[bool]],
    wanted: dict[str, Metric],
    limits: TimeLimits,
    days: Span,
) -> Iterable[tuple[Metric, Evidence]]:
    """The evidence of the answers of `days`, within which no limit changes."""
    question = (
        select(*ITEM, ObservationRow.score, func.count())
        .join(ObservationRow, ObservationRow.item_id == ItemRow.id)
        .join(ResponseRow, ResponseRow.id == ObservationRow.response_id)
        .where(*where, ObservationRow.live, asked_items(scope, wanted))
        .group_by(*ITEM, ObservationRow.score)
    )
    tallies: dict[tuple[str, Scale], dict[int, int]] = defaultdict(dict)
    moments: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for metric, low, high, score, n in session.execute(question):
        if low is not None:
            tallies[metric, scale_of(low, high)][int(score)] = n
            continue
        limit, in_steps = limit_in_steps(limits, metric, days.first), steps(score)
        added = (n, n * in_steps, n * in_steps**2, n * (limit is not None and in_steps <= limit))
        moments[metric] = [old + new for old, new in zip(moments[metric], added, strict=True)]
    for (metric, scale), tally in tallies.items():
        yield wanted[metric], wanted[metric].formula.of_tally(tally, scale)
    for metric, sums in moments.items():
        yield wanted[metric], wanted[metric].formula.of_moments(Moments(*sums))


def _visits(session: Session, where: list[ColumnElement[bool]]) -> tuple[VisitSums, int]:
    earned, possible = VisitRow.earned, VisitRow.possible
    sums = (func.sum(part) for part in (earned, possible, earned * earned, earned * possible, possible * possible))
    failed = func.sum(case((VisitRow.critical_failed, 1), else_=0))
    n, *found, failures = session.execute(select(func.count(), *sums, failed).where(*where, VisitRow.live)).one()
    return VisitSums(n, *(int(part or 0) for part in found)), int(failures or 0)
