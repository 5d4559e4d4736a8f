"""Where shoppers' visits fail so rarely that what lies between two failures is judged, not the share of each month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from db.queries.daily_sums import days_of_visits
from db.queries.evidence import MonthlyEvidence
from db.queries.evidence_query import EvidenceQuery, Place
from metrics.answers.evidence import VisitShare
from metrics.answers.formulas import CriticalFailure
from metrics.comparison_periods import spans
from metrics.periods import Month
from metrics.spc.rare_events import RareEvents, are_rare, rare_events
from metrics.vocabulary import ChartReset, Scope


def rare_failures(
    session: Session,
    scope: Scope,
    asked: EvidenceQuery,
    found: MonthlyEvidence,
    resets: Mapping[tuple[int, str], Sequence[ChartReset]],
) -> dict[tuple[str, Place], RareEvents]:
    """What lies between failures, by metric and place, where they are rare and have been enough; up to the scope's end.

    The visits themselves are asked for only there. Where a person restarted the limits, visits count from then on.
    """
    start = {cell: max(own.month for own in made if own.month <= scope.month) for cell, made in _made(scope, resets)}
    places = {
        (metric.id, place): start.get((place[0], metric.id))
        for metric in asked.of_visits
        if isinstance(metric.formula, CriticalFailure)
        for place in found.found[metric.id]
        if _are_rare(found, metric.id, place, start.get((place[0], metric.id)))
    }
    if not places:
        return {}
    units = sorted({unit for _, (unit, _) in places})
    days = days_of_visits(session, replace(asked, units=units), spans(scope).now.last)
    charts = {
        cell: rare_events(own for own in days.get(cell[1], ()) if since is None or own.day >= since.first_day)
        for cell, since in places.items()
    }
    return {cell: chart for cell, chart in charts.items() if chart is not None}


def _made(
    scope: Scope, resets: Mapping[tuple[int, str], Sequence[ChartReset]]
) -> list[tuple[tuple[int, str], Sequence[ChartReset]]]:
    return [(cell, own) for cell, own in resets.items() if any(each.month <= scope.month for each in own)]


def _are_rare(found: MonthlyEvidence, metric: str, place: Place, since: Month | None) -> bool:
    history = found.history(metric, place)
    judged = {month: own for month, own in history.items() if since is None or month >= since}
    known = [own for own in judged.values() if isinstance(own, VisitShare)]
    if not known:
        return False
    return are_rare(sum(own.hits for own in known), sum(own.n for own in known), max(judged) - min(judged) + 1)
