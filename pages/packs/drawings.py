"""A pack's small pictures as standing-alone SVG: sparklines and icons, as on screen but in the colours of print."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.periods import Month
from metrics.vocabulary import Verdict
from pages.figures.icons import verdict_icon
from pages.figures.palette import LIGHT, Sense
from pages.figures.sparkline import sparkline
from pages.figures.track import Band, Track
from pages.packs.pack import SPARK_MONTHS, ChartPoint, Row

_COLOURS = {Sense.BETTER: LIGHT.better, Sense.WORSE: LIGHT.worse, Sense.NEITHER: LIGHT.mute}
# What the pages' stylesheet says of the same classes, for paper.
_SPARK = (
    f".b{{fill:{LIGHT.band}}}.t{{fill:none;stroke:{LIGHT.mute};stroke-width:1;stroke-dasharray:3 2}}"
    f".l{{fill:none;stroke:{LIGHT.ink};stroke-width:1.25;stroke-linejoin:round}}.d{{fill:{LIGHT.ink}}}"
    f".l.better{{stroke:{LIGHT.better}}}.l.worse{{stroke:{LIGHT.worse}}}"
    f".d.better{{fill:{LIGHT.better}}}.d.worse{{fill:{LIGHT.worse}}}"
)
_ICON = "*{{fill:none;stroke:{colour};stroke-width:1.5}}.f{{fill:{colour};stroke:none}}.p{{stroke:{paper}}}"


def spark(row: Row, width: int = 122, height: int = 24) -> str:
    """A row's newest 24 months as SVG; empty where no month has a value. What it shows is said beside it, not in it."""
    return standing_alone(sparkline(track(row.series), "", slots=SPARK_MONTHS, width=width, height=height), _SPARK)


def icon(verdict: Verdict) -> str:
    """A verdict's icon as SVG: ring with tick, filled square with cross, ring with waves, dotted ring or dash."""
    sense = {Verdict.MET: Sense.BETTER, Verdict.MISSED: Sense.WORSE}.get(verdict, Sense.NEITHER)
    return standing_alone(verdict_icon(verdict), _ICON.format(colour=_COLOURS[sense], paper=LIGHT.paper))


def standing_alone(svg: str, style: str) -> str:
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
        bands=tuple(band(point) for point in series),
        standards=tuple(point.standard for point in series),
    )


def reach(points: tuple[ChartPoint, ...]) -> tuple[float, float]:
    """The lowest and the highest number that the chart draws."""
    drawn = [
        number
        for point in points
        for number in (point.value.number, point.lower, point.upper, point.standard)
        if number is not None
    ]
    return min(drawn, default=0.0), max(drawn, default=1.0)


def band(point: ChartPoint) -> Band | None:
    """The usual range at a month; None where none is drawn."""
    if point.mean is None or point.lower is None or point.upper is None:
        return None
    return Band(point.mean, point.lower, point.upper)
