"""Scorecards of a scope: asks the store for evidence and gives it to `metrics`. No SQL and no arithmetic of its own."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlalchemy.orm import Session

from db.names import Units
from db.queries.chart_resets import chart_resets
from db.queries.completeness.coverage import early_ends, reaches
from db.queries.completeness.units_sent import silent_units, usual_units
from db.queries.evidence import MonthlyEvidence, monthly_evidence, recorded_evidence, span_evidence
from db.queries.evidence_query import EvidenceQuery, Place
from db.queries.settings import channels_in, revision, with_settings
from db.queries.standards import benchmarks, standards
from db.reports.rare_failures import rare_failures
from db.tables import WHOLE_ORGANISATION
from db.time_limits import TimeLimits
from metrics.catalogue import METRICS, Metric
from metrics.catalogue import metric as metric_called
from metrics.comparison_periods import spans
from metrics.periods import Month
from metrics.scorecard import PeriodEvidence, Scorecard, from_months, scorecard
from metrics.units_sent import UnitsSent, is_missing
from metrics.vocabulary import Benchmark, Scope, Span, Standard

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
    found = monthly_evidence(session, asked, scope.month)
    by_days, partial = _by_days(session, scope, asked, found), _partial_months(session, scope, asked, found)
    absent = _units_sent(session, scope, asked, by_days)
    set_, published = _by_metric(standards(session)), _by_metric(benchmarks(session))
    resets, at = chart_resets(session, list(ids.values())), revision(session)
    rare = rare_failures(session, scope, asked, found, resets)
    made = {}
    for path, unit in ids.items():
        here = replace(scope, unit=units.paths[unit])
        place: Place = unit, asked.channels[0] if asked.channels else None
        with_data = [each for each in wanted if found.history(each.id, place) or metric_ids is not None]
        cards = [
            scorecard(
                metric,
                replace(here, to_day=to_day),
                found.history(metric.id, place),
                set_[metric.id],
                published[metric.id],
                compared=compared,
                ends_early=to_day != scope.to_day,
                partial=partial.get((metric.id, place), {}),
                units=absent.get((metric.id, place)),
                notes=(SET_ASIDE,) if (metric.id, place, scope.month) in found.set_aside else (),
                rebases=resets.get((unit, metric.id), ()),
                time_limits=limits.changed(metric.id, FIRST_MONTH, scope.month),
                rare=rare.get((metric.id, place)),
            )
            for metric in with_data
            for to_day, compared in [by_days.get((metric.id, place), (scope.to_day, None))]
        ]
        made[path] = Report(here, at, tuple(cards))
    return made


def ending_early(session: Session, month: Month, metrics: Sequence[Metric]) -> set[str]:
    """Those of the metrics whose answers stop before the month's end, which is then no whole month yet."""
    asked = EvidenceQuery(Units.of(session), metrics, [WHOLE_ORGANISATION])
    found = early_ends(session, asked, month)
    cards = report(session, Scope(month), list(found)).scorecards if found else ()
    return {card.metric.id for card in cards if card.ends_early}


def _called(names: Sequence[str]) -> tuple[Metric, ...]:
    """The metrics with these names, each once."""
    return tuple({known.id: known for known in map(metric_called, names)}.values())


# Up to which day a metric is compared at a place, and its evidence up to then.
ByDays = dict[tuple[str, Place], tuple[dt.date | None, PeriodEvidence]]


def _by_days(session: Session, scope: Scope, asked: EvidenceQuery, found: MonthlyEvidence) -> ByDays:
    """What is compared day by day: all of a running month, and metrics whose answers stop before a month's end.

    Of the latter only where all answers of the period have a day, and those of earlier periods too; operations,
    counted results and answers without a day are of the whole month.
    """
    if not spans(scope).are_whole_months:
        return _of_days(session, scope, asked)
    early: ByDays = {}
    ends = early_ends(session, asked, scope.month)
    for day in set(ends.values()):
        these = [each for each in asked.metrics if ends.get(each.id) == day]
        reaching = _of_days(session, replace(scope, to_day=day), replace(asked, metrics=these))
        for (metric, place), reached in reaching.items():
            if _all_have_days(from_months(found.history(metric, place), spans(scope)), reached[1]):
                early[metric, place] = reached
    return early


