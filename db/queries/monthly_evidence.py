"""From kept figures to evidence: what each metric stands on, month by month, for the units a reader looks at.

SQL groups and adds; the formulas say what it means. Where operations and survey answers both give a metric for a unit
and month, operations win.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from db.tables import NOT_SAID, ItemRow, MomentsRow, OperationTotalRow, TallyRow, VisitSumsRow
from metrics.answers.evidence import BareValue, Evidence, VisitSums
from metrics.answers.formulas import CriticalFailure, Moments, WeightedChecklist
from metrics.catalogue import CATALOGUE, Metric
from metrics.periods import Month
from metrics.vocabulary import Audience, Scale, Scope

Place = tuple[int, str]  # unit id, metric id
History = dict[Month, Evidence]


@dataclass(slots=True)
class MonthlyEvidence:
    """Evidence by unit and metric, and the months in which operations set survey answers aside.

    What was kept before `since` is not read; None reads all.
    """

    since: Month | None = None
    found: dict[Place, History] = field(default_factory=lambda: defaultdict(dict))
    set_aside: set[tuple[Place, Month]] = field(default_factory=set)
    _months: dict[dt.date, Month] = field(default_factory=dict)

    def month(self, day: dt.date) -> Month:
        known = self._months.get(day)
        if known is None:
            known = self._months[day] = Month.of(day)
        return known

    def add(self, unit: int, metric: str, month: dt.date, evidence: Evidence) -> None:
        """Add evidence of the same kind to what is there."""
        history, at = self.found[unit, metric], self.month(month)
        before = history.get(at)
        history[at] = evidence if before is None else before + evidence  # type: ignore[operator]  # of one formula


def monthly_evidence(
    session: Session,
    scope: Scope,
    units: Sequence[int],
    metrics: Sequence[Metric],
    channel: int | None,
    since: Month | None = None,
) -> MonthlyEvidence:
    """The evidence of `metrics` at `units` (ids), month by month from `since` (None: the first) up to the scope's.

    `channel` None adds all up.
    """
    result = MonthlyEvidence(since)
    wanted = {metric.id: metric for metric in metrics}
    for read in (_tallies, _moments, _visits, _operations):
        read(session, result, scope, units, wanted, channel)
    return result


Wanted = dict[str, Metric]
_Read = Callable[[Session, MonthlyEvidence, Scope, Sequence[int], Wanted, int | None], None]


def _asked(scope: Scope, metric: Metric) -> Audience:
    return scope.audience or metric.audience


def _where(
    table: type[TallyRow | MomentsRow | VisitSumsRow],
    result: MonthlyEvidence,
    scope: Scope,
    units: Sequence[int],
    channel: int | None,
) -> list[ColumnElement[bool]]:
    conditions = [table.unit_id.in_(units), *_when(table, result, scope)]
    if channel is not None:
        conditions.append(table.channel_id == channel)
    return conditions


def _when(
    table: type[TallyRow | MomentsRow | VisitSumsRow | OperationTotalRow], result: MonthlyEvidence, scope: Scope
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [table.month <= scope.month.first_day]
    if result.since is not None:
        conditions.append(table.month >= result.since.first_day)
    return conditions


def _tallies(
    session: Session, result: MonthlyEvidence, scope: Scope, units: Sequence[int], wanted: Wanted, channel: int | None
) -> None:
    items = _tallied(session, scope, wanted)
    cell = (TallyRow.unit_id, TallyRow.item_id, TallyRow.month)
    question = (
        select(*cell, TallyRow.score, func.sum(TallyRow.n))
        .where(*_where(TallyRow, result, scope, units, channel), TallyRow.item_id.in_(items))
        .group_by(*cell, TallyRow.score)
    )
    tallies: dict[tuple[int, int, dt.date], dict[int, int]] = defaultdict(dict)
    # There may be millions of rows: they are plain tuples to the connection, and would be wrapped by the session.
    for unit, item, month, score, n in session.connection().execute(question):
        tallies[unit, item, month][score] = int(n)
    for (unit, item, month), tally in tallies.items():
        metric, scale = items[item]
        result.add(unit, metric.id, month, metric.formula.of_tally(tally, scale))


def _tallied(session: Session, scope: Scope, wanted: Wanted) -> dict[int, tuple[Metric, Scale]]:
    """The metric and scale of each item that is tallied, by the item's id."""
    question = select(ItemRow.id, ItemRow.metric, ItemRow.low, ItemRow.high).where(
        ItemRow.low.is_not(None), asked_items(scope, wanted)
    )
    return {id_: (wanted[metric], scale_of(low, high)) for id_, metric, low, high in session.execute(question)}


