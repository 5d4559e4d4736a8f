"""What all figures share: scales, round levels, months drawn as one piece, and the shapes and words of an SVG."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import TypeVar

T = TypeVar("T")
Place = Callable[[float], float]

# Steps between ticks that people count in.
ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
# About how wide a letter of 13 px text is, in pixels.
LETTER = 6.2
# Of a name beside a bar or a dot; the table beside the figure has the whole one.
LONGEST_NAME = 24


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


def runs(items: Sequence[T | None]) -> Iterator[tuple[int, int, T]]:
    """Each stretch of equal neighbours that are not None, as (first, last, item), both ends included."""
    first = 0
    for row in range(1, len(items) + 1):
        if row == len(items) or items[row] != items[first]:
            item = items[first]
            if item is not None:
                yield first, row - 1, item
            first = row


def stretches(items: Sequence[object | None]) -> Iterator[tuple[int, int]]:
    """Each stretch of neighbours that are not None, as (first, last), both ends included."""
    for first, last, there in runs([item is not None for item in items]):
        if there:
            yield first, last


def shortened(words: str, most: int) -> str:
    """The words, cut to `most` letters with “…” at the end where they are longer."""
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def text(x: float, y: float, words: str, name: str = "", anchor: str = "start") -> str:
    """Escaped words at a place; `name` is the class that gives their look, `anchor` which end of them is at `x`."""
    kind = f' class="{name}"' if name else ""
    return f'<text{kind} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def path(name: str, points: Sequence[tuple[float, float]], *, closed: bool = False) -> str:
    """A line through points, or the outline of a shape."""
    places = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return f'<path class="{name}" d="M{places}{"Z" if closed else ""}"/>'


def tenths(pixels: float) -> str:
    """A number of pixels to a tenth, as short as it can be written: “6.4”, “8”."""
    return f"{round(pixels, 1):g}"


def circle(name: str, x: float, y: float, radius: float) -> str:
    """A dot."""
    return f'<circle class="{name}" cx="{tenths(x)}" cy="{tenths(y)}" r="{radius:g}"/>'


def rect(name: str, left: float, top: float, right: float, bottom: float) -> str:
    """A filled rectangle."""
    place = f'x="{tenths(left)}" y="{tenths(top)}" width="{tenths(right - left)}" height="{tenths(bottom - top)}"'
    return f'<rect class="{name}" {place}/>'


def triangle(name: str, x: float, y: float, size: float, *, up: bool) -> str:
    """A triangle that points up or down; `size` is half its width."""
    tip, base = (y - size, y + size * 0.75) if up else (y + size, y - size * 0.75)
    return path(name, [(x, tip), (x - size, base), (x + size, base)], closed=True)


def stepped(name: str, values: Sequence[float | None], across: Place, up: Place) -> str:
    """A line that runs level from half a row before to half a row after each run of equal values; empty without any."""
    drawn, before = "", None
    for first, last, level in runs(values):
        join = "L" if before == first - 1 else "M"
        drawn += f"{join}{across(first - 0.5):.1f} {up(level):.1f}H{across(last + 0.5):.1f}"
        before = last
    return f'<path class="{name}" d="{drawn}"/>' if drawn else ""


def value_rules(found: Sequence[float], up: Place, left: float, right: float, written: Callable[[float], str]) -> str:
    """The levels of a value axis: each a thin rule across the figure with its number at the left."""
    return "".join(
        path("rule", [(left, up(level)), (right, up(level))])
        + text(left - 7, up(level) + 4, written(level), "small", "end")
        for level in found
    )


def inline(name: str, width: int, height: int, label: str, inside: str) -> str:
    """A small picture of its own size; `label` says in words what it shows, or is empty where text beside it does."""
    said = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return f'<svg class="{name}" {said} width="{width}" height="{height}" viewBox="0 0 {width} {height}">{inside}</svg>'


def figure(name: str, width: int, height: int, label: str, parts: Sequence[str]) -> str:
    """The whole picture, as wide as its place allows; `label` says in words what it shows."""
    return (
        f'<svg class="figure {name}" role="img" aria-label="{escape(label)}" viewBox="0 0 {width} {height}" '
        f'preserveAspectRatio="xMidYMin meet">{"".join(parts)}</svg>'
    )
