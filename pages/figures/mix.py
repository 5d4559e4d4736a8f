"""Why a total moved, as a waterfall: what each part changed and what their mix did, between two totals.

Totals are dots, since the axis does not start at 0. Takes sums that are already calculated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pages.figures.axis import LONGEST_NAME, circle, figure, path, rect, scale, shortened, text
from pages.figures.palette import Sense

WIDTH, ROW, BAR = 420, 27, 15
# Where the names end and the bars begin, and the room kept for what is written behind them.
NAMES_END, BARS_BEGIN, BARS_END = 146, 166, 362


@dataclass(frozen=True, slots=True)
class WaterfallStep:
    """A part of the way: from where to where, in the metric's unit, and its size as text."""

    name: str
    start: float
    end: float
    written: str
    sense: Sense


@dataclass(frozen=True, slots=True)
class WaterfallTotal:
    """A total at either end of the way."""

    name: str
    value: float
    written: str


def mix_figure(before: WaterfallTotal, steps: Sequence[WaterfallStep], now: WaterfallTotal, label: str) -> str:
    """The waterfall as SVG text, a row for each total and step; `label` says in words what it shows."""
    ends = [before.value, now.value, *(end for step in steps for end in (step.start, step.end))]
    across = scale(min(ends), max(ends), BARS_BEGIN, BARS_END)
    height = (len(steps) + 2) * ROW + 6
    drawn = [*_total(before, ROW / 2 + 2, across(before.value))]
    for row, step in enumerate(steps, 1):
        drawn += _step(step, row * ROW + ROW / 2 + 2, across(step.start), across(step.end))
    drawn += _total(now, (len(steps) + 1) * ROW + ROW / 2 + 2, across(now.value))
    joins = [across(before.value), *(across(step.end) for step in steps)]
    lines = [
        path("join", [(x, row * ROW + ROW / 2 + 2), (x, (row + 1) * ROW + ROW / 2 + 2)]) for row, x in enumerate(joins)
    ]
    return figure("mix", WIDTH, height, label, [*lines, *drawn])


def _total(total: WaterfallTotal, y: float, x: float) -> list[str]:
    return [
        text(NAMES_END, y + 4.5, shortened(total.name, LONGEST_NAME), "strong", "end"),
        circle("dot", x, y, 5),
        text(x + 11, y + 4.5, total.written, "strong"),
    ]


def _step(step: WaterfallStep, y: float, start: float, end: float) -> list[str]:
    left, right = sorted((start, end))
    return [
        text(NAMES_END, y + 4.5, shortened(step.name, LONGEST_NAME), "", "end"),
        rect(f"bar {step.sense}", left, y - BAR / 2, max(right, left + 1.5), y + BAR / 2),
        text(right + 7, y + 4.5, step.written, "number"),
    ]
