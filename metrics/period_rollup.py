"""A scorecard by longer periods: quarters, or the several months up to each. Knows no store and no page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean

from metrics.answers.evidence import Evidence, over_months, total
from metrics.period_standards import over_the_period, standard_parts
from metrics.periods import Month, PeriodKind, months_between
from metrics.scorecard import Point, Scorecard
from metrics.series_chart import answers_behind, without_limits
from metrics.spc.control_chart import ControlChart, control_chart
from metrics.statistics.small_samples import shown
from metrics.verdicts import verdict
from metrics.vocabulary import Standard

_REACH_BACK = {PeriodKind.ROLLING3: 2, PeriodKind.ROLLING12: 11}


def in_longer_periods(card: Scorecard) -> Scorecard:
    """The scorecard with its series and chart by quarters (fiscal) or by rolling months, as its scope's period says.

    A point is in its period's last month, and is judged by the standards in force in its months. No period starts
    before the series, and rolling ones begin once they are complete. Months and years to date stay by months. Rolling
    periods share months with their neighbours, which control limits do not allow for, so they have no limits.
    """
    period, fiscal = card.scope.period, card.scope.fiscal_year_start
    if not card.series or period not in (PeriodKind.QUARTER, *_REACH_BACK):
        return card
    months = [point.month for point in card.series]
    if period is PeriodKind.QUARTER:
        lasts = [month for month in months if month == months[-1] or month.plus(1).quarter_start(fiscal) > month]
        firsts = [last.quarter_start(fiscal) for last in lasts]
    else:
        lasts = [month for month in months if month - months[0] >= _REACH_BACK[period]]
        firsts = [last.plus(-_REACH_BACK[period]) for last in lasts]
    points = tuple(_point(card, first, last) for first, last in zip(firsts, lasts, strict=True))
    chart = _quarters_chart(card, points) if period is PeriodKind.QUARTER else without_limits(len(points))
    return replace(card, series=points, chart=chart)


def _point(card: Scorecard, first: Month, last: Month) -> Point:
    by_month = {point.month: point for point in card.series}
    newest, metric = by_month[last], card.metric
    months = [by_month[month] for month in months_between(max(first, card.series[0].month), last)]
    # The newest period may end on a day within its month; the card has its evidence.
    evidence = card.evidence if last == card.scope.month else _together(months)
    value = shown(evidence, metric.bounds, card.scope.smallest_n)
    parts = standard_parts((month.month, month.standard, month.evidence) for month in months)
    in_force = None if newest.standard is None else Standard(metric.id, newest.standard, last)
    standard = over_the_period(in_force, parts)
    judged = verdict(value, evidence, standard, metric.better)
    return Point(last, value, None if standard is None else standard.value, judged, evidence)


def _together(months: Sequence[Point]) -> Evidence | None:
    known = {point.month: point.evidence for point in months if point.evidence is not None}
    return total(over_months(known, [point.month for point in months]))


def _quarters_chart(card: Scorecard, points: Sequence[Point]) -> ControlChart:
    """A quarter's season is the mean of its months'."""
    by_month = {point.month.number: typical for point, typical in zip(card.series, card.chart.season, strict=False)}
    ends = [point.month for point in points]
    return control_chart(
        [point.value.estimate for point in points],
        better=card.metric.better,
        standard=card.newest_standard,
        rebases=[sum(end < each.month for end in ends) for each in card.rebases],
        sizes=answers_behind(points),
        season=[fmean(by_month[end.plus(-back).number] for back in range(3)) for end in ends] if by_month else (),
    )
