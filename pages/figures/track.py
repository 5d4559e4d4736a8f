"""A metric's months as every figure takes them: values, usual range, standard and what stands out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

from metrics.periods import Month
from pages.figures.axis import runs, stretches
from pages.figures.palette import Sense

# So many times the middle width is the widest band that is drawn in full.
WIDEST_BAND = 2.5


@dataclass(frozen=True, slots=True)
class Band:
    """The usual range of some months, in the metric's unit."""

    mean: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Track:
    """One item for each month, oldest first. `written` is the value as text, `patterns` what stands out in words.

    `values` and `standards` are in the metric's unit, None where there is none. `so_far` are the ends of the newest
    month's margin where that month still runs; None where all months are whole. `names` are the items' own names
    where each covers more than its month; else empty. `notes` is what more a month says when pointed at; else empty.
    """

    months: tuple[Month, ...]
    values: tuple[float | None, ...]
    written: tuple[str, ...]
    senses: tuple[Sense, ...]
    points_up: tuple[bool | None, ...]
    patterns: tuple[str, ...]
    bands: tuple[Band | None, ...]
    standards: tuple[float | None, ...]
    so_far: tuple[float, float] | None = None
    names: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def last(self, months: int) -> Track:
        """The newest `months` of it; fewer where there are fewer."""
        cut = {own.name: getattr(self, own.name)[-months:] for own in fields(self) if own.name != "so_far"}
        return replace(self, **cut)

    def extent(self) -> tuple[float, float]:
        """The lowest and the highest value that a chart of it draws; 0 and 1 where it draws none.

        A band much wider than most, as that of a month with few answers, is cut, so that it does not flatten the rest.
        """
        widths = sorted(band.upper - band.lower for band in self.bands if band is not None)
        most = WIDEST_BAND * widths[len(widths) // 2] if widths else 0.0
        drawn_bands = [band for band in self.bands if band is not None and band.upper - band.lower <= most]
        ends = [end for band in drawn_bands for end in (band.lower, band.upper)]
        drawn = [*self.values, *self.standards, *ends, *(self.so_far or ())]
        levels = [level for level in drawn if level is not None]
        return min(levels, default=0.0), max(levels, default=1.0)


Corner = tuple[float, float]


def band_outlines(bands: Sequence[Band | None], low: float, high: float) -> Iterator[tuple[list[Corner], list[Corner]]]:
    """Each stretch of the usual range: the corners around it and those of its mean, as (row, value), in steps by month.

    Rows run from half a month before to half a month after; values are cut to `low` and `high`.
    """
    for first, last in stretches(bands):
        own = [band for band in bands[first : last + 1] if band is not None]
        uppers, lowers = ([min(max(end, low), high) for end in ends] for ends in zip(*map(_ends, own), strict=True))
        yield _steps(first, uppers) + _steps(first, lowers)[::-1], _steps(first, [band.mean for band in own])


def _ends(band: Band) -> tuple[float, float]:
    return band.upper, band.lower


def _steps(first: int, levels: Sequence[float]) -> list[Corner]:
    """The corners of a line that is level within each month; equal neighbours are one step."""
    return [
        corner
        for start, end, level in runs(levels)
        for corner in ((first + start - 0.5, level), (first + end + 0.5, level))
    ]
