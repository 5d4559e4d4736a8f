"""A control chart's geometry and labels: where months, values and words go, kept clear of the data. Draws nothing.

Shared by the chart on screen (Plotly) and the one in downloads, on the board's sheet and in the PDF (SVG).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from statistics import fmean

from pages.figures.axis import LETTER, levels, runs, scale
from pages.figures.track import Track

MONTH_LETTERS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# In pixels: how high a line of text is, and the least room for a month's and a level's tick.
LINE, MONTH_ROOM, LEVEL_ROOM = 17.0, 40.0, 36.0
MOST_MONTHS, MOST_LEVELS = 12, 7
# How far a label stays from what it must not cover, in pixels; how many months it may move back from the left end of
# its step, and on from there.
CLEAR, FARTHEST_BACK, FARTHEST = 4.0, 6, 12
# What it costs a place, against a pixel of distance, to cover a point of the data or to cross an upright line.
COVERED, CROSSED = 200.0, 60.0


@dataclass(frozen=True, slots=True)
class Labels:
    r"""The texts of a chart that carry numbers, in plain words; "\n" divides lines.

    `standards` are the words at each step of the standard, None in months without; the others are empty where the
    chart does not say them. `separators` are the decimal sign and the sign between thousands.
    """

    standards: tuple[str | None, ...]
    upper: str = ""
    lower: str = ""
    mean: str = ""
    standard: str = ""
    newest: str = ""
    tick_before: str = ""
    tick_after: str = ""
    separators: str = ".,"
    month_names: tuple[str, ...] = MONTH_LETTERS

    def last(self, months: int) -> Labels:
        """The texts of the newest `months`; the step that is cut off at the left keeps its own text."""
        cut = max(len(self.standards) - months, 0)
        standing = next((text for text in reversed(self.standards[: cut + 1]) if text), None)
        return replace(self, standards=(standing, *self.standards[cut + 1 :]))

    def beside(self) -> dict[str, str]:
        """The texts to the right of the plot, by what they name."""
        named = {name: getattr(self, name) for name in ("upper", "mean", "lower", "standard", "newest")}
        return {name: words for name, words in named.items() if words}


@dataclass(frozen=True, slots=True)
class Plot:
    """Where months and values lie, in pixels from the left and the top; the value axis ends at `low` and `high`."""

    track: Track
    left: float
    right: float
    top: float
    bottom: float
    low: float
    high: float

    @classmethod
    def of(cls, track: Track, left: float, right: float, top: float, bottom: float) -> Plot:
        """The plot between four sides, with everything drawn within the ends of its axis and a little room about it."""
        low, high = track.extent()
        room = (high - low or abs(high) or 1.0) * 0.08
        return cls(track, left, right, top, bottom, low - room, high + room)

    @property
    def step(self) -> float:
        """The width of a month."""
        return (self.right - self.left) / max(len(self.track.months), 1)

    def across(self, row: float) -> float:
        """The middle of a month."""
        return self.left + (row + 0.5) * self.step

    def up(self, level: float) -> float:
        """The height of a value."""
        return scale(self.low, self.high, self.bottom, self.top)(level)

    def level(self, height: float) -> float:
        """The value at a height."""
        return self.low + (self.high - self.low) * (self.bottom - height) / (self.bottom - self.top)

    def levels(self) -> list[float]:
        """The round values that the axis names, as many as its height has room for."""
        most = int((self.bottom - self.top) / LEVEL_ROOM)
        return levels(self.low, self.high, max(3, min(MOST_LEVELS, most)))


@dataclass(frozen=True, slots=True)
class SideLabel:
    """Lines of words beside the plot; `y` is the middle of them, in pixels; `look` is strong, quiet or empty."""

    y: float
    lines: tuple[str, ...]
    look: str


@dataclass(frozen=True, slots=True)
class StandardLabel:
    """The words of one step of the standard: their left end and the middle of their line, in pixels."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class MonthTick:
    """A month that the axis names; with its year where that is not the one of the tick before."""

    row: int
    name: str
    year: str


def level_words(level: float, labels: Labels) -> str:
    """A level of the value axis with its sign and unit: “−12.5 %”."""
    written = f"{abs(level):,.10g}".translate({ord("."): labels.separators[0], ord(","): labels.separators[1]})
    return f"{'−' if level < 0 else ''}{labels.tick_before}{written}{labels.tick_after}"


def month_ticks(plot: Plot, month_names: Sequence[str] = MONTH_LETTERS) -> list[MonthTick]:
    """The newest month and each few months before it, as many as there is room for."""
    months = plot.track.months
    most = max(2, min(MOST_MONTHS, round((plot.right - plot.left) / MONTH_ROOM)))
    every = next(own for own in (1, 2, 3, 6, 12, len(months)) if own * most >= len(months))
    ticks: list[MonthTick] = []
    shown = range((len(months) - 1) % every, len(months), every) if months else ()
    for row, before in zip(shown, (None, *shown), strict=False):
        month = months[row]
        is_same = before is not None and months[before].year == month.year
        ticks.append(MonthTick(row, month_names[month.number - 1], "" if is_same else str(month.year)))
    return ticks


