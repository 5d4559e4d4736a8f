"""A scorecard's months as figures take them. Knows how a control chart is read, never how it is drawn."""

from __future__ import annotations

from metrics.catalogue.metric import Metric
from metrics.scorecard import Scorecard
from metrics.spc.control_limits import LIMIT_FACTOR, SegmentLimits
from pages.figures.palette import Sense
from pages.figures.track import Band, Track
from pages.language import numbers
from pages.language.labels import SIGNALS, USUAL, VARIATION_SENSES, limits_are_drawn


def known_values(card: Scorecard) -> int:
    """How many months of the series have a value to show."""
    return sum(point.value.estimate is not None for point in card.series)


def month_bands(card: Scorecard) -> tuple[Band | None, ...]:
    """The usual range of each month, cut to the metric's scale; None where none is drawn."""
    if not limits_are_drawn(card.chart, known_values(card)):
        return (None,) * len(card.series)
    return tuple(_band(own, card.metric, row) for row, own in enumerate(card.chart.limits_by_row))


def band_words(metric: Metric, band: Band | None) -> str:
    """A usual range in words, without the metric's sign, as a margin: “41.3 to 52.6”; empty without one."""
    if band is None:
        return ""
    places = numbers.decimals(metric, band.mean)
    return f"{numbers.plain(band.lower, places)} to {numbers.plain(band.upper, places)}"


def track(card: Scorecard) -> Track:
    """Every month of the scorecard's series; without a usual range while there are too few values to draw one."""
    drawn = limits_are_drawn(card.chart, known_values(card))
    signals = [signal if drawn else None for signal in card.chart.signals]
    return Track(
        months=tuple(point.month for point in card.series),
        values=tuple(point.value.estimate for point in card.series),
        written=tuple(
            "" if point.value.estimate is None else numbers.value(card.metric, point.value.estimate)
            for point in card.series
        ),
        senses=tuple(VARIATION_SENSES[own] if drawn else Sense.NEITHER for own in card.chart.variations),
        points_up=tuple(None if signal is None else signal.points_up for signal in signals),
        patterns=tuple(USUAL if signal is None else SIGNALS[signal] for signal in signals),
        bands=month_bands(card),
        standards=tuple(point.standard for point in card.series),
        so_far=_so_far(card),
    )


def _so_far(card: Scorecard) -> tuple[float, float] | None:
    """The margin of the running month; its value alone where that has none."""
    if card.scope.to_day in (None, card.scope.month.last_day) or not card.series:
        return None
    newest = card.series[-1].value
    if newest.estimate is None:
        return None
    if newest.low is None or newest.high is None:
        return newest.estimate, newest.estimate
    return newest.low, newest.high


def newest_band(card: Scorecard) -> Band | None:
    """The usual range of the newest month, cut to the metric's scale; None where none is drawn.

    Where limits follow the number of answers and the newest month has none, that of the newest month with some.
    """
    if not card.chart.segments or not limits_are_drawn(card.chart, known_values(card)):
        return None
    newest = card.chart.segments[-1]
    return _band(newest, card.metric, newest.end - 1) or _band(newest, card.metric, None)


def _band(limits: SegmentLimits, metric: Metric, row: int | None) -> Band | None:
    """The range of a row. No value lies beyond the metric's scale, so neither does its usual range."""
    mean, lower, upper = limits.centre(row), limits.line(-LIMIT_FACTOR, row), limits.line(LIMIT_FACTOR, row)
    if mean is None or lower is None or upper is None:
        return None
    low, high = metric.bounds
    return Band(mean, lower if low is None else max(lower, low), upper if high is None else min(upper, high))
