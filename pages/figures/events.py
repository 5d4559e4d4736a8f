"""What people changed, at its months in a chart: lines with their words on top, kept apart in lanes.

Takes months and words and says where they stand; the words are those people typed, so figures must escape them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from metrics.periods import Month
from pages.figures.palette import Palette

# About how wide a letter is, how high a lane of two lines, and how far words stand from their line, in pixels.
LETTER, LANE, ASIDE = 6.1, 34, 5
MOST_LANES = 3
LONGEST = 46


@dataclass(frozen=True, slots=True)
class ChartEvent:
    """A change in a month: `words` and a quieter line below them; `share` says how far into the month it began, 0 to 1.

    `by_people` is a change of the service; else it is one of how the figure is counted.
    """

    month: Month
    words: str
    below: str = ""
    by_people: bool = True
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class PlacedEvent:
    """An event with its place: `at` in rows of the chart, `lane` from 0 at the foot, words to its left or right."""

    event: ChartEvent
    at: float
    lane: int
    leftwards: bool


def place_events(events: Sequence[ChartEvent], months: Sequence[Month], width: float) -> tuple[PlacedEvent, ...]:
    """The events that lie within `months`, each in the lowest lane where its words run into no others.

    `width` is that of the plot in pixels. Later events stand lower, so that no line runs through the words of an
    earlier one; more than fit side by side share the highest lane.
    """
    rows, step = {month: row for row, month in enumerate(months)}, width / max(len(months), 1)
    taken: list[list[tuple[float, float]]] = []
    result: list[PlacedEvent] = []
    for event in sorted(events, key=lambda own: (own.month, own.share), reverse=True):
        if event.month not in rows:
            continue
        at = rows[event.month] - 0.5 + event.share
        wide = LETTER * max(len(short(event.words)), len(event.below)) + 2 * ASIDE
        line = at * step
        leftwards = line + wide > width and line - wide > 0
        left, right = (line - wide, line) if leftwards else (line, line + wide)
        lane = next((lane for lane, ends in enumerate(taken) if all(right < a or left > b for a, b in ends)), None)
        if lane is None:
            lane = min(len(taken), MOST_LANES - 1)
            if lane == len(taken):
                taken.append([])
        taken[lane].append((left, right))
        result.append(PlacedEvent(event, at, lane, leftwards))
    return tuple(result)


def lanes(events: Sequence[PlacedEvent]) -> int:
    """How many lanes are needed."""
    return max((own.lane + 1 for own in events), default=0)


def short(words: str) -> str:
    """The words, cut where they are longer than a chart has room for."""
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}…"


def lines(events: Sequence[PlacedEvent], colours: Palette, height: float) -> list[dict[str, Any]]:
    """The events' lines as shapes of a figure, from its foot up to their words; its plot is `height` pixels high."""
    return [
        {
            "type": "line",
            "x0": own.at,
            "x1": own.at,
            "yref": "paper",
            "y0": 0,
            "y1": 1 + (LANE * (own.lane + 1) - 4) / height,
            "layer": "above",
            "line": {
                "color": colours.act if own.event.by_people else colours.mute,
                "width": 1.5 if own.event.by_people else 1,
                "dash": "solid" if own.event.by_people else "2px,3px",
            },
        }
        for own in events
    ]


def notes(events: Sequence[PlacedEvent], colours: Palette) -> list[dict[str, Any]]:
    """The events' words as annotations of a figure, above its plot."""
    return [
        {
            "x": own.at,
            "yref": "paper",
            "y": 1,
            "text": _text(own.event),
            "align": "right" if own.leftwards else "left",
            "xanchor": "right" if own.leftwards else "left",
            "yanchor": "bottom",
            "xshift": -ASIDE if own.leftwards else ASIDE,
            "yshift": 2 + own.lane * LANE,
            "showarrow": False,
            "bgcolor": colours.paper,
            "font": {"size": 12.5, "color": colours.act if own.event.by_people else colours.mute},
        }
        for own in events
    ]


def _text(event: ChartEvent) -> str:
    below = f"<br>{escape(event.below, quote=False)}" if event.below else ""
    return escape(short(event.words), quote=False) + below
