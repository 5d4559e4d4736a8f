"""What people changed, at its months in a chart: a line with words on top, kept apart in lanes.

Takes months and words and says where they go; people typed the words, so figures must escape them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.periods import Month
from pages.figures.axis import LETTER, shortened

# How high a lane of one and of two lines, how far words are from their line, in pixels.
ONE_LINE, TWO_LINES, ASIDE = 19.0, 34.0, 5.0
MOST_LANES = 3
LONGEST, SHORTEST = 46, 12


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
    """An event with its place: `at` in rows of the chart, `lane` from 0 at the foot, words to its left or right.

    `lines` are its words, cut where the chart has no room for all of them.
    """

    event: ChartEvent
    at: float
    lane: int
    is_leftwards: bool
    lines: tuple[str, ...]


def place_events(events: Sequence[ChartEvent], months: Sequence[Month], width: float) -> tuple[PlacedEvent, ...]:
    """The events that lie within `months`, each in the lowest lane where its words run into no others.

    `width` is that of the plot in pixels. Later events are in lower lanes, so that no line runs through the words of
    an earlier one; more than fit side by side share the highest lane.
    """
    rows, step = {month: row for row, month in enumerate(months)}, width / max(len(months), 1)
    taken: list[list[tuple[float, float]]] = []
    result: list[PlacedEvent] = []
    for event in sorted(events, key=lambda own: (own.month, own.share), reverse=True):
        if event.month not in rows:
            continue
        at = rows[event.month] - 0.5 + event.share
        lines, is_leftwards = _fitting(event, (at + 0.5) * step, width)
        line, wide = (at + 0.5) * step, LETTER * max(map(len, lines), default=0) + 2 * ASIDE
        left, right = (line - wide, line) if is_leftwards else (line, line + wide)
        lane = next((lane for lane, ends in enumerate(taken) if all(right < a or left > b for a, b in ends)), None)
        if lane is None:
            lane = min(len(taken), MOST_LANES - 1)
            if lane == len(taken):
                taken.append([])
        taken[lane].append((left, right))
        result.append(PlacedEvent(event, at, lane, is_leftwards, lines))
    return tuple(result)


def _fitting(event: ChartEvent, line: float, width: float) -> tuple[tuple[str, ...], bool]:
    """The event's words as they fit beside its line, and whether they go to its left: where the right has no room."""
    whole = [shortened(words, LONGEST) for words in (event.words, event.below) if words]
    wide = LETTER * max(map(len, whole), default=0) + 2 * ASIDE
    is_leftwards = line + wide > width and line > width - line
    room = line if is_leftwards else width - line
    most = max(SHORTEST, int((room - 2 * ASIDE) / LETTER))
    return tuple(shortened(words, most) for words in whole), is_leftwards


def lane_height(events: Sequence[PlacedEvent]) -> float:
    """How high a lane is, in pixels: two lines where any event has a second one."""
    return TWO_LINES if any(len(own.lines) > 1 for own in events) else ONE_LINE


def room_above(events: Sequence[PlacedEvent]) -> float:
    """The height of all lanes, in pixels."""
    return max((own.lane + 1 for own in events), default=0) * lane_height(events)
