"""Reports as the JSON documents of the command line; report_fields.py declares what every field means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from db.reports.breakdowns import Breakdown
from db.reports.scorecards import Report
from metrics.periods import Month
from metrics.scorecard import Point, Scorecard
from metrics.spc.control_chart import ControlChart
from metrics.spc.control_limits import LIMIT_FACTOR, SegmentLimits
from metrics.spc.rare_events import RareEvents
from metrics.statistics.peer_position import Standing
from metrics.statistics.seasonality import sentence
from metrics.vocabulary import Change, Covered, Limits
from pages.command_line.report_fields import (
    BenchmarkDocument,
    BreakdownDocument,
    ChangeDocument,
    ControlLimitsDocument,
    CoveredDocument,
    PointDocument,
    RareEventsDocument,
    ReportDocument,
    ScorecardDocument,
    SeasonChartDocument,
)
from pages.language.significance import RealChange, is_claimed, real_changes


def report_document(
    report: Report,
    months: int,
    taken_apart: Mapping[str, Breakdown] | None = None,
    tested: Sequence[Scorecard] | None = None,
) -> ReportDocument:
    """A report; each series holds the last `months` months; each scorecard its breakdown where one is given.

    `tested` are all scorecards of its scope, among which a change must survive to be claimed; None: the report's own.
    """
    scope, apart = report.scope, taken_apart or {}
    claimed = real_changes(report.scorecards if tested is None else tested)
    return {
        "month": str(scope.month),
        "unit": scope.unit,
        "channel": scope.channel,
        "revision": report.revision,
        "scorecards": [_scorecard(card, months, apart.get(card.metric.id), claimed) for card in report.scorecards],
    }


def _scorecard(
    card: Scorecard, months: int, apart: Breakdown | None, claimed: Sequence[RealChange]
) -> ScorecardDocument:
    document = scorecard_document(card, months, claimed)
    if card.value.n_effective is not None and card.value.design_effect is not None:
        document["n_effective"], document["design_effect"] = card.value.n_effective, card.value.design_effect
    if card.left_out:
        document["left_out"] = card.left_out
    if card.rare is not None:
        document["rare_events"] = _rare_events(card.rare)
    if apart is not None:
        parts = breakdown_document(apart)
        document["mix"], document["compared"] = parts["mix"], parts["compared"]
    return document


def breakdown_document(breakdown: Breakdown) -> BreakdownDocument:
    """A scorecard's parts: why the total moved, and each beside the others."""
    mix = breakdown.mix
    return {
        "mix": {
            "difference": mix.difference,
            "mix": mix.mix,
            "within": mix.within,
            "parts": [{"name": part.name, "mix": part.mix, "within": part.within} for part in mix.parts],
        }
        if mix
        else None,
        "compared": [
            {
                "name": unit.name,
                "value": unit.value,
                "n": unit.n,
                "low": unit.low,
                "high": unit.high,
                "funnel": unit.funnel.value,
                "shrunk": unit.shrunk,
                "q": unit.q,
            }
            for unit in breakdown.compared
        ],
    }


