"""A metric's months as every figure of them takes it: values, usual range, standard and what stands out."""

from __future__ import annotations

from dataclasses import dataclass

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
    month's margin where that month still runs; None where all months are whole. `names` says what each item is called
    where it stands for more than its month; empty where it does not.
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
        cut = slice(-months, None)
        return Track(
            self.months[cut],
            self.values[cut],
            self.written[cut],
            self.senses[cut],
            self.points_up[cut],
            self.patterns[cut],
            self.bands[cut],
            self.standards[cut],
            self.so_far,
            self.names[cut],
        )
