"""Units by their number of answers, against the limits of chance for that number: a unit outside them stands out.

Takes values and limits that are already calculated; only units outside the limits are named.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pages.figures.axis import (
    LONGEST_NAME,
    Place,
    circle,
    figure,
    levels,
    path,
    scale,
    shortened,
    text,
    triangle,
    value_rules,
)
from pages.figures.palette import Sense

WIDTH, HEIGHT = 420, 246
LEFT, RIGHT, TOP, BOTTOM = 48, 412, 8, 206
# The part of the curve, from the left, that does not stretch the value axis: one eighth.
NARROW_PART = 8


@dataclass(frozen=True, slots=True)
class FunnelDot:
    """A unit: its answers and its value; with name, sense and direction where it is outside the limits."""

    n: float
    value: float
    name: str = ""
    sense: Sense = Sense.NEITHER
    is_above: bool = False


@dataclass(frozen=True, slots=True)
class FunnelLimits:
    """What chance allows for n answers: the 95 % limits within the 99.8 % limits, in the metric's unit."""

    n: float
    lower: float
    low: float
    high: float
    upper: float


def funnel_figure(
    dots: Sequence[FunnelDot],
    limits: Sequence[FunnelLimits],
    centre: float,
    written: Callable[[float], str],
    many: Callable[[float], str],
    counted: str,
    label: str,
) -> str:
    """The funnel as SVG text; `written` gives the value axis its words, `many` the other one, which `counted` names.

    `label` says in words what it shows.
    """
    across = scale(limits[0].n, limits[-1].n, LEFT, RIGHT)
    low, high = _reach(dots, limits)
    up = scale(low, high, BOTTOM, TOP)
    up_to_edge: Place = lambda value: up(min(max(value, low), high))  # noqa: E731 - a place is a plain function
    drawn = [*_axes(across, up, limits, (low, high), written, many, counted), *_limits(limits, across, up_to_edge)]
    drawn.append(path("line", [(LEFT, up(centre)), (RIGHT, up(centre))]))
    drawn += [_dot(dot, across, up) for dot in sorted(dots, key=lambda dot: bool(dot.name))]
    return figure("funnel", WIDTH, HEIGHT, label, drawn)


def _reach(dots: Sequence[FunnelDot], limits: Sequence[FunnelLimits]) -> tuple[float, float]:
    """The ends of the value axis: every unit, and the limits except at the fewest answers, where they open wide."""
    shown = limits[len(limits) // NARROW_PART :]
    ends = [end for at in shown for end in (at.lower, at.upper)] + [dot.value for dot in dots]
    room = 0.03 * (max(ends) - min(ends))
    return min(ends) - room, max(ends) + room


def _axes(
    across: Place,
    up: Place,
    limits: Sequence[FunnelLimits],
    ends: tuple[float, float],
    written: Callable[[float], str],
    many: Callable[[float], str],
    counted: str,
) -> list[str]:
    drawn = [value_rules(levels(*ends, 5), up, LEFT, RIGHT, written)]
    drawn += [
        f'<path class="tick" d="M{across(n):.1f} {BOTTOM + 5}v4"/>'
        + text(across(n), BOTTOM + 21, many(n), "small", "middle")
        for n in levels(limits[0].n, limits[-1].n, 6)
        if n == round(n)
    ]
    drawn.append(f'<path class="tick" d="M{LEFT} {BOTTOM + 5}H{RIGHT}"/>')
    drawn.append(text((LEFT + RIGHT) / 2, BOTTOM + 37, counted, "small", "middle"))
    return drawn


def _limits(limits: Sequence[FunnelLimits], across: Place, up: Place) -> list[str]:
    outer = [(across(at.n), up(at.upper)) for at in limits]
    outer += [(across(at.n), up(at.lower)) for at in reversed(limits)]
    return [
        path("band", outer, closed=True),
        path("warning", [(across(at.n), up(at.high)) for at in limits]),
        path("warning", [(across(at.n), up(at.low)) for at in limits]),
    ]


def _dot(dot: FunnelDot, across: Place, up: Place) -> str:
    x, y = across(dot.n), up(dot.value)
    if not dot.name:
        return circle("dot quiet", x, y, 3.2)
    mark = triangle(f"mark {dot.sense}", x, y, 6.0, up=dot.is_above)
    name = shortened(dot.name, LONGEST_NAME)
    if x + 14 + 6.6 * len(name) > WIDTH:
        return mark + text(x - 11, y + 4.5, name, f"strong {dot.sense}", "end")
    return mark + text(x + 11, y + 4.5, name, f"strong {dot.sense}")
