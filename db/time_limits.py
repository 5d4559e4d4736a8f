"""How long a case may take to count as in time, month by month: the limit set by a person, else the catalogue's.

Knows limits and months, not what they are applied to.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.tables import LimitRow
from metrics.answers.formulas import WithinLimit
from metrics.catalogue import CATALOGUE, Metric
from metrics.periods import Month
from metrics.vocabulary import Span, TimeLimit

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """The limits set for each metric, oldest month first; in seconds or days, as the metric's formula says."""

    by_metric: Mapping[str, Sequence[TimeLimit]] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session) -> TimeLimits:
        """The limits of the store; where one was set twice for the same month, the later one counts."""
        last: dict[tuple[str, dt.date], float] = {}
        for row in session.scalars(select(LimitRow).order_by(LimitRow.id)):
            last[row.metric, row.since] = row.value
        found: dict[str, list[TimeLimit]] = defaultdict(list)
        for (metric, since), value in sorted(last.items()):
            found[metric].append(TimeLimit(metric, value, Month.of(since)))
        return cls(found)

    def at(self, metric: str, month: Month) -> float | None:
        """The limit of a metric in a month; None for a metric without one."""
        known = CATALOGUE.get(metric)
        if known is None or not isinstance(known.formula, WithinLimit):
            return None
        in_force = known.formula.limit
        for limit in self.by_metric.get(metric, ()):
            if limit.since <= month:
                in_force = limit.value
        return in_force

    @property
    def every(self) -> list[TimeLimit]:
        """All limits that were set, by metric and month."""
        return [limit for metric in sorted(self.by_metric) for limit in self.by_metric[metric]]

    def named(self, metric: Metric, month: Month) -> Metric:
        """The metric with the limit in force in a month, in its name and definition too."""
        limit = self.at(metric.id, month)
        return metric if limit is None else metric.limited_to(limit)

    def changed(self, metric: str, first: Month, last: Month) -> tuple[TimeLimit, ...]:
        """The limits that began after `first` and up to `last` and differ from the one before them."""
        return tuple(
            limit
            for limit in self.by_metric.get(metric, ())
            if first < limit.since <= last and limit.value != self.at(metric, limit.since.previous)
        )

    def steady(self, span: Span) -> list[Span]:
        """The days of `span`, cut where a limit changed, so that one limit holds within each piece."""
        first, last = Month.of(span.first), Month.of(span.last)
        starts = {limit.since.first_day for metric in self.by_metric for limit in self.changed(metric, first, last)}
        begins = [span.first, *sorted(starts)]
        ends = [*(day - ONE_DAY for day in begins[1:]), span.last]
        return [Span(begin, end) for begin, end in zip(begins, ends, strict=True)]
