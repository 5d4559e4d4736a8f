"""The 95 % interval of a mean near an end of its scale, where Student's claims too much. Knows sums, not answers.

Near an end the mean and its spread move together: a sample without low scores has a high mean and too short an
interval, so that t says *met* three to six times too often. A score interval asks of each possible mean how widely
answers would scatter about it, which at the end of a scale is not at all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from metrics.answers.evidence import ScoreSums
from metrics.statistics.distributions import t_below, t_quantile

# How far from the middle of a scale, as a part of the way to its end, Student's interval is right enough.
_MIDDLE = 1 / 3
# By so many standard deviations of single answers an open-ended mean must be above its lowest value, to be far from it.
_FAR = 2
# So many answers' worth of the widest scatter is added, at the very end of a scale of points and of an open one.
_ADDED, _ADDED_OPEN = 6, 2


@dataclass(frozen=True, slots=True)
class Scatter:
    """How widely single answers scatter about a mean of `mu`: `part` of (mu - low)(high - mu), or of mu - low.

    `part` of a scale with two ends is 1 where all answers are at its ends.
    """

    low: float
    high: float | None
    part: float

    def variance(self, mu: float) -> float:
        """The variance of single answers about a mean of `mu` between the ends; 0 at an end."""
        return max(self.part * (mu - self.low) * (1 if self.high is None else self.high - mu), 0.0)

    def ends(self, mean: float, times: float) -> tuple[float, float]:
        """The two values of mu for which (mean - mu)² is `times` variance(mu)."""
        part, from_low = times * self.part, mean - self.low
        if self.high is None:
            half = math.sqrt(part * from_low + part * part / 4)
            return mean + part / 2 - half, mean + part / 2 + half
        width = self.high - self.low
        half = math.sqrt(part * from_low * (width - from_low) + part * part * width * width / 4)
        middle = from_low + part * width / 2
        return self.low + (middle - half) / (1 + part), self.low + (middle + half) / (1 + part)


def scatter(sums: ScoreSums, bounds: tuple[float | None, float | None]) -> Scatter | None:
    """How single answers scatter near an end of `bounds`; None away from it, without ends, and if all are equal.

    `sums` must have at least two answers. On a scale with two ends the outer thirds are near; where the value is open
    above, less than two standard deviations over the lowest value.
    """
    low, high = bounds
    mean, variance, n = sums.estimate, sums.variance, sums.n
    if low is None or not low < mean or not variance:
        return None
    if high is None:
        if mean - low >= _FAR * math.sqrt(variance):
            return None
        return Scatter(low, None, (n * variance / (mean - low) + _ADDED_OPEN) / (n + _ADDED_OPEN))
    if not mean < high:
        return None
    aside = abs(2 * mean - low - high) / (high - low)
    if aside < _MIDDLE:
        return None
    added = _ADDED * aside * aside
    return Scatter(low, high, (n * variance / ((mean - low) * (high - mean)) + added) / (n + added))


def score_interval(sums: ScoreSums, found: Scatter) -> tuple[float, float]:
    """The means from which the answers' is no further than t(.975, n - 1) of their own standard errors.

    With all answers at the two ends it is Wilson's interval of a share, with t in place of z and six answers' care.

    **Source:** the score interval: Wilson, Journal of the American Statistical Association 22, 1927; with a variance
    that is known up to a factor: Wedderburn, “Quasi-likelihood Functions, Generalized Linear Models, and the
    Gauss-Newton Method”, Biometrika 61, 1974. What is added is our own, by measured coverage (docs/STATISTICS.md).
    """
    return found.ends(sums.estimate, t_quantile(0.975, sums.n - 1) ** 2 / sums.n)


def chance_below(sums: ScoreSums, found: Scatter, limit: float) -> float:
    """How likely the true mean is below `limit`, 0 to 1, by the same scores as the interval."""
    error = math.sqrt(found.variance(limit) / sums.n)
    if error == 0:
        return 0.0 if limit <= found.low else 1.0
    return t_below((limit - sums.estimate) / error, sums.n - 1)
