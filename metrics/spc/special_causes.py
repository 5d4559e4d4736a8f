"""Which months of a series stand out from its usual variation, and by which rule. Knows no good direction, no standard.

**Source:** the four rules of the NHS “Making Data Count” charts as NHSRplotthedots 0.2.2 has them: a point beyond a
limit, seven points in a trend, two of three points close to a limit, seven points on one side of the mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from metrics.spc.control_limits import LIMIT_FACTOR, NEAR_FACTOR, SegmentLimits, tie

RUN_LENGTH = 7
TREND_LENGTH = 7

# The position of a value against a line or band: 1 above, -1 below, 0 on it or within, None unknown.
Place = int | None


class Signal(Enum):
    """A special cause: the rule that found a point, and its direction."""

    ABOVE_LIMIT = ("limit", 1)
    BELOW_LIMIT = ("limit", -1)
    RISING_TREND = ("trend", 1)
    FALLING_TREND = ("trend", -1)
    TWO_OF_THREE_ABOVE = ("two of three", 1)
    TWO_OF_THREE_BELOW = ("two of three", -1)
    RUN_ABOVE = ("run", 1)
    RUN_BELOW = ("run", -1)

    @property
    def points_up(self) -> bool:
        """Whether it means high or rising values; a fall that is still above the mean points down."""
        return self.value[1] == 1


@dataclass(frozen=True, slots=True)
class RowPositions:
    """The position of each row of a segment: against the mean, beyond the limits, and near them but not beyond."""

    side: list[Place]
    beyond: list[Place]
    close: list[Place]


def row_positions(values: Sequence[float | None], limits: SegmentLimits, tied: float) -> RowPositions:
    """The position of each of a segment's `values`; a value at most `tied` over a line is still on it."""
    rows = range(limits.first, limits.first + len(values)) if limits.widths else None
    middles = [limits.centre(row) for row in rows] if rows else [limits.centre()] * len(values)
    reaches = [limits.reach(row) for row in rows] if rows else [limits.reach()] * len(values)
    side = [_place(value, middle, middle, tied) for value, middle in zip(values, middles, strict=True)]
    lines = list(zip(values, middles, reaches, strict=True))
    beyond, near = _outside(lines, LIMIT_FACTOR, tied), _outside(lines, NEAR_FACTOR, tied)
    close = [0 if outside else place for place, outside in zip(near, beyond, strict=True)]
    return RowPositions(side, beyond, close)


def _outside(
    lines: Sequence[tuple[float | None, float | None, float | None]], factor: float, tied: float
) -> list[Place]:
    """Where each value lies against the lines so many moving ranges from its middle; value, middle, moving range."""
    return [
        None
        if value is None or middle is None or reach is None
        else (value > middle + factor * reach + tied) - (value < middle - factor * reach - tied)
        for value, middle, reach in lines
    ]


def signals(values: Sequence[float | None], limits: Sequence[SegmentLimits]) -> list[Signal | None]:
    """For each row of `values` the first rule that found it, or None; `limits` are those of `chart_limits`.

    Rules apply in the order beyond a limit, trend, two of three, run. No pattern crosses from one segment into the
    next or includes a missing value.
    """
    tied = tie(values)
    found: list[Signal | None] = []
    for segment in limits:
        found += _segment_signals(values[segment.first : segment.end], segment, tied)
    return found


def runs(side: Sequence[Place]) -> list[Place]:
    """1 or -1 for rows in a run of seven or more on one side of the mean, else 0."""
    return [place if inside else 0 for place, inside in zip(side, _stretches(side, RUN_LENGTH), strict=True)]


def trends(values: Sequence[float | None], tied: float = 0.0) -> list[Place]:
    """1 or -1 for rows among seven or more that each rise (fall) from the one before, else 0.

    A row has the direction of its step to the next trend row, else of its step from the row before; where two trends
    join on a step that does not rise, the first trend's row before it counts as falling, as in the reference.
    """
    steps = [None if a is None or b is None else (b - a > tied) - (a - b > tied) for a, b in pairwise(values)]
    inside = _stretches(steps, TREND_LENGTH - 1)
    if True not in inside:
        return [0] * len(values)
    flagged = [a or b for a, b in zip([False, *inside], [*inside, False], strict=True)]
    after = [*flagged[1:], False]
    return [
        0 if not own else 1 if (steps[row] if following else steps[row - 1]) == 1 else -1
        for row, (own, following) in enumerate(zip(flagged, after, strict=True))
    ]


def twos_of_three(side: Sequence[Place], close: Sequence[Place]) -> list[Place]:
    """1 or -1 for rows close to a limit, where three rows in a row are on one side of the mean and two are close.

    A row beyond the limit is not close: it may be the third, never one of the two.
    """
    found: list[Place] = [0] * len(side)
    for row in range(len(side) - 2):
        a = side[row]
        window = close[row : row + 3]
        if a and a == side[row + 1] == side[row + 2] and window.count(a) >= 2:
            for offset, place in enumerate(window):
                if place == a:
                    found[row + offset] = a
    return found


def _segment_signals(values: Sequence[float | None], limits: SegmentLimits, tied: float) -> list[Signal | None]:
    where = row_positions(values, limits, tied)
    by_rule = zip(
        where.beyond, trends(values, tied), twos_of_three(where.side, where.close), runs(where.side), strict=True
    )
    return [_first(*row) if any(row) else None for row in by_rule]


def _first(beyond: Place, trend: Place, two_of_three: Place, run: Place) -> Signal:
    """The signal of the first rule that is not 0."""
    if beyond:
        return Signal.ABOVE_LIMIT if beyond == 1 else Signal.BELOW_LIMIT
    if trend:
        return Signal.RISING_TREND if trend == 1 else Signal.FALLING_TREND
    if two_of_three:
        return Signal.TWO_OF_THREE_ABOVE if two_of_three == 1 else Signal.TWO_OF_THREE_BELOW
    return Signal.RUN_ABOVE if run == 1 else Signal.RUN_BELOW


def _place(value: float | None, low: float | None, high: float | None, tied: float) -> Place:
    if value is None or low is None or high is None:
        return None
    return (value > high + tied) - (value < low - tied)


def _stretches(signs: Sequence[Place], needed: int) -> list[bool]:
    """Which signs belong to a run of at least `needed` equal ones; 0 and None break a run."""
    inside = [False] * len(signs)
    length, before = 0, None
    for row, sign in enumerate(signs):
        length = length + 1 if sign and sign == before else 1 if sign else 0
        before = sign
        if length == needed:
            inside[row - needed + 1 : row + 1] = [True] * needed
        elif length > needed:
            inside[row] = True
    return inside
