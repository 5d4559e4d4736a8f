"""The control chart as stand-alone SVG at any size: for download, the board's sheet and the PDF.

Takes values calculated already. Shapes and words are apart, so that a typesetter can set the words in its own fonts;
what stands out is a triangle and the standard is dashed, so both survive a grey print.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from textwrap import wrap

from pages.figures.axis import LETTER, circle, path, rect, shortened, stepped, stretches, text, triangle
from pages.figures.chart_labels import (
    LINE,
    Labels,
    Plot,
    level_words,
    month_ticks,
    side_labels,
    standard_labels,
)
from pages.figures.events import ChartEvent, PlacedEvent, lane_height, place_events, room_above
from pages.figures.palette import LIGHT, Palette, Sense
from pages.figures.track import Track, band_outlines

# In pixels, for text of 13: the room about the plot, and below it that of the months and their years.
EDGE, TOP, BELOW_PLOT, ABOUT = 22.0, 8.0, 40.0, 52.0
LONGEST_SIDE_LABEL = 20
# A reader without the product's fonts sees wider ones.
WIDE_LETTER = LETTER + 0.6
SERIF, SANS = "'Source Serif 4','Source Serif',serif", "'Source Sans 3','Source Sans',sans-serif"
_LOOKS = (
    ("text", "font:400 13px {sans};fill:{ink}"),
    (".title", "font:600 21px {serif}"),
    (".quiet", "fill:{mute}"),
    (".strong", "font-weight:600"),
    (".people", "fill:{act}"),
    (".halo", "paint-order:stroke;stroke:{paper};stroke-width:4px;stroke-linejoin:round"),
    (".paper", "fill:{paper}"),
    (".band", "fill:{band}"),
    (".mean", "fill:none;stroke:{best_quarter}"),
    (".rule", "fill:none;stroke:{rule}"),
    (".axis", "fill:none;stroke:{mute}"),
    (".standard", "fill:none;stroke:{ink};stroke-width:1.5;stroke-dasharray:5 4"),
    (".line", "fill:none;stroke:{ink};stroke-width:2;stroke-linejoin:round"),
    (".dot", "fill:{ink}"),
    (".mark", "fill:{ink}"),
    (".mark.better", "fill:{better}"),
    (".mark.worse", "fill:{worse}"),
    (".so-far", "fill:{paper};stroke:{ink};stroke-width:1.5"),
    (".to-date", "fill:none;stroke:{ink};stroke-width:1.5;stroke-dasharray:2 3"),
    (".event", "fill:none;stroke:{act};stroke-width:1.5"),
    (".counted", "fill:none;stroke:{mute};stroke-dasharray:2 3"),
)


@dataclass(frozen=True, slots=True)
class Caption:
    """The words above and below the chart: title, what it is about, and what it shows."""

    title: str
    about: str
    sentence: str


@dataclass(frozen=True, slots=True)
class PlacedText:
    """Words at a place: `x` from the left, `y` of their base line from the top, in pixels.

    `look` is one or more of title, strong, quiet, people and halo; `anchor` says which end of the words is at `x`.
    """

    x: float
    y: float
    words: str
    look: str = ""
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class ChartSvg:
    """The chart's shapes as SVG text and the words on them; both are empty where no month has a value."""

    width: float
    height: float
    shapes: str
    words: tuple[PlacedText, ...]

    @property
    def lettering(self) -> str:
        """The words as SVG text; what people typed is escaped."""
        return "".join(text(own.x, own.y, own.words, own.look, own.anchor) for own in self.words)

    def document(self, *, with_words: bool = True) -> str:
        """The whole as an SVG document in the colours of paper; empty where nothing is drawn."""
        if not self.shapes:
            return ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width:g}" height="{self.height:g}" '
            f'viewBox="0 0 {self.width:g} {self.height:g}"><style>{chart_style(LIGHT)}</style>{self.shapes}'
            f"{self.lettering if with_words else ''}</svg>"
        )


Piece = str | PlacedText


def chart_style(colours: Palette, within: str = "") -> str:
    """The rules for a chart's shapes and words; `within` is a selector with its space, for a chart in a page."""
    named = asdict(colours) | {"sans": SANS, "serif": SERIF}
    return "".join(f"{within}{what}{{{look.format(**named)}}}" for what, look in _LOOKS)


def chart_svg(
    track: Track,
    labels: Labels,
    events: Sequence[ChartEvent],
    size: tuple[float, float],
    caption: Caption | None = None,
) -> ChartSvg:
    """The chart of all months of `track`: `size` is its width and height in pixels, for text of 13 pixels.

    With a caption the picture is as much higher as that needs.
    """
    width, height = size
    if all(value is None for value in track.values):
        return ChartSvg(width, height, "", ())
    above, below = _caption(caption, size) if caption else ([], [])
    offset = max((own.y + TOP for own in above), default=0.0)
    plot, placed = _plot(track, labels, events, size, offset, edge=EDGE if caption else 0.0)
    whole = max((own.y + offset + LINE for own in below), default=height + offset)
    pieces = [
        rect("paper", 0, 0, width, whole),
        *above,
        *_bands(plot),
        *_levels(plot, labels),
        *_months(plot, labels),
        *_events(placed, plot),
        *_standard(plot, labels, placed),
        *_values(plot, labels),
        *_beside(plot, labels),
        *(PlacedText(own.x, own.y + offset, own.words) for own in below),
    ]
    shapes = "".join(piece for piece in pieces if isinstance(piece, str))
    return ChartSvg(width, whole, shapes, tuple(piece for piece in pieces if isinstance(piece, PlacedText)))


