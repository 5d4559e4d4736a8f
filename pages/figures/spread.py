"""How answers are spread over their scale: bars now, dashes a year ago, with the share of each group of scores.

Takes shares that are already calculated.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pages.figures.axis import Place, figure, levels, path, rect, scale, text, value_rules
from pages.figures.palette import Sense

WIDTH, HEIGHT = 420, 236
LEFT, RIGHT, TOP, BOTTOM = 44, 414, 50, 212
GAP = 0.2  # of a bar's place


@dataclass(frozen=True, slots=True)
class Bar:
    """A score with the share (0 to 100) that gave it, and that of a year ago (None: not known)."""

    score: int
    share: float
    year_ago: float | None
    sense: Sense


@dataclass(frozen=True, slots=True)
class Box:
    """Neighbouring scores counted together, from the bar `first` to `last`: their share and what they are, as text."""

    first: int
    last: int
    written: str
    words: str
    sense: Sense


def spread_figure(bars: Sequence[Bar], boxes: Sequence[Box], written: Callable[[float], str], label: str) -> str:
    """The bars as SVG text, the lowest score first; `written` gives the axis of shares (0 to 100) its words.

    `label` says in words what they show.
    """
    highest = max((share for bar in bars for share in (bar.share, bar.year_ago or 0.0)), default=0.0)
    up = scale(0.0, max(highest, 1.0), BOTTOM, TOP)
    place = (RIGHT - LEFT) / max(len(bars), 1)
    drawn = [value_rules(levels(0.0, max(highest, 1.0), 5), up, LEFT, RIGHT, written)]
    for row, bar in enumerate(bars):
        drawn += _bar(bar, LEFT + row * place, place, up)
    for box in boxes:
        drawn += _box(box, bars, LEFT + (box.first + box.last + 1) / 2 * place, up)
    return figure("spread", WIDTH, HEIGHT, label, drawn)


def _bar(bar: Bar, left: float, place: float, up: Place) -> list[str]:
    inset = place * GAP / 2
    drawn = [
        rect(f"bar {bar.sense}", left + inset, up(bar.share), left + place - inset, BOTTOM),
        text(left + place / 2, BOTTOM + 17, str(bar.score), "small", "middle"),
    ]
    if bar.year_ago is not None:
        level = up(bar.year_ago)
        drawn.append(path("dash halo", [(left + inset / 2, level), (left + place - inset / 2, level)]))
        drawn.append(path("dash", [(left + inset / 2, level), (left + place - inset / 2, level)]))
    return drawn


def _box(box: Box, bars: Sequence[Bar], middle: float, up: Place) -> list[str]:
    """The share of a box in two lines over the highest of its bars."""
    highest = max(max(bar.share, bar.year_ago or 0.0) for bar in bars[box.first : box.last + 1])
    base = up(highest) - 10
    return [
        text(middle, base - 15, box.written, f"strong {box.sense}", "middle"),
        text(middle, base, box.words, f"small {box.sense}", "middle"),
    ]
