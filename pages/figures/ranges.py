"""A few parts side by side: each a dot with its interval on one scale, and the total as a line through them all.

Takes values that are already calculated; colours come from the stylesheet by class.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pages.figures.axis import LONGEST_NAME, Place, circle, figure, path, scale, shortened, text
from pages.figures.palette import Sense

WIDTH, ROW, TOP = 560, 28, 22
NAMES_END, LEFT, RIGHT = 150, 170, 470


@dataclass(frozen=True, slots=True)
class Range:
    """A part: its value as number and text, and the ends of its interval, None where it has none."""

    name: str
    value: float
    low: float | None
    high: float | None
    written: str
    sense: Sense = Sense.NEITHER


def ranges_figure(parts: Sequence[Range], total: float | None, total_words: str, label: str, width: int = WIDTH) -> str:
    """The figure as SVG text, a row for each part; `label` says in words what it shows."""
    right = RIGHT - WIDTH + width
    ends = [end for part in parts for end in (part.value, part.low, part.high) if end is not None]
    ends += [] if total is None else [total]
    across = scale(min(ends), max(ends), LEFT, right)
    height = TOP + len(parts) * ROW + 4
    drawn = []
    if total is not None:
        drawn.append(path("tick", [(across(total), TOP - 4), (across(total), height - 4)]))
        drawn.append(text(across(total), TOP - 9, total_words, "small", "middle"))
    for row, part in enumerate(parts):
        drawn += _row(part, TOP + row * ROW + ROW / 2, across(part.value), _ends(part, across), right + 14)
    return figure("ranges", width, height, label, drawn)


def _ends(part: Range, across: Place) -> tuple[float, float] | None:
    return None if part.low is None or part.high is None else (across(part.low), across(part.high))


def _row(part: Range, y: float, x: float, ends: tuple[float, float] | None, written_at: int) -> list[str]:
    drawn = [text(NAMES_END, y + 4.5, shortened(part.name, LONGEST_NAME), "", "end")]
    if ends is not None:
        drawn.append(path("line", [(ends[0], y), (ends[1], y)]))
    return [*drawn, circle(f"dot {part.sense}", x, y, 4.5), text(written_at, y + 4.5, part.written, "strong")]
