"""A metric's months as every figure takes them: values, usual range, standard and what stands out."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from metrics.periods import Month
from pages.figures.palette import Sense


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
    where each covers more than its month; else empty.
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

    def last(self, months: int) -> Track:
        """The newest `months` of it; fewer where there are fewer."""
        cut = {own.name: getattr(self, own.name)[-months:] for own in fields(self) if own.name != "so_far"}
        return replace(self, **cut)

    def extent(self) -> tuple[float, float]:
        """The lowest and the highest value that a chart of it draws; 0 and 1 where it draws none."""
        ends = [end for band in self.bands if band is not None for end in (band.lower, band.upper)]
        drawn = [*self.values, *self.standards, *ends, *(self.so_far or ())]
        levels = [level for level in drawn if level is not None]
        return min(levels, default=0.0), max(levels, default=1.0)
