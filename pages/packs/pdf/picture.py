"""A large chart for paper, in points: its shapes as standing-alone SVG and the words beside them with their places.

What stands out is a triangle up or down and the standard is dashed, so it all survives a grey print. The words are
set by whoever sets the page, in its own fonts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from metrics.periods import MONTH_NAMES
from pages.figures.axis import Place, levels, path, scale
from pages.figures.palette import LIGHT, Sense
from pages.figures.runs import runs, stretches
from pages.packs.clean_text import shortened
from pages.packs.drawings import band, reach, standing_alone
from pages.packs.pack import Chart, ChartPoint, PackEvent

LEFT, RIGHT, BOTTOM, EVENT_LINE = 26.0, 33.0, 17.0, 8.5
ABOVE, BELOW = 4.0, 3.0
EVENTS, LONGEST_EVENT, LONGEST_STANDARD = 3, 34, 14
MARK, APART = 2.9, 8.0
TICKS_ACROSS, MOST_LEVELS = 6, 5
_STYLE = (
    f".band{{fill:{LIGHT.band}}}.mean{{fill:none;stroke:{LIGHT.best_quarter};stroke-width:.5}}"
    f".rule{{fill:none;stroke:{LIGHT.rule};stroke-width:.5}}.axis{{fill:none;stroke:{LIGHT.mute};stroke-width:.6}}"
    f".standard{{fill:none;stroke:{LIGHT.ink};stroke-width:.8;stroke-dasharray:3 2.2}}"
    f".line{{fill:none;stroke:{LIGHT.ink};stroke-width:1.15;stroke-linejoin:round}}.dot{{fill:{LIGHT.ink}}}"
    f".mark{{fill:{LIGHT.ink}}}.mark.better{{fill:{LIGHT.better}}}.mark.worse{{fill:{LIGHT.worse}}}"
    f".people{{fill:none;stroke:{LIGHT.act};stroke-width:.8}}"
)


class LabelKind(StrEnum):
    """What a label says: a number or month of an axis, the newest value, the standard, a change people made."""

    TICK = "tick"
    NEWEST = "newest"
    STANDARD = "standard"
    EVENT = "event"


class Anchor(StrEnum):
    """Which end of a label stands at its place."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a place: `x` from the left, `y` of their base line from the top, in points."""

    x: float
    y: float
    words: str
    kind: LabelKind = LabelKind.TICK
    anchor: Anchor = Anchor.START


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart's shapes as SVG of `width` by `height` points, and its labels; nothing where no month has a value."""

    width: float
    height: float
    svg: str
    labels: tuple[Label, ...]


Piece = str | Label


@dataclass(frozen=True, slots=True)
class PictureFrame:
    """Where things go: `across` takes a row of the series, `up` a value; the sides of the plot are in points."""

    across: Place
    up: Place
    left: float
    right: float
    top: float
    bottom: float


def picture(chart: Chart, width: float, height: float) -> Picture:
    """The chart drawn on so many points."""
    points = chart.points
    if all(point.value.number is None for point in points):
        return Picture(width, height, "", ())
    events = _events_shown(chart)
    frame = _frame(points, width, height, len(events))
    pieces = [
        *_bands(points, frame),
        *_grid(chart, frame),
        *_months(points, frame),
        *_events(events, points, frame),
        *_standard(points, frame),
        *_line(points, frame),
        *_marks(points, frame),
        *_at_the_right(chart, frame),
    ]
    shapes = "".join(piece for piece in pieces if isinstance(piece, str))
    drawn = f'<svg width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}">{shapes}</svg>'
    return Picture(
        width, height, standing_alone(drawn, _STYLE), tuple(piece for piece in pieces if isinstance(piece, Label))
    )


def _frame(points: tuple[ChartPoint, ...], width: float, height: float, events: int) -> PictureFrame:
    top, bottom, right = ABOVE + EVENT_LINE * events, height - BOTTOM, width - RIGHT
    step = (right - LEFT) / len(points)
    low, high = reach(points)
    return PictureFrame(
        across=lambda row: LEFT + (row + 0.5) * step,
        up=scale(low, high, bottom - BELOW, top + BELOW),
        left=LEFT,
        right=right,
        top=top,
        bottom=bottom,
    )


def _bands(points: tuple[ChartPoint, ...], frame: PictureFrame) -> Iterator[Piece]:
    for first, last, own in runs([band(point) for point in points]):
        left, right = frame.across(first - 0.5), frame.across(last + 0.5)
        top, bottom, middle = frame.up(own.upper), frame.up(own.lower), frame.up(own.mean)
        yield path("band", [(left, top), (right, top), (right, bottom), (left, bottom)], closed=True)
        yield path("mean", [(left, middle), (right, middle)])


def _grid(chart: Chart, frame: PictureFrame) -> Iterator[Piece]:
    """Round numbers at the left, each with a thin rule."""
    for level in levels(*reach(chart.points), MOST_LEVELS):
        place = frame.up(level)
        yield path("rule", [(frame.left, place), (frame.right, place)])
        yield Label(frame.left - 3, place + 2.2, _tick(chart, level), anchor=Anchor.END)


