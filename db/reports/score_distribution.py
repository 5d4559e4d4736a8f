"""How the answers to a question are spread over its scale, in a period and in the same one a year earlier.

Counts scores by months or by days; says nothing where so few answered that a score could be told to a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Executable, func, select
from sqlalchemy.orm import Session

from db.names import Units
from db.queries.daily_evidence import answered_in
from db.queries.monthly_evidence import asked_items, scale_of
from db.queries.settings import channel_id, with_settings
from db.tables import ItemRow, ObservationRow, ResponseRow, TallyRow
from metrics.catalogue import Metric
from metrics.comparison_periods import is_whole_months, months, spans
from metrics.vocabulary import Scale, Scope, Span, Tally


@dataclass(frozen=True, slots=True)
class ScoreDistribution:
    """How many gave each score of `scale`. `year_ago` is None where too few answered then, or on another scale only.

    `elsewhere` counts answers of the period on other scales, which are not drawn.
    """

    scale: Scale
    now: Tally
    now_span: Span
    year_ago: Tally | None
    year_ago_span: Span
    elsewhere: int

    @property
    def n(self) -> int:
        """How many answers are drawn."""
        return sum(self.now.values())


def score_distribution(session: Session, scope: Scope, metric: Metric) -> ScoreDistribution | None:
    """The answers to a metric's question at a scope; None where too few were given on one scale."""
    scope = with_settings(session, scope)
    stretch, smallest_n = spans(scope), scope.smallest_n
    now = _tallies(session, scope, metric, stretch.now)
    if not now:
        return None
    scale = max(now, key=lambda each: (sum(now[each].values()), each == metric.formula.scale))
    if sum(now[scale].values()) < smallest_n:
        return None
    then = _tallies(session, scope, metric, stretch.year_ago).get(scale, {})
    return ScoreDistribution(
        scale,
        now[scale],
        stretch.now,
        then if sum(then.values()) >= smallest_n else None,
        stretch.year_ago,
        sum(sum(tally.values()) for other, tally in now.items() if other != scale),
    )


def _tallies(session: Session, scope: Scope, metric: Metric, span: Span) -> Mapping[Scale, Tally]:
    """How many gave each score in the days of `span`, for each scale the question was asked on."""
    units = Units.of(session)
    unit = units.found(scope.unit)
    channel = None if scope.channel is None else channel_id(session, scope.channel)
    asked = (ItemRow.low.is_not(None), asked_items(scope, {metric.id: metric}))
    if is_whole_months(span):
        rows = session.execute(_by_months(asked, span, unit, channel))
    else:
        rows = session.execute(_by_days(asked, answered_in(span, units, unit, channel)))
    found: dict[Scale, dict[int, int]] = defaultdict(dict)
    for low, high, score, n in rows:
        found[scale_of(low, high)][int(score)] = int(n)
    return found


ITEM = (ItemRow.low, ItemRow.high)
Conditions = Sequence[ColumnElement[bool]]


def _by_months(asked: Conditions, span: Span, unit: int, channel: int | None) -> Executable:
    kept = [month.first_day for month in months(span)]
    where = [*asked, TallyRow.unit_id == unit, TallyRow.month.in_(kept)]
    if channel is not None:
        where.append(TallyRow.channel_id == channel)
    counted = select(*ITEM, TallyRow.score, func.sum(TallyRow.n)).join(ItemRow, ItemRow.id == TallyRow.item_id)
    return counted.where(*where).group_by(*ITEM, TallyRow.score)


def _by_days(asked: Conditions, responses: Conditions) -> Executable:
    return (
        select(*ITEM, ObservationRow.score, func.count())
        .join(ObservationRow, ObservationRow.item_id == ItemRow.id)
        .join(ResponseRow, ResponseRow.id == ObservationRow.response_id)
        .where(*asked, ObservationRow.live, *responses)
        .group_by(*ITEM, ObservationRow.score)
    )
