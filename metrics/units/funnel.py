"""How far a unit may be from the rest by chance alone, for its number of answers.

Knows the evidence of many units, not their names or order.

**Source:** Spiegelhalter, “Funnel plots for comparing institutional performance”, Statistics in Medicine 24, 2005;
over-dispersion: Spiegelhalter, “Handling over-dispersion of performance indicators”, Quality and Safety in Health
Care 14, 2005 (winsorised, additive); of fewer than ten units: `usual_spread`.
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
from metrics.statistics.distributions import incomplete_beta, normal_two_sided, t_quantile, t_two_sided
from metrics.statistics.intervals import Bounds, estimate, variance_of_estimate
from metrics.units.skewed_means import bent, skewness, straightened
from metrics.units.usual_spread import Apart, Possible, chance_beyond, usual_spread

# 95 % limits warn; beyond 99.8 % limits (about three standard errors) a unit stands out.
WARNING_LEVEL = 0.95
ACTION_LEVEL = 0.998
# The part of the units at each end whose distance counts only as much as the next one's (winsorising).
WINSORISED = 0.1
# Below this many units no end would be cut, and their spread is hardly known.
FEWEST_FOR_SPREAD = 10
# Of fewer none can be called odd: two or three are compared with each other.
FEWEST_TO_STAND_APART = 4

Sampled = NetCounts | ShareCounts | ScoreSums | VisitSums | VisitShare
OPEN: Bounds = (None, None)


@dataclass(frozen=True, slots=True)
class Centre:
    """The value of all units together, in the metric's unit, which each would have if all were alike.

    `variance` is that of a single answer or visit, `between` that of units beyond chance (0: none found), both in
    the metric's unit squared; `degrees` are its degrees of freedom, None without any. `share` says that exact
    binomial limits apply. Of fewer than ten units `possible` has each variance between them that may be true, and
    `value` is the middle of those that are not odd.
    """

    value: float
    variance: float
    between: float
    share: bool
    skewness: float = 0.0
    degrees: int | None = None
    possible: tuple[Possible, ...] = ()

    def variance_for(self, n: float) -> float:
        """The variance of the values of units with n answers, in the metric's unit squared."""
        return self.variance / n + self.between

    def skewness_for(self, n: float, variance: float) -> float:
        """How lopsided chance makes the values of units with n answers, if all of their variance is `variance`."""
        return self.skewness * math.sqrt(self.variance / variance) ** 3 / n**2


def centre(units: Sequence[Sampled], bounds: Bounds = OPEN) -> Centre:
    """The centre of the units' funnel with the spread between them; at least one of them must have answers.

    Spread between units (place, season, kind of customers) widens the limits:
    the excess of the winsorised mean square over chance, as a variance added for every unit. Cutting the ends makes
    that mean square smaller also where no unit is odd, so it is divided by what a normal distribution leaves of it.
    From fewer than ten units no such figure is taken. `bounds` is the metric's scale, by which means are lopsided.
    """
    alike = _alike(units, bounds)
    if alike.variance <= 0 or len(units) < 2:
        return alike
    if len(units) < FEWEST_FOR_SPREAD:
        return _of_few(units, alike)
    precisions = [effective(unit).n / alike.variance for unit in units]
    distances = [
        (unit.estimate - alike.value) * math.sqrt(precision) for unit, precision in zip(units, precisions, strict=True)
    ]
    excess = sum(z * z for z in winsorised(distances)) / _left_of_square(len(units)) - (len(units) - 1)
    whole = sum(precisions)
    room = whole - sum(precision * precision for precision in precisions) / whole
    between = max(0.0, excess / room)
    return replace(alike, between=between, degrees=len(units) - 1 if between else None)


def _of_few(units: Sequence[Sampled], alike: Centre) -> Centre:
    """The centre of the units that are not outside, with all that their spread may be."""
    inside = [unit for unit, p in zip(units, _of_each(units, alike), strict=True) if p >= 1 - ACTION_LEVEL]
    kept = inside if len(inside) >= FEWEST_TO_STAND_APART - 1 else units
    possible = usual_spread(_apart(kept, alike), math.sqrt(alike.variance)).of_all()
    value = math.fsum(each.chance * each.mean for each in possible)
    between = math.fsum(each.chance * each.between for each in possible)
    return replace(alike, value=value, between=between, possible=possible)


def winsorised(distances: Sequence[float]) -> list[float]:
    """The same numbers, in the same order, with the lowest and highest tenth set to the next one inwards."""
    cut = int(len(distances) * WINSORISED)
    ordered = sorted(distances)
    low, high = ordered[cut], ordered[-1 - cut]
    return [min(max(distance, low), high) for distance in distances]


def _left_of_square(count: int) -> float:
    """What winsorising leaves of the mean square of so many normal distances."""
    cut = int(count * WINSORISED) / count
    end = NormalDist().inv_cdf(1 - cut)
    return 1 - 2 * cut - 2 * end * NormalDist().pdf(end) + 2 * cut * end * end


