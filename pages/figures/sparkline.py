"""A metric's months as a small inline SVG: line, usual range, dashed standard, coloured special causes.

Colours come from the stylesheet by class, so the picture follows the theme without being drawn again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from pages.figures.axis import Place, circle, inline, runs, scale, stepped, stretches, tenths
from pages.figures.palette import Sense
from pages.figures.track import Track, band_outlines

EDGE = 4.0
ROOM_ABOVE = 3.0
# So many months or more that stand out in a row get a heavy line instead of a dot for each.
LONG_RUN = 4


def sparkline(track: Track, label: str, *, slots: int = 24, width: int = 156, height: int = 36) -> str:
    """The newest `slots` months as SVG text, right-aligned so that rows line up; `label` says in words what it shows.

    An empty `label` means that text beside the picture says it. Returns nothing where no month has a value.
    """
    shown = track.last(slots)
    if all(value is None for value in shown.values):
        return ""
    step = (width - 2 * EDGE) / (slots - 1)
    offset = slots - len(shown.months)
    across: Place = lambda row: EDGE + (offset + row) * step  # noqa: E731 - a place is a plain function of a row
    up = scale(*replace(shown, so_far=None).extent(), height - ROOM_ABOVE, ROOM_ABOVE)
    parts = [
        *_bands(shown, across, up),
        stepped("t", shown.standards, across, up),
        *_line(shown, across, up),
        *_dots(shown, across, up),
    ]
    return inline("spark", width, height, label, "".join(parts))


def _bands(track: Track, across: Place, up: Place) -> Iterator[str]:
    """The usual range in whole pixels, as limits that follow each month's answers have many corners."""
    for around, _ in band_outlines(track.bands, *track.extent()):
        corners = _turns([(round(across(row)), round(up(level))) for row, level in around])
        if not corners:  # as high as a line
            continue
        x, y = corners[0]
        lines = "".join(_straight(before, here) for before, here in pairwise(corners))
        yield f'<path class="b" d="M{x} {y}{lines}Z"/>'


def _turns(corners: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The corners of an outline without those in the middle of a level stretch, which draw nothing."""
    around = list(dict.fromkeys(corners))
    after = around[1:] + around[:1]
    return [
        here
        for before, here, next_ in zip([around[-1], *around], around, after, strict=False)
        if not before[1] == here[1] == next_[1]
    ]


def _straight(before: tuple[int, int], here: tuple[int, int]) -> str:
    """The shortest command of a path for a straight line from one corner to the next."""
    (x, y), level, upright = here, before[1] == here[1], before[0] == here[0]
    return f"H{x}" if level else f"V{y}" if upright else f"L{x} {y}"


def _line(track: Track, across: Place, up: Place) -> list[str]:
    """The grey-to-ink line broken at missing months, and over it the stretches that stand out, in their colour."""
    drawn = [_path("l", track, first, last, across, up) for first, last in stretches(track.values) if last > first]
    for first, last, sense in _loud_runs(track):
        name = f"l {sense} long" if _is_long(first, last) else f"l {sense}"
        pieces = stretches(track.values[first : last + 1])
        drawn += [_path(name, track, first + a, first + b, across, up) for a, b in pieces if b > a]
    return drawn


def _loud_runs(track: Track) -> Iterator[tuple[int, int, Sense]]:
    """First and last row of each run of months that stand out in the same sense."""
    return runs([None if sense is Sense.NEITHER else sense for sense in track.senses])


def _is_long(first: int, last: int) -> bool:
    return last - first + 1 >= LONG_RUN


def _path(name: str, track: Track, first: int, last: int, across: Place, up: Place) -> str:
    """A line through months; each point is written from the one before, which is half as long."""
    values = ((row, track.values[row]) for row in range(first, last + 1))
    places = [(round(10 * across(row)), round(10 * up(value))) for row, value in values if value is not None]
    steps = " ".join(
        f"{tenths((x - before) / 10)} {tenths((y - above) / 10)}" for (before, above), (x, y) in pairwise(places)
    )
    x, y = places[0]
    return f'<path class="{name}" d="M{tenths(x / 10)} {tenths(y / 10)}l{steps}"/>'


def _dots(track: Track, across: Place, up: Place) -> list[str]:
    """A dot for each month that stands out, for each without neighbours, and a larger one for the newest.

    The newest is hollow while its month is not all in. The months inside a long run have none: there the heavy line
    shows them.
    """
    alone = {first for first, last in stretches(track.values) if first == last}
    in_line = {row for first, last, _ in _loud_runs(track) if _is_long(first, last) for row in range(first, last + 1)}
    newest = len(track.values) - 1
    drawn = []
    for row, (value, sense) in enumerate(zip(track.values, track.senses, strict=True)):
        stands_out = sense is not Sense.NEITHER and row not in in_line
        if value is None or not (stands_out or row in alone or row == newest):
            continue
        radius = 2.8 if row == newest else 1.7
        name = f"d {sense}" if row < newest or track.so_far is None else "d open"
        drawn.append(circle(name, across(row), up(value), radius))
    return drawn
