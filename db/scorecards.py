"""Scorecards of a scope: asks the store for evidence and hands it to metrics. No SQL and no arithmetic of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.orm import Session

from db.histories import histories
from db.queries import benchmarks, channel_id, revision, standards
from db.units import Units
from metrics.catalogue import METRICS
from metrics.catalogue import metric as metric_called
from metrics.scorecard import Scorecard, scorecard
from metrics.vocabulary import Benchmark, Scope, Standard

SET_ASIDE = "Operations give this figure; survey answers to the same question in this month are set aside."


@dataclass(frozen=True, slots=True)
class Report:
    """The scorecards of a scope, as the store stood at `revision`."""

    scope: Scope
    revision: int
    scorecards: tuple[Scorecard, ...]


def report(session: Session, scope: Scope, metric_ids: Sequence[str] | None = None) -> Report:
    """The scorecards of a scope: those of `metric_ids`, else of every metric with data up to the scope's month.

    Raises NotFound for a metric, unit or channel nobody knows.
    """
    wanted = METRICS if metric_ids is None else tuple(metric_called(name) for name in metric_ids)
    unit = Units.of(session).found(scope.unit)
    channel = None if scope.channel is None else channel_id(session, scope.channel)
    found = histories(session, scope, [unit], wanted, channel)
    set_, published = _by_metric(standards(session)), _by_metric(benchmarks(session))
    cards = []
    for metric in wanted:
        history = found.found.get((unit, metric.id), {})
        if history or metric_ids is not None:
            notes = (SET_ASIDE,) if ((unit, metric.id), scope.month) in found.set_aside else ()
            cards.append(scorecard(metric, scope, history, set_[metric.id], published[metric.id], notes=notes))
    return Report(scope, revision(session), tuple(cards))


Thing = TypeVar("Thing", Standard, Benchmark)


def _by_metric(things: Sequence[Thing]) -> dict[str, list[Thing]]:
    grouped: dict[str, list[Thing]] = defaultdict(list)
    for thing in things:
        grouped[thing.metric].append(thing)
    return grouped
