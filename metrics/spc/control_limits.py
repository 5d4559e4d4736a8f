"""The usual range of a series: its segments, and the centre and natural limits of each. Knows values, no dates.

**Source:** XmR chart, Wheeler, “Understanding Variation” (2nd ed., 2000): mean ± 2.66 × average moving range;
the screening of moving ranges and the near limits as NHSRplotthedots 0.2.2 has them (see CONTROL_CHARTS.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from metrics.errors import BadValue

# 3 / 1.128: three sigma, with sigma estimated from moving ranges of two.
LIMIT_FACTOR = 2.66
# The near limits are at two of the three sigma.
NEAR_FACTOR = LIMIT_FACTOR * 2 / 3
# The upper limit of a moving range, in average moving ranges.
SCREEN_FACTOR = 3.267
SHORTEST_BASELINE = 12
# Limits from fewer rows than this are trial limits.
FULL_LENGTH = 13
# Differences up to this part of the largest value are rounding errors, not data.
TIE = 1e-9


@dataclass(frozen=True, slots=True)
class SegmentLimits:
    """Rows `first` up to, not including, `end`, with their centre and average moving range in the values' unit.

    `mean` is None if the baseline has no value, `moving_range` if it has no two neighbours to compare. `flat`: there is
    no variation to draw limits from.
    """

    first: int
    end: int
    mean: float | None
    moving_range: float | None
    flat: bool

    @property
    def trial(self) -> bool:
        """Whether the segment is too short for settled limits; rows without a value count."""
        return self.end - self.first < FULL_LENGTH

    @property
    def lower(self) -> float | None:
        return self._from_mean(-LIMIT_FACTOR)

    @property
    def upper(self) -> float | None:
        return self._from_mean(LIMIT_FACTOR)

    @property
    def near_lower(self) -> float | None:
        return self._from_mean(-NEAR_FACTOR)

    @property
    def near_upper(self) -> float | None:
        return self._from_mean(NEAR_FACTOR)

    def _from_mean(self, factor: float) -> float | None:
        if self.mean is None or self.moving_range is None:
            return None
        return self.mean + factor * self.moving_range


def tie(values: Iterable[float | None]) -> float:
    """The largest difference that counts as none, in the values' unit; 0 without values."""
    return TIE * max((abs(value) for value in values if value is not None), default=0.0)


def segments(rows: int, rebases: Iterable[int] = ()) -> list[tuple[int, int]]:
    """The half-open ranges of `rows` rows (from 0) that begin at row 0 and at each restart.

    Repeated, unsorted and outside restarts do not matter. No rows give no segment.
    """
    starts = sorted({0, *(row for row in rebases if 0 < row < rows)})
    return [(first, end) for first, end in zip(starts, [*starts[1:], rows], strict=True) if first < end]


def average_moving_range(values: Sequence[float | None], *, screened: bool, tied: float) -> float | None:
    """The mean distance between neighbouring values, in their unit; None without two neighbours to compare.

    A gap has no distance. `screened` removes, once, each distance that is not below 3.267 times the mean of all; so
    if all distances are 0 none is left. `tied` is the difference that counts as none.
    """
    ranges = [abs(b - a) for a, b in pairwise(values) if a is not None and b is not None]
    if screened and ranges:
        limit = SCREEN_FACTOR * sum(ranges) / len(ranges) - tied
        ranges = [distance for distance in ranges if distance < limit]
    return sum(ranges) / len(ranges) if ranges else None


def chart_limits(
    values: Sequence[float | None],
    *,
    rebases: Iterable[int] = (),
    baseline: int | None = None,
    screened: bool = True,
) -> list[SegmentLimits]:
    """The limits of each segment of `values`, one value for each month in order, None where missing.

    `rebases` are the rows that begin a new segment; `baseline` is how many rows of each segment limits are
    calculated from, missing ones included (None: all). Raises BadValue for a baseline shorter than 12.
    """
    if baseline is not None and baseline < SHORTEST_BASELINE:
        raise BadValue(f"A baseline needs at least {SHORTEST_BASELINE} months, not {baseline}.")
    tied = tie(values)
    found = []
    for first, end in segments(len(values), rebases):
        based_on = values[first : end if baseline is None else min(end, first + baseline)]
        known = [value for value in based_on if value is not None]
        mean = sum(known) / len(known) if known else None
        moving_range = average_moving_range(based_on, screened=screened, tied=tied)
        flat = moving_range is None or moving_range <= tied
        found.append(SegmentLimits(first, end, mean, moving_range, flat))
    return found