def limits(middle: Centre, n: float, level: float = ACTION_LEVEL) -> tuple[float, float]:
    """The lowest and highest value, in the metric's unit, that a unit with n > 0 answers may have at `level` (0 to 1).

    Shares without spread between units: exact binomial limits, joined by straight lines between whole counts. The
    upper one mirrors the lower one of the misses, so that counting hits or misses gives the same funnel. Other limits
    are as lopsided as chance is with so few answers.
    """
    if middle.variance <= 0:
        return middle.value, middle.value
    if middle.possible:
        return _limits_of_few(middle, n, level)
    if middle.share and not middle.between:
        share, tail = middle.value / 100, (1 - level) / 2
        return 100 * _lowest_share(share, n, tail), 100 - 100 * _lowest_share(1 - share, n, tail)
    usual = (1 + level) / 2
    reach = t_quantile(usual, middle.degrees) if middle.degrees else NormalDist().inv_cdf(usual)
    variance = middle.variance_for(n)
    error, skew = math.sqrt(variance), middle.skewness_for(n, variance)
    return middle.value + error * bent(-reach, skew), middle.value + error * bent(reach, skew)


def chances(units: Sequence[Sampled], middle: Centre) -> list[float]:
    """The two-sided chance (0 to 1) of each unit at least as far from the others, were it like them, in their order.

    Of fewer than ten units each is compared with the others alone; of fewer than four none is odd.
    """
    if len(units) < FEWEST_TO_STAND_APART or middle.variance <= 0:
        return [1.0] * len(units)
    if len(units) < FEWEST_FOR_SPREAD:
        return _of_each(units, middle)
    return [chance(unit, middle) for unit in units]


def chance(unit: Sampled, middle: Centre) -> float:
    """The two-sided chance (0 to 1) of a unit at least as far from the centre, were it like the others.

    Exact (twice the smaller tail) for shares without spread between units, else by the normal distribution, or by t
    where the spread was estimated. A unit lies outside the limits at a level exactly when its chance is below
    1 - level.
    """
    if middle.variance <= 0:
        return 1.0
    unit = effective(unit)
    if middle.share and not middle.between and isinstance(unit, ShareCounts | VisitShare):
        share = middle.value / 100
        fewer = _at_most(unit.hits, unit.n, share)
        more = _at_most(unit.n - unit.hits, unit.n, 1 - share)
        return min(1.0, 2 * min(fewer, more))
    variance = middle.variance_for(unit.n)
    away = (unit.estimate - middle.value) / math.sqrt(variance)
    straight = straightened(away, middle.skewness_for(unit.n, variance))
    return t_two_sided(straight, middle.degrees) if middle.degrees else normal_two_sided(straight)


def _apart(units: Sequence[Sampled], alike: Centre) -> Apart:
    return Apart([unit.estimate for unit in units], [alike.variance / effective(unit).n for unit in units])


def _of_each(units: Sequence[Sampled], alike: Centre) -> list[float]:
    """For each of a few units twice the smaller tail beside the others alone."""
    found = usual_spread(_apart(units, alike), math.sqrt(alike.variance))
    tails = [_below(unit.estimate, effective(unit).n, found.beside(at), alike) for at, unit in enumerate(units)]
    return [2 * min(below, 1 - below) for below in tails]


def _below(value: float, n: float, possible: Sequence[Possible], alike: Centre) -> float:
    """The chance that a unit with n answers lies below `value`."""

    def tail(each: Possible) -> float:
        variance = alike.variance / n + each.between + each.error
        skew = alike.skewness_for(n, variance)
        return math.erfc(-straightened((value - each.mean) / math.sqrt(variance), skew) / math.sqrt(2)) / 2

    return chance_beyond(possible, tail)


def _limits_of_few(middle: Centre, n: float, level: float) -> tuple[float, float]:
    """The values below which a unit of a few with n answers lies with the chances of both tails, by secants."""
    normal = NormalDist()
    error = math.sqrt(middle.variance_for(n))

    def rarity(value: float) -> float:
        return normal.inv_cdf(min(max(_below(value, n, middle.possible, middle), 1e-15), 1 - 1e-15))

    def end(wanted: float) -> float:
        one, other = middle.value + wanted * error / 2, middle.value + wanted * error
        at_one, at_other = rarity(one), rarity(other)
        for _ in range(_MOST_SECANTS):
            if abs(at_other - wanted) < 1e-3 or at_one == at_other:
                break
            one, other = other, other + (wanted - at_other) * (other - one) / (at_other - at_one)
            at_one, at_other = at_other, rarity(other)
        return other

    reach = normal.inv_cdf((1 + level) / 2)
    return end(-reach), end(reach)


_MOST_SECANTS = 20


def sampled(units: Sequence[Evidence]) -> list[Sampled]:
    """The units whose evidence is a sample and not empty, so that a margin can be calculated."""
    return [unit for unit in units if isinstance(unit, Sampled) and estimate(unit) is not None]


def _alike(units: Sequence[Sampled], bounds: Bounds) -> Centre:
    """The value and the variance of one case in all units' answers together."""
    together: Sampled = effective(reduce(add, units))
    variance = _variance(together)
    share = isinstance(together, ShareCounts | VisitShare)
    return Centre(together.estimate, variance, 0.0, share, skewness(together, variance, bounds))


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
