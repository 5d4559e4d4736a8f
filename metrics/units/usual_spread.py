"""How far units usually lie apart beyond what their answers explain: every possible spread with its chance.

A few units tell little about it, so what is known beforehand counts too, and no single figure is taken for the truth.
Knows values and their sampling variances, not metrics.

**Source:** the chance of a unit beside the others, it being left out: Marshall and Spiegelhalter, “Identifying outliers
in Bayesian hierarchical models: a simulation-based approach”, Bayesian Analysis 2, 2007; a half-t prior for the spread:
Gelman, “Prior distributions for variance parameters in hierarchical models”, Bayesian Analysis 1, 2006.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import mul

# Beforehand units are taken to lie apart by about this part of the spread of single answers (5 to 6 points of NPS).
# The tail of a t with four degrees leaves room for several times as much. Both were chosen by simulation.
USUAL_PART = 0.07
TAIL = 4
# Possible spreads, as parts of that of single answers: 0, and from half of the best known unit's error up to the most.
MOST, FINEST, POSSIBLE = 1.5, 0.001, 28


@dataclass(frozen=True, slots=True)
class Possible:
    """One possible variance `between` units: its chance (0 to 1), and the units' mean with its variance if it is so."""

    chance: float
    between: float
    mean: float
    error: float


@dataclass(frozen=True, slots=True)
class Apart:
    """Values of units at one time, in the metric's unit, with their sampling variances, all above 0."""

    values: Sequence[float]
    variances: Sequence[float]


@dataclass(frozen=True, slots=True)
class _Sums:
    """Σ w, Σ w·value, Σ w·value² and Σ ln w at one possible spread."""

    weight: float
    first: float
    second: float
    logs: float

    @property
    def likelihood(self) -> float:
        """Its logarithm, about the units' own mean; of fewer than two units it says nothing."""
        scatter = max(0.0, self.second - self.first * self.first / self.weight)
        return 0.5 * (self.logs - math.log(self.weight) - scatter)

    def without(self, value: float, weight: float) -> _Sums:
        part = weight * value
        return _Sums(self.weight - weight, self.first - part, self.second - part * value, self.logs - math.log(weight))


@dataclass(frozen=True, slots=True)
class UsualSpread:
    """The sums of units `now` at each of the variances between them, and ln of their chances before these were seen."""

    now: Apart
    variances: Sequence[float]
    logs: Sequence[float]
    sums: Sequence[_Sums]

    def of_all(self) -> tuple[Possible, ...]:
        """Each possible spread between all units, and their mean."""
        return self._weighed(self.sums)

    def beside(self, at: int) -> tuple[Possible, ...]:
        """Each possible spread between all units but the one at a place, which must not be the only one."""
        value, variance = self.now.values[at], self.now.variances[at]
        return self._weighed(
            [
                sums.without(value, 1 / (variance + between))
                for between, sums in zip(self.variances, self.sums, strict=True)
            ]
        )

    def _weighed(self, found: Sequence[_Sums]) -> tuple[Possible, ...]:
        logs = [before + sums.likelihood for before, sums in zip(self.logs, found, strict=True)]
        largest = max(logs)
        chances = [math.exp(log - largest) for log in logs]
        whole = math.fsum(chances)
        return tuple(
            Possible(chance / whole, between, sums.first / sums.weight, 1 / sums.weight)
            for chance, between, sums in zip(chances, self.variances, found, strict=True)
            if chance > _NEGLIGIBLE
        )


_NEGLIGIBLE = 1e-9


def usual_spread(now: Apart, single: float, earlier: Sequence[Apart] = ()) -> UsualSpread:
    """What is known of the spread between units; `single` > 0 is the standard deviation of single answers.

    What units were apart at `earlier` times, about the mean of each time, tells about it too.
    """
    finest = math.sqrt(min(now.variances)) / single / 2
    parts, logs = _beforehand(min(max(round(finest, 3), FINEST), MOST / 10))
    variances = [(part * single) ** 2 for part in parts]
    for group in earlier:
        if len(group.values) > 1:
            logs = tuple(log + _summed(group, between).likelihood for log, between in zip(logs, variances, strict=True))
    return UsualSpread(now, variances, logs, [_summed(now, between) for between in variances])


def chance_beyond(possible: Sequence[Possible], tail: Callable[[Possible], float]) -> float:
    """The chance `tail` under each possible spread, weighed by how likely that spread is."""
    return math.fsum(each.chance * tail(each) for each in possible)


@lru_cache(maxsize=256)
def _beforehand(finest: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Possible spreads, as parts of that of single answers, and ln of their chance before any unit was seen."""
    ratio = (MOST / finest) ** (1 / (POSSIBLE - 1))
    parts = (0.0, *(finest * ratio**step for step in range(POSSIBLE)))
    ends = (parts[0], *parts, parts[-1])
    widths = [(ends[at + 2] - ends[at]) / 2 for at in range(len(parts))]
    heights = [-(TAIL + 1) / 2 * math.log1p((part / USUAL_PART) ** 2 / TAIL) for part in parts]
    return parts, tuple(height + math.log(width) for height, width in zip(heights, widths, strict=True))


def _summed(group: Apart, between: float) -> _Sums:
    weights = [1 / (variance + between) for variance in group.variances]
    parts = list(map(mul, weights, group.values))
    return _Sums(sum(weights), sum(parts), sum(map(mul, parts, group.values)), sum(map(math.log, weights)))
