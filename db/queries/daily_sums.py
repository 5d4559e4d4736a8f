"""Sums of days, counted from the dated answers and visits themselves: what a running month is compared by.

They cost as much as those days' answers, however many units are asked for. Answers dated only by their month, and
operations, have no days and take no part.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Executable, case, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from db.queries.evidence_query import EvidenceQuery, Place, scale_of
from db.tables import WHOLE_ORGANISATION, ItemRow, ObservationRow, ResponseRow, VisitRow
from db.time_limits import TimeLimits
from db.totals.newest_answers import counting_in
from db.totals.tallies import limit_in_steps, steps
from db.totals.weights import OF_WEIGHTS, add_up, has_weights
from metrics.answers.evidence import VisitSums
from metrics.answers.formulas import Moments
from metrics.answers.weights import WeightTally
from metrics.spc.rare_events import CountedDay
from metrics.vocabulary import Scale, Span, Tally

Tallies = dict[tuple[Place, str, Scale], dict[int, int]]
WeightsByPlace = Mapping[tuple[Place, str, Scale], Mapping[int, WeightTally]]  # by score
Measured = dict[tuple[Place, str], list[int]]


def answers_in(
    session: Session, asked: EvidenceQuery, span: Span, limits: TimeLimits
) -> tuple[list[tuple[Place, str, Scale, Tally]], list[tuple[Place, str, Moments]]]:
    """The answers of the days of `span`: tallies of scores by place, metric and scale; sums of measured ones.

    A measured answer is in time by the limit in force in its month.
    """
    tallies: Tallies = defaultdict(lambda: defaultdict(int))
    measured: Measured = defaultdict(lambda: [0, 0, 0, 0])
    above = _Above(asked)
    counts = counting_in(session, span)
    for unit, channel, month, metric, low, high, score, n in session.execute(_answers(asked, span, counts)):
        scale = scale_of(low, high)
        added = () if scale is not None else _moments(limits, metric, month, score, n)
        for place in above.places(unit, channel):
            if scale is not None:
                tallies[place, metric, scale][int(score)] += n
            else:
                known = measured[place, metric]
                measured[place, metric] = [old + new for old, new in zip(known, added, strict=True)]
    return (
        [(*cell, tally) for cell, tally in tallies.items()],
        [(*cell, Moments(*sums)) for cell, sums in measured.items()],
    )


def _answers(asked: EvidenceQuery, span: Span, counts: Sequence[Any]) -> Executable:
    unit, channel, grouped = _cell(ResponseRow, asked)
    item = (ItemRow.metric, ItemRow.low, ItemRow.high)
    return (
        select(unit, channel, ResponseRow.month, *item, ObservationRow.score, func.count())
        .join(ObservationRow, ObservationRow.item_id == ItemRow.id)
        .join(ResponseRow, ResponseRow.id == ObservationRow.response_id)
        .where(*_where(ResponseRow, ResponseRow.answered_on, span, asked), *counts, asked.items)
        .group_by(*grouped, ResponseRow.month, *item, ObservationRow.score)
    )


def counts_in(session: Session, asked: EvidenceQuery, span: Span) -> Iterator[tuple[Place, str, int]]:
    """How many answers came on the days of `span`, without their scores: place, metric, answers."""
    unit, channel, grouped = _cell(ResponseRow, asked)
    question = (
        select(unit, channel, ItemRow.metric, func.count())
        .join(ObservationRow, ObservationRow.item_id == ItemRow.id)
        .join(ResponseRow, ResponseRow.id == ObservationRow.response_id)
        .where(*_where(ResponseRow, ResponseRow.answered_on, span, asked), *counting_in(session, span), asked.items)
        .group_by(*grouped, ItemRow.metric)
    )
    above = _Above(asked)
    for at, by, metric, n in session.execute(question):
        for place in above.places(at, by):
            yield place, metric, n


def weights_in(session: Session, asked: EvidenceQuery, span: Span) -> WeightsByPlace:
    """The weights of the answers of the days of `span`: of each score by place, metric and scale."""
    found: dict[tuple[Place, str, Scale], dict[int, WeightTally]] = defaultdict(dict)
    if not has_weights(session):
        return found
    above = _Above(asked)
    counts = counting_in(session, span)
    for unit, channel, metric, low, high, score, *sums in session.execute(_weights(asked, span, counts)):
        scale = scale_of(low, high)
        if scale is None:
            continue
        for place in above.places(unit, channel):
            own = found[place, metric, scale]
            own[int(score)] = add_up(own.get(int(score)), *map(int, sums))
    return found


def _weights(asked: EvidenceQuery, span: Span, counts: Sequence[Any]) -> Executable:
    unit, channel, grouped = _cell(ResponseRow, asked)
    item = (ItemRow.metric, ItemRow.low, ItemRow.high)
    return (
        select(unit, channel, *item, ObservationRow.score, *OF_WEIGHTS)
        .join(ObservationRow, ObservationRow.item_id == ItemRow.id)
        .join(ResponseRow, ResponseRow.id == ObservationRow.response_id)
        .where(*_where(ResponseRow, ResponseRow.answered_on, span, asked), *counts, asked.items)
        .where(ResponseRow.weight.is_not(None))
        .group_by(*grouped, *item, ObservationRow.score)
    )


def _moments(limits: TimeLimits, metric: str, month: dt.date, score: float, n: int) -> tuple[int, ...]:
    limit, in_steps = limit_in_steps(limits, metric, month), steps(score)
    return n, n * in_steps, n * in_steps**2, n * (limit is not None and in_steps <= limit)


def visits_in(session: Session, asked: EvidenceQuery, span: Span) -> Iterator[tuple[Place, VisitSums, int]]:
    """The shopper visits of the days of `span` and the critical failures among them: place, sums, failures."""
    unit, channel, grouped = _cell(VisitRow, asked)
    earned, possible = VisitRow.earned, VisitRow.possible
    sums = (func.sum(part) for part in (earned, possible, earned * earned, earned * possible, possible * possible))
    failed = func.sum(case((VisitRow.critical_failed, 1), else_=0))
    where = _where(VisitRow, VisitRow.visited_on, span, asked)
    question = select(unit, channel, func.count(), *sums, failed).where(*where, VisitRow.live).group_by(*grouped)
    found: dict[Place, list[int]] = defaultdict(lambda: [0] * 7)
    above = _Above(asked)
    for at, by, n, *parts in session.execute(question):
        for place in above.places(at, by) if n else ():
            found[place] = [old + int(new) for old, new in zip(found[place], (n, *parts), strict=True)]
    for place, (*own, failures) in found.items():
        yield place, VisitSums(*own), failures


def days_of_visits(session: Session, asked: EvidenceQuery, last: dt.date) -> Mapping[Place, Sequence[CountedDay]]:
    """The days with shopper visits up to `last` at each place, in order, with the critical failures among them."""
    channel = () if asked.channels is None else (VisitRow.channel_id,)
    grouped = (VisitRow.visited_on, VisitRow.unit_id, *channel)
    failed = func.sum(case((VisitRow.critical_failed, 1), else_=0))
    where = _where(VisitRow, VisitRow.visited_on, Span(dt.date.min, last), asked)
    found: dict[Place, dict[dt.date, tuple[int, int]]] = defaultdict(dict)
    above = _Above(asked)
    rows = select(*grouped, func.count(), failed).where(*where, VisitRow.live).group_by(*grouped).order_by(*grouped)
    for day, unit, *by, n, failures in session.execute(rows):
        for place in above.places(unit, by[0] if by else None):
            visits, events = found[place].get(day, (0, 0))
            found[place][day] = visits + int(n), events + int(failures)
    return {place: [CountedDay(day, *counted) for day, counted in days.items()] for place, days in found.items()}


class _Above:
    """The places at which something recorded at a unit is counted, of those that are asked for."""

    def __init__(self, asked: EvidenceQuery) -> None:
        self.asked, self.units = asked, set(asked.units)
        self.known: dict[int, list[int]] = {}

    def places(self, unit: int, channel: int | None) -> list[Place]:
        """The places of a row's unit and channel."""
        if unit not in self.known:
            self.known[unit] = [above for above in self.asked.tree.upwards(unit) if above in self.units]
        return [(above, channel) for above in self.known[unit]]


def _cell(table: type[ResponseRow | VisitRow], asked: EvidenceQuery) -> tuple[Any, Any, Sequence[Any]]:
    """The unit and channel of a row, and by which of them rows are grouped: by none where one place is asked for."""
    one = len(asked.units) == 1
    unit = literal(asked.units[0]) if one else table.unit_id
    channel = literal(None) if asked.channels is None else table.channel_id
    return unit, channel, (*(() if one else (unit,)), *(() if asked.channels is None else (channel,)))


def _where(
    table: type[ResponseRow | VisitRow], day: InstrumentedAttribute[Any], span: Span, asked: EvidenceQuery
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [day.between(span.first, span.last)]
    if WHOLE_ORGANISATION not in asked.units:
        tree, units = asked.tree, set(asked.units)
        below = [unit for unit in (*tree.parents, *tree.merged) if not units.isdisjoint(tree.upwards(unit))]
        conditions.append(table.unit_id.in_(below))
    if asked.channels is not None:
        conditions.append(table.channel_id.in_(asked.channels))
    return conditions
