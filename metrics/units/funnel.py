"""How far a unit may be from the rest by chance alone, for its number of answers.

Knows the evidence of many units, not their names or order.

**Source:** Spiegelhalter, “Funnel plots for comparing institutional performance”, Statistics in Medicine 24, 2005;
over-dispersion: Spiegelhalter, “Handling over-dispersion of performance indicators”, Quality and Safety in Health
Care 14, 2005 (winsorised, additive).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import add
from statistics import NormalDist

from metrics.answers.evidence import Evidence, NetCounts, ScoreSums, ShareCounts, VisitShare, VisitSums
from metrics.answers.weights import effective
from metrics.statistics.distributions import incomplete_beta, normal_two_sided
from metrics.statistics.intervals import estimate, variance_of_estimate

# 95 % limits warn; beyond 99.8 % limits (about three standard errors) a unit stands out.
WARNING_LEVEL = 0.95
ACTION_LEVEL = 0.998
# The part of the units at each end whose distance counts only as much as the next one's (winsorising).
WINSORISED = 0.1
# Below this many units no end would be cut, and one odd unit could look like spread between all.
FEWEST_FOR_SPREAD = 10

Sampled = NetCounts | ShareCounts | ScoreSums | VisitSums | VisitShare


@dataclass(frozen=True, slots=True)
class Centre:
    """The value of all units together, in the metric's unit, which each would have if all were alike.

    `variance` is that of a single answer or visit, `between` that of units beyond chance (0: none found), both in
    the metric's unit squared. `share` says that exact binomial limits apply.
    """

    value: float
    variance: float
    between: float
    share: bool

    def variance_for(self, n: float) -> float:
        """The variance of the values of units with n answers, in the metric's unit squared."""
        return self.variance / n + self.between


def centre(units: Sequence[Sampled]) -> Centre:
    """The centre of the units' funnel with the spread between them; at least one of them must have answers.

    Spread between units (place, season, kind of customers) widens the limits:
    the excess of the winsorised mean square over chance, as a variance added for every unit. It is estimated from
    ten units on.
    """
    alike = _alike(units)
    if len(units) < FEWEST_FOR_SPREAD or alike.variance <= 0:
        return alike
    precisions = [effective(unit).n / alike.variance for unit in units]
    distances = [
        (unit.estimate - alike.value) * math.sqrt(precision) for unit, precision in zip(units, precisions, strict=True)
    ]
    excess = sum(z * z for z in winsorised(distances)) - (len(units) - 1)
    whole = sum(precisions)
    room = whole - sum(precision * precision for precision in precisions) / whole
    return replace(alike, between=max(0.0, excess / room))


def winsorised(distances: Sequence[float]) -> list[float]:
    """The same numbers, in the same order, with the lowest and highest tenth set to the next one inwards."""
    cut = int(len(distances) * WINSORISED)
    ordered = sorted(distances)
    low, high = ordered[cut], ordered[-1 - cut]
    return [min(max(distance, low), high) for distance in distances]


def limits(middle: Centre, n: float, level: float = ACTION_LEVEL) -> tuple[float, float]:
    """The lowest and highest value, in the metric's unit, that a unit with n > 0 answers may have at `level` (0 to 1).

    Shares without spread between units: exact binomial limits, joined by straight lines between whole counts. The
    upper one mirrors the lower one of the misses, so that counting hits or misses gives the same funnel.
    """
    if middle.variance <= 0:
        return middle.value, middle.value
    if middle.share and not middle.between:
        share, tail = middle.value / 100, (1 - level) / 2
        return 100 * _lowest_share(share, n, tail), 100 - 100 * _lowest_share(1 - share, n, tail)
    reach = NormalDist().inv_cdf((1 + level) / 2) * math.sqrt(middle.variance_for(n))
    return middle.value - reach, middle.value + reach


def chance(unit: Sampled, middle: Centre) -> float:
    """The two-sided chance (0 to 1) of a unit at least as far from the centre, were it like the others.

    Exact (twice the smaller tail) for shares without spread between units, else by the normal distribution. A unit
    lies outside the limits at a level exactly when its chance is below 1 - level.
    """
    if middle.variance <= 0:
        return 1.0
    unit = effective(unit)
    if middle.share and not middle.between and isinstance(unit, ShareCounts | VisitShare):
        share = middle.value / 100
        fewer = _at_most(unit.hits, unit.n, share)
        more = _at_most(unit.n - unit.hits, unit.n, 1 - share)
        return min(1.0, 2 * min(fewer, more))
    return normal_two_sided((unit.estimate - middle.value) / math.sqrt(middle.variance_for(unit.n)))


def sampled(units: Sequence[Evidence]) -> list[Sampled]:
    """The units whose evidence is a sample and not empty, so that a margin can be calculated."""
    return [unit for unit in units if isinstance(unit, Sampled) and estimate(unit) is not None]


def _alike(units: Sequence[Sampled]) -> Centre:
    """The value and the variance of one case in all units' answers together."""
    together: Sampled = effective(reduce(add, units))
    value = together.estimate
    share = isinstance(together, ShareCounts | VisitShare)
    return Centre(value, _variance(together), 0.0, share)


def _variance(together: Sampled) -> float:
    """The variance of a single answer or visit, in the metric's unit squared; visits count as equally large."""
    if isinstance(together, ShareCounts | VisitShare):
        return together.estimate * (100 - together.estimate)
    if isinstance(together, NetCounts):
        return 1e4 * (together.promoters + together.detractors) / together.n - together.estimate**2
    return together.n * (variance_of_estimate(together) or 0.0)


def _lowest_share(share: float, n: float, tail: float) -> float:
    """The share below which at most `tail` of units with n cases fall, on the line between two whole counts."""
    low, high = 0, math.ceil(n)
    while low < high:
        middle = (low + high) // 2
        if _at_most(middle, n, share) >= tail:
            high = middle
        else:
            low = middle + 1
    up_to = _at_most(low, n, share)
    below = _at_most(low - 1, n, share)
    step_back = (up_to - tail) / (up_to - below) if up_to > below else 0.0
    return max(0.0, (low - step_back) / n)


def _at_most(hits: float, n: float, share: float) -> float:
    """The binomial chance of at most `hits` in n cases."""
    if hits < 0:
        return 0.0
    if hits >= n:
        return 1.0
    return incomplete_beta(n - hits, hits + 1, 1 - share)
