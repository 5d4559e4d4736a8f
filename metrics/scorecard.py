"""One metric, ready to read: value, verdict, changes, usual range. Knows evidence, not where it is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from metrics.answers.evidence import Evidence, Withheld, over_months, total, withheld_n
from metrics.catalogue.metric import Metric
from metrics.comparison_periods import Spans, spans
from metrics.period_coverage import Rhythm, like_for_like, of_these_days
from metrics.period_standards import StandardPart, over_the_period, standard_parts
from metrics.periods import Month, PeriodKind, months_between
from metrics.series_chart import chart_of_rare_events, months_chart
from metrics.spc.control_chart import ControlChart
from metrics.spc.rare_events import RareEvents
from metrics.statistics.difference import change
from metrics.statistics.peer_position import Standing, standing, standings
from metrics.statistics.seasonality import SeasonalStep, seasonal
from metrics.statistics.small_samples import is_hidden, shown
from metrics.units_sent import UnitsSent, among_those_that_sent
from metrics.verdicts import (
    MonthsMet,
    by_chance,
    in_force,
    months_met,
    needed_to_meet,
    standard_in_force,
    standards_in_line,
    verdict,
    waits,
)
from metrics.vocabulary import (
    Benchmark,
    Change,
    ChartReset,
    Covered,
    Scope,
    Span,
    Standard,
    TimeLimit,
    Value,
    Verdict,
)
from metrics.year_chance import MONTHS_COMPARED, chance_of_year

History = Mapping[Month, Evidence]
NO_MONTHS: Mapping[Month, Span] = {}


@dataclass(frozen=True, slots=True)
class Point:
    """A month of a metric's series, with the standard in force then and the verdict on the value.

    `evidence` is withheld where the value must not be known.
    """

    month: Month
    value: Value
    standard: float | None
    verdict: Verdict
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class PeriodEvidence:
    """The evidence of this period, of the one before and of the same one a year earlier; None without data.

    `left_out` counts answers of this period that are withheld while the others are known.
    """

    now: Evidence | None
    before: Evidence | None
    year_ago: Evidence | None
    left_out: float = 0


@dataclass(frozen=True, slots=True)
class Scorecard:
    """One metric at one scope. `series` runs from the first month with data to the scope's month, without gaps.

    `chance` (0.05 to 0.95) is the probability that the service of the fiscal year up to the scope's month, taken as
    unchanged, reaches the standard in force; None without standard or margin, before the third month with answers, and
    where too few answered. `rebases` and `time_limits` are
    changes by people within the series: where the chart's limits restart, and from when which time limit applies.
    `standard` is that of the period; where it changed within the period `standard_parts` has what was in force when.
    `newest_standard` is the one of the scope's month, which the chart looks ahead to. `covers` says how many months of
    the period have data, where that is not all of them; `units` how many units sent some for the last month, likewise.
    `standing` is among the newest benchmark, `standings` among that of each source, the newest first.
    `ends_early` is true where answers stop before the period that was asked for ends; the scope is then up to that day.
    `left_out` counts answers of the period that its value leaves out, because their months are hidden.
    `rare` has what lies between the events of a share that are so rare that the chart of months has no limits.
    """

    metric: Metric
    scope: Scope
    spans: Spans
    evidence: Evidence | None
    value: Value
    standard: Standard | None
    verdict: Verdict
    month_on_month: Change
    year_on_year: Change
    series: tuple[Point, ...]
    chart: ControlChart
    standing: Standing | None
    months_met: MonthsMet
    chance: float | None
    seasonal: SeasonalStep | None
    notes: tuple[str, ...]
    rebases: tuple[ChartReset, ...] = ()
    time_limits: tuple[TimeLimit, ...] = ()
    ends_early: bool = False
    standard_parts: tuple[StandardPart, ...] = ()
    newest_standard: float | None = None
    covers: Covered | None = None
    units: UnitsSent | None = None
    left_out: float = 0
    standings: tuple[Standing, ...] = ()
    rare: RareEvents | None = None

    @property
    def is_whole(self) -> bool:
        """Whether all months of the period have data, and it reaches the end of the last with data of all units."""
        return self.covers is None and self.units is None and self.scope.to_day in (None, self.scope.month.last_day)

    @property
    def is_so_far(self) -> bool:
        """Whether less came in than the period that was asked for holds, so that a verdict may still change."""
        return self.ends_early or self.covers is not None or self.units is not None

    @property
    def waits(self) -> bool:
        """Whether *met* or *missed* rests on so few answers that it should wait for more."""
        return waits(self.verdict, self.evidence, self.standard, self.metric.better)

    @property
    def is_missed(self) -> bool:
        """Whether the standard was missed by more than chance."""
        return self.verdict is Verdict.MISSED and not self.waits

    @property
    def by_chance(self) -> float | None:
        """How often (0 to 1) a service that just reaches the standard has a value as far from it; None if unknown."""
        return by_chance(self.verdict, self.evidence, self.standard, self.metric.better)

    @property
    def needed_to_meet(self) -> int | None:
        """How many answers it takes to call the standard met, where these are too few for that; else None."""
        return needed_to_meet(self.evidence, self.standard, self.metric.better)


def scorecard(
    metric: Metric,
    scope: Scope,
    history: History,
    standards: Sequence[Standard],
    benchmarks: Sequence[Benchmark] = (),
    *,
    compared: PeriodEvidence | None = None,
    notes: tuple[str, ...] = (),
    rebases: Sequence[ChartReset] = (),
    time_limits: Sequence[TimeLimit] = (),
    ends_early: bool = False,
    partial: Mapping[Month, Span] = NO_MONTHS,
    units: UnitsSent | None = None,
    rare: RareEvents | None = None,
) -> Scorecard:
    """Everything a reader sees of a metric, calculated from its monthly history.

    `standards` are those set for this metric anywhere; the nearest to the scope's unit counts. `compared` replaces
    the evidence summed from whole months, where days are compared: in a running month, and where answers end early.
    `time_limits` are those of the metric that changed its limit; `partial` the earlier months of which only some days
    have data. `units` says which units have sent nothing for the scope's month yet; None where none is missing.
    `rare` is judged in the place of the months where it is given.
    """
    stretch, smallest_n = spans(scope), scope.smallest_n
    if compared is None:
        compared = from_months(history, stretch)
    else:
        history = _so_far(history, scope, compared)
    series = tuple(_series(metric, scope, history, standards, smallest_n))
    now = shown(compared.now, metric.bounds, smallest_n)
    both = _changes(compared, stretch, metric, smallest_n)
    if units is not None:
        both = _of_these_units(both, units, compared, metric)
    before, year_ago = (of_these_days(own, partial) for own in both)
    covers = None
    if scope.period is not PeriodKind.MONTH:
        rhythm = Rhythm(history)
        covers = rhythm.covered(stretch.now)
        before, year_ago = (like_for_like(own, covers, rhythm.covered(own.compared)) for own in (before, year_ago))
    newest = standard_in_force(standards, scope.unit, scope.month)
    parts = _standards_within(series, Month.of(stretch.now.first))
    standard = over_the_period(newest, parts)
    return Scorecard(
        metric=metric,
        scope=scope,
        spans=stretch,
        evidence=compared.now,
        value=now,
        standard=standard,
        verdict=verdict(now, compared.now, standard, metric.better),
        month_on_month=before,
        year_on_year=year_ago,
        series=series,
        chart=chart_of_rare_events(rare, len(series))
        if rare
        else months_chart(metric, series, newest, rebases, is_running=scope.to_day not in (None, scope.month.last_day)),
        standing=standing(now.estimate, benchmarks, scope.month),
        standings=standings(now.estimate, benchmarks, scope.month),
        months_met=months_met([point.verdict for point in series[-12:]]),
        chance=_chance(metric, scope, history, newest, smallest_n),
        seasonal=_seasonal(scope, series),
        notes=notes,
        rebases=tuple(each for each in rebases if series and series[0].month < each.month <= scope.month),
        time_limits=tuple(each for each in time_limits if series and series[0].month < each.since <= scope.month),
        ends_early=ends_early,
        standard_parts=parts if len(parts) > 1 else (),
        covers=covers,
        units=units,
        newest_standard=newest.value if newest else None,
        left_out=compared.left_out,
        rare=rare,
    )


def _changes(compared: PeriodEvidence, stretch: Spans, metric: Metric, smallest_n: int) -> tuple[Change, Change]:
    earlier = ((compared.before, stretch.before), (compared.year_ago, stretch.year_ago))
    before, year_ago = (change(compared.now, own, metric.bounds, span, smallest_n) for own, span in earlier)
    return before, year_ago


def _of_these_units(
    both: tuple[Change, Change], units: UnitsSent, compared: PeriodEvidence, metric: Metric
) -> tuple[Change, Change]:
    before, year_ago = (
        among_those_that_sent(own, units, compared.now, earlier, metric.bounds)
        for own, earlier in zip(both, (compared.before, compared.year_ago), strict=True)
    )
    return before, year_ago


def _standards_within(series: Sequence[Point], first: Month) -> tuple[StandardPart, ...]:
    return standard_parts((own.month, own.standard, own.evidence) for own in series if own.month >= first)


def from_months(history: History, stretch: Spans) -> PeriodEvidence:
    """The evidence of each compared period, added up over its months; what must stay hidden is left out."""
    now, before, year_ago = (
        over_months(history, span) for span in (stretch.now_months, stretch.before_months, stretch.year_ago_months)
    )
    known = total(now)
    left_out = 0 if isinstance(known, Withheld) else withheld_n(now)
    return PeriodEvidence(known, total(before), total(year_ago), left_out)


def _so_far(history: History, scope: Scope, compared: PeriodEvidence) -> History:
    """The history with the running month up to the scope's day, where the period is that month alone."""
    if scope.period is not PeriodKind.MONTH:
        return history
    earlier = {month: evidence for month, evidence in history.items() if month != scope.month}
    return earlier if compared.now is None else {**earlier, scope.month: compared.now}


