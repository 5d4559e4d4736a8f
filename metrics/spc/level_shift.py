"""Where a series clearly moved to another level, so that its usual range may be restarted there. Knows values only."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

# So many values at least lie before the shift and since; a range from fewer would hardly say what is usual.
FEWEST_BEFORE, FEWEST_SINCE = 8, 6
# The two levels are at least so many standard errors apart. It is the best of some 20 places, hence far more than 2.
CLEAR = 3.6
# What two levels leave unexplained is at most this part of what a straight line does.
BETTER = 0.8
# The values since scatter at most so many times as much (variance) as those before; else they are not one level yet.
ONE_LEVEL = 4.0
# Three sigma are 2.66 average moving ranges.
_RANGES_A_SIGMA = 2.66 / 3


@dataclass(frozen=True, slots=True)
class LevelShift:
    """A series' level before and since `row`, its first row at the new level, in the values' unit."""

    row: int
    before: float
    since: float


def clear_shift(values: Sequence[float | None], weights: Sequence[float | None] = ()) -> LevelShift | None:
    """The one place at which a series clearly moved from one level to another; None where there is none.

    Of all places with eight values before and six since it is that at which the weighted means are most standard
    errors apart, if by 3.6 or more and if two levels leave at most four fifths of what a straight line leaves. Sigma is
    the larger of that of the moving ranges and that within the two levels, so that months which drift are no shift.
    Nor is it one where the values since have more than four times the variance of those before: they still move.

    **Source:** the likelihood ratio for one change of the mean: Hawkins, Journal of the American Statistical
    Association 72, 1977; both numbers are set by simulation (docs/STATISTICS.md).
    """
    rows = [row for row, value in enumerate(values) if value is not None]
    known = [value for value in values if value is not None]
    heavy = [weights[row] or 1.0 if weights else 1.0 for row in rows]
    best, apart = None, 0.0
    for at in range(FEWEST_BEFORE, len(known) - FEWEST_SINCE + 1):
        own = abs(_mean(known[at:], heavy[at:]) - _mean(known[:at], heavy[:at])) * _root(heavy, at)
        if own > apart:
            best, apart = at, own
    if best is None:
        return None
    before, since = _mean(known[:best], heavy[:best]), _mean(known[best:], heavy[best:])
    left = _squares(known, heavy, [before] * best + [since] * (len(known) - best))
    sigma = max(math.sqrt(left / (len(known) - 2)), _moving_sigma(known, heavy))
    if apart < CLEAR * sigma or left > BETTER * _squares(known, heavy, _line(known, heavy)):
        return None
    if _variance(known[best:], heavy[best:]) > ONE_LEVEL * _variance(known[:best], heavy[:best]):
        return None
    return LevelShift(rows[best], before, since)


def _variance(values: Sequence[float], weights: Sequence[float]) -> float:
    """The variance of a value that weighs 1, about their mean."""
    return _squares(values, weights, [_mean(values, weights)] * len(values)) / (len(values) - 1)


def _mean(values: Sequence[float], weights: Sequence[float]) -> float:
    return math.fsum(value * weight for value, weight in zip(values, weights, strict=True)) / math.fsum(weights)


def _root(weights: Sequence[float], at: int) -> float:
    """How precise the difference of the two means is: one over its standard error at a sigma of 1."""
    return 1 / math.sqrt(1 / math.fsum(weights[:at]) + 1 / math.fsum(weights[at:]))


def _squares(values: Sequence[float], weights: Sequence[float], fitted: Sequence[float]) -> float:
    return math.fsum(weight * (value - own) ** 2 for value, weight, own in zip(values, weights, fitted, strict=True))


def _moving_sigma(values: Sequence[float], weights: Sequence[float]) -> float:
    """Sigma at a weight of 1 by the steps from each value to the next."""
    steps = [
        abs(values[at + 1] - values[at]) * math.sqrt(2 / (1 / weights[at] + 1 / weights[at + 1]))
        for at in range(len(values) - 1)
    ]
    return _RANGES_A_SIGMA * sum(steps) / len(steps)


def _line(values: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The straight line through the values in order, fitted by least squares."""
    places = [float(at) for at in range(len(values))]
    middle, level = _mean(places, weights), _mean(values, weights)
    along = math.fsum(weight * (at - middle) ** 2 for at, weight in zip(places, weights, strict=True))
    rise = math.fsum(
        weight * (at - middle) * (value - level) for at, value, weight in zip(places, values, weights, strict=True)
    )
    return [level + rise / along * (at - middle) for at in places]