def scale_of(low: int | None, high: int | None) -> Scale:
    """The scale of a tallied item, from the ends its row has."""
    assert low is not None, "only answers on a scale are tallied"
    assert high is not None, "a scale has two ends"
    return Scale(low, high)


def asked_items(scope: Scope, wanted: Wanted) -> ColumnElement[bool]:
    """The items of the metrics wanted, each asked of its audience."""
    by_audience: dict[Audience, list[str]] = defaultdict(list)
    for metric in wanted.values():
        by_audience[_asked(scope, metric)].append(metric.id)
    asked: ColumnElement[bool] | None = None
    for audience, ids in by_audience.items():
        these = (ItemRow.audience == audience.value) & ItemRow.metric.in_(ids)
        asked = these if asked is None else asked | these
    return asked if asked is not None else ItemRow.id.is_(None)


def _moments(
    session: Session, result: MonthlyEvidence, scope: Scope, units: Sequence[int], wanted: Wanted, channel: int | None
) -> None:
    cell = (MomentsRow.unit_id, ItemRow.metric, MomentsRow.month)
    sums = (func.sum(column) for column in (MomentsRow.n, MomentsRow.total, MomentsRow.squares, MomentsRow.within))
    question = (
        select(*cell, *sums)
        .join(ItemRow, ItemRow.id == MomentsRow.item_id)
        .where(*_where(MomentsRow, result, scope, units, channel), asked_items(scope, wanted))
        .group_by(*cell)
    )
    for unit, metric, month, *found in session.execute(question):
        result.add(unit, metric, month, wanted[metric].formula.of_moments(Moments(*map(int, found))))


def visit_metrics(scope: Scope, wanted: Wanted) -> list[Metric]:
    """Those of the metrics wanted that shopper visits feed, where their audience is asked for."""
    return [
        metric
        for metric in wanted.values()
        if isinstance(metric.formula, WeightedChecklist | CriticalFailure) and _asked(scope, metric) is metric.audience
    ]


def _visits(
    session: Session, result: MonthlyEvidence, scope: Scope, units: Sequence[int], wanted: Wanted, channel: int | None
) -> None:
    fed = visit_metrics(scope, wanted)
    if not fed:
        return
    columns = ("n", "earned", "possible", "earned_squares", "products", "possible_squares", "critical_failures")
    question = (
        select(VisitSumsRow.unit_id, VisitSumsRow.month, *(func.sum(getattr(VisitSumsRow, name)) for name in columns))
        .where(*_where(VisitSumsRow, result, scope, units, channel))
        .group_by(VisitSumsRow.unit_id, VisitSumsRow.month)
    )
    for unit, month, *sums, failures in session.execute(question):
        visits = VisitSums(*map(int, sums))
        for metric in fed:
            result.add(unit, metric.id, month, metric.formula.of_visits(visits, int(failures)))


def _operations(
    session: Session, result: MonthlyEvidence, scope: Scope, units: Sequence[int], wanted: Wanted, channel: int | None
) -> None:
    fed = [metric.id for metric in wanted.values() if _asked(scope, metric) is metric.audience]
    row = OperationTotalRow
    question = select(row.unit_id, row.metric, row.month, row.numerator, row.denominator, row.value).where(
        row.unit_id.in_(units),
        *_when(row, result, scope),
        row.metric.in_(fed),
        row.channel_id == (NOT_SAID if channel is None else channel),
    )
    for unit, metric, month, numerator, denominator, value in session.execute(question):
        history, at = result.found[unit, metric], result.month(month)
        if at in history:
            result.set_aside.add(((unit, metric), at))
        history[at] = _operation(CATALOGUE[metric], numerator, denominator, value)


def _operation(metric: Metric, numerator: float | None, denominator: float | None, value: float | None) -> Evidence:
    if numerator is not None and denominator is not None:
        return metric.formula.of_counts(numerator, denominator)
    assert value is not None, "reading refuses operations without a figure"
    return BareValue(value)
