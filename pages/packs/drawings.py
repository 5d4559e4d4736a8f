"""A pack's pictures as stand-alone SVG: charts, sparklines and icons, as on screen but in the colours of print."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.periods import Month
from metrics.vocabulary import Verdict
from pages.figures.chart_labels import Labels
from pages.figures.chart_svg import ChartSvg, chart_svg
from pages.figures.events import ChartEvent
from pages.figures.icons import verdict_icon
from pages.figures.palette import LIGHT, Sense
from pages.figures.sparkline import sparkline
from pages.figures.track import Band, Track
from pages.packs.pack import SPARK_MONTHS, Chart, ChartPoint, Row

# As many changes that people made as a small chart has room to name.
EVENTS = 3
_COLOURS = {Sense.BETTER: LIGHT.better, Sense.WORSE: LIGHT.worse, Sense.NEITHER: LIGHT.mute}
# What the pages' stylesheet says of the same classes, for paper.
_SPARK = (
    f".b{{fill:{LIGHT.band}}}.t{{fill:none;stroke:{LIGHT.mute};stroke-width:1;stroke-dasharray:3 2}}"
    f".l{{fill:none;stroke:{LIGHT.ink};stroke-width:1.25;stroke-linejoin:round}}.d{{fill:{LIGHT.ink}}}"
    f".l.better{{stroke:{LIGHT.better}}}.l.worse{{stroke:{LIGHT.worse}}}"
    f".d.better{{fill:{LIGHT.better}}}.d.worse{{fill:{LIGHT.worse}}}"
    f".d.open{{fill:{LIGHT.paper};stroke:{LIGHT.ink};stroke-width:1.25}}"
)
_ICON = "*{{fill:none;stroke:{colour};stroke-width:1.5}}.f{{fill:{colour};stroke:none}}.p{{stroke:{paper}}}"


def spark(row: Row, width: int = 122, height: int = 24) -> str:
    """A row's newest 24 months as SVG; empty where no month has a value. The row's `alt` says what it shows."""
    return _stand_alone(sparkline(track(row.series), "", slots=SPARK_MONTHS, width=width, height=height), _SPARK)


def icon(verdict: Verdict) -> str:
    """A verdict's icon as SVG: ring with tick, filled square with cross, ring with waves, dotted ring or dash."""
    sense = {Verdict.MET: Sense.BETTER, Verdict.MISSED: Sense.WORSE}.get(verdict, Sense.NEITHER)
    return _stand_alone(verdict_icon(verdict), _ICON.format(colour=_COLOURS[sense], paper=LIGHT.paper))


def chart(own: Chart, width: float, height: float) -> ChartSvg:
    """A large chart in pixels, with the newest value, the standard and the newest changes that people made."""
    months, newest = {point.month for point in own.points}, own.points[-1] if own.points else None
    events = sorted((event for event in own.events if event.month in months), key=lambda event: event.month)
    labels = Labels(
        standards=(None,) * len(own.points),
        standard=own.standard_words,
        newest=newest.value.words if newest is not None and newest.value.number is not None else "",
        tick_before=own.written.before,
        tick_after=own.written.after,
        separators=own.written.point + own.written.thousands,
        month_names=own.written.months,
    )
    shown = [ChartEvent(Month.of(event.month), event.words) for event in events[-EVENTS:]]
    return chart_svg(track(own.points), labels, shown, (width, height))


def _stand_alone(svg: str, style: str) -> str:
    """An inline SVG as a document of its own, with the styles its classes ask for; empty stays empty."""
    if not svg:
        return ""
    first, inside = svg.split(">", 1)
    return f'{first} xmlns="http://www.w3.org/2000/svg"><style>{style}</style>{inside}'


def track(series: Sequence[ChartPoint]) -> Track:
    """A series as figures take it."""
    return Track(
        months=tuple(Month.of(point.month) for point in series),
        values=tuple(point.value.number for point in series),
        written=tuple(point.value.words for point in series),
        senses=tuple(point.sense for point in series),
        points_up=tuple(point.points_up for point in series),
        patterns=tuple(point.pattern for point in series),
        bands=tuple(_band(point) for point in series),
        standards=tuple(point.standard for point in series),
        so_far=_so_far(series[-1]) if series and series[-1].is_so_far else None,
    )


def _so_far(newest: ChartPoint) -> tuple[float, float] | None:
    """The margin of a month that is not all in; its value alone where that has none."""
    if newest.value.number is None:
        return None
    if newest.low is None or newest.high is None:
        return newest.value.number, newest.value.number
    return newest.low, newest.high


def _band(point: ChartPoint) -> Band | None:
    """The usual range at a month; None where none is drawn."""
    if point.mean is None or point.lower is None or point.upper is None:
        return None
    return Band(point.mean, point.lower, point.upper)
