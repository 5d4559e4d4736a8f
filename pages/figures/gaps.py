"""What lies between events one after the other: a bar for each gap, hollow where it still lasts, and the usual range.

Takes numbers that are already calculated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pages.figures.axis import figure, levels, path, rect, scale, text, value_rules
from pages.figures.palette import Sense

WIDTH, HEIGHT = 460, 190
LEFT, RIGHT, TOP, BOTTOM = 44, 454, 22, 164
SPACE = 0.25  # of a bar's place
WIDEST = 34


@dataclass(frozen=True, slots=True)
class GapBar:
    """A gap: how long it is, what it means where it stands out, and whether it is still growing."""

    length: float
    sense: Sense = Sense.NEITHER
    is_open: bool = False


def gaps_figure(bars: Sequence[GapBar], middle: float, upper: float, ends: tuple[str, str], label: str) -> str:
    """The bars as SVG text, the oldest first, about the middle and below the upper limit.

    `ends` are written under the first and the last bar; `label` says in words what they show.
    """
    highest = max(upper, *(bar.length for bar in bars))
    up = scale(0.0, highest, BOTTOM, TOP)
    place = min(WIDEST, (RIGHT - LEFT) / len(bars))
    drawn = [rect("band", LEFT, up(upper), RIGHT, BOTTOM)]
    drawn.append(value_rules(levels(0.0, highest, 5), up, LEFT, RIGHT, lambda level: f"{level:,.0f}"))
    for row, bar in enumerate(bars):
        left, right = LEFT + (row + SPACE / 2) * place, LEFT + (row + 1 - SPACE / 2) * place
        # A gap of none is drawn as a line, so that the event is seen.
        top = min(up(bar.length), BOTTOM - 1)
        if bar.is_open:
            drawn.append(path("line", [(left, BOTTOM), (left, top), (right, top), (right, BOTTOM)], closed=True))
        else:
            drawn.append(rect(f"bar {bar.sense}", left, top, right, BOTTOM))
    drawn.append(path("warning", [(LEFT, up(middle)), (RIGHT, up(middle))]))
    drawn.append(text(LEFT, BOTTOM + 17, ends[0], "small"))
    drawn.append(text(max(LEFT + len(bars) * place, LEFT + 200), BOTTOM + 17, ends[1], "small", "end"))
    return figure("gaps", WIDTH, HEIGHT, label, drawn)