def _series(
    metric: Metric, scope: Scope, history: History, standards: Sequence[Standard], smallest_n: int
) -> list[Point]:
    line, points = standards_in_line(standards, scope.unit), []
    for month in months_between(min(history), scope.month) if history else []:
        evidence = history.get(month)
        month_value = shown(evidence, metric.bounds, smallest_n)
        standard = in_force(line, month)
        judged = verdict(month_value, evidence, standard, metric.better)
        points.append(Point(month, month_value, standard.value if standard else None, judged, evidence))
    return points


def _chance(metric: Metric, scope: Scope, history: History, standard: Standard | None, smallest_n: int) -> float | None:
    start = scope.month.year_start(scope.fiscal_year_start)
    of_year = scope.month - start + 1
    year = total(over_months(history, months_between(start, scope.month)))
    if year is None or is_hidden(year, smallest_n):
        return None
    months = months_between(scope.month.plus(1 - max(of_year, MONTHS_COMPARED)), scope.month)
    known = [None if isinstance(own := history.get(month), Withheld) else own for month in months]
    return chance_of_year(known, of_year, standard, metric.better, metric.bounds)


def _seasonal(scope: Scope, series: Sequence[Point]) -> SeasonalStep | None:
    if scope.period is not PeriodKind.MONTH or scope.to_day is not None:
        return None
    return seasonal({point.month: point.value.estimate for point in series}, scope.month)