def scorecard_document(card: Scorecard, months: int, claimed: Sequence[RealChange]) -> ScorecardDocument:
    """One scorecard; `claimed` are the changes of its report that may be called real."""
    chart = card.chart.plain or card.chart
    return {
        "metric": card.metric.id,
        "name": card.metric.name,
        "better": card.metric.better.value,
        "measured_in": card.metric.measured_in.value,
        "value": card.value.estimate,
        "low": card.value.low,
        "high": card.value.high,
        "n": card.value.n,
        "standard": card.standard.value if card.standard else None,
        "standard_since": str(card.standard.since) if card.standard else None,
        "standards": [{"from": str(part.first), "value": part.value} for part in card.standard_parts],
        "verdict": card.verdict.value,
        "verdict_waits": card.waits,
        "month_on_month": change_document(
            card.month_on_month, is_claimed=is_claimed(card, card.month_on_month, claimed)
        ),
        "year_on_year": change_document(card.year_on_year, is_claimed=is_claimed(card, card.year_on_year, claimed)),
        "whole": card.is_whole,
        "covers": _covers(card.covers),
        "units": None
        if card.units is None
        else {"sent": card.units.sent, "of": card.units.of, "missing": list(card.units.missing)},
        "reaches": f"{card.spans.now.last}",
        "variation": chart.variation.value if card.series else None,
        "assurance": chart.assurance.value if chart.assurance else None,
        "limits": _limits(chart.limits if card.rare is None else card.rare.limits),
        "against_season": _against_season(card.chart),
        "benchmark": _benchmark(card.standing) if card.standing else None,
        "benchmarks": [_benchmark(own) for own in card.standings],
        "chance": card.chance,
        "months_met": {"met": card.months_met.met, "of": card.months_met.of},
        "seasonal": sentence(card.seasonal) if card.seasonal else None,
        "series": [
            _point(point, own, row)
            for row, (point, own) in enumerate(zip(card.series, chart.limits_by_row, strict=True))
            if _is_among_last(point, card.scope.month, months)
        ],
        "notes": list(card.notes),
        "rebases": [{"month": str(each.month), "reason": each.reason} for each in card.rebases],
        "time_limits": [{"from": str(each.since), "limit": each.value} for each in card.time_limits],
    }


def _is_among_last(point: Point, last: Month, months: int) -> bool:
    return last - point.month < months


def _limits(limits: Limits | None) -> ControlLimitsDocument | None:
    if limits is None:
        return None
    return {
        "mean": limits.mean,
        "lower": limits.lower,
        "upper": limits.upper,
        "trial": limits.trial,
        "method": limits.method.value,
    }


def _rare_events(rare: RareEvents) -> RareEventsDocument:
    return {
        "gaps": [{"day": f"{gap.day}", "visits": gap.cases, "days": gap.days} for gap in rare.gaps],
        "visits_since": rare.since.cases,
        "days_since": rare.since.days,
        "day_limits": _limits(rare.day_limits),
    }


def _against_season(chart: ControlChart) -> SeasonChartDocument | None:
    if chart.plain is None:
        return None
    return {
        "variation": chart.variation.value,
        "assurance": chart.assurance.value if chart.assurance else None,
        "limits": _limits(chart.limits),
    }


def _point(point: Point, limits: SegmentLimits, row: int) -> PointDocument:
    value = point.value
    document: PointDocument = {
        "month": str(point.month),
        "value": value.estimate,
        "low": value.low,
        "high": value.high,
        "n": value.n,
    }
    if value.n_effective is not None:
        document["n_effective"] = value.n_effective
    if limits.widths:
        document["lower"], document["upper"] = limits.line(-LIMIT_FACTOR, row), limits.line(LIMIT_FACTOR, row)
    return document


def change_document(change: Change, *, is_claimed: bool) -> ChangeDocument:
    """A change: this period's value; the earlier period's value, n and days; what may be said of the difference.

    Where a period has data for a part of its months only, the difference is that of the data there are, unclaimed.
    """
    own = change.withheld or change
    return {
        "value": change.now.estimate,
        "from": change.before.estimate,
        "n": change.before.n,
        "difference": own.difference.estimate,
        "low": own.difference.low,
        "high": own.difference.high,
        "p": own.difference.p,
        "word": own.word.value,
        "claimed": is_claimed,
        "covers": _covers(change.covers),
        "compared": [own.compared.first.isoformat(), own.compared.last.isoformat()],
    }


def _benchmark(standing: Standing) -> BenchmarkDocument:
    return {
        "value": standing.benchmark.value,
        "source": standing.benchmark.source,
        "month": str(standing.benchmark.month),
        "percentile": standing.percentile,
    }


def _covers(months: Covered | None) -> CoveredDocument | None:
    return None if months is None else {"months": months.found, "of": months.of}
