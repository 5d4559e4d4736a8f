"""The control chart as a picture to take away: the same months, range, standard and words as on screen, as plain SVG.

Stands alone, in the colours of paper, with its own title and sentence, so that it says everything where it is pasted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from textwrap import wrap

from pages.figures.axis import Place, levels, path, scale, text
from pages.figures.chart_labels import Labels, beside, level_words, month_ticks, reach, steps
from pages.figures.events import LANE, PlacedEvent, lanes, short
from pages.figures.palette import LIGHT, Sense
from pages.figures.runs import runs, stretches
from pages.figures.track import Track

WIDTH, LEFT, RIGHT, PLOT_HEIGHT = 1080.0, 62.0, 150.0, 330.0
TITLE, BELOW_PLOT, LINE, LETTERS = 64.0, 46.0, 18.0, 150
MOST_LEVELS, MARK = 7, 6.0
FONTS = "'Source Sans 3','Source Sans',sans-serif"
_STYLE = (
    f"text{{font:400 13px {FONTS};fill:{LIGHT.ink}}}.title{{font:600 21px 'Source Serif 4','Source Serif',serif}}"
    f".quiet{{fill:{LIGHT.mute}}}.strong{{font-weight:600}}.people{{fill:{LIGHT.act}}}.paper{{fill:{LIGHT.paper}}}"
    f".band{{fill:{LIGHT.band}}}.mean{{fill:none;stroke:{LIGHT.best_quarter}}}.rule{{fill:none;stroke:{LIGHT.rule}}}"
    f".axis{{fill:none;stroke:{LIGHT.mute}}}.standard{{fill:none;stroke:{LIGHT.ink};stroke-width:1.5;"
    f"stroke-dasharray:5 4}}.line{{fill:none;stroke:{LIGHT.ink};stroke-width:2;stroke-linejoin:round}}"
    f".dot{{fill:{LIGHT.ink}}}.mark{{fill:{LIGHT.ink}}}.mark.better{{fill:{LIGHT.better}}}"
    f".mark.worse{{fill:{LIGHT.worse}}}.so-far{{fill:{LIGHT.paper};stroke:{LIGHT.ink};stroke-width:1.5}}"
    f".event{{fill:none;stroke:{LIGHT.act};stroke-width:1.5}}.counted{{fill:none;stroke:{LIGHT.mute};"
    "stroke-dasharray:2 3}"
)


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands above and below the chart: title, what it is about, and what it shows."""

    title: str
    about: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Words:
    """Words at a place: `x` from the left, `y` of their base line from the top, in pixels.

    `look` is one or more of title, strong, quiet and people; `anchor` which end of them stands there.
    """

    x: float
    y: float
    words: str
    look: str = ""
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Still:
    """The picture: its shapes as SVG text and the words on them, for whoever sets words in fonts of its own."""

    width: float
    height: float
    shapes: str
    words: tuple[Words, ...]

    def svg(self, *, with_words: bool = True) -> str:
        """The picture as an SVG document; what people typed is escaped."""
        lettering = "".join(text(own.x, own.y, own.words, own.look, own.anchor) for own in self.words)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width:g}" height="{self.height:g}" '
            f'viewBox="0 0 {self.width:g} {self.height:g}"><style>{_STYLE}</style>{self.shapes}'
            f"{lettering if with_words else ''}</svg>"
        )


