"""The control chart of a metric's months: with limits that follow their answers, and against the season there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from metrics.answers.evidence import BareValue, CompleteCounts, Evidence
from metrics.catalogue.metric import Metric
from metrics.periods import Month
from metrics.spc.control_chart import ControlChart, control_chart, variation
from metrics.spc.control_limits import SegmentLimits
from metrics.spc.level_shift import clear_shift
from metrics.spc.rare_events import RareEvents
from metrics.spc.special_causes import Signal
from metrics.statistics.seasonality import Season, calendar_season, seasonal
from metrics.vocabulary import Better, ChartReset, Standard, Value, Variation


class MonthOfSeries(Protocol):
    """A month's value as it may be shown, and what it was calculated from."""

    @property
    def month(self) -> Month: ...

    @property
    def value(self) -> Value: ...

    @property
    def evidence(self) -> Evidence | None: ...


def months_chart(
    metric: Metric,
    series: Sequence[MonthOfSeries],
    standard: Standard | None,
    resets: Sequence[ChartReset] = (),
    *,
    is_running: bool = False,
) -> ControlChart:
    """The chart of months in order, against their season where there is one.

    It judges whole months only: where the newest still runs (`is_running`) it has limits, by its answers so far, and no
    verdict; the variation is then that of the month before.
    """
    judged = [*series[:-1], None] if is_running and len(series) > 1 else list(series)
    values = [None if own is None else own.value.estimate for own in judged]
    months, sizes = [own.month for own in series], answers_behind(series)
    rebases = [each.month - months[0] for each in resets] if months else []
    chart = control_chart(
        values,
        better=metric.better,
        standard=standard.value if standard else None,
        rebases=rebases,
        sizes=sizes,
        season=_season(months, values, sizes, rebases),
    )
    return of_month_before(chart) if judged and judged[-1] is None else chart


def without_limits(rows: int) -> ControlChart:
    """The chart of so many rows of which no usual range is known."""
    segments = (SegmentLimits(0, rows, None, None, flat=True),) if rows else ()
    return ControlChart(
        segments=segments,
        signals=(None,) * rows,
        variations=(Variation.COMMON_CAUSE,) * rows,
        limits=None,
        variation=Variation.COMMON_CAUSE,
        assurance=None,
    )


def chart_of_rare_events(rare: RareEvents, rows: int) -> ControlChart:
    """The chart of the months of a share that is judged by what lies between events: longer gaps are a lower share.

    The months have no usual range of their own; whether they change is what the gaps say.
    """
    return replace(without_limits(rows), variation=what_gaps_say(rare.newest))


def what_gaps_say(signal: Signal | None) -> Variation:
    """What a gap between events that should not happen means for how often they do."""
    if signal is None:
        return Variation.COMMON_CAUSE
    return variation(Signal.BELOW_LIMIT if signal.points_up else Signal.ABOVE_LIMIT, Better.LOWER)


def of_month_before(chart: ControlChart) -> ControlChart:
    """The chart with the variation of the row before the last, which still runs; likewise without its season."""
    plain = of_month_before(chart.plain) if chart.plain else None
    return replace(chart, variation=chart.variations[-2], plain=plain)


def answers_behind(series: Sequence[MonthOfSeries]) -> tuple[float | None, ...]:
    """How many answers, cases or visits each value rests on; of weighted ones how many equal ones they are worth.

    Empty where values are complete counts or came without their counts: nothing was sampled, so the number of cases
    does not say how far a month may lie off.
    """
    if any(isinstance(own.evidence, CompleteCounts | BareValue) for own in series):
        return ()
    return tuple(None if own.value.estimate is None else own.value.n_effective or own.value.n for own in series)


def _season(
    months: Sequence[Month], values: Sequence[float | None], sizes: Sequence[float | None], rebases: Sequence[int]
) -> tuple[float, ...]:
    """By how much each month lies above the mean every year; empty without a season."""
    history = dict(zip(months, values, strict=True))
    step = seasonal(history, months[-1]) if months else None
    found = calendar_season(
        history,
        {month: size for month, size in zip(months, sizes, strict=False) if size},
        {month: sum(row <= at for row in rebases) for at, month in enumerate(months)} if rebases else {},
        is_known=step is not None and step.season is Season.EVERY_YEAR,
    )
    return tuple(found[month.number - 1] for month in months) if found else ()


@dataclass(frozen=True, slots=True)
class OfferedReset:
    """A month from which the limits may restart, since the series clearly moved there: its level before and since."""

    month: Month
    before: float
    since: float


def offered_reset(series: Sequence[MonthOfSeries], chart: ControlChart) -> OfferedReset | None:
    """Where a restart of the newest segment's limits is offered, the season aside; None where nothing clearly moved.

    `chart` is that of the same months. The rule is that of `clear_shift`.
    """
    if not chart.segments or chart.limits is None:
        return None
    first, season, sizes = chart.segments[-1].first, chart.season, answers_behind(series)
    judged = [
        None if own.value.estimate is None else own.value.estimate - (season[row] if season else 0.0)
        for row, own in enumerate(series)
    ]
    found = clear_shift(judged[first:], sizes[first:])
    return None if found is None else OfferedReset(series[first + found.row].month, found.before, found.since)
