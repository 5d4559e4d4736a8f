"""One control chart from a series: limits and signals give variation (is it changing?) and assurance (on course?).

`reference_chart` gives the results of NHSRplotthedots in every case; `control_chart` is what Plumbline shows, with one
documented difference where there is no variation to judge by (see CONTROL_CHARTS.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from metrics.spc.control_limits import SegmentLimits, chart_limits, tie
from metrics.spc.special_causes import Signal, signals
from metrics.vocabulary import Assurance, Better, Limits, Variation

_READ_AS: dict[tuple[Better | None, bool], Variation] = {
    (Better.HIGHER, True): Variation.IMPROVEMENT_HIGH,
    (Better.HIGHER, False): Variation.CONCERN_LOW,
    (Better.LOWER, True): Variation.CONCERN_HIGH,
    (Better.LOWER, False): Variation.IMPROVEMENT_LOW,
    (None, True): Variation.NEUTRAL_HIGH,
    (None, False): Variation.NEUTRAL_LOW,
}


@dataclass(frozen=True, slots=True)
class ControlChart:
    """A judged series: `signals` and `variations` have one item for each row, `segments` the limits between restarts.

    `limits` are the last segment's, None where there are none; `variation` is the last row's; `assurance` compares
    the last segment's limits with the standard, None without either. `plain` is the same chart without its season,
    None where none is allowed for.
    """

    segments: tuple[SegmentLimits, ...]
    signals: tuple[Signal | None, ...]
    variations: tuple[Variation, ...]
    limits: Limits | None
    variation: Variation
    assurance: Assurance | None
    plain: ControlChart | None = None

    @property
    def limits_by_row(self) -> tuple[SegmentLimits, ...]:
        """The segment of each row, for drawing lines that step at a restart."""
        return tuple(segment for segment in self.segments for _ in range(segment.first, segment.end))

    @property
    def season(self) -> tuple[float, ...]:
        """By how much each row lies above the mean every year; empty where no season is allowed for."""
        return tuple(each for segment in self.segments for each in segment.season)


def control_chart(
    values: Sequence[float | None],
    *,
    better: Better | None,
    standard: float | None = None,
    rebases: Iterable[int] = (),
    baseline: int | None = None,
    screened: bool = True,
    sizes: Sequence[float | None] = (),
    season: Sequence[float] = (),
) -> ControlChart:
    """The chart Plumbline shows for `values`, one for each month in order and None where missing.

    `better` None is a series without a good direction; `standard` is in the values' unit; `rebases`, `baseline`,
    `screened` and `sizes` as in `chart_limits`, which raises BadValue for a baseline shorter than 12. `season` is by
    how much each month lies above the mean every year: it is taken off before judging, and the limits follow it.
    """
    segments = chart_limits(values, rebases=rebases, baseline=baseline, screened=screened, sizes=sizes)
    plain = without_flat_segments(_judged(values, segments, better, standard))
    if not season:
        return plain
    usual = [None if value is None else value - typical for value, typical in zip(values, season, strict=True)]
    segments = chart_limits(usual, rebases=rebases, baseline=baseline, screened=screened, sizes=sizes)
    chart = without_flat_segments(_judged(usual, segments, better, None))
    return replace(_with_season(chart, season, better, standard, tie(values)), plain=plain)


def reference_chart(
    values: Sequence[float | None],
    *,
    better: Better | None,
    standard: float | None = None,
    rebases: Iterable[int] = (),
    baseline: int | None = None,
    screened: bool = True,
) -> ControlChart:
    """The chart as the reference draws it, also for a constant series.

    **Source:** NHSRplotthedots 0.2.2 (NHS-R Community), summarised in CONTROL_CHARTS.md.
    """
    segments = chart_limits(values, rebases=rebases, baseline=baseline, screened=screened)
    return _judged(values, segments, better, standard)


def _judged(
    values: Sequence[float | None], segments: Sequence[SegmentLimits], better: Better | None, standard: float | None
) -> ControlChart:
    found = signals(values, segments)
    read = tuple(variation(signal, better) for signal in found)
    last = segments[-1] if segments else None
    return ControlChart(
        segments=tuple(segments),
        signals=tuple(found),
        variations=read,
        limits=_shown(last),
        variation=read[-1] if read else Variation.COMMON_CAUSE,
        assurance=assurance(last, better, standard, tie(values)) if last else None,
    )


def _with_season(
    chart: ControlChart, season: Sequence[float], better: Better | None, standard: float | None, tied: float
) -> ControlChart:
    """The chart of values without their season, drawn on the scale of those with it.

    On course for a standard is a process that meets it in every month of the year.
    """
    segments = tuple(replace(own, season=tuple(season[own.first : own.end])) for own in chart.segments)
    last = chart.segments[-1] if chart.segments else None
    on_course = None
    if last is not None and not last.flat:
        on_course = _assurance(last.lower, last.upper, (min(season), max(season)), better, standard, tied)
    return replace(chart, segments=segments, limits=_shown(segments[-1]) if segments else None, assurance=on_course)


def without_flat_segments(chart: ControlChart) -> ControlChart:
    """The chart with no limits, no signals and no assurance where a segment's average moving range is 0 or unknown.

    The one difference in the arithmetic: the reference flags every point once there is one odd value in a constant
    series, and doubts a process that has met its standard every month.
    """
    if not any(segment.flat for segment in chart.segments):
        return chart
    segments = tuple(replace(segment, moving_range=None) if segment.flat else segment for segment in chart.segments)
    quiet = [segment.flat for segment in segments for _ in range(segment.first, segment.end)]
    found = tuple(None if flat else signal for flat, signal in zip(quiet, chart.signals, strict=True))
    read = tuple(Variation.COMMON_CAUSE if flat else own for flat, own in zip(quiet, chart.variations, strict=True))
    return ControlChart(
        segments=segments,
        signals=found,
        variations=read,
        limits=_shown(segments[-1]),
        variation=read[-1],
        assurance=None if segments[-1].flat else chart.assurance,
    )


def variation(signal: Signal | None, better: Better | None) -> Variation:
    """What a signal means for a metric: a change for the better, for the worse, or neither if no direction is good."""
    return Variation.COMMON_CAUSE if signal is None else _READ_AS[better, signal.points_up]


def assurance(limits: SegmentLimits, better: Better | None, standard: float | None, tied: float) -> Assurance | None:
    """Whether the limits are wholly on one side of the standard; on a limit, or without limits, is inconsistent.

    None without a standard or a good direction. `tied` is the difference that counts as none, in the values' unit.
    """
    return _assurance(limits.lower, limits.upper, (0.0, 0.0), better, standard, tied)


def _assurance(
    lower: float | None,
    upper: float | None,
    moved: tuple[float, float],
    better: Better | None,
    standard: float | None,
    tied: float,
) -> Assurance | None:
    """The same for a range whose ends move by so much at the least and at the most over the year."""
    if standard is None or better is None:
        return None
    if lower is None or upper is None:
        return Assurance.INCONSISTENT
    if standard - (upper + moved[1]) > tied:
        return Assurance.CONSISTENT_FAIL if better is Better.HIGHER else Assurance.CONSISTENT_PASS
    if lower + moved[0] - standard > tied:
        return Assurance.CONSISTENT_PASS if better is Better.HIGHER else Assurance.CONSISTENT_FAIL
    return Assurance.INCONSISTENT


def _shown(segment: SegmentLimits | None) -> Limits | None:
    if segment is None:
        return None
    mean, lower, upper = segment.centre(), segment.lower, segment.upper
    if mean is None or lower is None or upper is None:
        return None
    return Limits(mean, lower, upper, segment.trial, segment.method, seasonal=bool(segment.season))
