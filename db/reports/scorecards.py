"""Scorecards of a scope: asks the store for evidence and gives it to `metrics`. No SQL and no arithmetic of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlalchemy.orm import Session

from db.names import Units
from db.queries.chart_resets import chart_resets
from db.queries.evidence import monthly_evidence, span_evidence
from db.queries.evidence_query import EvidenceQuery, Place
from db.queries.settings import channels_in, revision, with_settings
from db.queries.standards import benchmarks, standards
from db.time_limits import TimeLimits
from metrics.catalogue import METRICS, Metric
from metrics.catalogue import metric as metric_called
from metrics.comparison_periods import spans
from metrics.periods import Month
from metrics.scorecard import PeriodEvidence, Scorecard, scorecard
from metrics.vocabulary import Benchmark, Scope, Standard

FIRST_MONTH = Month(1, 1)
SET_ASIDE = "This figure comes from operations; survey answers to the same question in this month are set aside."


@dataclass(frozen=True, slots=True)
class Report:
    """The scorecards of a scope, as the store stood at `revision`."""

    scope: Scope
    revision: int
    scorecards: tuple[Scorecard, ...]


def report(session: Session, scope: Scope, metric_ids: Sequence[str] | None = None) -> Report:
    """The scorecards of a scope: those of `metric_ids`, else of every metric with data up to the scope's month.

    Raises NotFound for an unknown metric, unit or channel.
    """
    return reports(session, scope, [scope.unit], metric_ids)[scope.unit]


def reports(
    session: Session, scope: Scope, paths: Sequence[str], metric_ids: Sequence[str] | None = None
) -> dict[str, Report]:
    """One report for each of the units at `paths`, otherwise with the same scope, from one set of queries."""
    scope = with_settings(session, scope)
    limits = TimeLimits.of(session)
    wanted = [limits.named(each, scope.month) for each in (METRICS if metric_ids is None else _called(metric_ids))]
    units = Units.of(session)
    ids = {path: units.found(path) for path in paths}
    asked = EvidenceQuery(units, wanted, sorted(set(ids.values())), channels_in(session, scope), scope.audience)
    found, by_days = monthly_evidence(session, asked, scope.month), _by_days(session, scope, asked)
    set_, published = _by_metric(standards(session)), _by_metric(benchmarks(session))
    resets, at = chart_resets(session, list(ids.values())), revision(session)
    made = {}
    for path, unit in ids.items():
        here = replace(scope, unit=units.paths[unit])
        place: Place = unit, asked.channels[0] if asked.channels else None
        with_data = [each for each in wanted if found.history(each.id, place) or metric_ids is not None]
        cards = [
            scorecard(
                metric,
                here,
                found.history(metric.id, place),
                set_[metric.id],
                published[metric.id],
                compared=by_days.get((metric.id, place)),
                notes=(SET_ASIDE,) if (metric.id, place, scope.month) in found.set_aside else (),
                rebases=resets.get((unit, metric.id), ()),
                time_limits=limits.changed(metric.id, FIRST_MONTH, scope.month),
            )
            for metric in with_data
        ]
        made[path] = Report(here, at, tuple(cards))
    return made


def _called(names: Sequence[str]) -> tuple[Metric, ...]:
    """The metrics with these names, each once."""
    return tuple({known.id: known for known in map(metric_called, names)}.values())


def _by_days(session: Session, scope: Scope, asked: EvidenceQuery) -> dict[tuple[str, Place], PeriodEvidence]:
    """The evidence a running month is compared by, for each metric and place; empty where whole months are compared."""
    stretch = spans(scope)
    if stretch.are_whole_months:
        return {}
    compared, channel = (stretch.now, stretch.before, stretch.year_ago), asked.channels[0] if asked.channels else None
    found = span_evidence(session, asked, compared)
    return {
        (metric.id, (unit, channel)): PeriodEvidence(
            *(found[metric.id].get((unit, channel), {}).get(span) for span in compared)
        )
        for metric in asked.metrics
        for unit in asked.units
    }


Thing = TypeVar("Thing", Standard, Benchmark)


def _by_metric(things: Sequence[Thing]) -> dict[str, list[Thing]]:
    grouped: dict[str, list[Thing]] = defaultdict(list)
    for thing in things:
        grouped[thing.metric].append(thing)
    return grouped
