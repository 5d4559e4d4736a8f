"""The usual range of a series: its segments, and the centre and natural limits of each. Knows values, no dates.

**Source:** XmR chart, Wheeler, “Understanding Variation” (2nd ed., 2000): mean ± 2.66 × average moving range;
the screening of moving ranges and the near limits as NHSRplotthedots 0.2.2 has them (see CONTROL_CHARTS.md).
Where rows rest on different numbers of answers, the I′ chart: Taylor, “Normalized Individuals (IN) Control Chart”,
2017, as the R package pbcharts of Anhøj has it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from metrics.errors import BadValue
from metrics.vocabulary import LimitsMethod

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
# Three sigma in average moving ranges, not rounded as LIMIT_FACTOR is, and the same in units of LIMIT_FACTOR.
_EXACT_FACTOR = 1.5 * math.sqrt(math.pi)
_AS_ROUNDED = _EXACT_FACTOR / LIMIT_FACTOR


@dataclass(frozen=True, slots=True)
class SegmentLimits:
    """Rows `first` up to, not including, `end`, with their centre and average moving range in the values' unit.

    `mean` is None if the baseline has no value, `moving_range` if it has no two neighbours to compare. `flat`: there is
    no variation to draw limits from. Where limits follow the number of answers (`method` I′), `moving_range` is that of
    rows as large as the newest with a value, and `widths` has for each row by how much its limits are wider, None
    without answers. `season` has for each row what its calendar month lies above the mean, where one is allowed for.
    `newest` is the row whose lines count as the segment's; None: its last.
    """

    first: int
    end: int
    mean: float | None
    moving_range: float | None
    flat: bool
    method: LimitsMethod = LimitsMethod.XMR
    widths: tuple[float | None, ...] = ()
    season: tuple[float, ...] = ()
    newest: int | None = None

    @property
    def trial(self) -> bool:
        """Whether the segment is too short for settled limits; rows without a value count."""
        return self.end - self.first < FULL_LENGTH

    @property
    def lower(self) -> float | None:
        """The lower limit of the newest row; so are the other lines without a row."""
        return self.line(-LIMIT_FACTOR)

    @property
    def upper(self) -> float | None:
        return self.line(LIMIT_FACTOR)

    @property
    def near_lower(self) -> float | None:
        return self.line(-NEAR_FACTOR)

    @property
    def near_upper(self) -> float | None:
        return self.line(NEAR_FACTOR)

    def centre(self, row: int | None = None) -> float | None:
        """The centre at a row of the series, with its season; None: at the newest row."""
        return None if self.mean is None else self.mean + self._season(row)

    def line(self, factor: float, row: int | None = None) -> float | None:
        """The centre and so many average moving ranges at a row of the series; None where the row has no limits."""
        centre, reach = self.centre(row), self.reach(row)
        return None if centre is None or reach is None else centre + factor * reach

    def reach(self, row: int | None = None) -> float | None:
        """The average moving range at a row of the series, as wide as its answers make it; None without limits."""
        width = self.widths[row - self.first] if self.widths and row is not None else 1.0
        return None if self.moving_range is None or width is None else self.moving_range * width

    def _season(self, row: int | None) -> float:
        at = row if row is not None else self.end - 1 if self.newest is None else self.newest
        return self.season[at - self.first] if self.season else 0.0


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
    sizes: Sequence[float | None] = (),
) -> list[SegmentLimits]:
    """The limits of each segment of `values`, one value for each month in order, None where missing.

    `rebases` are the rows that begin a new segment; `baseline` is how many rows of each segment limits are
    calculated from, missing ones included (None: all). `sizes` are the answers behind each value; where they differ
    within a segment its limits follow them, with all moving ranges (see `_i_prime`). Raises BadValue for a baseline
    shorter than 12.
    """
    if baseline is not None and baseline < SHORTEST_BASELINE:
        raise BadValue(f"A baseline needs at least {SHORTEST_BASELINE} months, not {baseline}.")
    tied = tie(values)
    found = []
    for first, end in segments(len(values), rebases):
        until = end if baseline is None else min(end, first + baseline)
        based_on = values[first:until]
        own = _xmr(first, end, based_on, screened=screened, tied=tied)
        if sizes and _sizes_differ(values[first:end], sizes[first:end]):
            own = _i_prime(own, values, sizes, until, tied)
        found.append(own)
    return found


def _xmr(first: int, end: int, based_on: Sequence[float | None], *, screened: bool, tied: float) -> SegmentLimits:
    known = [value for value in based_on if value is not None]
    mean = sum(known) / len(known) if known else None
    moving_range = average_moving_range(based_on, screened=screened, tied=tied)
    flat = moving_range is None or moving_range <= tied
    return SegmentLimits(first, end, mean, moving_range, flat)


def _sizes_differ(values: Sequence[float | None], sizes: Sequence[float | None]) -> bool:
    """Whether every value has a number of answers and they are not all the same."""
    own = {size for value, size in zip(values, sizes, strict=True) if value is not None}
    return len(own) > 1 and all(own)


def _i_prime(
    own: SegmentLimits, values: Sequence[float | None], sizes: Sequence[float | None], until: int, tied: float
) -> SegmentLimits:
    """The segment's limits by the I′ chart: each row's sampling spread times the sigma of the moving ranges.

    The centre is the mean by answers. A moving range counts in units of its two rows' spread 1/√n. None is left out:
    screening raises the share of stable three-year charts with a month beyond its limits from 9 to 13 %.

    **Source:** Taylor, “Normalized Individuals (IN) Control Chart”, 2017 (variation.com); pbcharts (Anhøj, 2025).
    """
    pairs = [
        (value, size)
        for value, size in zip(values[own.first : until], sizes[own.first : until], strict=True)
        if value is not None and size
    ]
    newest = max(row for row in range(own.first, own.end) if values[row] is not None)
    reference = sizes[newest] or 1.0
    answers = math.fsum(size for _, size in pairs)
    ranges = [
        abs(after - value) * math.sqrt(2 / reference / (1 / size + 1 / size_after))
        for (value, size), (after, size_after) in _neighbours(values, sizes, own.first, until)
    ]
    spread = _AS_ROUNDED * math.fsum(ranges) / len(ranges) if ranges else None
    return SegmentLimits(
        own.first,
        own.end,
        math.fsum(value * size for value, size in pairs) / answers if pairs else None,
        spread,
        spread is None or spread <= tied,
        LimitsMethod.I_PRIME,
        tuple(math.sqrt(reference / size) if size else None for size in sizes[own.first : own.end]),
        newest=newest,
    )


def _neighbours(
    values: Sequence[float | None], sizes: Sequence[float | None], first: int, until: int
) -> Iterable[tuple[tuple[float, float], tuple[float, float]]]:
    """Each two rows next to each other that both have a value, each with its number of answers."""
    rows = [
        (value, size) if value is not None and size else None
        for value, size in zip(values[first:until], sizes[first:until], strict=True)
    ]
    return ((a, b) for a, b in pairwise(rows) if a is not None and b is not None)