def side_labels(plot: Plot, labels: Labels) -> list[SideLabel]:
    """The newest range's ends and mean, the standard and the newest value beside the plot, none over another."""
    track = plot.track
    band, looks = track.bands[-1], {"newest": "strong", "standard": "" if labels.newest else "strong"}
    at = {"standard": track.standards[-1], "newest": track.values[-1]}
    at |= {name: getattr(band, name, None) for name in ("upper", "mean", "lower")}
    wanted = sorted(
        (plot.up(level), tuple(words.split("\n")), looks.get(name, "quiet"))
        for name, words in labels.beside().items()
        if (level := at[name]) is not None
    )
    gaps = [LINE * (len(above) + len(below)) / 2 for (_, above, _), (_, below, _) in pairwise(wanted)]
    places = _apart([y for y, _, _ in wanted], gaps, plot)
    return [SideLabel(y, lines, look) for y, (_, lines, look) in zip(places, wanted, strict=True)]


def _apart(wanted: Sequence[float], gaps: Sequence[float], plot: Plot) -> list[float]:
    """Places in the same order, at least `gaps` apart, moved as little as possible, within the plot where they fit."""
    before = list(accumulate(gaps, initial=0.0))[: len(wanted)]
    blocks: list[list[float]] = []
    for place, gap in zip(wanted, before, strict=True):
        blocks.append([place - gap])
        while len(blocks) > 1 and fmean(blocks[-2]) > fmean(blocks[-1]):
            last = blocks.pop()
            blocks[-1] += last
    level = [fmean(block) for block in blocks for _ in block]
    most = plot.bottom - before[-1] if before else 0.0
    return [max(plot.top, min(own, most)) + gap for own, gap in zip(level, before, strict=True)]


def standard_labels(
    plot: Plot, labels: Labels, *, newest_too: bool, crossings: Sequence[float] = ()
) -> list[StandardLabel]:
    """What the standard was, beside each of its steps and clear of the line, its marks and the steps themselves.

    A lone step is named to the right of a roomy chart only (`newest_too` False). `crossings` are the places across of
    upright lines that words should rather not cross.
    """
    found = [
        (first, last, words)
        for first, last, _ in runs(plot.track.standards)
        if last - first >= 2 and (words := labels.standards[first])
    ]
    if not newest_too and len(found) == 1:
        return []
    taken = list(_drawn(plot))
    upright = [*crossings, *(plot.across(first - 0.5) for first, _, _ in found)]
    placed = []
    for first, last, words in found:
        own = _clear_place(plot, (first, last), words, taken, upright)
        placed.append(own)
        right = own.x + LETTER * len(words)
        for y in (own.y - LINE / 2, own.y, own.y + LINE / 2):
            taken += _along((own.x, y), (right, y))
    return placed


def _clear_place(
    plot: Plot, rows: tuple[int, int], words: str, taken: Sequence[tuple[float, float]], upright: Sequence[float]
) -> StandardLabel:
    """The place nearest to the left end of a step at which the words cover the least of what is `taken`."""
    width, line, half = LETTER * len(words), plot.up(plot.track.standards[rows[0]] or 0.0), LINE / 2 + CLEAR
    best = StandardLabel(plot.left, line, words)
    least = float("inf")
    for shift in range(-FARTHEST_BACK, min(rows[1] - rows[0], FARTHEST) + 1):
        x = max(plot.left, min(plot.across(rows[0] + shift - 0.5) + 4, plot.right - width))
        heights = sorted(y for place, y in taken if x - CLEAR <= place <= x + width + CLEAR)
        moved = shift * plot.step * (0.5 if shift > 0 else -2.0)
        moved += CROSSED * sum(x - CLEAR < own < x + width + CLEAR for own in upright)
        for distance in range(0, int(plot.bottom - plot.top), 4):
            if distance + moved >= least:
                break
            for side in (1, -1):
                y = line + side * (half + distance)
                if not plot.top + LINE / 2 <= y <= plot.bottom - LINE / 2:
                    continue
                covered = bisect_left(heights, y + half) - bisect_right(heights, y - half)
                cost = COVERED * covered + distance + moved + (side < 0)
                if cost < least:
                    least, best = cost, StandardLabel(x, y, words)
    return best


def _drawn(plot: Plot) -> Iterator[tuple[float, float]]:
    """Points along the line of values and along the standard, close enough that no word fits between two."""
    track = plot.track
    for row, (value, after) in enumerate(zip(track.values, (*track.values[1:], None), strict=True)):
        if value is None:
            continue
        start = (plot.across(row), plot.up(value))
        yield start
        if after is not None:
            yield from _along(start, (plot.across(row + 1), plot.up(after)))
    for first, last, level in runs(track.standards):
        yield from _along((plot.across(first - 0.5), plot.up(level)), (plot.across(last + 0.5), plot.up(level)))
    for low in track.so_far or ():
        yield plot.across(len(track.months) - 1), plot.up(low)


def _along(start: tuple[float, float], end: tuple[float, float]) -> Iterator[tuple[float, float]]:
    pieces = 1 + int(max(abs(end[0] - start[0]), abs(end[1] - start[1])) / LETTER)
    for piece in range(pieces + 1):
        part = piece / pieces
        yield start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1])