def _units_sent(
    session: Session, scope: Scope, asked: EvidenceQuery, by_days: ByDays
) -> dict[tuple[str, Place], UnitsSent]:
    """Where usual units have sent nothing for a month that is over: how many have, and which have not.

    Not where only some days are in: then no unit is late yet.
    """
    silent = {} if by_days and scope.to_day else silent_units(session, asked, scope.month)
    if not silent:
        return {}
    tree, channel = asked.tree, asked.channels[0] if asked.channels else None
    these = [metric for metric in asked.metrics if metric.id in silent]
    usual = usual_units(session, replace(asked, metrics=these), scope.month)
    late = replace(asked, metrics=these, units=sorted(set().union(*silent.values())))
    found = recorded_evidence(session, late, scope.month, scope.month.a_year_earlier)
    sent = {}
    for unit in asked.units:
        below = set(tree.branches(unit)) - {unit}
        if not below:
            continue
        for metric in these:
            histories = {
                tree.paths[each]: history
                for each in below & silent[metric.id]
                if is_missing(history := found.history(metric.id, (each, channel)), scope.month)
            }
            others = len(below & usual[metric.id] - silent[metric.id])
            if histories and others and (metric.id, (unit, channel)) not in by_days:
                own = UnitsSent(others, tuple(sorted(histories)), tuple(histories.values()))
                sent[metric.id, (unit, channel)] = own
    return sent


def _partial_months(
    session: Session, scope: Scope, asked: EvidenceQuery, found: MonthlyEvidence
) -> dict[tuple[str, Place], dict[Month, Span]]:
    """Of the months at the ends of the earlier periods those of which only some days have data, at each place.

    Only where all data of the month have a day.
    """
    stretch, partial = spans(scope), defaultdict[tuple[str, Place], dict[Month, Span]](dict)
    for month in {Month.of(day) for span in (stretch.before, stretch.year_ago) for day in (span.first, span.last)}:
        reached = reaches(session, asked, month)
        for days in set(reached.values()):
            these = [metric for metric in asked.metrics if reached.get(metric.id) == days]
            for metric, places in span_evidence(session, replace(asked, metrics=these), [days]).items():
                for place, given in places.items():
                    if given.get(days) == found.history(metric, place).get(month):
                        partial[metric, place][month] = days
    return partial


def _all_have_days(whole: PeriodEvidence, reached: PeriodEvidence) -> bool:
    """Whether all of the period is in what its days hold, and no earlier period is known by whole months alone."""
    earlier = ((whole.before, reached.before), (whole.year_ago, reached.year_ago))
    is_known = all(by_days is not None for by_months, by_days in earlier if by_months is not None)
    return whole.now is not None and whole.now == reached.now and is_known


def _of_days(session: Session, scope: Scope, asked: EvidenceQuery) -> ByDays:
    """The evidence of the days of a scope and of those it is compared with, for each metric and place."""
    stretch = spans(scope)
    compared, channel = (stretch.now, stretch.before, stretch.year_ago), asked.channels[0] if asked.channels else None
    found = span_evidence(session, asked, compared)
    reached: ByDays = {}
    for metric in asked.metrics:
        for unit in asked.units:
            own = found[metric.id].get((unit, channel), {})
            now, before, year_ago = (own.get(span) for span in compared)
            reached[metric.id, (unit, channel)] = scope.to_day, PeriodEvidence(now, before, year_ago)
    return reached


Thing = TypeVar("Thing", Standard, Benchmark)


def _by_metric(things: Sequence[Thing]) -> dict[str, list[Thing]]:
    grouped: dict[str, list[Thing]] = defaultdict(list)
    for thing in things:
        grouped[thing.metric].append(thing)
    return grouped