def _caption(caption: Caption, size: tuple[float, float]) -> tuple[list[PlacedText], list[PlacedText]]:
    """The lines above the chart and those below it; the latter as if the chart began at the top."""
    width, height = size
    letters = int((width - 2 * EDGE) / WIDE_LETTER)
    about, sentence = _wrapped(caption.about, letters), _wrapped(caption.sentence, letters)
    above = [PlacedText(EDGE, ABOUT + LINE * at, line, "quiet") for at, line in enumerate(about)]
    below = [PlacedText(EDGE, height + LINE * at, line) for at, line in enumerate(sentence, 1)]
    return [PlacedText(EDGE, 30, caption.title, "title"), *above], below


def _wrapped(words: str, letters: int) -> list[str]:
    """The words in lines of about the same length, each of at most so many letters."""
    lines = max(1, -(-len(words) // letters))
    return wrap(words, min(letters, len(words) // lines + 12))


def _plot(
    track: Track, labels: Labels, events: Sequence[ChartEvent], size: tuple[float, float], offset: float, edge: float
) -> tuple[Plot, tuple[PlacedEvent, ...]]:
    """The plot with room for its labels on all sides, and the events above it."""
    width, bottom = size[0], offset + size[1] - BELOW_PLOT
    beside = [line for words in labels.beside().values() for line in words.split("\n")]
    right = width - edge - 10 - WIDE_LETTER * min(max(map(len, beside), default=0), LONGEST_SIDE_LABEL)
    plot = Plot.of(track, edge, right, offset + TOP, bottom)
    ticks = [level_words(level, labels) for level in plot.levels()]
    left = edge + 8 + LETTER * max(map(len, ticks), default=0)
    placed = place_events(events, track.months, right - left)
    return Plot.of(track, left, right, offset + TOP + room_above(placed), bottom), placed


def _bands(plot: Plot) -> Iterator[Piece]:
    for around, middle in band_outlines(plot.track.bands, plot.low, plot.high):
        yield path("band", [(plot.across(row), plot.up(level)) for row, level in around], closed=True)
        yield path("mean", [(plot.across(row), plot.up(level)) for row, level in middle])


def _levels(plot: Plot, labels: Labels) -> Iterator[Piece]:
    for level in plot.levels():
        place = plot.up(level)
        yield path("rule", [(plot.left, place), (plot.right, place)])
        yield PlacedText(plot.left - 6, place + 4, level_words(level, labels), "quiet", "end")


def _months(plot: Plot, labels: Labels) -> Iterator[Piece]:
    yield path("axis", [(plot.left, plot.bottom), (plot.right, plot.bottom)])
    for tick in month_ticks(plot, labels.month_names):
        middle = plot.across(tick.row)
        yield path("axis", [(middle, plot.bottom), (middle, plot.bottom + 4)])
        yield PlacedText(middle, plot.bottom + 18, tick.name, "quiet", "middle")
        if tick.year:
            yield PlacedText(middle, plot.bottom + 33, tick.year, "quiet strong", "middle")


def _events(placed: Sequence[PlacedEvent], plot: Plot) -> Iterator[Piece]:
    lane = lane_height(placed)
    for own in placed:
        place, base = plot.across(own.at), plot.top - own.lane * lane
        shape, look = ("event", "people") if own.event.by_people else ("counted", "quiet")
        yield path(shape, [(place, base - lane + 4), (place, plot.bottom)])
        aside, anchor = (-6, "end") if own.is_leftwards else (6, "start")
        for at, line in enumerate(own.lines):
            y = base - lane + 14 + (LINE - 2) * at
            yield PlacedText(place + aside, y, line, f"{look} halo", anchor)


def _standard(plot: Plot, labels: Labels, placed: Sequence[PlacedEvent]) -> Iterator[Piece]:
    yield stepped("standard", plot.track.standards, plot.across, plot.up)
    crossings = [plot.across(own.at) for own in placed]
    for own in standard_labels(plot, labels, newest_too=False, crossings=crossings):
        yield PlacedText(own.x, own.y + 4, own.words)


def _values(plot: Plot, labels: Labels) -> Iterator[Piece]:
    track = plot.track
    places = [None if value is None else (plot.across(row), plot.up(value)) for row, value in enumerate(track.values)]
    over = len(places) - (track.so_far is not None)
    for first, last in stretches(places[:over]):
        if last > first:
            yield path("line", [place for place in places[first : last + 1] if place is not None])
    for row, place in enumerate(places[:over]):
        if place is not None:
            is_named = bool(labels.newest) and row == len(places) - 1
            yield _mark(track, row, place, plot.step, is_named=is_named)
    if track.so_far is not None and places[-1] is not None:
        (x, y), (low, high) = places[-1], track.so_far
        if len(places) > 1 and places[-2] is not None:
            yield path("to-date", [places[-2], places[-1]])
        yield path("axis", [(x, plot.up(low)), (x, plot.up(high))])
        yield path("so-far", [(x, y - 7), (x + 7, y), (x, y + 7), (x - 7, y)], closed=True)


def _mark(track: Track, row: int, place: tuple[float, float], step: float, *, is_named: bool) -> str:
    """A dot, or a triangle for a month that stands out; smaller where months are close together."""
    sense = track.senses[row]
    if sense is Sense.NEITHER:
        return circle("dot", *place, round(min(3.0, 0.3 * step) + is_named, 1))
    return triangle(f"mark {sense}", *place, min(6.0, max(0.65 * step, 4.0)), up=bool(track.points_up[row]))


def _beside(plot: Plot, labels: Labels) -> Iterator[Piece]:
    for own in side_labels(plot, labels):
        first = own.y + 4 - LINE * (len(own.lines) - 1) / 2
        for at, line in enumerate(own.lines):
            yield PlacedText(plot.right + 10, first + LINE * at, shortened(line, LONGEST_SIDE_LABEL), own.look)