def _tick(chart: Chart, level: float) -> str:
    own = chart.written
    number = f"{abs(level):,.{own.decimals}f}"
    if "." in number:
        number = number.rstrip("0").rstrip(".")
    sign = "−" if level < 0 and number != "0" else ""
    number = number.translate({ord("."): own.point, ord(","): own.thousands})
    return f"{sign}{own.before}{number}{own.after}"


def _months(points: tuple[ChartPoint, ...], frame: PictureFrame) -> Iterator[Piece]:
    """The line below, with the newest month and each some months before it; the year stands where it begins."""
    every, year = max(1, -(-len(points) // TICKS_ACROSS)), None
    yield path("axis", [(frame.left, frame.bottom), (frame.right, frame.bottom)])
    for row in range((len(points) - 1) % every, len(points), every):
        month, middle = points[row].month, frame.across(row)
        yield path("axis", [(middle, frame.bottom), (middle, frame.bottom + 2)])
        yield Label(middle, frame.bottom + 8.2, MONTH_NAMES[month.month - 1][:3], anchor=Anchor.MIDDLE)
        if month.year != year:
            yield Label(middle, frame.bottom + 15, str(month.year), anchor=Anchor.MIDDLE)
        year = month.year


def _events_shown(chart: Chart) -> list[PackEvent]:
    """The newest changes people made that lie within the chart, oldest first."""
    months = {point.month for point in chart.points}
    return sorted((event for event in chart.events if event.month in months), key=lambda own: own.month)[-EVENTS:]


def _events(events: list[PackEvent], points: tuple[ChartPoint, ...], frame: PictureFrame) -> Iterator[Piece]:
    """A line at each event's month with its words on top, each in a line of its own."""
    rows = {point.month: row for row, point in enumerate(points)}
    for line, event in enumerate(events):
        place = frame.across(rows[event.month])
        base = frame.top - EVENT_LINE * (len(events) - line - 1) - 1.5
        leftwards = place > (frame.left + frame.right) / 2
        yield path("people", [(place, base - 6), (place, frame.bottom)])
        words, aside = shortened(event.words, LONGEST_EVENT), -3 if leftwards else 3
        yield Label(place + aside, base, words, LabelKind.EVENT, Anchor.END if leftwards else Anchor.START)


def _standard(points: tuple[ChartPoint, ...], frame: PictureFrame) -> Iterator[Piece]:
    """The standard then in force, dashed and stepped where it was changed."""
    drawn, before = "", None
    for first, last, level in runs([point.standard for point in points]):
        join = "L" if before == first - 1 else "M"
        drawn += f"{join}{frame.across(first - 0.5):.1f} {frame.up(level):.1f}H{frame.across(last + 0.5):.1f}"
        before = last
    if drawn:
        yield f'<path class="standard" d="{drawn}"/>'


def _line(points: tuple[ChartPoint, ...], frame: PictureFrame) -> Iterator[Piece]:
    """The months joined by a line that breaks where one is missing; a dot for each month."""
    values = [point.value.number for point in points]
    places = [None if value is None else (frame.across(row), frame.up(value)) for row, value in enumerate(values)]
    for first, last in stretches(values):
        if last > first:
            yield path("line", [place for place in places[first : last + 1] if place is not None])
    yield from (f'<circle class="dot" cx="{place[0]:.1f}" cy="{place[1]:.1f}" r="1"/>' for place in places if place)


def _marks(points: tuple[ChartPoint, ...], frame: PictureFrame) -> Iterator[Piece]:
    """A triangle over each month that stands out, pointing the way it does."""
    for row, point in enumerate(points):
        if point.value.number is None or point.sense is Sense.NEITHER:
            continue
        middle, level = frame.across(row), frame.up(point.value.number)
        tip = -MARK if point.points_up else MARK
        corners = [(middle, level + tip), (middle - MARK, level - tip * 0.75), (middle + MARK, level - tip * 0.75)]
        yield path(f"mark {point.sense}", corners, closed=True)


def _at_the_right(chart: Chart, frame: PictureFrame) -> Iterator[Piece]:
    """The newest month's value beside its dot, and the standard at its height but clear of the value."""
    newest, taken = chart.points[-1], None
    if newest.value.number is not None:
        taken = frame.up(newest.value.number)
        if newest.sense is Sense.NEITHER:
            yield f'<circle class="dot" cx="{frame.across(len(chart.points) - 1):.1f}" cy="{taken:.1f}" r="1.6"/>'
        yield Label(frame.right + 3, taken + 2.6, newest.value.words, LabelKind.NEWEST)
    if newest.standard is None or not chart.standard_words:
        return
    place = frame.up(newest.standard)
    if taken is not None and abs(place - taken) < APART:
        place = taken + (APART if place >= taken else -APART)
    yield Label(frame.right + 3, place + 2.3, shortened(chart.standard_words, LONGEST_STANDARD), LabelKind.STANDARD)