Piece = str | Words


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where rows and values lie, in pixels from the left and the top."""

    across: Place
    up: Place
    top: float
    bottom: float
    step: float


def still(track: Track, labels: Labels, happened: tuple[PlacedEvent, ...], caption: Caption) -> Still:
    """The picture of the whole track."""
    above = TITLE + lanes(happened) * LANE + 12
    sentence = wrap(caption.sentence, LETTERS)
    frame = _frame(track, above)
    height = frame.bottom + BELOW_PLOT + LINE * (len(sentence) + 1)
    foot = [Words(LEFT - 40, frame.bottom + BELOW_PLOT + LINE * at, line) for at, line in enumerate(sentence, 1)]
    pieces: list[Piece] = [
        f'<rect class="paper" width="{WIDTH:g}" height="{height:g}"/>',
        Words(LEFT - 40, 30, caption.title, "title"),
        Words(LEFT - 40, 52, caption.about, "quiet"),
        *_bands(track, frame),
        *_levels(track, labels, frame),
        *_months(track, labels, frame),
        *_events(happened, frame),
        *_standard(track, labels, frame),
        *_values(track, frame),
        *_beside(track, labels, frame),
        *foot,
    ]
    shapes = "".join(piece for piece in pieces if isinstance(piece, str))
    return Still(WIDTH, height, shapes, tuple(piece for piece in pieces if isinstance(piece, Words)))


def plot_width() -> float:
    """How wide the plot is in pixels; what `place_events` keeps words apart by."""
    return WIDTH - LEFT - RIGHT


def _frame(track: Track, above: float) -> _Frame:
    low, high = reach(track)
    step = plot_width() / max(len(track.months), 1)
    bottom = above + PLOT_HEIGHT
    return _Frame(lambda row: LEFT + (row + 0.5) * step, scale(low, high, bottom, above), above, bottom, step)


def _bands(track: Track, frame: _Frame) -> Iterator[Piece]:
    for first, last, band in runs(track.bands):
        left, right = frame.across(first - 0.5), frame.across(last + 0.5)
        top, bottom, middle = frame.up(band.upper), frame.up(band.lower), frame.up(band.mean)
        yield path("band", [(left, top), (right, top), (right, bottom), (left, bottom)], closed=True)
        yield path("mean", [(left, middle), (right, middle)])


def _levels(track: Track, labels: Labels, frame: _Frame) -> Iterator[Piece]:
    for level in levels(*reach(track), MOST_LEVELS):
        place = frame.up(level)
        yield path("rule", [(LEFT, place), (WIDTH - RIGHT, place)])
        yield Words(LEFT - 6, place + 4, level_words(level, labels), "quiet", "end")


def _months(track: Track, labels: Labels, frame: _Frame) -> Iterator[Piece]:
    yield path("axis", [(LEFT, frame.bottom), (WIDTH - RIGHT, frame.bottom)])
    for row, words in zip(*month_ticks(track.months, labels.month_names), strict=True):
        middle = frame.across(row)
        name, _, year = words.partition("<br>")
        yield path("axis", [(middle, frame.bottom), (middle, frame.bottom + 5)])
        yield Words(middle, frame.bottom + 19, name, "quiet", "middle")
        if year:
            yield Words(middle, frame.bottom + 35, plain(year), "quiet strong", "middle")


def _events(happened: tuple[PlacedEvent, ...], frame: _Frame) -> Iterator[Piece]:
    for own in happened:
        place, base = frame.across(own.at), frame.top - own.lane * LANE
        kind, name = ("event", "people") if own.event.by_people else ("counted", "quiet")
        yield path(kind, [(place, base - LANE + 4), (place, frame.bottom)])
        aside, anchor = (-6, "end") if own.leftwards else (6, "start")
        lines = [short(own.event.words), *([own.event.below] if own.event.below else [])]
        for at, words in enumerate(lines):
            yield Words(place + aside, base - 8 - 15 * (len(lines) - 1 - at), words, name, anchor)


def _standard(track: Track, labels: Labels, frame: _Frame) -> Iterator[Piece]:
    drawn, before = "", None
    for first, last, level in runs(track.standards):
        join = "L" if before == first - 1 else "M"
        drawn += f"{join}{frame.across(first - 0.5):.1f} {frame.up(level):.1f}H{frame.across(last + 0.5):.1f}"
        before = last
    if drawn:
        yield f'<path class="standard" d="{drawn}"/>'
    for row, level, words in steps(track, labels, newest_too=False):
        yield Words(frame.across(row - 0.4), frame.up(level) + 16, words)


def _values(track: Track, frame: _Frame) -> Iterator[Piece]:
    places = [None if value is None else (frame.across(row), frame.up(value)) for row, value in enumerate(track.values)]
    over = len(places) - (track.so_far is not None)
    for first, last in stretches(places[:over]):
        if last > first:
            yield path("line", [place for place in places[first : last + 1] if place is not None])
    for row, place in enumerate(places[:over]):
        if place is not None:
            yield _mark(track, row, place)
    if track.so_far is not None and places and places[-1] is not None:
        (x, y), (low, high) = places[-1], track.so_far
        yield path("axis", [(x, frame.up(low)), (x, frame.up(high))])
        yield path("so-far", [(x, y - 7), (x + 7, y), (x, y + 7), (x - 7, y)], closed=True)


def _mark(track: Track, row: int, place: tuple[float, float]) -> str:
    """A dot, or a triangle for a month that stands out."""
    (x, y), sense = place, track.senses[row]
    if sense is Sense.NEITHER:
        return f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3"/>'
    tip = -MARK if track.points_up[row] else MARK
    return path(f"mark {sense}", [(x, y + tip), (x - MARK, y - tip * 0.75), (x + MARK, y - tip * 0.75)], closed=True)


def _beside(track: Track, labels: Labels, frame: _Frame) -> Iterator[Piece]:
    low, high = reach(track)
    for level, words in beside(track, labels, (high - low) * LINE / PLOT_HEIGHT):
        lines = words.split("<br>")
        name = "strong" if words.startswith("<b>") else "quiet"
        first = frame.up(level) + 4 - LINE * (len(lines) - 1) / 2
        for at, line in enumerate(lines):
            yield Words(WIDTH - RIGHT + 10, first + LINE * at, plain(line), name)


def plain(words: str) -> str:
    """A label without the marks that the chart on screen takes."""
    return unescape(re.sub(r"<[^>]*>", "", words))


__all__ = ["Caption", "plain", "plot_width", "still"]
