"""What the larger inline figures share: a scale from values to places, round levels for its ticks, and text in SVG."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from html import escape

Place = Callable[[float], float]

# Steps between ticks that people count in.
ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)


def scale(low: float, high: float, start: float, end: float) -> Place:
    """Where a value between `low` and `high` lies between the places `start` and `end`; the middle where all is one."""
    if high <= low:
        return lambda _: (start + end) / 2
    return lambda value: start + (end - start) * (value - low) / (high - low)


def levels(low: float, high: float, most: int) -> list[float]:
    """Round numbers from `low` to `high`, at most `most` of them and evenly apart."""
    if high <= low:
        return [low]
    size = 10.0 ** math.floor(math.log10((high - low) / most))
    step = next(size * each for each in (*ROUND, 20.0) if (high - low) / (size * each) <= most - 1)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [number * step for number in range(first, last + 1)]


def text(x: float, y: float, words: str, name: str = "", anchor: str = "start") -> str:
    """Words at a place; `name` is the class that gives their look, `anchor` which end of them stands there."""
    kind = f' class="{name}"' if name else ""
    return f'<text{kind} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def path(name: str, points: Sequence[tuple[float, float]], *, closed: bool = False) -> str:
    """A line through points, or the outline of a shape."""
    places = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return f'<path class="{name}" d="M{places}{"Z" if closed else ""}"/>'


def figure(name: str, width: int, height: int, label: str, parts: Sequence[str]) -> str:
    """The whole picture, as wide as its place allows; `label` says in words what it shows."""
    return (
        f'<svg class="figure {name}" role="img" aria-label="{escape(label)}" viewBox="0 0 {width} {height}" '
        f'preserveAspectRatio="xMidYMin meet">{"".join(parts)}</svg>'
    )
